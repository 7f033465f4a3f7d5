package dev.antiphon.testkit.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * What goes wrong at a voice server, and when: a list of rules, written in Java or JSON. Immutable,
 * so that one script can serve many servers, each of which counts for itself.
 *
 * <pre>{@code
 * FaultScript.builder()
 *     .add(FaultRule.when(frame(100)).then(close(4015)))
 *     .add(FaultRule.when(received(Opcode.RESUME)).then(close(4006)).times(2))
 *     .build();
 *
 * FaultScript.parse("""
 *     [{"when": {"frame": 100}, "do": {"close": 4015}},
 *      {"when": {"received": "resume"}, "do": {"close": 4006}, "times": 2}]""");
 * }</pre>
 *
 * <p><b>Rules.</b> At each moment every rule that matches counts it. The first of them that has let
 * pass its {@code "after"} matches (default 0) and is not used up strikes; {@code "times"} (default
 * 1, 0 or {@code "always"} for ever) counts its own strikes. Both are counted {@code "per":
 * "server"} (the default) or {@code "per": "session"}. {@code "when"} can be narrowed by {@code
 * "guild"} and {@code "user"}, snowflakes as strings of digits or numbers. A {@code
 * ServerBehaviour} is asked first: what it loses or holds is no moment of the script until it goes
 * on. A rule that would act on a WebSocket does not strike while the session has none.
 *
 * <table>
 * <caption>Moments, and what can be done at them besides close, reset, eof, freeze and die, and, but
 *     for the first, besides say, dave, send, send_hex, inject and unreachable</caption>
 * <tr><th>when</th><th>is</th><th>do</th></tr>
 * <tr><td>{@code {"connected": true}}</td><td>TCP was accepted; close and freeze act right after
 *     the upgrade, before Hello, a delay before it</td><td>delay, refuse, hang</td></tr>
 * <tr><td>{@code {"received": "identify"}}, or {@code "any"}</td><td>before it is acted upon</td>
 *     <td>drop, ignore, delay, repeat, reorder</td></tr>
 * <tr><td>{@code {"sending": "ready"}}, or {@code "any"}</td><td>before it goes</td>
 *     <td>drop, delay, repeat, reorder, corrupt, set</td></tr>
 * <tr><td>{@code {"sent": "ready"}}, or {@code "any"}</td><td>after it went</td><td></td></tr>
 * <tr><td>{@code {"frame": 100}}</td><td>the hundredth voice frame of a session came</td><td></td>
 *     </tr>
 * <tr><td>{@code {"discovery": true}}</td><td>before it is answered</td><td>drop, ignore, delay,
 *     repeat, discovery</td></tr>
 * <tr><td>{@code {"keepalive": true}}</td><td>before it is sent back</td><td>drop, ignore, delay,
 *     repeat</td></tr>
 * </table>
 *
 * <table>
 * <caption>Actions; {@link FaultAction} and {@link FaultExtra} say more about each</caption>
 * <tr><th>do</th><th>does</th></tr>
 * <tr><td>{@code {"close": 4015, "reason": "text"}}</td><td>sends a close frame; on a Resume it
 *     refuses, and a code that ends the session ends the one asked for</td></tr>
 * <tr><td>{@code "reset"}</td><td>resets TCP</td></tr>
 * <tr><td>{@code "eof"}</td><td>closes TCP without a close frame</td></tr>
 * <tr><td>{@code "freeze"}</td><td>stays open, and neither reads nor writes any more</td></tr>
 * <tr><td>{@code {"die": 500, "sessions": "keep"}}</td><td>the whole server is gone for so many
 *     milliseconds; {@code "forget"}: and its sessions for ever</td></tr>
 * <tr><td>{@code "drop"}</td><td>loses the message</td></tr>
 * <tr><td>{@code "ignore"}</td><td>takes notice, and does not answer</td></tr>
 * <tr><td>{@code {"delay": 500}}</td><td>waits so many milliseconds, it alone</td></tr>
 * <tr><td>{@code {"repeat": 1}}</td><td>once more</td></tr>
 * <tr><td>{@code {"reorder": 1}}</td><td>after the next message in the same direction</td></tr>
 * <tr><td>{@code {"corrupt": "truncate"}}</td><td>cut in half; {@code "garbage"}: no JSON; {@code
 *     "type"}: data of a wrong type; binary messages also {@code "bit"} and {@code "length"}</td>
 *     </tr>
 * <tr><td>{@code {"set": {"port": 0}}}</td><td>with these fields in its data</td></tr>
 * <tr><td>{@code "refuse"}, {@code {"refuse": 503}}</td><td>refuses the upgrade by HTTP 403 or
 *     another status</td></tr>
 * <tr><td>{@code "hang"}</td><td>accepts TCP and never says a word</td></tr>
 * <tr><td>{@code {"discovery": "drop"}}</td><td>does not answer; or answers wrongly: {@code
 *     "wrong_ssrc"}, {@code "wrong_type"}, {@code "short"}, {@code "unterminated"}, {@code
 *     "bad_address"}</td></tr>
 * <tr><td>{@code {"say": "hello"}}</td><td>says something out of turn besides</td></tr>
 * <tr><td>{@code {"dave": "revoke"}}</td><td>does something wrong besides as the delivery service
 *     of end-to-end encryption</td></tr>
 * <tr><td>{@code {"send": "text"}}, {@code {"send_hex": "00ff"}}</td><td>sends a frame besides, as
 *     it is</td></tr>
 * <tr><td>{@code {"inject": "garbage"}}</td><td>sends a {@link StrayDatagram} besides</td></tr>
 * <tr><td>{@code {"unreachable": 500}}</td><td>closes the UDP port for so many milliseconds</td>
 *     </tr>
 * </table>
 *
 * @param rules in the order in which they are asked, at most 1,000
 */
public record FaultScript(List<FaultRule> rules) {

  /** The most rules there can be. */
  public static final int MAX_RULES = 1_000;

  /** Nothing goes wrong. */
  public static final FaultScript NONE = new FaultScript(List.of());

  /**
   * Copies the rules.
   *
   * @throws FaultScriptException if there are too many
   */
  public FaultScript {
    rules = List.copyOf(rules);
    if (rules.size() > MAX_RULES) {
      throw new FaultScriptException(
          "", "at most " + MAX_RULES + " rules", rules.size() + " rules");
    }
  }

  /** Collects rules. Not for several threads at once. */
  public static final class Builder {
    private final List<FaultRule> rules = new ArrayList<>();

    private Builder() {}

    /** One rule more, asked after those before it. */
    public Builder add(FaultRule rule) {
      rules.add(rule);
      return this;
    }

    /**
     * The script.
     *
     * @throws FaultScriptException if there are too many rules
     */
    public FaultScript build() {
      return new FaultScript(rules);
    }
  }

  /** A script without rules yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** A script of these rules. */
  public static FaultScript of(FaultRule... rules) {
    return new FaultScript(List.of(rules));
  }

  /**
   * Reads a script from JSON, at most 1 MiB of it.
   *
   * @throws FaultScriptException if it is not one, naming the place of the first error
   */
  public static FaultScript parse(String json) {
    return FaultScriptReader.read(json);
  }

  /** The script as JSON on one line, which {@link #parse} reads as an equal script. */
  public String toJson() {
    return FaultScriptWriter.write(this).toString();
  }
}
