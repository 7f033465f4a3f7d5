package dev.antiphon.cli.internal.soak;

import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.audit.AuditFile;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.util.Optional;

/** One bot user: its fake main gateway, its {@code Voice} and its first voice server. */
final class Bot implements AutoCloseable {
  private final long userId;
  private final EmbeddedVoiceServer home;
  private final FakeDiscordGateway gateway;
  private final Voice voice;

  Bot(
      long userId,
      EmbeddedVoiceServer home,
      VoiceOptions options,
      SoakSettings settings,
      Optional<AuditFile> audit,
      Measurements measurements) {
    this.userId = userId;
    this.home = home;
    this.gateway = FakeDiscordGateway.strict(userId, home);
    VoiceStateSpacingCheck spacingCheck = new VoiceStateSpacingCheck(options.voiceStateSpacing());
    Voice.Builder builder =
        Voice.builder(new CheckedGateway(gateway, spacingCheck, measurements))
            .userId(userId)
            .options(options);
    settings.loops().ifPresent(builder::eventLoops);
    audit.ifPresent(builder::audit);
    this.voice = builder.build();
  }

  long userId() {
    return userId;
  }

  EmbeddedVoiceServer home() {
    return home;
  }

  FakeDiscordGateway gateway() {
    return gateway;
  }

  Voice voice() {
    return voice;
  }

  @Override
  public void close() {
    voice.close();
    gateway.close();
  }
}
