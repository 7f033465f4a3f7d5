package dev.antiphon.internal.flow;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.machine.Titled;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** A condition of a row: a pure question to the {@link Situation}. */
public enum Guard implements Titled {
  /** With this event the credentials are complete. */
  CREDENTIALS_COMPLETE(
      "credentials complete", situation -> situation.credentialsWithEvent().complete()),
  /** Session, token and endpoint are known. */
  CREDENTIALS_KNOWN("credentials known", situation -> situation.memory().credentials().known()),
  /** Our own op 4 has not been answered, and this voice state of another channel does not. */
  LISTED_ELSEWHERE("op 4 unanswered, listed elsewhere", Situation::listsElsewhere),
  /** The other half of this change has come. */
  PAIRED("paired", Situation::pairs),
  /** The other half of this change has come, and the session is the one that it was. */
  PAIRED_SAME_SESSION(
      "paired, same session",
      situation ->
          PAIRED.holds(situation)
              && situation.event() instanceof VoiceEvent.OwnVoiceState voiceState
              && voiceState.session() == situation.memory().credentials().session()),
  /** A voice server waits for the answer to an op 4 of ours, however long that takes. */
  ANSWER_MISSING(
      "op 4 unanswered",
      situation ->
          situation.memory().credentials().unpaired() == Credentials.Unpaired.VOICE_SERVER
              && situation.memory().intent().unanswered()),
  /** A move is pending. */
  MOVING("move pending", situation -> situation.memory().intent().pendingMove().isPresent()),
  /** A move to just this channel is pending. */
  MOVING_THERE(
      "moving there already",
      situation ->
          MOVING.holds(situation)
              && situation.channelOfEvent().equals(situation.memory().intent().pendingMove())),
  /** Discord shows us as the application wants, and wanted before. */
  SHOWN_SO_ALREADY(
      "shown so already",
      situation ->
          situation.event() instanceof Command.SetSelf self
              && self.flags().equals(situation.memory().intent().wanted())
              && !situation.memory().intent().shownWrongly()),
  /** Op 4 may be repeated once more for this join or move; a rejoin has a budget instead. */
  MAY_ASK_AGAIN(
      "not yet repeated",
      situation -> situation.memory().intent().requests() < situation.limits().serverRequests()),
  /** An own leave is outstanding, so a voice state without a channel answers it. */
  LEAVE_OUTSTANDING("own leave outstanding", situation -> situation.memory().intent().leaving()),
  /** Discord confirms that we have moved to another channel. */
  MOVE_CONFIRMED("move confirmed", Situation::confirmsMove),
  /** The main gateway's session was lost, and Discord has not listed us since (rule G5). */
  MAIN_SESSION_LOST(
      "main session lost",
      situation -> situation.memory().mainDoubtful() || !situation.memory().mainUp()),
  /** The main gateway's session stands, and Discord has listed us in it. */
  MAIN_SESSION_STANDS("main session stands", situation -> !MAIN_SESSION_LOST.holds(situation)),
  /** The main gateway is away. */
  MAIN_AWAY("main gateway away", situation -> !situation.memory().mainUp()),
  /** Discord still lists us in the channel that we want. */
  LISTED_IN_TARGET("still listed", situation -> situation.memory().intent().listedInTarget()),
  /** The connection may never rejoin. */
  REJOINS_OFF("rejoining is off", situation -> situation.memory().budgets().rejoins() == 0),
  /** The policy grants no rejoin. */
  NO_REJOIN_GRANTED(
      "no rejoin granted",
      situation ->
          situation.event() instanceof PolicyAnswer.GrantBudgets grant
              && grant.budgets().rejoins() == 0),
  /** The main gateway's session was lost, and the connection may never rejoin. */
  LOST_FOR_GOOD(
      "main session lost, rejoining is off",
      MAIN_SESSION_LOST.condition.and(REJOINS_OFF.condition)),
  /** The session may be resumed once more. */
  MAY_RESUME(
      "may resume",
      situation ->
          !situation.memory().retries().windowOver()
              && situation.memory().retries().resumes() < situation.memory().budgets().resumes()),
  /** Identify may be repeated with these credentials. */
  MAY_IDENTIFY_AGAIN(
      "may identify again",
      situation ->
          situation.memory().retries().identifies() < situation.limits().retries().identifies()),
  /** A rejoin is within its budget. */
  MAY_REJOIN(
      "may rejoin",
      situation -> situation.memory().retries().rejoins() < situation.memory().budgets().rejoins()),
  /** The wait is over, and only the main gateway was missing. */
  REJOIN_DUE(
      "rejoin due",
      situation ->
          situation.at() instanceof FlowState.BackingOff backingOff && backingOff.waited()),
  /** The same, and Discord still lists us in the channel that we want. */
  REJOIN_DUE_LISTED(
      "rejoin due, still listed",
      situation -> REJOIN_DUE.holds(situation) && LISTED_IN_TARGET.holds(situation)),
  /** Too many errors of the protocol within their window, this one counted. */
  TOO_MANY_PROTOCOL_ERRORS(
      "too many protocol errors",
      tooMany(Retries.Setbacks::protocolErrors, RetryLimits::protocolErrors)),
  /** Too many refused tokens in a row, this one counted. */
  TOO_MANY_REFUSED_TOKENS(
      "token refused too often",
      tooMany(Retries.Setbacks::authentications, RetryLimits::authenticationFailures)),
  /** Too many closes with 4011 in a row, this one counted. */
  NOT_FOUND_TOO_OFTEN(
      "not found too often",
      tooMany(Retries.Setbacks::serverNotFound, RetryLimits::serverNotFound)),
  /** Too many UDP sockets in a row that could not be opened, this one counted. */
  UNOPENED_TOO_OFTEN(
      "not opened too often", tooMany(Retries.Setbacks::opens, RetryLimits::pathFailures)),
  /** Too many discoveries in a row without an answer, this one counted. */
  UNDISCOVERED_TOO_OFTEN(
      "unanswered too often", tooMany(Retries.Setbacks::discoveries, RetryLimits::pathFailures)),
  /** The mode that was chosen is the last one left. */
  LAST_MODE("last mode", situation -> situation.memory().udp().modes().size() <= 1),
  /** Discord has already said that the server is gone and another will come. */
  SERVER_KNOWN_LOST("known lost", situation -> situation.memory().credentials().serverLost()),
  /** The modes offered leave nothing to choose (rather than the message being unusable). */
  NO_COMMON_MODE(
      "no common mode",
      situation ->
          situation.event() instanceof VoiceEvent.ReadyReceived ready
              && situation.memory().udp().choose(ready.offered()).isEmpty()),
  /** Hello comes for the first time on this socket. */
  FIRST_HELLO("first Hello", situation -> !situation.memory().socket().hello()),
  /** A repeated Ready names the SSRC that we have. */
  SAME_SSRC(
      "same SSRC",
      situation ->
          situation.event() instanceof VoiceEvent.ReadyReceived ready
              && ready.ssrc() == situation.memory().udp().ssrc()),
  /** The key is not the one in use. */
  KEY_DIFFERS(
      "key differs",
      situation ->
          situation.event() instanceof VoiceEvent.Described described
              && described.key() != situation.memory().udp().key()),
  /** One more malformed message is only counted. */
  MALFORMED_TOLERATED(
      "tolerated",
      situation -> situation.memory().malformed() < situation.limits().malformedTolerated()),
  /** The window of the UDP failure is open already. */
  UDP_FAILURE_WATCHED(
      "watched already", situation -> situation.memory().timers().isArmed(FlowTimer.UDP_FAILURE)),
  /** It is about a channel that we do not want. */
  NOT_OUR_CHANNEL(
      "not our channel",
      situation ->
          situation.event() instanceof VoiceEvent.Evicted evicted
              && evicted.channelId().isPresent()
              && !evicted.channelId().equals(situation.memory().intent().target())),
  /** The bot left, or was removed from, the guild. */
  GUILD_REMOVED("guild removed", evictedFor(DisconnectReason.GUILD_REMOVED)),
  /** The channel was deleted. */
  CHANNEL_DELETED("channel deleted", evictedFor(DisconnectReason.CHANNEL_DELETED));

  private final String title;
  private final Predicate<Situation> condition;

  Guard(String title, Predicate<Situation> condition) {
    this.title = title;
    this.condition = condition;
  }

  /** A few words that name it in pictures and tables. */
  @Override
  public String title() {
    return title;
  }

  /** Whether it holds. */
  public boolean holds(Situation situation) {
    return condition.test(situation);
  }

  private static Predicate<Situation> tooMany(
      ToIntFunction<Retries.Setbacks> soFar, ToIntFunction<RetryLimits> limit) {
    return situation ->
        soFar.applyAsInt(situation.memory().retries().setbacks()) + 1
            >= limit.applyAsInt(situation.limits().retries());
  }

  private static Predicate<Situation> evictedFor(DisconnectReason reason) {
    return situation ->
        situation.event() instanceof VoiceEvent.Evicted evicted && evicted.reason() == reason;
  }
}
