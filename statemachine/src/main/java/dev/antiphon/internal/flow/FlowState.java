package dev.antiphon.internal.flow;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import java.time.Duration;
import java.util.Optional;

/** The state of a connection, with the data that belongs to this state. Immutable. */
public sealed interface FlowState {

  /** Returns the substate that the table uses. */
  Substate substate();

  /** Returns the state that contains the substate. */
  default VoiceState state() {
    return substate().superstate();
  }

  /**
   * Returns the same state in another of its substates, with the data that they share.
   *
   * @throws IllegalArgumentException if this state has no such substate
   */
  default FlowState as(Substate other) {
    throw new IllegalArgumentException(state().title() + " has no substate " + other.title());
  }

  /** {@link VoiceState#IDLE}. */
  record Idle() implements FlowState {
    @Override
    public Substate substate() {
      return VoiceState.IDLE;
    }
  }

  /** Every state except Idle: it has a trigger. */
  sealed interface Triggered extends FlowState {

    /** Returns the trigger of the change to this state. */
    Trigger trigger();
  }

  /** A state without further data. */
  record Plain(VoiceState state, Trigger trigger) implements Triggered {
    /** Checks that the state has no further data. */
    public Plain {
      switch (state) {
        case IDLE, AWAITING_SERVER_UPDATE, BACKOFF, DISCONNECTED, FAILED ->
            throw new IllegalArgumentException(state.title() + " has further data");
        default -> {
          // No further data.
        }
      }
    }

    @Override
    public Substate substate() {
      return state;
    }
  }

  /** {@link VoiceState#AWAITING_SERVER_UPDATE}. */
  sealed interface Waiting extends Triggered {

    /** Returns the reason of the wait. */
    WaitReason why();

    @Override
    default Substate substate() {
      return why();
    }

    @Override
    default FlowState as(Substate other) {
      return other instanceof WaitReason reason
          ? reason.isSevered()
              ? new Severed(reason, trigger(), Optional.empty(), false)
              : new Awaiting(reason, trigger())
          : Triggered.super.as(other);
    }
  }

  /** The wait for session, token and endpoint. */
  record Awaiting(WaitReason why, Trigger trigger) implements Waiting {
    /** Checks that the reason has no further data. */
    public Awaiting {
      if (why.isSevered() || why == WaitReason.REJOIN_LEAVING) {
        throw new IllegalArgumentException(why.title() + " has further data");
      }
    }
  }

  /**
   * The wait after a close with 4014 or 4022: the bot was removed from the channel, or moved.
   *
   * @param why which of the two close codes it was
   * @param window how long the policy lets the connection wait; empty if it has not answered
   * @param mainSessionLost whether the main session was lost at the close or since then
   */
  record Severed(
      WaitReason why, Trigger trigger, Optional<Duration> window, boolean mainSessionLost)
      implements Waiting {
    /** Checks that the reason is one of the two. */
    public Severed {
      if (!why.isSevered()) {
        throw new IllegalArgumentException(why.title() + " has no window");
      }
    }

    Severed within(Duration granted) {
      return new Severed(why, trigger, Optional.of(granted), mainSessionLost);
    }

    Severed withMainSessionLost() {
      return new Severed(why, trigger, window, true);
    }
  }

  /**
   * The wait for the answer to a leave. The channel is joined again afterwards.
   *
   * @param channel the channel that is left
   */
  record Leaving(long channel, Trigger trigger) implements Waiting {
    @Override
    public WaitReason why() {
      return WaitReason.REJOIN_LEAVING;
    }
  }

  /**
   * {@link VoiceState#BACKOFF}.
   *
   * @param plan the attempt after the wait
   * @param delay the length of the whole wait
   * @param waited whether the wait is over and only the main gateway is missing
   */
  record BackingOff(BackoffPlan plan, Trigger trigger, Duration delay, boolean waited)
      implements Triggered {
    @Override
    public Substate substate() {
      return plan;
    }

    @Override
    public FlowState as(Substate other) {
      return other instanceof BackoffPlan changed
          ? new BackingOff(changed, trigger, delay, waited)
          : Triggered.super.as(other);
    }

    /** Returns this state with its wait over. */
    BackingOff over() {
      return new BackingOff(plan, trigger, delay, true);
    }

    /** Returns this state with its wait ended early. */
    BackingOff cutShort() {
      return new BackingOff(plan, trigger, Duration.ZERO, true);
    }
  }

  /** {@link VoiceState#DISCONNECTED}. */
  record Disconnected(DisconnectReason reason, Trigger trigger) implements Triggered {
    @Override
    public Substate substate() {
      return reason;
    }
  }

  /** {@link VoiceState#FAILED}. */
  record Failed(FailureCause cause, Trigger trigger) implements Triggered {
    @Override
    public Substate substate() {
      return cause;
    }
  }
}
