package dev.antiphon.spec.guides;

// doc:begin Greeter
import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.Voice;
import dev.antiphon.flow.DisconnectReason;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Joins a channel, says its greeting, and stays until it is told to go. */
class Greeter {
  private final Voice voice;
  private final List<byte[]> greeting;

  Greeter(Voice voice, List<byte[]> greeting) {
    this.voice = voice;
    this.greeting = greeting;
  }

  /** Greets; the future completes with why the bot left. */
  CompletableFuture<String> greet(long guild, long channel) throws InterruptedException {
    Connection connection = voice.joinChannel(guild, channel);
    for (byte[] frame : greeting) {
      connection.opusSend().send(frame);
    }
    return connection.closed().thenApply(Greeter::why);
  }

  private static String why(ConnectionState end) {
    if (end instanceof ConnectionState.Failed failed) {
      return failed.sentence();
    }
    DisconnectReason reason = ((ConnectionState.Disconnected) end).reason();
    return switch (reason) {
      case REMOVED, KICKED -> "I know when I am not wanted."; // which one is a matter of order
      default -> reason.sentence();
    };
  }
}
// doc:end
