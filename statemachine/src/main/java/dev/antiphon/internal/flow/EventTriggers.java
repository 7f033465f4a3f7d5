package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Trigger;
import dev.antiphon.protocol.EncryptionMode;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The triggers that transitions name. For a message that cannot be used, the trigger names the
 * field, the expected value and the found value.
 */
final class EventTriggers {
  private EventTriggers() {}

  static Trigger of(VoiceEvent event, FlowMemory memory) {
    if (event instanceof VoiceEvent.VoiceStateNotSent failed) {
      return new Trigger.Failure(failed.why());
    } else if (event instanceof VoiceEvent.DialFailed failed) {
      return new Trigger.Failure(failed.why());
    } else if (event instanceof VoiceEvent.UdpOpenFailed failed) {
      return new Trigger.Failure(failed.why());
    } else if (event instanceof VoiceEvent.UdpUnreachable failed) {
      return new Trigger.Failure(failed.why());
    } else if (event instanceof VoiceEvent.EffectFailed failed) {
      return new Trigger.Failure(failed.why());
    } else if (event instanceof VoiceEvent.SocketClosed closed) {
      return new Trigger.Closed(closed.code(), closed.text());
    } else if (event instanceof VoiceEvent.TimerFired fired) {
      return new Trigger.TimedOut(fired.timer());
    }
    String problem = problem(event, memory);
    return problem.isEmpty() ? new Trigger.Event(event.kind(memory)) : new Trigger.Failure(problem);
  }

  /** The problem of a message that cannot be used; empty for other events. */
  private static String problem(VoiceEvent event, FlowMemory memory) {
    EventKind kind = event.kind(memory);
    if (event instanceof VoiceEvent.Malformed malformed) {
      return malformed.why();
    }
    if (event instanceof VoiceEvent.ReadyReceived ready && kind == EventKind.READY_UNUSABLE) {
      return memory.udp().choose(ready.offered()).isPresent()
          ? ready.addressProblem()
          : sentence(
              "Ready",
              "d.modes",
              "one of " + names(memory.udp().modes()),
              ready.modes().isEmpty() ? "none" : ready.modes());
    }
    if (event instanceof VoiceEvent.Described described
        && kind == EventKind.SESSION_DESCRIPTION_UNUSABLE) {
      return problem(described, memory);
    }
    return "";
  }

  private static String problem(VoiceEvent.Described described, FlowMemory memory) {
    if (memory.udp().mode().isEmpty()) {
      return "";
    }
    EncryptionMode expected = memory.udp().mode().get();
    return described.mode().equals(memory.udp().mode())
        ? sentence(
            "Session Description",
            "d.secret_key",
            expected.keyLength() + " bytes",
            described.keyLength() + " bytes")
        : sentence("Session Description", "d.mode", expected.wireName(), described.modeName());
  }

  private static String sentence(String message, String field, String expected, String found) {
    return "%s is unusable: %s: expected %s, found %s".formatted(message, field, expected, found);
  }

  private static String names(Collection<EncryptionMode> modes) {
    return modes.stream().map(EncryptionMode::wireName).collect(Collectors.joining(", "));
  }
}
