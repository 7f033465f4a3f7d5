package dev.antiphon.spec.guides;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.Voice;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.VoiceOptions;
import dev.antiphon.audit.AuditFile;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.MoveFailure;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.spi.FlowTransition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** The pieces of the guides that are shorter than a class. */
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
      use.accept(voice); // your bot, as long as it runs
    }
    // doc:end
  }

  static Voice onAnEngineOfItsOwn(
      DiscordGateway gateway, long bot, Consumer<FlowTransition> shown) {
    // doc:begin engine
    Voice voice =
        Voice.builder(gateway).userId(bot).engine(table -> () -> new PlainEngine(shown)).build();
    // doc:end
    return voice;
  }

  static void join(Voice voice, long guild, long channel, Consumer<String> tell) {
    // doc:begin failures
    try {
      Connection connection = voice.joinChannel(guild, channel);
      connection.closed().thenAccept(end -> tell.accept("I left: " + sentence(end)));
    } catch (VoiceConnectException e) {
      if (e.reason() == FailureCause.NO_SERVER_UPDATE || e.reason() == MoveFailure.NOT_ANSWERED) {
        tell.accept("Is the channel full, or may I not connect to it?");
      } else {
        tell.accept(e.getMessage());
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
