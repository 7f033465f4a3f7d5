package dev.antiphon.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.internal.connection.DecidedStep;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.Stage;
import dev.antiphon.internal.flow.VoiceEvent;
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
  void transitionIsWrittenAsOneJsonObjectOnOneLineWithReadableNames() throws IOException {
    JsonNode json = json(transition(Stage.DIALLING.reach().last()));
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "event",
            "connection",
            "sequence",
            "at",
            "nanos",
            "guild",
            "user",
            "channel",
            "endpoint",
            "from",
            "to",
            "on",
            "row",
            "outcome",
            "cause",
            "payload",
            "effects",
            "generation",
            "attempt",
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
        .containsExactly(
            "StopTimer(SERVER 2)",
            "StopTimer(PAIR 3)",
            "DialGateway(1 1)",
            "StartTimer(DIAL 4 PT10S false)");
    assertThat(json.get("generation").asInt()).isEqualTo(1);
    assertThat(json.get("in_from_ms").asLong()).isEqualTo(1_234);
    assertThat(json.get("audio").asBoolean()).isFalse();
  }

  @Test
  void snowflakesAreWrittenAsUnsignedText() throws IOException {
    JsonNode json = json(transition(Stage.DIALLING.reach().last()));
    assertThat(json.get("guild").isTextual()).isTrue();
    assertThat(json.get("guild").asText()).isEqualTo("18446744073709551615");
    assertThat(json.get("channel").asText()).isEqualTo("7");
  }

  @Test
  void channelIsNullBeforeAJoin() throws IOException {
    JsonNode json = json(transition(Stage.IDLE.reach().disconnect().last()));
    assertThat(json.get("channel").isNull()).isTrue();
    assertThat(json.get("reason").asText()).isEqualTo("Requested");
    assertThat(json.get("cause").asText()).isEqualTo("disconnect");
  }

  @Test
  void closeCodeAndTimerAreWrittenInSeparateFields() throws IOException {
    JsonNode closed = json(transition(Stage.ESTABLISHED.reach().closed(4014).last()));
    assertThat(closed.get("close_code").asInt()).isEqualTo(4014);
    assertThat(closed.get("cause").asText()).startsWith("closed with 4014 (");
    assertThat(closed.get("reason").asText()).isEqualTo("Severed(4014)");
    JsonNode late = json(transition(Stage.SELECTING.reach().advanceMillis(5_000).last()));
    assertThat(late.get("timer").asText()).isEqualTo(FlowTimer.DESCRIPTION.name());
    assertThat(late.get("cause").asText()).isEqualTo(FlowTimer.DESCRIPTION.meaning());
  }

  @Test
  void audioFieldShowsIfTheNewStateAllowsAudio() throws IOException {
    for (FlowDecision decision : Stage.DISCONNECTED.reach().decisions()) {
      if (decision.row().changesState()) {
        assertThat(json(transition(decision)).get("audio").asBoolean())
            .isEqualTo(decision.to().allowsAudio());
      }
    }
  }

  @Test
  void lineBreaksInTextOfAPeerAreEscaped() throws IOException {
    FlowDecision failed =
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

  /** Texts of peers and exceptions can contain secrets. Other tests check the cause. */
  @Test
  void payloadOmitsTextOfThePeer() throws IOException {
    FlowDecision closed =
        Stage.ESTABLISHED.reach().on(now -> new VoiceEvent.SocketClosed(1, 4006, "secret")).last();
    JsonNode payload = json(transition(closed)).get("payload");
    assertThat(payload.toString())
        .isEqualTo("{\"type\":\"SocketClosed\",\"generation\":1,\"code\":4006}");
  }

  private static Transition transition(FlowDecision decision) {
    AuditEntry.Subject subject = new AuditEntry.Subject("c0ffee-1", -1, 99);
    Duration inFrom = Duration.ofMillis(1_234);
    Optional<String> endpoint = Optional.of("voice.example");
    return new DecidedStep(subject, FlowLimits.ofDefaults(), 2, AT, 5, inFrom, endpoint, decision)
        .entry()
        .transition();
  }

  private JsonNode json(Transition transition) throws IOException {
    String line = transition.toJson();
    assertThat(line).doesNotContain("\n").doesNotContain("\r");
    return mapper.readTree(line);
  }
}
