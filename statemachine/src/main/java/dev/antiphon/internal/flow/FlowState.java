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

/** Where a connection is, with exactly the data that exists there. Immutable. */
public sealed interface FlowState {

  /** The substate by which the table knows it. */
  Substate substate();

  /** The state that contains it. */
  default VoiceState state() {
    return substate().superstate();
  }

  /**
   * The same state goes on in another of its substates, with the data that it still has.
   *
   * @throws IllegalArgumentException if that is no substate of this state
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

  /** Any other state: something has led there. */
  sealed interface Triggered extends FlowState {

    /** What triggered the change to this state. */
    Trigger trigger();
  }

  /** A state of which nothing else is known. */
  record Plain(VoiceState state, Trigger trigger) implements Triggered {
    /** Checks that there is no other data. */
    public Plain {
      switch (state) {
        case IDLE, AWAITING_SERVER_UPDATE, BACKOFF, DISCONNECTED, FAILED ->
            throw new IllegalArgumentException(state.title() + " has other data");
        default -> {
          // There is none.
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

    /** Why the connection waits. */
    WaitReason why();

    @Override
    default Substate substate() {
      return why();
    }

    @Override
    default FlowState as(Substate other) {
      return other instanceof WaitReason reason
          ? reason.isSevered()
              ? new Severed(reason, trigger(), Optional.empty())
              : new Awaiting(reason, trigger())
          : Triggered.super.as(other);
    }
  }

  /** Waiting for session, token and endpoint. */
  record Awaiting(WaitReason why, Trigger trigger) implements Waiting {
    /** Checks that there is no other data. */
    public Awaiting {
      if (why.isSevered() || why == WaitReason.REJOIN_LEAVING) {
        throw new IllegalArgumentException(why.title() + " has data of its own");
      }
    }
  }

  /**
   * We were removed from the channel, or only moved.
   *
   * @param why whether the voice server said 4014 or 4022
   * @param window how long the application's policy lets us wait for a sign, if it has said so
   */
  record Severed(WaitReason why, Trigger trigger, Optional<Duration> window) implements Waiting {
    /** Checks that there is such data. */
    public Severed {
      if (!why.isSevered()) {
        throw new IllegalArgumentException(why.title() + " has no window");
      }
    }

    Severed within(Duration granted) {
      return new Severed(why, trigger, Optional.of(granted));
    }
  }

  /**
   * The channel in which Discord lists us is being left, to be joined again.
   *
   * @param channel that channel
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
   * @param plan what is tried after the wait
   * @param delay how long is waited in all
   * @param waited whether the wait is over, and only the main gateway is missing
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

    /** The wait is over. */
    BackingOff over() {
      return new BackingOff(plan, trigger, delay, true);
    }

    /** The wait is over before its time. */
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
