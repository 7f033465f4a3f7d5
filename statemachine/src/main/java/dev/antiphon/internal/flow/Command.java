package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import java.util.OptionalLong;

/** What the application asks of a connection. */
public sealed interface Command extends VoiceEvent {

  /** What a command is told once the connection has ended. */
  String ENDED = "the connection has ended; join again through Voice";

  /**
   * Be in a channel.
   *
   * @param channelId the channel
   * @param leaveOutstanding whether Discord has not yet answered the leave of the connection before
   */
  record Join(long channelId, boolean leaveOutstanding) implements Command {
    /** No leave is outstanding. */
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

  /** Be in another channel of the guild; the call goes on until Discord has confirmed it. */
  record Move(long channelId) implements Command {
    @Override
    public EventKind kind(FlowMemory memory) {
      return memory.intent().target().equals(OptionalLong.of(channelId))
          ? EventKind.JOIN
          : EventKind.JOIN_ELSEWHERE;
    }
  }

  /** Show oneself muted or deafened, or not. */
  record SetSelf(SelfFlags flags) implements Command {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.SET_SELF;
    }
  }

  /** Leave. */
  record Disconnect() implements Command {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.DISCONNECT;
    }
  }

  /** Leave because the whole {@code Voice} is closed; the main gateway may be gone already. */
  record Close() implements Command {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.CLOSE;
    }
  }

  /** Begin anew, with fresh credentials and full budgets. */
  record Reconnect() implements Command {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.RECONNECT;
    }
  }
}
