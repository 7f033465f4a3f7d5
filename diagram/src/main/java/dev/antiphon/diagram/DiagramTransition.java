package dev.antiphon.diagram;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An arrow of a diagram.
 *
 * @param id names it for {@link Views#visited}; need not be unique, and empty for none
 * @param source id of the state it leaves
 * @param target id of the state it leads to; that of the source when it is internal
 * @param kind what it leaves
 * @param trigger the event it is taken on, or, beside a timer, how time takes it in words other
 *     than {@code after 5 s}; none when it is taken at once or by time
 * @param timer how long after the source was entered it is taken
 * @param guard what must hold
 * @param effects what is done, in order
 * @param tags which views show it
 * @param emphasis how loudly it is drawn
 * @param visits how often it was taken, where that is known
 */
public record DiagramTransition(
    String id,
    String source,
    String target,
    TransitionKind kind,
    Optional<String> trigger,
    Optional<Duration> timer,
    Optional<String> guard,
    List<String> effects,
    Set<String> tags,
    Emphasis emphasis,
    OptionalLong visits) {

  private static final long MILLIS = 1000;

  /** Takes copies; an internal transition stays where it is. */
  public DiagramTransition {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(timer, "timer");
    Objects.requireNonNull(guard, "guard");
    Objects.requireNonNull(emphasis, "emphasis");
    Objects.requireNonNull(visits, "visits");
    effects = List.copyOf(effects);
    tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
    if (kind == TransitionKind.INTERNAL && !source.equals(target)) {
      throw new IllegalArgumentException(
          "internal, but from " + source + " to another state: " + target);
    }
  }

  /** Whether it is drawn inside its state instead of as an arrow. */
  public boolean isInternal() {
    return kind == TransitionKind.INTERNAL;
  }

  /** How loudly it is drawn: what was visited is brought forward, what was not is pale. */
  public Emphasis look() {
    if (visits.isEmpty()) {
      return emphasis;
    }
    return visits.getAsLong() > 0 ? Emphasis.STRONG : Emphasis.FAINT;
  }

  /** The event, or the time, that it is taken on, in words; none when it is taken at once. */
  public Optional<String> occasion() {
    return trigger.or(() -> timer.map(time -> "after " + words(time)));
  }

  /**
   * What is written on the arrow, {@code event [guard] / effects}, with {@code ×12} when it was
   * visited; empty when there is nothing to say.
   */
  public String label() {
    List<String> parts = new ArrayList<>();
    occasion().ifPresent(parts::add);
    guard.ifPresent(condition -> parts.add("[" + condition + "]"));
    if (!effects.isEmpty()) {
      parts.add("/ " + String.join(", ", effects));
    }
    visits.stream().filter(count -> count > 0).forEach(count -> parts.add("×" + count));
    return String.join(" ", parts);
  }

  /** A time as it is written on an arrow: {@code 5 s} or {@code 1500 ms}. */
  public static String words(Duration time) {
    long millis = time.toMillis();
    return millis % MILLIS == 0 ? millis / MILLIS + " s" : millis + " ms";
  }

  /** The same, leaving another state. */
  DiagramTransition withSource(String other) {
    return new DiagramTransition(
        id, other, target, kind, trigger, timer, guard, effects, tags, emphasis, visits);
  }

  /** The same, visited so often. */
  public DiagramTransition withVisits(OptionalLong counts) {
    return new DiagramTransition(
        id, source, target, kind, trigger, timer, guard, effects, tags, emphasis, counts);
  }
}
