package dev.antiphon.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.antiphon.protocol.Opcode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts in JSON and in Java, and the refusal of invalid scripts. */
class FaultScriptTest {

  private static final FaultExtra LONGEST_SEND = FaultExtra.send(new byte[32_768]);

  @Test
  void scriptParsedFromJsonEqualsTheScriptBuiltInJava() {
    assertThat(
            FaultScript.parse(
                """
                [{"when": {"frame": 100}, "do": {"close": 4015}},
                 {"when": {"received": "resume", "guild": "18446744073709551615", "user": 7},
                  "do": {"close": 4006, "reason": "no"}, "times": "always", "per": "session"},
                 {"when": {"sending": "any"}, "do": {"delay": 20}, "times": 0, "after": 3},
                 {"when": {"sent": "ready"}, "do": {"die": 600000, "sessions": "forget"}}]"""))
        .isEqualTo(
            FaultScript.builder()
                .add(FaultRule.when(FaultTrigger.frame(100)).then(FaultAction.close(4015)))
                .add(
                    FaultRule.when(FaultTrigger.received(Opcode.RESUME))
                        .then(FaultAction.close(4006, "no"))
                        .inGuild(-1)
                        .ofUser(7)
                        .always()
                        .perSession())
                .add(
                    FaultRule.when(FaultTrigger.sendingAny())
                        .then(FaultAction.delay(Duration.ofMillis(20)))
                        .always()
                        .after(3))
                .add(
                    FaultRule.when(FaultTrigger.sent(Opcode.READY))
                        .then(FaultAction.die(Duration.ofMinutes(10), false)))
                .build());
  }

  @Test
  void toJsonOfARuleReturnsItsPartOfTheScript() {
    FaultRule rule =
        FaultRule.when(FaultTrigger.frame(100)).then(FaultAction.close(4015, "gone")).times(2);
    assertThat(rule.toJson())
        .isEqualTo(
            "{\"when\":{\"frame\":100},\"do\":{\"close\":4015,\"reason\":\"gone\"},\"times\":2}");
    assertThat(FaultScript.of(rule).toJson()).isEqualTo("[" + rule.toJson() + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|the script: expected an array of rules, found nothing",
        "{}|the script: expected an array of rules, found {}",
        "[1]|/0: expected a rule, found 1",
        "[{\"do\":\"reset\"}]|/0: expected \"when\", found no such key",
        "[{\"when\":{\"frame\":1}}]|/0: expected \"do\", found no such key",
        "[{\"when\":{\"frame\":1},\"do\":\"reset\",\"x\":1}]|/0: expected only the keys after, do,",
        "[{\"when\":{},\"do\":\"reset\"}]|/0/when: expected exactly one of connected,",
        "[{\"when\":{\"frame\":1,\"sent\":\"any\"},\"do\":\"reset\"}]|/0/when: expected exactly one",
        "[{\"when\":{\"frame\":0},\"do\":\"reset\"}]|/0/when/frame: expected a whole number from 1",
        "[{\"when\":{\"frame\":1.5},\"do\":\"reset\"}]|/0/when/frame: expected a whole number",
        "[{\"when\":{\"connected\":1},\"do\":\"reset\"}]|/0/when/connected: expected true, found 1",
        "[{\"when\":{\"sent\":\"x\"},\"do\":\"reset\"}]|/0/when/sent: expected one of identify,",
        "[{\"when\":{\"sent\":\"resume\"},\"do\":\"reset\"}]|/0/when/sent: expected a message that a server sends, found \"resume\"",
        "[{\"when\":{\"received\":\"ready\"},\"do\":\"reset\"}]|/0/when/received: expected a message that a client sends",
        "[{\"when\":{\"frame\":1,\"guild\":0},\"do\":\"reset\"}]|/0/when/guild: expected a snowflake",
        "[{\"when\":{\"frame\":1,\"user\":\"me\"},\"do\":\"reset\"}]|/0/when/user: expected a snowflake, found \"me\"",
        "[{\"when\":{\"connected\":true,\"user\":1},\"do\":\"reset\"}]|/0/when/user: expected no such key",
        "[{\"when\":{\"sending\":\"hello\",\"guild\":1},\"do\":\"reset\"}]|/0/when/guild: expected no such key",
        "[{\"when\":{\"frame\":1},\"do\":\"explode\"}]|/0/do: expected \"reset\", \"eof\",",
        "[{\"when\":{\"frame\":1},\"do\":7}]|/0/do: expected one of close, reset,",
        "[{\"when\":{\"frame\":1},\"do\":{}}]|/0/do: expected exactly one of close, die,",
        "[{\"when\":{\"frame\":1},\"do\":{\"die\":1,\"reason\":\"x\"}}]|/0/do/reason: expected no such key",
        "[{\"when\":{\"frame\":1},\"do\":\"reset\"},{\"when\":{\"frame\":1},\"do\":{\"close\":\"x\"}}]|/1/do/close: expected a whole number from 1000 to 4999, found \"x\"",
        "[{\"when\":{\"frame\":1},\"do\":{\"close\":999}}]|/0/do/close: expected a whole number from 1000 to 4999, found 999",
        "[{\"when\":{\"frame\":1},\"do\":{\"close\":1006}}]|/0/do/close: expected a code that is allowed",
        "[{\"when\":{\"frame\":1},\"do\":{\"close\":4000,\"reason\":1}}]|/0/do/reason: expected a string",
        "[{\"when\":{\"frame\":1},\"do\":{\"die\":600001}}]|/0/do/die: expected a whole number from 1 to 600000",
        "[{\"when\":{\"frame\":1},\"do\":{\"die\":1,\"sessions\":\"x\"}}]|/0/do/sessions: expected \"keep\" or",
        "[{\"when\":{\"frame\":1},\"do\":\"drop\"}]|/0/do: expected at this trigger one of close, reset, eof, freeze, die, say,",
        "[{\"when\":{\"connected\":true},\"do\":{\"say\":\"hello\"}}]|/0/do: expected at this trigger one of close,",
        "[{\"when\":{\"sending\":\"hello\"},\"do\":{\"say\":\"ready\"}}]|/0/do: expected an action that needs no session",
        "[{\"when\":{\"received\":\"identify\"},\"do\":{\"inject\":\"rtcp\"}}]|/0/do: expected an action that needs no session, because there is no session yet, found inject",
        "[{\"when\":{\"frame\":1},\"do\":{\"say\":\"x\"}}]|/0/do/say: expected one of hello, ready,",
        "[{\"when\":{\"frame\":1},\"do\":{\"inject\":\"x\"}}]|/0/do/inject: expected one of garbage, empty,",
        "[{\"when\":{\"frame\":1},\"do\":{\"send\":1}}]|/0/do/send: expected a string, found 1",
        "[{\"when\":{\"frame\":1},\"do\":{\"send_hex\":\"0\"}}]|/0/do/send_hex: expected two lower-case hexadecimal digits",
        "[{\"when\":{\"frame\":1},\"do\":{\"unreachable\":0}}]|/0/do/unreachable: expected a whole number from 1 to 600000",
        "[{\"when\":{\"sending\":\"any\"},\"do\":{\"set\":[1]}}]|/0/do/set: expected an object with fields, found [1]",
        "[{\"when\":{\"sending\":\"any\"},\"do\":{\"set\":{}}}]|/0/do/set: expected an object with fields, found {}",
        "[{\"when\":{\"sending\":\"mls_welcome\"},\"do\":{\"set\":{\"a\":1}}}]|/0/do: expected an action for binary messages, found set",
        "[{\"when\":{\"keepalive\":1},\"do\":\"drop\"}]|/0/when/keepalive: expected true, found 1",
        "[{\"when\":{\"sending\":\"any\"},\"do\":{\"repeat\":1001}}]|/0/do/repeat: expected a whole number from 1 to 1000",
        "[{\"when\":{\"sending\":\"any\"},\"do\":{\"reorder\":0}}]|/0/do/reorder: expected a whole number",
        "[{\"when\":{\"sending\":\"any\"},\"do\":{\"corrupt\":\"x\"}}]|/0/do/corrupt: expected one of truncate, garbage, type",
        "[{\"when\":{\"connected\":true},\"do\":{\"refuse\":200}}]|/0/do/refuse: expected a whole number from 400 to 599",
        "[{\"when\":{\"discovery\":true},\"do\":{\"discovery\":1}}]|/0/do/discovery: expected one of drop, wrong_ssrc,",
        "[{\"when\":{\"frame\":1},\"do\":\"reset\",\"times\":-1}]|/0/times: expected a whole number from 0",
        "[{\"when\":{\"frame\":1},\"do\":\"reset\",\"times\":\"x\"}]|/0/times: expected a whole number",
        "[{\"when\":{\"frame\":1},\"do\":\"reset\",\"after\":1e3}]|/0/after: expected a whole number",
        "[{\"when\":{\"frame\":1},\"do\":\"reset\",\"per\":\"x\"}]|/0/per: expected one of server, session",
        "[{\"when\":{\"connected\":true},\"do\":\"reset\",\"per\":\"session\"}]|/0/per: expected \"server\", because",
        "[{\"when\":{\"received\":\"identify\"},\"do\":\"reset\",\"per\":\"session\"}]|/0/per: expected",
        "[{\"when\":|line 1, column 10: expected JSON, found a syntax error: Unexpected end-of-input",
        "[]x|line 1, column 3: expected JSON, found a syntax error:",
        "[{\"do\":1,\"do\":2}]|line 1, column 14: expected JSON, found a syntax error: Duplicate field 'do'",
        "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]|the script: expected JSON at most 16 levels deep",
      })
  void invalidScriptIsRefusedWithTheLocationOfTheError(String json, String complaint) {
    assertThatThrownBy(() -> FaultScript.parse(json))
        .isInstanceOf(FaultScriptException.class)
        .hasMessageStartingWith(complaint);
  }

  @Test
  void scriptsOverTheLimitsAreRefused() {
    FaultRule rule = FaultRule.when(FaultTrigger.connected()).then(FaultAction.hang());
    FaultScript longest = new FaultScript(Collections.nCopies(1_000, rule));
    assertThat(FaultScript.parse(longest.toJson())).isEqualTo(longest);
    List<FaultRule> tooMany = Collections.nCopies(1_001, rule);
    assertThatThrownBy(() -> new FaultScript(tooMany))
        .isInstanceOf(FaultScriptException.class)
        .hasMessage("the script: expected at most 1000 rules, found 1001 rules");
    assertThatThrownBy(() -> FaultScript.parse(" ".repeat((1 << 20) + 1)))
        .isInstanceOf(FaultScriptException.class);
    assertThatThrownBy(() -> FaultAction.close(4000, "é".repeat(62)))
        .isInstanceOf(FaultScriptException.class)
        .hasMessage("/reason: expected at most 123 bytes of UTF-8, found 124 bytes");
    FaultScript most = FaultScript.of(FaultRule.when(FaultTrigger.frame(1)).then(LONGEST_SEND));
    assertThat(FaultScript.parse(most.toJson())).isEqualTo(most);
    assertThatThrownBy(() -> FaultExtra.send("x".repeat(65_537)))
        .isInstanceOf(FaultScriptException.class);
    for (Duration wrong :
        List.of(Duration.ZERO, Duration.ofNanos(1_500_000), Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatThrownBy(() -> FaultAction.delay(wrong)).isInstanceOf(FaultScriptException.class);
    }
  }

  @Property(tries = 500)
  void parsingTheJsonOfAScriptReturnsTheScript(@ForAll("rules") FaultRule rule) {
    FaultScript script = FaultScript.of(rule, rule.after(5), rule.always());
    assertThat(FaultScript.parse(script.toJson())).isEqualTo(script);
  }

  @Provide
  Arbitrary<FaultRule> rules() {
    Arbitrary<FaultTrigger> triggers =
        Arbitraries.of(
            FaultTrigger.connected(),
            FaultTrigger.receivedAny(),
            FaultTrigger.received(Opcode.SPEAKING),
            FaultTrigger.sending(Opcode.SPEAKING),
            FaultTrigger.sending(Opcode.MLS_WELCOME),
            FaultTrigger.sentAny(),
            FaultTrigger.frame(FaultTrigger.MAX_FRAME),
            FaultTrigger.discovery(),
            FaultTrigger.keepalive());
    Arbitrary<Duration> times = Arbitraries.longs().between(1, 600_000).map(Duration::ofMillis);
    Arbitrary<FaultAction> actions =
        Arbitraries.oneOf(
            Combinators.combine(Arbitraries.integers().between(3000, 4999), anyText())
                .as(FaultAction::close),
            Arbitraries.of(FaultAction.reset(), FaultAction.freeze(), FaultAction.drop()),
            Arbitraries.of(FaultAction.eof(), FaultAction.set("{\"a\": [1, {\"b\": null}]}")),
            Arbitraries.of(StrayDatagram.class).map(FaultExtra::inject),
            Arbitraries.of(FaultExtra.Say.What.class)
                .filter(what -> !FaultExtra.say(what).needsSession())
                .map(FaultExtra::say),
            anyText().map(FaultExtra::send),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(9).map(FaultExtra::send),
            times.map(FaultExtra::unreachable),
            Arbitraries.of(FaultAction.ignore(), FaultAction.hang(), FaultAction.refuse(418)),
            Combinators.combine(times, Arbitraries.of(true, false)).as(FaultAction::die),
            times.map(FaultAction::delay),
            Arbitraries.integers().between(1, 1_000).map(FaultAction::repeat),
            Arbitraries.integers().between(1, 1_000).map(FaultAction::reorder),
            Arbitraries.of(FaultAction.Corrupt.How.class).map(FaultAction::corrupt),
            Arbitraries.of(FaultAction.Discovery.How.class).map(FaultAction::discovery));
    return Combinators.combine(triggers, actions)
        .as((trigger, action) -> new Object[] {trigger, action})
        .filter(pair -> isAllowed((FaultTrigger) pair[0], (FaultAction) pair[1]))
        .map(pair -> FaultRule.when((FaultTrigger) pair[0]).then((FaultAction) pair[1]));
  }

  private static boolean isAllowed(FaultTrigger when, FaultAction action) {
    boolean binary = when.awaited().filter(Opcode::binary).isPresent();
    boolean unreadable = action instanceof FaultAction.SetFields && binary;
    boolean textual =
        action instanceof FaultAction.Corrupt corrupt && corrupt.how().needsBinary() && !binary;
    return when.actions().contains(action.kind()) && !unreadable && !textual;
  }

  private static Arbitrary<String> anyText() {
    return Arbitraries.strings().excludeChars(surrogates()).ofMaxLength(30);
  }

  private static char[] surrogates() {
    char[] all = new char[0x800];
    for (int i = 0; i < all.length; i++) {
      all[i] = (char) (0xD800 + i);
    }
    return all;
  }

  @Property(tries = 2_000)
  void anyTextIsParsedOrRefused(@ForAll("texts") String text) {
    assertParsedOrRefused(text);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> words =
        Arbitraries.of(
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "\"when\"",
            "\"do\"",
            "\"frame\"",
            "\"close\"",
            "1",
            "4000",
            "-1",
            "1e99",
            "null",
            "true",
            "\"reset\"",
            "\"",
            "\\",
            " ",
            "\u0000",
            "\uD800");
    return words.list().ofMaxSize(20).map(list -> String.join("", list));
  }

  @Property(tries = 2_000)
  void anyJsonIsParsedOrRefused(@ForAll("values") Object value) throws Exception {
    assertParsedOrRefused(new ObjectMapper().writeValueAsString(List.of(value)));
  }

  /** JSON objects with the keys of a script in wrong combinations. */
  @Provide
  Arbitrary<Object> values() {
    return values(5);
  }

  private static Arbitrary<Object> values(int depth) {
    Arbitrary<Object> leaves =
        Arbitraries.of(
            true,
            0,
            1,
            -7,
            4000,
            1.5,
            Long.MAX_VALUE,
            "reset",
            "refuse",
            "any",
            "resume",
            "keep",
            "session",
            "always",
            "",
            "7");
    Arbitrary<String> keys =
        Arbitraries.of(
            "when",
            "do",
            "times",
            "after",
            "per",
            "connected",
            "received",
            "sending",
            "frame",
            "discovery",
            "guild",
            "user",
            "close",
            "reason",
            "die",
            "sessions",
            "delay",
            "set",
            "say",
            "send",
            "inject",
            "x");
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<Object> inner = values(depth - 1);
    return Arbitraries.oneOf(
        leaves,
        inner.list().ofMaxSize(2).map(list -> list),
        Arbitraries.maps(keys, inner).ofMaxSize(3).map(map -> map));
  }

  private static void assertParsedOrRefused(String text) {
    try {
      assertThat(FaultScript.parse(text)).isNotNull();
    } catch (FaultScriptException e) {
      assertThat(e.getMessage()).contains("expected").contains("found").hasSizeLessThan(1_000);
      assertThat(e.place()).matches("|(/\\w+)+|line \\d+, column \\d+");
    }
  }
}
