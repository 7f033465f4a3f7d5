package dev.antiphon.testkit.fault;

import dev.antiphon.protocol.Opcode;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A rule of a {@link FaultScript}: a trigger, an action, and how often the action is done.
 * Immutable. Create a rule with {@code FaultRule.when(trigger).then(action)}. Methods such as
 * {@link #inGuild} and {@link #times(int)} return a changed copy.
 *
 * @param when the trigger
 * @param guildId the only guild of this rule, an unsigned snowflake; empty for any guild
 * @param userId the only user of this rule, an unsigned snowflake; empty for any user
 * @param action the action
 * @param after the number of matches before the rule can fire, 0 to 1,000,000
 * @param times how often the rule fires, 1 to 1,000,000, or {@link #ALWAYS}
 * @param per the scope of the counters
 */
public record FaultRule(
    FaultTrigger when,
    OptionalLong guildId,
    OptionalLong userId,
    FaultAction action,
    int after,
    int times,
    Per per) {

  /** The value of {@code times} for a rule without a limit. */
  public static final int ALWAYS = 0;

  /** The maximum of {@code after} and {@code times}. */
  public static final int MAX_TIMES = 1_000_000;

  /** The scope of a rule's counters. */
  public enum Per {
    /** One counter for all clients. */
    SERVER,
    /**
     * One counter for each session. A session begins with Identify and continues after a Resume.
     */
    SESSION
  }

  /**
   * Checks that the trigger allows the action, and that guild and user are known at this trigger.
   *
   * @throws FaultScriptException if a check fails
   */
  public FaultRule {
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(per, "per");
    if (!when.actions().contains(action.kind())) {
      String possible =
          when.actions().stream().map(FaultChecks::lowerCase).collect(Collectors.joining(", "));
      throw new FaultScriptException(
          "/do", "at this trigger one of " + possible, FaultChecks.lowerCase(action.kind()));
    }
    requireKnown(when, "/when/guild", guildId);
    requireKnown(when, "/when/user", userId);
    if (action instanceof FaultExtra extra && extra.needsSession() && !hasSession(when)) {
      throw new FaultScriptException(
          "/do",
          "an action that needs no session, because there is no session yet",
          FaultChecks.lowerCase(action.kind()));
    }
    if (action instanceof FaultAction.SetFields
        && when.awaited().filter(Opcode::binary).isPresent()) {
      throw new FaultScriptException("/do", "an action for binary messages", "set");
    }
    if (action instanceof FaultAction.Corrupt corrupt
        && corrupt.how().needsBinary()
        && when.awaited().filter(Opcode::binary).isEmpty()) {
      throw new FaultScriptException(
          "/do",
          "damage that every message can have",
          '"' + FaultChecks.lowerCase(corrupt.how()) + '"');
    }
    FaultChecks.requireWithin("/after", after, 0, MAX_TIMES);
    FaultChecks.requireWithin("/times", times, ALWAYS, MAX_TIMES);
    if (per == Per.SESSION && !hasSession(when)) {
      throw new FaultScriptException(
          "/per", "\"server\", because there is no session yet at this trigger", "\"session\"");
    }
  }

  /** A rule with a trigger but without an action. */
  public record Builder(FaultTrigger when) {
    /** Returns a rule with this action. It fires once, for the first match of any client. */
    public FaultRule then(FaultAction action) {
      return new FaultRule(
          when, OptionalLong.empty(), OptionalLong.empty(), action, 0, 1, Per.SERVER);
    }
  }

  /** Begins a rule with its trigger. */
  public static Builder when(FaultTrigger trigger) {
    return new Builder(trigger);
  }

  /** Returns a copy for this guild only. */
  public FaultRule inGuild(long id) {
    return new FaultRule(when, OptionalLong.of(id), userId, action, after, times, per);
  }

  /** Returns a copy for this user only. */
  public FaultRule ofUser(long id) {
    return new FaultRule(when, guildId, OptionalLong.of(id), action, after, times, per);
  }

  /** Returns a copy that skips this number of matches first. */
  public FaultRule after(int matches) {
    return new FaultRule(when, guildId, userId, action, matches, times, per);
  }

  /** Returns a copy that fires this number of times. */
  public FaultRule times(int count) {
    return new FaultRule(when, guildId, userId, action, after, count, per);
  }

  /** Returns a copy that fires without a limit. */
  public FaultRule always() {
    return times(ALWAYS);
  }

  /** Returns a copy with separate counters for each session. */
  public FaultRule perSession() {
    return new FaultRule(when, guildId, userId, action, after, times, Per.SESSION);
  }

  /** Returns the rule as JSON on one line, as in a script. */
  public String toJson() {
    return FaultScriptWriter.write(this).toString();
  }

  private static void requireKnown(FaultTrigger when, String place, OptionalLong id) {
    if (id.isEmpty()) {
      return;
    }
    if (id.getAsLong() == 0) {
      throw new FaultScriptException(place, "a snowflake, which is not 0", "0");
    }
    if (when instanceof FaultTrigger.Connected
        || when.awaited().filter(Opcode.HELLO::equals).isPresent()) {
      throw new FaultScriptException(
          place,
          "no such key, because the client is not known yet",
          Long.toUnsignedString(id.getAsLong()));
    }
  }

  private static boolean hasSession(FaultTrigger when) {
    return !(when instanceof FaultTrigger.Connected)
        && when.awaited()
            .filter(opcode -> opcode == Opcode.HELLO || opcode == Opcode.IDENTIFY)
            .isEmpty();
  }
}
