package dev.antiphon.testkit.fault;

import dev.antiphon.protocol.Opcode;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * One line of a {@link FaultScript}: when it strikes, what it does, and how often. Immutable; made
 * by {@code FaultRule.when(trigger).then(action)}, and then narrowed by the methods below.
 *
 * @param when the moment
 * @param guildId only in this guild, an unsigned snowflake; empty for any
 * @param userId only for this user, an unsigned snowflake; empty for any
 * @param action what is done
 * @param after how many matches are let pass first, 0 to 1,000,000
 * @param times how often it is done, 1 to 1,000,000, or {@link #ALWAYS}
 * @param per what matches are counted by
 */
public record FaultRule(
    FaultTrigger when,
    OptionalLong guildId,
    OptionalLong userId,
    FaultAction action,
    int after,
    int times,
    Per per) {

  /** The value of {@code times} for a rule that is never used up. */
  public static final int ALWAYS = 0;

  /** The most that {@code after} and {@code times} can be. */
  public static final int MAX_TIMES = 1_000_000;

  /** What the matches of a rule are counted by. */
  public enum Per {
    /** One count for all clients. */
    SERVER,
    /** One count for each session; a session begins with Identify and goes on after a Resume. */
    SESSION
  }

  /**
   * Checks that the action can be done at that moment, and that whose moment it is can be known.
   *
   * @throws FaultScriptException if not
   */
  public FaultRule {
    Objects.requireNonNull(when, "when");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(per, "per");
    if (!when.actions().contains(action.kind())) {
      String possible =
          when.actions().stream().map(FaultChecks::lowerCase).collect(Collectors.joining(", "));
      throw new FaultScriptException(
          "/do", "at this moment one of " + possible, FaultChecks.lowerCase(action.kind()));
    }
    requireKnown(when, "/when/guild", guildId);
    requireKnown(when, "/when/user", userId);
    if (action instanceof FaultExtra extra && extra.needsSession() && !hasSession(when)) {
      throw new FaultScriptException(
          "/do",
          "nothing that needs a session, for there is none yet",
          FaultChecks.lowerCase(action.kind()));
    }
    if (action instanceof FaultAction.SetFields
        && when.awaited().filter(Opcode::binary).isPresent()) {
      throw new FaultScriptException("/do", "nothing that needs JSON", "set");
    }
    if (action instanceof FaultAction.Corrupt corrupt
        && corrupt.how().needsBinary()
        && when.awaited().filter(Opcode::binary).isEmpty()) {
      throw new FaultScriptException(
          "/do",
          "nothing that needs a binary message",
          '"' + FaultChecks.lowerCase(corrupt.how()) + '"');
    }
    FaultChecks.requireWithin("/after", after, 0, MAX_TIMES);
    FaultChecks.requireWithin("/times", times, ALWAYS, MAX_TIMES);
    if (per == Per.SESSION && !hasSession(when)) {
      throw new FaultScriptException(
          "/per", "\"server\", because there is no session yet at this moment", "\"session\"");
    }
  }

  /** A rule that has a moment and lacks an action. */
  public record Begun(FaultTrigger when) {
    /** The rule that does this once, for the first match of any client. */
    public FaultRule then(FaultAction action) {
      return new FaultRule(
          when, OptionalLong.empty(), OptionalLong.empty(), action, 0, 1, Per.SERVER);
    }
  }

  /** Begins a rule. */
  public static Begun when(FaultTrigger trigger) {
    return new Begun(trigger);
  }

  /** The same, only in this guild. */
  public FaultRule inGuild(long id) {
    return new FaultRule(when, OptionalLong.of(id), userId, action, after, times, per);
  }

  /** The same, only for this user. */
  public FaultRule ofUser(long id) {
    return new FaultRule(when, guildId, OptionalLong.of(id), action, after, times, per);
  }

  /** The same, but so many matches are let pass first. */
  public FaultRule after(int matches) {
    return new FaultRule(when, guildId, userId, action, matches, times, per);
  }

  /** The same, so many times. */
  public FaultRule times(int count) {
    return new FaultRule(when, guildId, userId, action, after, count, per);
  }

  /** The same, for ever. */
  public FaultRule always() {
    return times(ALWAYS);
  }

  /** The same, counted for each session. */
  public FaultRule perSession() {
    return new FaultRule(when, guildId, userId, action, after, times, Per.SESSION);
  }

  /** The rule as JSON on one line, as it stands in a script. */
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
          "nothing, because nobody knows yet who it is",
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
