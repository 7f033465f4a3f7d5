package dev.antiphon;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.internal.connection.Snapshot;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.Retries;
import dev.antiphon.protocol.EncryptionMode;

/** The state that users see, of the state and memory of the flow. */
final class ConnectionStates {
  private ConnectionStates() {}

  static ConnectionState of(Snapshot snapshot) {
    FlowMemory memory = snapshot.memory();
    long channel = memory.intent().target().orElse(0);
    long ssrc = memory.udp().ssrc();
    EncryptionMode mode = memory.udp().mode().orElse(null);
    int dial = memory.socket().generation();
    return switch (snapshot.state()) {
      case IDLE -> new ConnectionState.Idle();
      case AWAITING_SERVER_UPDATE ->
          new ConnectionState.AwaitingServerUpdate(
              channel, (WaitReason) memory.reason().orElseThrow());
      case IDENTIFYING -> new ConnectionState.Identifying(channel, dial);
      case RESUMING -> new ConnectionState.Resuming(channel, dial);
      case READY -> new ConnectionState.Ready(channel, ssrc, mode);
      case DISCOVERING -> new ConnectionState.Discovering(channel, ssrc, mode);
      case SELECTING -> new ConnectionState.Selecting(channel, ssrc, mode);
      case ESTABLISHED -> new ConnectionState.Established(channel, ssrc, mode);
      case BACKOFF -> backoff(channel, memory);
      case DISCONNECTED ->
          new ConnectionState.Disconnected((DisconnectReason) memory.reason().orElseThrow());
      case FAILED ->
          new ConnectionState.Failed(
              (FailureCause) memory.reason().orElseThrow(), memory.trigger().orElseThrow());
    };
  }

  private static ConnectionState.Backoff backoff(long channel, FlowMemory memory) {
    BackoffPlan plan = (BackoffPlan) memory.reason().orElseThrow();
    Retries tried = memory.retries();
    int attempt =
        switch (plan) {
          case RESUME -> tried.resumes() + 1;
          case IDENTIFY -> tried.identifies();
          case REJOIN -> tried.rejoins();
        };
    return new ConnectionState.Backoff(channel, plan, attempt, tried.delay());
  }
}
