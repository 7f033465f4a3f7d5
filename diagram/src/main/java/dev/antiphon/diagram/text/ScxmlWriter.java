package dev.antiphon.diagram.text;

import dev.antiphon.diagram.DiagramRegion;
import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import dev.antiphon.diagram.TransitionKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Writes SCXML. SCXML does not have all elements of UML. A choice, a junction, an entry point and
 * an exit point are written as states that are left immediately. A fork is one transition with many
 * targets. A join is entered from the container of its sources when all sources are active.
 */
final class ScxmlWriter {
  private static final String NAMESPACE = "https://antiphon.dev/diagram";
  private static final String ALL = "all-regions";

  private final StateDiagram diagram;
  private final Identifiers identifiers;
  private final Identifiers events;
  private final DiagramIndex index;
  private final Joins joins;
  private final Map<String, List<DiagramTransition>> leaving = new HashMap<>();
  private final Xml xml = new Xml();

  ScxmlWriter(StateDiagram diagram) {
    this.diagram = diagram;
    this.identifiers = Identifiers.of(diagram);
    this.events =
        Identifiers.of(
            diagram.transitions().stream().flatMap(one -> one.trigger().stream()).distinct());
    this.index = new DiagramIndex(diagram);
    this.joins = new Joins(diagram, index);
    for (DiagramTransition transition : diagram.transitions()) {
      leaving.computeIfAbsent(transition.source(), id -> new ArrayList<>()).add(transition);
    }
  }

  String write() {
    xml.begin("scxml")
        .with("xmlns", "http://www.w3.org/2005/07/scxml")
        .with("xmlns:d", NAMESPACE)
        .with("version", "1.0")
        .with("datamodel", "ecmascript");
    List<DiagramRegion> regions = diagram.regions();
    if (regions.size() == 1) {
      initialTransition(regions.get(0))
          .ifPresent(first -> xml.with("initial", identifiers.of(first.target())));
    }
    attribute("title", diagram.title());
    if (regions.size() == 1) {
      states(regions.get(0));
    } else if (!regions.isEmpty()) {
      xml.begin("parallel").with("id", ALL);
      joins(Optional.empty());
      parallel(ALL, regions);
      xml.end("parallel");
    }
    return xml.end("scxml").toString();
  }

  private void parallel(String id, List<DiagramRegion> regions) {
    for (int i = 0; i < regions.size(); i++) {
      xml.begin("state").with("id", id + "-" + (i + 1));
      initial(regions.get(i));
      states(regions.get(i));
      xml.end("state");
    }
  }

  private void states(DiagramRegion region) {
    for (DiagramState state : region.states()) {
      if (state.kind() == StateKind.INITIAL) {
        continue;
      }
      Optional<String> defaultTarget =
          state.kind().isHistory() ? historyDefault(state, region) : Optional.empty();
      if (defaultTarget.isPresent()) {
        history(state, defaultTarget.get());
      } else {
        state(state);
      }
    }
  }

  private void state(DiagramState state) {
    boolean last = state.kind() == StateKind.END && leaving(state).stream().allMatch(joins::hold);
    String element = last ? "final" : state.regions().size() > 1 ? "parallel" : "state";
    xml.begin(element).with("id", identifiers.of(state.id()));
    attribute("id", state.id().equals(identifiers.of(state.id())) ? "" : state.id());
    attribute("title", state.title().equals(state.id()) ? "" : state.title());
    attribute("kind", kind(state));
    attribute("description", String.join("\n", state.description()));
    if (state.regions().size() == 1) {
      initial(state.regions().get(0));
    }
    timers(state);
    transitions(state);
    joins(Optional.of(state.id()));
    if (state.regions().size() == 1) {
      states(state.regions().get(0));
    } else {
      parallel(identifiers.of(state.id()), state.regions());
    }
    xml.end(element);
  }

  private static String kind(DiagramState state) {
    return state.kind().isPseudo() ? state.kind().name().toLowerCase(Locale.ROOT) : "";
  }

  private void initial(DiagramRegion region) {
    initialTransition(region)
        .ifPresent(
            first -> {
              xml.begin("initial");
              transition(first, first.effects(), identifiers.of(first.target()));
              xml.end("initial");
            });
  }

  /** The transition from the region's first initial pseudo-state to a state in the same region. */
  private Optional<DiagramTransition> initialTransition(DiagramRegion region) {
    return region.states().stream()
        .filter(state -> state.kind() == StateKind.INITIAL)
        .flatMap(state -> leaving(state).stream())
        .filter(
            first ->
                index.common(first.source(), first.target()).equals(index.place(first.source())))
        .findFirst();
  }

  /**
   * The default target of a history state. SCXML requires it, and it requires a container of the
   * history state.
   */
  private Optional<String> historyDefault(DiagramState history, DiagramRegion region) {
    if (index.container(history.id()).isEmpty() && diagram.regions().size() == 1) {
      return Optional.empty();
    }
    return leaving(history).stream()
        .map(DiagramTransition::target)
        .findFirst()
        .or(() -> initialTransition(region).map(DiagramTransition::target))
        .or(
            () ->
                region.states().stream()
                    .filter(state -> !state.kind().isPseudo())
                    .map(DiagramState::id)
                    .findFirst());
  }

  private void history(DiagramState state, String defaultTarget) {
    xml.begin("history")
        .with("id", identifiers.of(state.id()))
        .with("type", state.kind() == StateKind.DEEP_HISTORY ? "deep" : "shallow");
    attribute("title", state.title());
    xml.begin("transition").with("target", identifiers.of(defaultTarget)).end("transition");
    xml.end("history");
  }

  private void transitions(DiagramState state) {
    List<DiagramTransition> out = leaving(state);
    if (state.kind() == StateKind.FORK && !out.isEmpty()) {
      List<String> effects = out.stream().flatMap(one -> one.effects().stream()).toList();
      String targets =
          out.stream()
              .map(one -> identifiers.of(one.target()))
              .distinct()
              .collect(Collectors.joining(" "));
      transition(out.get(0), effects, targets);
      return;
    }
    out.stream()
        .filter(one -> !joins.hold(one))
        .forEach(
            one ->
                transition(
                    one, one.effects(), one.isInternal() ? "" : identifiers.of(one.target())));
  }

  private void transition(DiagramTransition transition, List<String> effects, String targets) {
    xml.begin("transition");
    event(transition).ifPresent(event -> xml.with("event", event));
    transition.guard().ifPresent(guard -> xml.with("cond", guard));
    if (!targets.isEmpty()) {
      xml.with("target", targets);
    }
    if (transition.kind() == TransitionKind.LOCAL) {
      xml.with("type", "internal");
    }
    attribute("id", transition.id());
    transition
        .trigger()
        .filter(trigger -> !trigger.equals(events.of(trigger)))
        .ifPresent(trigger -> attribute("event", trigger));
    attribute("taken", count(transition.visits()));
    for (String effect : effects) {
      xml.begin("log").with("label", "effect").with("expr", Json.quote(effect)).end("log");
    }
    xml.end("transition");
  }

  private static String count(OptionalLong visits) {
    return visits.isPresent() ? Long.toString(visits.getAsLong()) : "";
  }

  private Optional<String> event(DiagramTransition transition) {
    return timerName(transition).or(() -> transition.trigger().map(events::of));
  }

  private Optional<String> timerName(DiagramTransition transition) {
    return transition
        .timer()
        .map(time -> "after." + identifiers.of(transition.source()) + "." + time.toMillis() + "ms");
  }

  private void timers(DiagramState state) {
    Map<String, Duration> timers = new LinkedHashMap<>();
    for (DiagramTransition transition : leaving(state)) {
      timerName(transition).ifPresent(name -> timers.put(name, transition.timer().orElseThrow()));
    }
    timers.forEach(
        (name, time) -> {
          String id = name.replace('.', '-');
          xml.begin("onentry").begin("send").with("event", name).with("id", id);
          xml.with("delay", time.toMillis() + "ms").end("send").end("onentry");
          xml.begin("onexit").begin("cancel").with("sendid", id).end("cancel").end("onexit");
        });
  }

  /**
   * The transitions of a container to its joins. They are taken when all sources of a join are
   * active.
   */
  private void joins(Optional<String> container) {
    for (Joins.Join join : joins.in(container)) {
      String all =
          join.sources().stream()
              .map(source -> "In('" + identifiers.of(source) + "')")
              .collect(Collectors.joining(" && "));
      xml.begin("transition").with("cond", all).with("target", identifiers.of(join.id()));
      xml.end("transition");
    }
  }

  private List<DiagramTransition> leaving(DiagramState state) {
    return leaving.getOrDefault(state.id(), List.of());
  }

  /** Writes an attribute of the namespace of this library, for data that SCXML does not support. */
  private void attribute(String name, String value) {
    if (!value.isEmpty()) {
      xml.with("d:" + name, value);
    }
  }
}
