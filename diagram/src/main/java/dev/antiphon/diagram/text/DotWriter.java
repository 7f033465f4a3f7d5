package dev.antiphon.diagram.text;

import dev.antiphon.diagram.DiagramRegion;
import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.Direction;
import dev.antiphon.diagram.Emphasis;
import dev.antiphon.diagram.StateDiagram;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes Graphviz DOT. A composite state is a cluster with an invisible point inside. Arrows of the
 * composite state end at this point and are clipped at the border of the cluster.
 */
final class DotWriter {
  private static final String CLUSTER = "cluster_";

  private final StateDiagram diagram;
  private final Identifiers identifiers;
  private final DiagramIndex index;
  private final BackwardTransitions back;
  private final IndentedText page = new IndentedText();

  DotWriter(StateDiagram diagram) {
    this.diagram = diagram;
    this.identifiers = Identifiers.of(diagram);
    this.index = new DiagramIndex(diagram);
    this.back = new BackwardTransitions(diagram, index);
  }

  String write() {
    page.open("digraph {");
    page.line("compound=true;").line("newrank=true;");
    page.line("rankdir=" + (diagram.direction() == Direction.RIGHT ? "LR" : "TB") + ";");
    page.line("label=" + quote(diagram.title()) + ";").line("labelloc=t;");
    page.line("fontname=\"sans-serif\";");
    page.line("node [fontname=\"sans-serif\", shape=box, style=rounded];");
    page.line("edge [fontname=\"sans-serif\", fontsize=11];");
    regions(diagram.regions(), "all");
    diagram.transitions().stream()
        .filter(transition -> !transition.isInternal() && !index.isText(transition))
        .forEach(this::transition);
    return page.close("}").toString();
  }

  private void regions(List<DiagramRegion> regions, String container) {
    if (regions.size() == 1) {
      regions.get(0).states().forEach(this::state);
      return;
    }
    for (int i = 0; i < regions.size(); i++) {
      page.open("subgraph " + quote(CLUSTER + container + "#" + i) + " {");
      page.line("label=\"\";").line("style=dashed;");
      regions.get(i).states().forEach(this::state);
      page.close("}");
    }
  }

  private void state(DiagramState state) {
    String id = identifiers.of(state.id());
    if (state.isComposite()) {
      page.open("subgraph " + quote(CLUSTER + id) + " {");
      page.line("label=" + quote(content(state)) + ";").line("style=rounded;");
      page.line(quote(id) + " [shape=point, style=invis];");
      regions(state.regions(), id);
      first(state).forEach(inner -> placeAbove(id, identifiers.of(inner.id())));
      page.close("}");
    } else {
      page.line(quote(id) + " [" + attributes(state) + "];");
    }
  }

  /** The first inner states. The invisible point of the composite state is placed above them. */
  private static Stream<DiagramState> first(DiagramState composite) {
    return composite.regions().stream().flatMap(region -> region.states().stream().limit(1));
  }

  private void placeAbove(String upper, String lower) {
    page.line(quote(upper) + " -> " + quote(lower) + " [style=invis];");
  }

  private String attributes(DiagramState state) {
    return switch (state.kind()) {
      case NORMAL -> "label=" + quote(content(state));
      case END -> "peripheries=2, label=" + quote(content(state));
      case INITIAL -> "shape=circle, style=filled, fillcolor=black, width=0.2, label=\"\"";
      case CHOICE -> "shape=diamond, style=solid, width=0.3, height=0.3, label=\"\"";
      case JUNCTION -> "shape=circle, style=filled, fillcolor=gray30, width=0.15, label=\"\"";
      case FORK, JOIN -> "shape=box, style=filled, fillcolor=black, " + bar() + ", label=\"\"";
      case SHALLOW_HISTORY -> "shape=circle, style=solid, width=0.3, label=\"H\"";
      case DEEP_HISTORY -> "shape=circle, style=solid, width=0.3, label=\"H*\"";
      case ENTRY_POINT -> "shape=ellipse, style=solid, label=" + quote(state.title());
      case EXIT_POINT -> "shape=ellipse, style=dashed, label=" + quote(state.title());
    };
  }

  private String bar() {
    return diagram.direction() == Direction.RIGHT
        ? "width=0.06, height=0.8"
        : "width=0.8, height=0.06";
  }

  private List<String> content(DiagramState state) {
    return Stream.concat(Stream.of(state.title()), index.below(state).stream()).toList();
  }

  /**
   * A backward transition is written from its target to its source, to keep the direction of the
   * layout.
   */
  private void transition(DiagramTransition transition) {
    boolean isBack = back.contain(transition);
    DiagramState tail = index.state(isBack ? transition.target() : transition.source());
    DiagramState head = index.state(isBack ? transition.source() : transition.target());
    StringBuilder attributes = new StringBuilder("label=").append(quote(transition.label()));
    attributes.append(stroke(transition.style()));
    if (isBack) {
      attributes.append(", dir=back");
    }
    clip(attributes, "ltail", tail, head);
    clip(attributes, "lhead", head, tail);
    page.line(
        quote(identifiers.of(tail.id()))
            + " -> "
            + quote(identifiers.of(head.id()))
            + " ["
            + attributes
            + "];");
  }

  /** Clips an arrow at a cluster, except if the cluster contains its other end. */
  private void clip(StringBuilder attributes, String name, DiagramState end, DiagramState other) {
    if (end.isComposite() && !index.holds(end.id(), other.id())) {
      attributes
          .append(", ")
          .append(name)
          .append('=')
          .append(quote(CLUSTER + identifiers.of(end.id())));
    }
  }

  private static String stroke(Emphasis emphasis) {
    return switch (emphasis) {
      case PLAIN -> "";
      case STRONG -> ", color=\"#2F855A\", penwidth=2";
      case DASHED -> ", style=dashed";
      case FAINT -> ", color=\"#A0AEC0\"";
    };
  }

  private static String quote(String text) {
    return quote(List.of(text));
  }

  /** Escapes texts: in quotes, Graphviz decodes entities and interprets backslashes. */
  private static String quote(List<String> texts) {
    return texts.stream()
        .flatMap(text -> PlainText.lines(text).stream())
        .map(line -> line.replace("\\", "\\\\").replace("\"", "\\\"").replace("&", "&amp;"))
        .collect(Collectors.joining("\\n", "\"", "\""));
  }
}
