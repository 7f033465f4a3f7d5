package dev.antiphon.internal.audit;

import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.SelfFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes an effect as short text: its name and its arguments, for example {@code StartTimer(DIAL 3
 * PT10S)}.
 */
final class EffectText {
  private EffectText() {}

  /** The text of the effect. */
  static String of(Effect effect) {
    List<String> parts = new ArrayList<>();
    for (Object part : FlowJson.parts((Record) effect)) {
      add(parts, part);
    }
    String name = FlowNames.of(effect.getClass());
    return parts.isEmpty() ? name : name + "(" + String.join(" ", parts) + ")";
  }

  private static void add(List<String> parts, Object part) {
    if (part instanceof OptionalLong channel) {
      parts.add(channel.isPresent() ? Long.toUnsignedString(channel.getAsLong()) : "none");
    } else if (part instanceof Optional<?> optional) {
      optional.ifPresent(value -> add(parts, value));
    } else if (part instanceof SelfFlags shown) {
      parts.add((shown.mute() ? "muted" : "unmuted") + (shown.deaf() ? " deafened" : ""));
    } else if (part instanceof Enum<?> constant) {
      parts.add(FlowNames.of(constant));
    } else if (part instanceof Long number) {
      parts.add(Long.toUnsignedString(number));
    } else if (!(part instanceof String)) {
      parts.add(String.valueOf(part));
    }
  }
}
