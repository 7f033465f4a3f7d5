package dev.antiphon.diagram;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Builds one transition: external, plain and taken at once, unless something else is said. */
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

  /** By what {@link Views#visited} knows it. */
  public TransitionBuilder id(String name) {
    id = name;
    return this;
  }

  /** Taken on this event. */
  public TransitionBuilder on(String event) {
    trigger = Optional.of(event);
    return this;
  }

  /** Taken so long after its source was entered. */
  public TransitionBuilder after(Duration time) {
    timer = Optional.of(time);
    return this;
  }

  /** Taken only when this holds. */
  public TransitionBuilder when(String condition) {
    guard = Optional.of(condition);
    return this;
  }

  /** Does this, after what it does already. */
  public TransitionBuilder doing(String... deeds) {
    return doing(List.of(deeds));
  }

  /** Does this, after what it does already. */
  public TransitionBuilder doing(List<String> deeds) {
    effects.addAll(deeds);
    return this;
  }

  /** What it leaves. */
  public TransitionBuilder kind(TransitionKind what) {
    kind = what;
    return this;
  }

  /** Shown by views of this tag. */
  public TransitionBuilder tag(String tag) {
    tags.add(tag);
    return this;
  }

  /** How loudly it is drawn. */
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
