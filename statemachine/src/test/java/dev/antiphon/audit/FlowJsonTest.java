package dev.antiphon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.antiphon.internal.audit.FlowJson;
import dev.antiphon.internal.audit.UnknownNameException;
import dev.antiphon.internal.audit.UnreadableException;
import dev.antiphon.internal.connection.DecidedStep;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.ModelEvent;
import dev.antiphon.internal.flow.VoiceEvent;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FlowJsonTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @Property(tries = 200)
  void storedConnectionDataAreReadAsWritten(@ForAll long seed) throws Exception {
    for (DecidedStep step : new Steps("one", seed).recorded(40)) {
      FlowMemory memory = step.decision().memory();
      FlowMemory read = FlowJson.read(json(memory), FlowMemory.class);
      assertThat(FlowJson.text(read)).isEqualTo(FlowJson.text(memory));
      VoiceEvent event = FlowJson.read(json(step.decision().event()), VoiceEvent.class);
      assertThat(FlowJson.text(event)).isEqualTo(FlowJson.text(step.decision().event()));
      assertThat(event.kind(step.decision().before().memory())).isEqualTo(step.decision().kind());
    }
  }

  @Test
  void everyKindOfEventIsReadAsItWasWritten() throws Exception {
    Steps steps = new Steps("one", 1);
    for (ModelEvent event : ModelEvent.values()) {
      VoiceEvent written = steps.recorded(event).decision().event();
      assertThat(FlowJson.read(json(written), VoiceEvent.class)).hasSameClassAs(written);
    }
  }

  @Test
  void limitsAreReadAsTheyWereWritten() throws Exception {
    FlowLimits limits = FlowLimits.ofDefaults().withPolicy();
    assertThat(FlowJson.read(json(limits), FlowLimits.class)).isEqualTo(limits);
  }

  @Test
  void invalidJsonIsRefusedWithItsPosition() throws Exception {
    assertRefused("{}", VoiceEvent.class, "VoiceEvent: expected a VoiceEvent");
    assertRefused(
        "{\"type\":\"Runtime\"}",
        VoiceEvent.class,
        "VoiceEvent: there is no VoiceEvent with this name");
    assertRefused(
        "{\"type\":\"SocketOpen\",\"generation\":\"x\"}",
        VoiceEvent.class,
        "VoiceEvent.generation: expected a whole number, found a STRING");
    assertRefused("{\"type\":\"SocketOpen\"}", VoiceEvent.class, "missing: VoiceEvent.generation");
    assertRefused(
        "{\"type\":\"TimerFired\",\"timer\":\"TEA\",\"generation\":1}",
        VoiceEvent.class,
        "VoiceEvent.timer: there is no FlowTimer with this name");
    assertRefused("[]", FlowMemory.class, "FlowMemory: expected an object, found a ARRAY");
    JsonNode limits = json(FlowLimits.ofDefaults());
    ((com.fasterxml.jackson.databind.node.ObjectNode) limits).put("serverRequests", 0);
    assertThatThrownBy(() -> FlowJson.read(limits, FlowLimits.class))
        .isInstanceOfAny(UnreadableException.class, UnknownNameException.class)
        .hasMessageContaining("serverRequests must be at least 1");
  }

  private void assertRefused(String json, Class<?> type, String message) throws Exception {
    JsonNode node = mapper.readTree(json);
    assertThatThrownBy(() -> FlowJson.read(node, type))
        .isInstanceOfAny(UnreadableException.class, UnknownNameException.class)
        .hasMessage(message);
  }

  private JsonNode json(Object value) throws JsonProcessingException {
    return mapper.readTree(FlowJson.text(value));
  }
}
