package dev.antiphon.testkit.internal.fault;

import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.internal.session.FaultCount;
import dev.antiphon.testkit.internal.session.Target;
import java.util.Optional;

/** A rule of a server's script and its counters. */
final class FaultCounter {

  private final int index;
  private final FaultRule rule;
  private final FaultCount ofServer = new FaultCount();

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

  /** Returns true if the rule will never fire again. */
  boolean isUsedUp() {
    return rule.per() == FaultRule.Per.SERVER
        && rule.times() != FaultRule.ALWAYS
        && ofServer.timesFired() >= rule.times();
  }

  /**
   * Returns true if the rule matches this guild and user, and its action and counters can use the
   * target.
   */
  boolean matches(Target target) {
    boolean guild =
        rule.guildId().isEmpty() || rule.guildId().getAsLong() == target.peer().guildId();
    boolean user = rule.userId().isEmpty() || rule.userId().getAsLong() == target.peer().userId();
    return guild
        && user
        && (target.socket().isPresent() || !needsSocket())
        && (target.session().isPresent() || !needsSession())
        && countOf(target).isPresent();
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

  private Optional<FaultCount> countOf(Target target) {
    return rule.per() == FaultRule.Per.SERVER
        ? Optional.of(ofServer)
        : target.session().map(session -> session.faultCount(index));
  }

  /** Counts a match. Returns true if the rule is ready to fire. */
  boolean count(Target target) {
    FaultCount count = countOf(target).orElseThrow();
    return count.match() > rule.after()
        && (rule.times() == FaultRule.ALWAYS || count.timesFired() < rule.times());
  }

  /** Counts that the rule has fired. */
  void fired(Target target) {
    countOf(target).orElseThrow().fired();
  }
}
