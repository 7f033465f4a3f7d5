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
 * A transition of a diagram.
 *
 * @param id the id for {@link Views#visited}; several transitions can have the same id; empty if
 *     the transition has none
 * @param source the id of the source state
 * @param target the id of the target state; for an internal transition the same as the source
 * @param kind the kind of transition
 * @param trigger the event that triggers the transition; if it is empty, the transition is taken
 *     after the {@code timer}, or immediately if there is no timer. If both are present, only the
 *     trigger is shown, not a text such as {@code after 5 s}
 * @param timer the time between entering the source and taking the transition
 * @param guard the condition
 * @param effects the effects, in order
 * @param tags the tags of the views that show the transition
 * @param emphasis the style of the arrow
 * @param visits the number of times that the transition was taken, if it is known
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

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if an internal transition has a different target
   */
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
          "an internal transition must stay in its state, but leads from "
              + source
              + " to "
              + target);
    }
  }

  /**
   * Whether the transition is internal. An internal transition is written inside its state, not
   * drawn as an arrow.
   */
  public boolean isInternal() {
    return kind == TransitionKind.INTERNAL;
  }

  /**
   * The style of the arrow. If the number of visits is known, the style depends only on this
   * number: {@link Emphasis#STRONG} for a visited transition, {@link Emphasis#FAINT} for a
   * transition without visits.
   */
  public Emphasis style() {
    if (visits.isEmpty()) {
      return emphasis;
    }
    return visits.getAsLong() > 0 ? Emphasis.STRONG : Emphasis.FAINT;
  }

  /**
   * The event or the time that triggers the transition, in words; empty if the transition is taken
   * immediately.
   */
  public Optional<String> triggerText() {
    return trigger.or(() -> timer.map(time -> "after " + text(time)));
  }

  /**
   * The label of the arrow, {@code event [guard] / effects}, followed by {@code ×12} if the
   * transition was taken 12 times. The label can be empty.
   */
  public String label() {
    List<String> parts = new ArrayList<>();
    triggerText().ifPresent(parts::add);
    guard.ifPresent(condition -> parts.add("[" + condition + "]"));
    if (!effects.isEmpty()) {
      parts.add("/ " + String.join(", ", effects));
    }
    visits.stream().filter(count -> count > 0).forEach(count -> parts.add("×" + count));
    return String.join(" ", parts);
  }

  /** The text of a duration on an arrow, such as {@code 5 s} or {@code 1500 ms}. */
  public static String text(Duration time) {
    long millis = time.toMillis();
    return millis % MILLIS == 0 ? millis / MILLIS + " s" : millis + " ms";
  }

  /** Returns this transition with another source. */
  DiagramTransition withSource(String other) {
    return new DiagramTransition(
        id, other, target, kind, trigger, timer, guard, effects, tags, emphasis, visits);
  }

  /** Returns this transition with this number of visits. */
  public DiagramTransition withVisits(OptionalLong counts) {
    return new DiagramTransition(
        id, source, target, kind, trigger, timer, guard, effects, tags, emphasis, counts);
  }
}
