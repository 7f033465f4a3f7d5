package dev.antiphon.testkit.internal.fault;

import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.internal.session.FaultCount;
import dev.antiphon.testkit.internal.session.Target;
import java.util.Optional;

/** A rule of a server's script, and how often it has matched and struck. */
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

  /** Whether it will never strike again. */
  boolean isSpent() {
    return rule.per() == FaultRule.Per.SERVER
        && rule.times() != FaultRule.ALWAYS
        && ofServer.strikes() >= rule.times();
  }

  /** Whether the rule speaks of these, and can act on them and count them. */
  boolean concerns(Target target) {
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

  /** Counts a match; whether the rule is due. */
  boolean count(Target target) {
    FaultCount count = countOf(target).orElseThrow();
    return count.match() > rule.after()
        && (rule.times() == FaultRule.ALWAYS || count.strikes() < rule.times());
  }

  /** Counts a strike. */
  void strike(Target target) {
    countOf(target).orElseThrow().strike();
  }
}
