package dev.antiphon.testkit.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * A list of rules that make a voice server fail, written in Java or JSON. Immutable. Several
 * servers can use the same script, and each server has its own counters.
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
 * <p><b>Which rule fires.</b> At each trigger, every matching rule counts the match. A matching
 * rule is ready if it has skipped its {@code "after"} matches (default 0) and has fired fewer than
 * {@code "times"} times. The first ready rule fires. No other rule fires at this trigger. The
 * default of {@code "times"} is 1; 0 or {@code "always"} means no limit.
 *
 * <p><b>Scope.</b> The counters belong to the server ({@code "per": "server"}, the default) or to
 * each session ({@code "per": "session"}). {@code "guild"} and {@code "user"} in {@code "when"}
 * restrict a rule to one guild or user. With the trigger {@code "sending"}, {@code "user"} is the
 * receiver, and {@code "about"} restricts Speaking, Clients Connect and Client Disconnect to
 * messages that inform about one user. The values are snowflakes, written as numbers or as strings
 * of digits.
 *
 * <p><b>Order.</b> The {@link dev.antiphon.testkit.server.ServerBehaviour} decides about each
 * message before the script. If the behaviour drops a message, the message triggers no rule. If the
 * behaviour holds a message, the message triggers rules when it is released. A rule that acts on a
 * WebSocket does not fire while the session has no WebSocket.
 *
 * <table>
 * <caption>Triggers and their actions. Every trigger also allows close, reset, eof, freeze and die. Every trigger except "connected" also allows say, dave, send, send_hex, inject and unreachable.</caption>
 * <tr><th>when</th><th>trigger</th><th>do</th></tr>
 * <tr><td>{@code {"connected": true}}</td><td>a TCP connection was accepted. A delay acts before the WebSocket upgrade; close and freeze act after the upgrade and before Hello</td><td>delay, refuse, hang</td></tr>
 * <tr><td>{@code {"received": "identify"}}, or {@code "any"}</td><td>before a received message is processed</td>
 *     <td>drop, ignore, delay, repeat, reorder</td></tr>
 * <tr><td>{@code {"sending": "ready"}}, or {@code "any"}</td><td>before a message is sent</td>
 *     <td>drop, delay, repeat, reorder, corrupt, set</td></tr>
 * <tr><td>{@code {"sent": "ready"}}, or {@code "any"}</td><td>after a message was sent</td><td></td></tr>
 * <tr><td>{@code {"frame": 100}}</td><td>the hundredth voice frame of a session arrived</td><td></td>
 *     </tr>
 * <tr><td>{@code {"discovery": true}}</td><td>before a discovery request is answered</td><td>drop, ignore, delay,
 *     repeat, discovery</td></tr>
 * <tr><td>{@code {"keepalive": true}}</td><td>before a keepalive is sent back</td><td>drop, ignore, delay,
 *     repeat</td></tr>
 * </table>
 *
 * <table>
 * <caption>Actions. {@link FaultAction} and {@link FaultExtra} describe each action in detail.</caption>
 * <tr><th>do</th><th>effect</th></tr>
 * <tr><td>{@code {"close": 4015, "reason": "text"}}</td><td>sends a close frame. If the trigger is a received Resume, the close frame refuses the Resume. Some codes, such as 4006, then also end the session that the client wants to resume</td></tr>
 * <tr><td>{@code "reset"}</td><td>resets the TCP connection</td></tr>
 * <tr><td>{@code "eof"}</td><td>closes the TCP connection without a close frame</td></tr>
 * <tr><td>{@code "freeze"}</td><td>keeps the TCP connection open, but stops reading and writing</td></tr>
 * <tr><td>{@code {"die": 500, "sessions": "keep"}}</td><td>the whole server crashes for 500 milliseconds; with {@code "forget"} it also discards its sessions</td></tr>
 * <tr><td>{@code "drop"}</td><td>drops the message</td></tr>
 * <tr><td>{@code "ignore"}</td><td>receives the message, but does not process it</td></tr>
 * <tr><td>{@code {"delay": 500}}</td><td>delays only this message by 500 milliseconds</td></tr>
 * <tr><td>{@code {"repeat": 1}}</td><td>sends or processes the message one more time</td></tr>
 * <tr><td>{@code {"reorder": 1}}</td><td>moves the message behind the next message in the same direction</td></tr>
 * <tr><td>{@code {"corrupt": "truncate"}}</td><td>sends half of the message. Other values: {@code "garbage"} (invalid JSON), {@code "type"} (data of a wrong type); only for binary messages: {@code "bit"}, {@code "length"}</td>
 *     </tr>
 * <tr><td>{@code {"set": {"port": 0}}}</td><td>replaces these fields in the data of the message</td></tr>
 * <tr><td>{@code "refuse"}, {@code {"refuse": 503}}</td><td>refuses the WebSocket upgrade with HTTP 403 or another status</td></tr>
 * <tr><td>{@code "hang"}</td><td>accepts the TCP connection, but never answers</td></tr>
 * <tr><td>{@code {"discovery": "drop"}}</td><td>does not answer. Other values cause a wrong answer: {@code "wrong_ssrc"}, {@code "wrong_type"}, {@code "short"}, {@code "unterminated"}, {@code
 *     "bad_address"}</td></tr>
 * <tr><td>{@code {"channel": "99"}}</td><td>only for a received Identify: puts the client in the call of this channel</td></tr>
 * <tr><td>{@code {"say": "hello"}}</td><td>also sends a valid message at the wrong time</td></tr>
 * <tr><td>{@code {"dave": "revoke"}}</td><td>also causes a fault of the {@link dev.antiphon.testkit.DeliveryService} (the server side of end-to-end encryption)</td></tr>
 * <tr><td>{@code {"send": "text"}}, {@code {"send_hex": "00ff"}}</td><td>also sends this frame unchanged</td></tr>
 * <tr><td>{@code {"inject": "garbage"}}</td><td>also sends a {@link StrayDatagram}</td></tr>
 * <tr><td>{@code {"unreachable": 500}}</td><td>closes the UDP port for 500 milliseconds</td>
 *     </tr>
 * </table>
 *
 * @param rules the rules in the order in which they are checked, at most 1,000
 */
public record FaultScript(List<FaultRule> rules) {

  /** The maximum number of rules. */
  public static final int MAX_RULES = 1_000;

  /** A script without rules: no faults. */
  public static final FaultScript NONE = new FaultScript(List.of());

  /**
   * Copies the rules.
   *
   * @throws FaultScriptException if there are more than {@link #MAX_RULES} rules
   */
  public FaultScript {
    rules = List.copyOf(rules);
    if (rules.size() > MAX_RULES) {
      throw new FaultScriptException(
          "", "at most " + MAX_RULES + " rules", rules.size() + " rules");
    }
  }

  /** Builder of a script. Not thread-safe. */
  public static final class Builder {
    private final List<FaultRule> rules = new ArrayList<>();

    private Builder() {}

    /** Adds a rule after the previous ones. */
    public Builder add(FaultRule rule) {
      rules.add(rule);
      return this;
    }

    /**
     * Returns the script.
     *
     * @throws FaultScriptException if there are too many rules
     */
    public FaultScript build() {
      return new FaultScript(rules);
    }
  }

  /** Returns a builder without rules. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a script with these rules. */
  public static FaultScript of(FaultRule... rules) {
    return new FaultScript(List.of(rules));
  }

  /**
   * Reads a script from JSON of at most 1 MiB.
   *
   * @throws FaultScriptException if the script is invalid; the exception names the place of the
   *     first error
   */
  public static FaultScript parse(String json) {
    return FaultScriptReader.read(json);
  }

  /**
   * Returns the script as JSON on one line. {@link #parse} creates an equal script from this JSON.
   */
  public String toJson() {
    return FaultScriptWriter.write(this).toString();
  }
}
