package dev.antiphon.spec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code soak}, with few connections and a short time. */
class SoakCommandTest {

  @ParameterizedTest
  @CsvSource({"'', true, true", "--no-tls --no-dave, false, false"})
  void soakUsesTlsAndEncryptionUnlessSwitchedOff(String options, boolean tls, boolean encrypted) {
    CommandResult run = soak("--seconds 1 --connections 4 --seed 1 " + options);
    assertThat(run.err()).as(run.out()).isEmpty();
    assertThat(run.code()).isZero();
    JsonNode first = run.lines().get(0);
    assertThat(first.path("tls").asText()).isEqualTo(String.valueOf(tls));
    assertThat(first.path("dave").asText()).isEqualTo(String.valueOf(encrypted));
    JsonNode calls = run.lastLine().path("calls");
    assertThat(calls.path("count").asInt()).isEqualTo(2);
    assertThat(calls.path("heard_least").asInt()).isPositive();
    assertThat(calls.path("encrypted_least").asInt() > 0).isEqualTo(encrypted);
    assertThat(first.path("visitors").asInt()).isEqualTo(1);
    JsonNode keys = run.lastLine().path("keys");
    assertThat(keys.path("frames_in_clear").asInt(-1)).isZero();
    assertThat(keys.path("calm_heard").asInt() > 0).isEqualTo(encrypted);
    assertThat(run.lastLine().path("visits").asInt()).isGreaterThanOrEqualTo(encrypted ? 2 : 0);
  }

  /** Ten thousand connections cannot join within a second, because few of them join at once. */
  @Test
  void soakThatCannotJoinEndsWithItsProgressAndItsFigures() {
    CommandResult run = soak("--seconds 1 --connections 10000 --join-limit 1");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("broke invariants: 1");
    List<JsonNode> joining =
        run.lines().stream().filter(line -> line.path("event").asText().equals("joining")).toList();
    assertThat(joining).isNotEmpty();
    assertThat(joining.get(0).path("connections").asInt()).isEqualTo(10_000);
    assertThat(joining.get(0).has("joined")).isTrue();
    JsonNode result = run.lastLine();
    assertThat(result.path("event").asText()).isEqualTo("result");
    assertThat(result.path("ok").asBoolean(true)).isFalse();
    assertThat(result.path("joins").asInt()).isPositive();
    assertThat(result.path("broken").get(0).asText())
        .startsWith("The connections did not join within 1 s: ")
        .contains(" of 10000 are established");
  }

  private static CommandResult soak(String options) {
    return CommandResult.command(("soak --json " + options).trim().split(" +"));
  }
}
