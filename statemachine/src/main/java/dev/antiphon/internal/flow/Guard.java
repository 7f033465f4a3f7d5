package dev.antiphon.internal.flow;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.machine.Titled;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** A condition of a row: a pure function of the {@link Situation}. */
public enum Guard implements Titled {
  /** The credentials are complete with this event (rule G2). */
  CREDENTIALS_COMPLETE(
      "credentials complete", situation -> situation.credentialsWithEvent().complete()),
  /** Session, token and endpoint are known, and the token can be used. */
  CREDENTIALS_KNOWN(
      "session, token and endpoint known", situation -> situation.memory().credentials().known()),
  /** The own op 4 has no answer, and this voice state is for another channel. */
  LISTED_ELSEWHERE("op 4 unanswered, bot listed in another channel", Situation::listsElsewhere),
  /** The other half of this change has arrived (rule G3). */
  PAIRED("matching voice server arrived", Situation::pairs),
  /**
   * The other half of this change has arrived, the session has not changed, and Identify is not
   * sent yet: it will begin the encryption of the new channel.
   */
  PAIRED_BEFORE_IDENTIFY(
      "matching voice server arrived, same session, Identify not sent",
      situation ->
          PAIRED.holds(situation)
              && situation.event() instanceof VoiceEvent.OwnVoiceState voiceState
              && voiceState.session() == situation.memory().credentials().session()
              && !situation.memory().timers().isArmed(FlowTimer.READY)),
  /** A voice server waits for the answer to an own op 4, without a time limit (rule G3). */
  ANSWER_MISSING(
      "op 4 unanswered",
      situation ->
          situation.memory().credentials().unpaired() == Credentials.Unpaired.VOICE_SERVER
              && situation.memory().intent().unanswered()),
  /** A move is pending. */
  MOVE_PENDING("move pending", situation -> situation.memory().intent().pendingMove().isPresent()),
  /** A move to the channel of this command is pending. */
  MOVE_THERE_PENDING(
      "move to this channel pending",
      situation ->
          MOVE_PENDING.holds(situation)
              && situation.channelOfEvent().equals(situation.memory().intent().pendingMove())),
  /** Discord shows the self flags of this command, and the application wanted them before. */
  SELF_FLAGS_SHOWN(
      "Discord already shows these self flags",
      situation ->
          situation.event() instanceof Command.SetSelf self
              && self.flags().equals(situation.memory().intent().wanted())
              && !situation.memory().intent().shownWrongly()),
  /** Op 4 can be sent once more for this join or move. A rejoin has a budget instead. */
  MAY_REPEAT_REQUEST(
      "may repeat op 4",
      situation ->
          situation.memory().intent().requests() < situation.limits().serverRequests()
              && voiceStatesLeft(situation)),
  /** The library may send another op 4 by itself. */
  VOICE_STATES_LEFT("own op 4 left", Guard::voiceStatesLeft),
  /** The library has sent as many op 4 by itself as it may send before it is stable. */
  VOICE_STATES_SPENT("own op 4 used up", situation -> !voiceStatesLeft(situation)),
  /** The future of a join is not complete. */
  JOIN_UNDECIDED("join undecided", pending(Intent.PendingRequest.JOIN)),
  /** The future of a move is not complete. */
  MOVE_UNDECIDED("move undecided", pending(Intent.PendingRequest.MOVE)),
  /** Discord has not answered the last join or move of the application. */
  REQUEST_UNANSWERED(
      "join or move unanswered", situation -> situation.memory().intent().requestUnanswered()),
  /** This voice state comes from another process of the same bot. */
  TAKEN_OVER("session of another process", Situation::isTakenOver),
  /**
   * This voice state has another session, and no voice server has accepted the known one. Either of
   * the two can belong to this process.
   */
  SESSION_UNCLEAR(
      "own session unproven",
      situation ->
          situation.memory().intent().unproven()
              && !situation.memory().intent().contested()
              && situation.isTakenOver()),
  /** Another session replaced an unproven one, and no voice server has accepted it. */
  SESSION_CONTESTED("session contested", situation -> situation.memory().intent().contested()),
  /** The event is about the channel of the pending move. */
  CHANNEL_OF_MOVE(
      "channel of the pending move",
      situation ->
          situation.event() instanceof VoiceEvent.Evicted evicted
              && evicted.channelId().isPresent()
              && evicted.channelId().equals(situation.memory().intent().pendingMove())),
  /** An own leave is outstanding, so a voice state without a channel is its answer (rule G8). */
  LEAVE_OUTSTANDING("own leave outstanding", situation -> situation.memory().intent().leaving()),
  /** This voice state confirms the pending move. */
  MOVE_CONFIRMED("move confirmed", Situation::confirmsMove),
  /** The main session was lost, and Discord has not listed the bot since (rule G5). */
  MAIN_SESSION_LOST(
      "main session lost",
      situation -> situation.memory().mainSessionUnconfirmed() || !situation.memory().mainUp()),
  /**
   * The main gateway is connected, Discord has listed the bot in its session, and the session was
   * not lost since the close with 4014 or 4022.
   */
  MAIN_SESSION_KEPT(
      "main session kept",
      situation ->
          !MAIN_SESSION_LOST.holds(situation)
              && !(situation.at() instanceof FlowState.Severed severed
                  && severed.mainSessionLost())),
  /** The main gateway is away. */
  MAIN_GATEWAY_AWAY("main gateway away", situation -> !situation.memory().mainUp()),
  /** Discord still lists the bot in the target. */
  LISTED_IN_TARGET(
      "bot still listed in target", situation -> situation.memory().intent().listedInTarget()),
  /** The budget of rejoins is 0: the connection never rejoins. */
  REJOINS_DISABLED("rejoins disabled", situation -> situation.memory().budgets().rejoins() == 0),
  /** The policy grants no further rejoin, or fewer own op 4 than were sent. */
  NO_REJOIN_GRANTED(
      "policy grants no further rejoin",
      situation ->
          situation.event() instanceof PolicyAnswer.GrantBudgets grant
              && (grant.budgets().rejoins() == 0
                  || situation.memory().retries().voiceStates()
                      >= situation.limits().ownVoiceStates(grant.budgets()))),
  /** The main session was lost, and the connection cannot rejoin. */
  MAIN_SESSION_LOST_NO_REJOIN(
      "main session lost, no rejoin left",
      MAIN_SESSION_LOST.condition.and(REJOINS_DISABLED.condition.or(VOICE_STATES_SPENT.condition))),
  /** The session can be resumed once more. */
  MAY_RESUME(
      "may resume",
      situation ->
          !situation.memory().retries().windowOver()
              && situation.memory().retries().resumes() < situation.memory().budgets().resumes()),
  /** Identify can be repeated with these credentials. */
  MAY_IDENTIFY_AGAIN(
      "may identify again",
      situation ->
          situation.memory().retries().identifies() < situation.limits().retries().identifies()),
  /** A rejoin is within its budget. */
  MAY_REJOIN(
      "may rejoin",
      situation ->
          situation.memory().retries().rejoins() < situation.memory().budgets().rejoins()
              && voiceStatesLeft(situation)),
  /** The wait is over, and only the main gateway was missing. */
  REJOIN_DUE(
      "wait for rejoin over",
      situation ->
          situation.at() instanceof FlowState.BackingOff backingOff && backingOff.waited()),
  /**
   * The wait is over, only the main gateway was missing, and Discord still lists the bot in the
   * target.
   */
  REJOIN_DUE_LISTED(
      "wait for rejoin over, bot still listed in target",
      situation -> REJOIN_DUE.holds(situation) && LISTED_IN_TARGET.holds(situation)),
  /** Too many protocol errors within their window, including this one. */
  TOO_MANY_PROTOCOL_ERRORS(
      "too many protocol errors",
      tooMany(Retries.FailureCounts::protocolErrors, RetryLimits::protocolErrors)),
  /** Too many refused tokens since the last reset, including this one. */
  TOO_MANY_REFUSED_TOKENS(
      "token refused too often",
      tooMany(Retries.FailureCounts::authentications, RetryLimits::authenticationFailures)),
  /** Too many closes with 4011 since the last reset, including this one. */
  TOO_MANY_SERVER_NOT_FOUND(
      "server not found too often",
      tooMany(Retries.FailureCounts::serverNotFound, RetryLimits::serverNotFound)),
  /** Too many unusable voice servers since the last reset, including this one. */
  TOO_MANY_UNUSABLE_SERVERS(
      "server unusable too often",
      tooMany(
          Retries.FailureCounts::unusableServers,
          limits -> Retries.FailureCounts.UNUSABLE_SERVERS)),
  /** Too many UDP sockets that could not be opened since the last reset, including this one. */
  TOO_MANY_UDP_OPEN_FAILURES(
      "UDP open failed too often",
      tooMany(Retries.FailureCounts::opens, RetryLimits::pathFailures)),
  /** Too many IP discoveries without an answer since the last reset, including this one. */
  TOO_MANY_DISCOVERY_FAILURES(
      "discovery unanswered too often",
      tooMany(Retries.FailureCounts::discoveries, RetryLimits::pathFailures)),
  /** The mode that was chosen is the last one that is not excluded. */
  LAST_MODE(
      "no other encryption mode left", situation -> situation.memory().udp().modes().size() <= 1),
  /** In this round Discord has already taken the voice server away. */
  SERVER_KNOWN_LOST(
      "loss of voice server already known",
      situation -> situation.memory().credentials().serverLost()),
  /** The server offers no mode that can be chosen. The message itself is usable. */
  NO_COMMON_MODE(
      "no common mode",
      situation ->
          situation.event() instanceof VoiceEvent.ReadyReceived ready
              && situation.memory().udp().choose(ready.offered()).isEmpty()),
  /** This is the first Hello on this WebSocket. */
  FIRST_HELLO("first Hello", situation -> !situation.memory().socket().hello()),
  /** A repeated Ready has the SSRC that is in use, and one more violation is only counted. */
  SAME_SSRC_TOLERATED(
      "SSRC unchanged, violation tolerated",
      situation -> hasSameSsrc(situation) && toleratesViolation(situation)),
  /** A repeated Ready has the SSRC that is in use, and the session can be resumed once more. */
  SAME_SSRC_MAY_RESUME(
      "SSRC unchanged, may resume",
      situation -> hasSameSsrc(situation) && MAY_RESUME.holds(situation)),
  /** The key is not the one in use. */
  KEY_DIFFERS(
      "key differs from current key",
      situation ->
          situation.event() instanceof VoiceEvent.Described described
              && described.key() != situation.memory().udp().key()),
  /** One more violation is only counted. */
  VIOLATION_TOLERATED("violation tolerated", Guard::toleratesViolation),
  /** Keys of the end-to-end encryption are missing, or change. */
  KEYS_MISSING(
      "keys missing or changing",
      situation -> situation.memory().encryption().keys() != KeyStatus.AVAILABLE),
  /**
   * A recovery of the end-to-end encryption can help, and was not tried during this wait for keys.
   */
  MAY_RECOVER_KEYS(
      "a recovery can still help", situation -> situation.memory().encryption().mayRecover()),
  /**
   * The voice server has changed, and the voice state that belongs to the change can still arrive.
   */
  PAIRING_OPEN(
      "other half of a change can still arrive",
      situation -> situation.memory().timers().isArmed(FlowTimer.PAIR)),
  /** The timer of the UDP failure runs already. */
  UDP_FAILURE_TIMER_RUNS(
      "UDP failure timer runs",
      situation -> situation.memory().timers().isArmed(FlowTimer.UDP_FAILURE)),
  /** The event is about a channel that is not the target. */
  NOT_TARGET_CHANNEL(
      "not the target channel",
      situation ->
          situation.event() instanceof VoiceEvent.Evicted evicted
              && evicted.channelId().isPresent()
              && !evicted.channelId().equals(situation.memory().intent().target())),
  /** The bot left the guild or was removed from it. */
  GUILD_REMOVED("guild removed", evictedFor(DisconnectReason.GUILD_REMOVED)),
  /** The channel was deleted. */
  CHANNEL_DELETED("channel deleted", evictedFor(DisconnectReason.CHANNEL_DELETED));

  private final String title;
  private final Predicate<Situation> condition;

  Guard(String title, Predicate<Situation> condition) {
    this.title = title;
    this.condition = condition;
  }

  /** Returns a few words for pictures and tables. */
  @Override
  public String title() {
    return title;
  }

  /** Returns whether the condition holds. */
  public boolean holds(Situation situation) {
    return condition.test(situation);
  }

  private static boolean voiceStatesLeft(Situation situation) {
    FlowMemory memory = situation.memory();
    return memory.retries().voiceStates() < situation.limits().ownVoiceStates(memory.budgets());
  }

  private static boolean hasSameSsrc(Situation situation) {
    return situation.event() instanceof VoiceEvent.ReadyReceived ready
        && ready.ssrc() == situation.memory().udp().ssrc();
  }

  private static boolean toleratesViolation(Situation situation) {
    return situation.memory().violations() < situation.limits().violationsTolerated();
  }

  private static Predicate<Situation> pending(Intent.PendingRequest kind) {
    return situation -> situation.memory().intent().pendingRequest() == kind;
  }

  private static Predicate<Situation> tooMany(
      ToIntFunction<Retries.FailureCounts> soFar, ToIntFunction<RetryLimits> limit) {
    return situation ->
        soFar.applyAsInt(situation.memory().retries().failures()) + 1
            >= limit.applyAsInt(situation.limits().retries());
  }

  private static Predicate<Situation> evictedFor(DisconnectReason reason) {
    return situation ->
        situation.event() instanceof VoiceEvent.Evicted evicted && evicted.reason() == reason;
  }
}
