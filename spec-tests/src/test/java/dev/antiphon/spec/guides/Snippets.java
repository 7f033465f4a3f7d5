package dev.antiphon.spec.guides;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.Voice;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.VoiceOptions;
import dev.antiphon.audit.AuditFile;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.spi.FlowTransition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** The short pieces of code in the guides. */
final class Snippets {
  private Snippets() {}

  static VoiceOptions rejoins() {
    // doc:begin rejoins
    VoiceOptions options =
        VoiceOptions.builder()
            .retries(
                RetryLimits.builder().rejoins(20).longestRejoinDelay(Duration.ofMinutes(2)).build())
            .build();
    // doc:end
    return options;
  }

  static VoiceOptions byName() {
    // doc:begin byName
    VoiceOptions options =
        VoiceOptions.builder()
            .set("rejoins", "20")
            .set("longestRejoinDelay", "120000") // milliseconds
            .delay(FlowTimer.SERVER, Duration.ofSeconds(20)) // the same as set("server", "20000")
            .build();
    // doc:end
    return options;
  }

  static void audited(DiscordGateway gateway, long bot, Path folder, Consumer<Voice> use) {
    // doc:begin audit
    try (AuditFile audit =
            AuditFile.numbered(folder.resolve("voice.jsonl"))
                .rotateAt(64 << 20)
                .rotateAfter(Duration.ofDays(1))
                .keep(30)
                .open();
        Voice voice = Voice.builder(gateway).userId(bot).audit(audit).build()) {
      use.accept(voice); // runs your bot
    }
    // doc:end
  }

  static Voice withCustomEngine(
      DiscordGateway gateway, long bot, Consumer<FlowTransition> observer) {
    // doc:begin engine
    Voice voice =
        Voice.builder(gateway).userId(bot).engine(table -> () -> new PlainEngine(observer)).build();
    // doc:end
    return voice;
  }

  static void join(Voice voice, long guild, long channel, Consumer<String> chat) {
    // doc:begin failures
    try {
      Connection connection = voice.joinChannel(guild, channel);
      connection.closed().thenAccept(end -> chat.accept("I left: " + sentence(end)));
    } catch (VoiceConnectException e) {
      if (e.reason() == DisconnectReason.REPLACED) {
        chat.accept("Another process of mine has joined.");
      } else {
        chat.accept(e.getMessage()); // names the likely causes, such as a full channel
      }
    }
    // doc:end
  }

  // doc:begin sentence
  static String sentence(ConnectionState end) {
    if (end instanceof ConnectionState.Failed failed) {
      return failed.sentence();
    }
    return ((ConnectionState.Disconnected) end).reason().sentence();
  }
  // doc:end
}
