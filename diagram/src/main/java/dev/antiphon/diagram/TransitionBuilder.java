package dev.antiphon.diagram;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Builds one transition. By default the transition is external, has the plain style and needs
 * neither a trigger nor a timer.
 */
public final class TransitionBuilder {
  private final String source;
  private final String target;
  private final List<String> effects = new ArrayList<>();
  private final Set<String> tags = new LinkedHashSet<>();
  private String id = "";
  private TransitionKind kind = TransitionKind.EXTERNAL;
  private Emphasis emphasis = Emphasis.PLAIN;
  private Optional<String> trigger = Optional.empty();
  private Optional<Duration> timer = Optional.empty();
  private Optional<String> guard = Optional.empty();

  TransitionBuilder(String source, String target) {
    this.source = source;
    this.target = target;
  }

  /** Sets the id for {@link Views#visited}. */
  public TransitionBuilder id(String name) {
    id = name;
    return this;
  }

  /**
   * Sets the event that triggers the transition. With {@link #after}, this text is shown instead of
   * the time.
   */
  public TransitionBuilder on(String event) {
    trigger = Optional.of(event);
    return this;
  }

  /** Sets the time between entering the source and taking the transition. */
  public TransitionBuilder after(Duration time) {
    timer = Optional.of(time);
    return this;
  }

  /** Sets the guard. */
  public TransitionBuilder when(String condition) {
    guard = Optional.of(condition);
    return this;
  }

  /** Adds effects, in this order. */
  public TransitionBuilder doing(String... actions) {
    return doing(List.of(actions));
  }

  /** Adds effects, in this order. */
  public TransitionBuilder doing(List<String> actions) {
    effects.addAll(actions);
    return this;
  }

  /** Sets the kind of transition. Default: external. */
  public TransitionBuilder kind(TransitionKind what) {
    kind = what;
    return this;
  }

  /** Adds a tag, for {@link Views#tagged}. */
  public TransitionBuilder tag(String tag) {
    tags.add(tag);
    return this;
  }

  /** Sets the style of the arrow. Default: plain. */
  public TransitionBuilder emphasis(Emphasis how) {
    emphasis = how;
    return this;
  }

  DiagramTransition build() {
    return new DiagramTransition(
        id,
        source,
        target,
        kind,
        trigger,
        timer,
        guard,
        effects,
        tags,
        emphasis,
        OptionalLong.empty());
  }
}
