package dev.antiphon.internal.flow;

import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.Trigger;

/** Adds to a timeout that ends a connection what the author of the bot needs to know. */
final class TimeoutDetails {
  private static final String NOTHING_CAME =
      "nothing came from the application's gateway, neither a voice state nor a voice server."
          + " Usual causes: the intent GUILD_VOICE_STATES is missing, the events are not forwarded"
          + " to the DiscordGateway, a blocking call holds the thread that delivers them, the guild"
          + " belongs to another shard, or userId is not the id of this bot";

  private static final String NOT_ADMITTED =
      "possible causes are that the channel is full, or that the bot lacks the CONNECT permission";

  private TimeoutDetails() {}

  /** Returns the trigger of a step from this situation to this state. */
  static Trigger of(Situation situation, Substate to) {
    Trigger trigger = situation.event().trigger(situation.memory());
    return trigger instanceof Trigger.TimedOut timeout
        ? new Trigger.TimedOut(timeout.timer(), detail(situation, to, timeout.timer()))
        : trigger;
  }

  private static String detail(Situation situation, Substate to, FlowTimer timer) {
    if (to == FailureCause.NOT_DECIDED) {
      return "the connection waited for " + awaited(situation);
    }
    if (timer == FlowTimer.SERVER && to == FailureCause.NO_SERVER_UPDATE) {
      return situation.memory().heard() ? "" : NOTHING_CAME;
    }
    boolean unanswered = timer == FlowTimer.SERVER && situation.memory().intent().unanswered();
    return unanswered && to == FailureCause.RETRIES_EXHAUSTED ? NOT_ADMITTED : "";
  }

  private static String awaited(Situation situation) {
    FlowState at = situation.at();
    if (!situation.memory().mainUp() && (at instanceof FlowState.Waiting || isRejoin(at))) {
      return "the session of the main gateway";
    }
    if (at instanceof FlowState.Waiting waiting) {
      return waiting.why().isForDiscord()
          ? "a voice server from the main gateway"
          : "the answer of the main gateway to a voice state update";
    }
    return switch (at.state()) {
      case IDENTIFYING -> "Ready from the voice gateway";
      case RESUMING -> "Resumed from the voice gateway";
      case READY, DISCOVERING -> "the answer of the voice server over UDP";
      case SELECTING -> "Session Description from the voice gateway";
      default -> "the next attempt (" + at.substate().title() + ")";
    };
  }

  private static boolean isRejoin(FlowState at) {
    return at instanceof FlowState.BackingOff wait && wait.waited();
  }
}
