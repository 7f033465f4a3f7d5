package dev.antiphon.spec.proof;

import dev.antiphon.internal.flow.Effect;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the spacing of the op 4 messages (voice state updates) of a guild. The final leave of
 * {@code Voice.close()} is exempt. An op 4 passes through several threads: it was sent between the
 * time of the request and the time of its arrival. The checks hold for every thread schedule.
 */
final class VoiceStateUpdateChecker {
  private VoiceStateUpdateChecker() {}

  /** An op 4 that a connection requested. */
  private record Request(Effect.SendVoiceState effect, long at) {
    boolean matches(UpdateVoiceState update) {
      return update.channelId().equals(effect.channelId())
          && update.selfMute() == effect.shown().mute()
          && update.selfDeaf() == effect.shown().deaf();
    }
  }

  static List<PropertyViolation> of(Run run) {
    List<PropertyViolation> violations = new ArrayList<>();
    List<Request> requests = requests(run);
    long spacing = ShortTimeouts.SPACING.toNanos();
    long earliest = run.epoch();
    boolean leftBefore = false;
    boolean hasLeft = false;
    int next = 0;
    for (int i = 0; i < run.voiceStateUpdates().size(); i++) {
      Command sent = run.voiceStateUpdates().get(i);
      int request = next;
      long sentAt = run.epoch() + sent.at().toNanos();
      while (request < requests.size() && !requests.get(request).matches(sent.update())) {
        request++;
      }
      boolean unrequested = request == requests.size() || requests.get(request).at() > sentAt;
      if ((hasLeft || unrequested && next > 0) && sent.update().channelId().isEmpty()) {
        // A failed leave is repeated, and a join sent after the end is revoked by a leave. So this
        // leave does not need a new request.
        request = next - 1;
      }
      if (request == requests.size()) {
        violations.add(new PropertyViolation("P12", "no connection requested " + sent.update()));
        return violations;
      }
      boolean completesPair = leftBefore && sent.update().channelId().isPresent();
      earliest =
          Math.max(
              requests.get(request).at(), i == 0 || completesPair ? earliest : earliest + spacing);
      boolean flushed = run.plan().closes() && i == run.voiceStateUpdates().size() - 1;
      if (!flushed && sentAt < earliest) {
        violations.add(
            new PropertyViolation(
                "P12",
                "op 4 number %d was sent too early: %s".formatted(i, run.voiceStateUpdates())));
      }
      hasLeft |= sent.update().channelId().isEmpty();
      leftBefore = sent.update().channelId().isEmpty();
      next = request + 1;
    }
    return violations;
  }

  /** In the order of the decisions, which all run on one event loop. */
  private static List<Request> requests(Run run) {
    List<Request> requests = new ArrayList<>();
    run.recorders().stream()
        .flatMap(recorder -> recorder.steps().stream())
        .sorted((one, other) -> Long.compare(one.voiceStateUpdates(), other.voiceStateUpdates()))
        .forEach(
            step ->
                step.decision().effects().stream()
                    .filter(Effect.SendVoiceState.class::isInstance)
                    .map(Effect.SendVoiceState.class::cast)
                    .forEach(effect -> requests.add(new Request(effect, step.at()))));
    return requests;
  }
}
