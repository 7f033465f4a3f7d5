package dev.antiphon.spec.guides;

// doc:begin Greeter
import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.Voice;
import dev.antiphon.flow.DisconnectReason;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Joins a channel, plays a greeting, and stays until the connection ends. */
class Greeter {
  private final Voice voice;
  private final List<byte[]> greeting;

  Greeter(Voice voice, List<byte[]> greeting) {
    this.voice = voice;
    this.greeting = greeting;
  }

  /** Plays the greeting. The future completes with the reason why the bot left. */
  CompletableFuture<String> greet(long guild, long channel) throws InterruptedException {
    Connection connection = voice.joinChannel(guild, channel);
    for (byte[] frame : greeting) {
      connection.opusSend().send(frame);
    }
    return connection.closed().thenApply(Greeter::reason);
  }

  private static String reason(ConnectionState end) {
    if (end instanceof ConnectionState.Failed failed) {
      return failed.sentence();
    }
    DisconnectReason reason = ((ConnectionState.Disconnected) end).reason();
    return switch (reason) {
      case REMOVED, KICKED -> "I was kicked."; // the order of Discord's events decides which one
      default -> reason.sentence();
    };
  }
}
// doc:end
