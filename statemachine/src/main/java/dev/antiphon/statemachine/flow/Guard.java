package dev.antiphon.statemachine.flow;

import java.util.function.Predicate;

/** A condition of a row: a pure question to the {@link Situation}. */
public enum Guard {
  /** With this event the credentials are complete. */
  CREDENTIALS_COMPLETE(
      "credentials complete", situation -> situation.credentialsWithEvent().complete()),
  /** Our own op 4 has not been answered, so a voice state of another channel is not its answer. */
  UNANSWERED("op 4 unanswered", situation -> situation.memory().intent().unanswered()),
  /** Op 4 may be repeated once more for this join. */
  MAY_ASK_AGAIN(
      "not yet repeated",
      situation -> situation.memory().intent().requests() < situation.limits().serverRequests()),
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
  /** A repeated Ready names another SSRC than the one we have. */
  OTHER_SSRC(
      "other SSRC",
      situation ->
          situation.event() instanceof VoiceEvent.ReadyReceived ready
              && ready.ssrc() != situation.memory().udp().ssrc()),
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
  public String title() {
    return title;
  }

  /** Whether it holds. */
  public boolean holds(Situation situation) {
    return condition.test(situation);
  }

  private static Predicate<Situation> evictedFor(DisconnectReason reason) {
    return situation ->
        situation.event() instanceof VoiceEvent.Evicted evicted && evicted.reason() == reason;
  }
}
