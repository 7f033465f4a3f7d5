package dev.antiphon.testkit;

import java.util.Optional;

/** A rule of a server's script, and how often it has matched and struck. */
final class FaultCounter {

  private final int index;
  private final FaultRule rule;
  private final Count ofServer = new Count();

  /** Matches, and strikes among them. */
  static final class Count {
    private long matches;
    private long strikes;
  }

  FaultCounter(int index, FaultRule rule) {
    this.index = index;
    this.rule = rule;
  }

  int index() {
    return index;
  }

  FaultRule rule() {
    return rule;
  }

  /** Whether it will never strike again. */
  boolean isSpent() {
    return rule.per() == FaultRule.Per.SERVER
        && rule.times() != FaultRule.ALWAYS
        && ofServer.strikes >= rule.times();
  }

  /** Whether the rule speaks of these, and can act on them and count them. */
  boolean concerns(Party party) {
    boolean guild =
        rule.guildId().isEmpty() || rule.guildId().getAsLong() == party.peer().guildId();
    boolean user = rule.userId().isEmpty() || rule.userId().getAsLong() == party.peer().userId();
    return guild
        && user
        && (party.socket().isPresent() || !needsSocket())
        && (party.session().isPresent() || !needsSession())
        && countOf(party).isPresent();
  }

  private boolean needsSocket() {
    return switch (rule.action().kind()) {
      case CLOSE, RESET, EOF, FREEZE, SAY, SEND, SEND_HEX -> true;
      default -> false;
    };
  }

  private boolean needsSession() {
    return rule.action() instanceof FaultExtra extra && extra.needsSession();
  }

  private Optional<Count> countOf(Party party) {
    return rule.per() == FaultRule.Per.SERVER
        ? Optional.of(ofServer)
        : party.session().map(session -> session.faultCount(index));
  }

  /** Counts a match; whether the rule is due. */
  boolean count(Party party) {
    Count count = countOf(party).orElseThrow();
    count.matches++;
    return count.matches > rule.after()
        && (rule.times() == FaultRule.ALWAYS || count.strikes < rule.times());
  }

  /** Counts a strike. */
  void strike(Party party) {
    countOf(party).orElseThrow().strikes++;
  }
}
