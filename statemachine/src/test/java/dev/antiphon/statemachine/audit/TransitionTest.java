package dev.antiphon.statemachine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.antiphon.statemachine.flow.Decision;
import dev.antiphon.statemachine.flow.Effect;
import dev.antiphon.statemachine.flow.FlowSimulation;
import dev.antiphon.statemachine.flow.FlowTimer;
import dev.antiphon.statemachine.flow.Origin;
import dev.antiphon.statemachine.flow.Stage;
import dev.antiphon.statemachine.flow.VoiceEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransitionTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void aTransitionIsOneJsonObjectOnOneLineWithTheNamesThatPeopleRead() throws IOException {
    JsonNode json = json(transition(Stage.DIALLING.reach().last()));
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "event",
            "connection",
            "sequence",
            "at",
            "guild",
            "channel",
            "from",
            "to",
            "on",
            "row",
            "cause",
            "effects",
            "generation",
            "in_from_ms",
            "audio");
    assertThat(json.get("event").asText()).isEqualTo("transition");
    assertThat(json.get("connection").asText()).isEqualTo("c0ffee-1");
    assertThat(json.get("sequence").asLong()).isEqualTo(2);
    assertThat(json.get("at").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(json.get("from").asText()).isEqualTo("AwaitingServerUpdate");
    assertThat(json.get("to").asText()).isEqualTo("Identifying");
    assertThat(json.get("on").asText()).isEqualTo("voice server, new endpoint");
    assertThat(json.get("row").asText()).isEqualTo("B8.ASU.2");
    assertThat(json.get("effects"))
        .extracting(JsonNode::asText)
        .containsExactly("StopTimer", "StopTimer", "DialGateway", "StartTimer");
    assertThat(json.get("generation").asInt()).isEqualTo(1);
    assertThat(json.get("in_from_ms").asLong()).isEqualTo(1_234);
    assertThat(json.get("audio").asBoolean()).isFalse();
  }

  @Test
  void snowflakesAreUnsignedText() throws IOException {
    JsonNode json = json(transition(Stage.DIALLING.reach().last()));
    assertThat(json.get("guild").isTextual()).isTrue();
    assertThat(json.get("guild").asText()).isEqualTo("18446744073709551615");
    assertThat(json.get("channel").asText()).isEqualTo("7");
  }

  @Test
  void aChannelThatIsNotWantedIsNull() throws IOException {
    JsonNode json = json(transition(Stage.IDLE.reach().disconnect().last()));
    assertThat(json.get("channel").isNull()).isTrue();
    assertThat(json.get("reason").asText()).isEqualTo("Requested");
    assertThat(json.get("cause").asText()).isEqualTo("disconnect");
  }

  @Test
  void aCloseCodeAndATimerAreNamedBesideTheirMeaning() throws IOException {
    JsonNode closed = json(transition(Stage.ESTABLISHED.reach().closed(4014).last()));
    assertThat(closed.get("close_code").asInt()).isEqualTo(4014);
    assertThat(closed.get("cause").asText()).startsWith("closed with 4014 (");
    assertThat(closed.get("reason").asText()).isEqualTo("Severed(4014)");
    JsonNode late = json(transition(Stage.SELECTING.reach().advanceMillis(5_000).last()));
    assertThat(late.get("timer").asText()).isEqualTo(FlowTimer.DESCRIPTION.name());
    assertThat(late.get("cause").asText()).isEqualTo(FlowTimer.DESCRIPTION.meaning());
  }

  @Test
  void audioIsSaidToFlowAfterEstablishedOnly() throws IOException {
    for (Decision decision : Stage.DISCONNECTED.reach().decisions()) {
      if (decision.row().changesState()) {
        assertThat(json(transition(decision)).get("audio").asBoolean())
            .isEqualTo(decision.to().allowsAudio());
      }
    }
  }

  @Test
  void textThatAPeerCouldHaveChosenStaysInsideItsLine() throws IOException {
    Decision failed =
        Stage.DIALLING
            .reach()
            .on(
                now ->
                    new VoiceEvent.DialFailed(
                        now.socket().generation(), "bad \"host\"\n\u2028\u0000"))
            .last();
    Transition transition = transition(failed);
    assertThat(transition.toJson()).doesNotContain("\n").doesNotContain("\u0000");
    assertThat(json(transition).get("cause").asText()).isEqualTo("bad \"host\"\n\u2028\u0000");
  }

  /** Ordinals are all that it could hold; that it holds not even these keeps the lines stable. */
  @Test
  void noOrdinalOfASecretIsWritten() {
    FlowSimulation flow =
        new FlowSimulation().join().voiceState(7, 9_991).voiceServer(9_992, 9_993);
    flow.open().ready().udpReady().discovered().described(9_994).disconnect();
    for (Decision decision : flow.decisions()) {
      assertThat(transition(decision).toJson()).doesNotContain("999");
      assertThat(transition(decision).toString()).doesNotContain("999");
    }
  }

  private static Transition transition(Decision decision) {
    return new Transition(
        "c0ffee-1",
        2,
        AT,
        Duration.ofMillis(1_234),
        -1,
        decision.memory().intent().target(),
        decision.from(),
        decision.kind(),
        decision.row().id(),
        decision.to(),
        decision.row().reason(),
        decision.memory().origin().orElseGet(() -> new Origin.Event(decision.kind())),
        decision.effects().stream().map(Effect::name).toList(),
        decision.memory().socket().generation(),
        Optional.empty(),
        decision.memory().udp().published());
  }

  private JsonNode json(Transition transition) throws IOException {
    String line = transition.toJson();
    assertThat(line).doesNotContain("\n").doesNotContain("\r");
    return mapper.readTree(line);
  }
}
