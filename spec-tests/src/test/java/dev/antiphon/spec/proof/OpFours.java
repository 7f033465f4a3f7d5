package dev.antiphon.spec.proof;

import dev.antiphon.internal.flow.Effect;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges the op 4 of a guild, but for the leave of an application that closes everything, for which
 * there is no later. They go through threads, so each is known to have been sent somewhen between
 * the moment in which it was asked for and the one in which it arrived; what is judged holds
 * whatever the threads were held up by.
 */
final class OpFours {
  private OpFours() {}

  /** An op 4 that a connection was told to send. */
  private record Wish(Effect.SendVoiceState effect, long at) {
    boolean isMetBy(UpdateVoiceState update) {
      return update.channelId().equals(effect.channelId())
          && update.selfMute() == effect.shown().mute()
          && update.selfDeaf() == effect.shown().deaf();
    }
  }

  static List<Flaw> of(Run run) {
    List<Flaw> flaws = new ArrayList<>();
    List<Wish> wishes = wishes(run);
    long spacing = ShortTimes.SPACING.toNanos();
    long earliest = run.epoch();
    boolean leftBefore = false;
    boolean hasLeft = false;
    int next = 0;
    for (int i = 0; i < run.opFours().size(); i++) {
      Command sent = run.opFours().get(i);
      int wish = next;
      long sentAt = run.epoch() + sent.at().toNanos();
      while (wish < wishes.size() && !wishes.get(wish).isMetBy(sent.update())) {
        wish++;
      }
      boolean unasked = wish == wishes.size() || wishes.get(wish).at() > sentAt;
      if ((hasLeft || unasked && next > 0) && sent.update().channelId().isEmpty()) {
        // One that could not be sent is sent again, and what is carried out after the end is taken
        // back, so it need not be another wish.
        wish = next - 1;
      }
      if (wish == wishes.size()) {
        flaws.add(new Flaw("P12", "nobody asked for " + sent.update()));
        return flaws;
      }
      boolean completesPair = leftBefore && sent.update().channelId().isPresent();
      earliest =
          Math.max(wishes.get(wish).at(), i == 0 || completesPair ? earliest : earliest + spacing);
      boolean flushed = run.plan().closes() && i == run.opFours().size() - 1;
      if (!flushed && sentAt < earliest) {
        flaws.add(new Flaw("P12", "op 4 number %d came too soon: %s".formatted(i, run.opFours())));
      }
      hasLeft |= sent.update().channelId().isEmpty();
      leftBefore = sent.update().channelId().isEmpty();
      next = wish + 1;
    }
    return flaws;
  }

  /** In the order in which they were decided: all on one loop. */
  private static List<Wish> wishes(Run run) {
    List<Wish> wishes = new ArrayList<>();
    run.witnesses().stream()
        .flatMap(witness -> witness.steps().stream())
        .sorted((one, other) -> Long.compare(one.opFour(), other.opFour()))
        .forEach(
            step ->
                step.decision().effects().stream()
                    .filter(Effect.SendVoiceState.class::isInstance)
                    .map(Effect.SendVoiceState.class::cast)
                    .forEach(effect -> wishes.add(new Wish(effect, step.at()))));
    return wishes;
  }
}
