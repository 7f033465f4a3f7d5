package dev.antiphon;

import dev.antiphon.dave.KeyWait;
import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.FlowState;
import dev.antiphon.internal.flow.Retries;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.protocol.EncryptionMode;
import java.util.Optional;

/** Converts the internal state of the flow into the public {@link ConnectionState}. */
final class ConnectionStates {
  private ConnectionStates() {}

  /** The state for those who do not know the encryption. */
  static ConnectionState of(Snapshot snapshot) {
    return of(snapshot, Optional.empty());
  }

  static ConnectionState of(Snapshot snapshot, Optional<KeyWait> keyWait) {
    FlowMemory memory = snapshot.memory();
    long channel = memory.intent().target().orElse(0);
    FlowState at = snapshot.at();
    if (at instanceof FlowState.Waiting waiting) {
      return new ConnectionState.AwaitingServerUpdate(channel, waiting.why());
    }
    if (at instanceof FlowState.BackingOff wait) {
      int attempt = attempt(wait.plan(), memory.retries());
      return new ConnectionState.Backoff(channel, wait.plan(), attempt, wait.delay());
    }
    if (at instanceof FlowState.Disconnected end) {
      return new ConnectionState.Disconnected(end.reason());
    }
    if (at instanceof FlowState.Failed end) {
      return new ConnectionState.Failed(end.cause(), end.trigger());
    }
    long ssrc = memory.udp().ssrc();
    int dial = memory.socket().generation();
    return switch (at.state()) {
      case IDENTIFYING -> new ConnectionState.Identifying(channel, dial);
      case RESUMING -> new ConnectionState.Resuming(channel, dial);
      case READY -> new ConnectionState.Ready(channel, ssrc, mode(memory));
      case DISCOVERING -> new ConnectionState.Discovering(channel, ssrc, mode(memory));
      case SELECTING -> new ConnectionState.Selecting(channel, ssrc, mode(memory));
      case ESTABLISHED -> new ConnectionState.Established(channel, ssrc, mode(memory), keyWait);
      default -> new ConnectionState.Idle();
    };
  }

  /** The mode. It was chosen when Ready arrived. */
  private static EncryptionMode mode(FlowMemory memory) {
    return memory.udp().mode().orElseThrow();
  }

  private static int attempt(BackoffPlan plan, Retries tried) {
    return switch (plan) {
      case RESUME -> tried.resumes() + 1;
      case IDENTIFY -> tried.identifies();
      case REJOIN -> tried.rejoins();
    };
  }
}
