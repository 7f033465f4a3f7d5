package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import java.util.OptionalLong;

/** A command of the application. */
public sealed interface Command extends VoiceEvent {

  /** The message for a command after the end of the connection. */
  String ENDED = "the connection has ended; join again through Voice";

  /**
   * Joins a channel.
   *
   * @param channelId the channel
   * @param leaveOutstanding whether a leave of the previous connection has no answer yet
   */
  record Join(long channelId, boolean leaveOutstanding) implements Command {
    /** Creates a join without an outstanding leave. */
    public Join(long channelId) {
      this(channelId, false);
    }

    @Override
    public EventKind kind(FlowMemory memory) {
      OptionalLong target = memory.intent().target();
      return target.isEmpty() || target.getAsLong() == channelId
          ? EventKind.JOIN
          : EventKind.JOIN_ELSEWHERE;
    }
  }

  /** Moves to another channel of the guild. The call continues until Discord confirms the move. */
  record Move(long channelId) implements Command {
    @Override
    public EventKind kind(FlowMemory memory) {
      return memory.intent().target().equals(OptionalLong.of(channelId))
          ? EventKind.JOIN
          : EventKind.JOIN_ELSEWHERE;
    }
  }

  /** Sets the self flags. */
  record SetSelf(SelfFlags flags) implements Command {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.SET_SELF;
    }
  }

  /** Leaves the channel and ends the connection. */
  record Disconnect() implements Command {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.DISCONNECT;
    }
  }

  /**
   * Ends the connection because the {@code Voice} is closed. The main gateway may be gone already.
   */
  record Close() implements Command {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.CLOSE;
    }
  }

  /** Rejoins with new credentials and full budgets. */
  record Reconnect() implements Command {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.RECONNECT;
    }
  }
}
