package dev.antiphon.diagram.text;

import dev.antiphon.diagram.StateDiagram;
import java.util.function.Function;

/** The text formats of diagrams. */
public enum TextFormat {
  /**
   * Mermaid's {@code stateDiagram-v2}. GitHub can display it. Mermaid has no junctions, histories,
   * entry points and exit points. A junction is drawn as a choice. A history is drawn as a state
   * with the title {@code H} or {@code H*}; entry and exit points are drawn as states with their
   * own titles. A transition between a composite state and one of its inner states has no arrow:
   * the source state lists the transition as text. All arrows have the same style. A visited
   * transition shows the number of its visits.
   */
  MERMAID(diagram -> new MermaidWriter(diagram).write()),
  /** PlantUML's state diagram. */
  PLANTUML(diagram -> new PlantUmlWriter(diagram).write()),
  /** Graphviz DOT: composite states and regions are clusters. */
  DOT(diagram -> new DotWriter(diagram).write()),
  /**
   * W3C State Chart XML 1.0, valid against its schema. Names become identifiers; the original texts
   * are stored in attributes of a separate namespace. A guard is written as a condition. An effect
   * is written as a log entry. An SCXML interpreter cannot evaluate these texts.
   */
  SCXML(diagram -> new ScxmlWriter(diagram).write()),
  /** A Markdown table with one line for each transition. */
  MARKDOWN(diagram -> new MarkdownWriter(diagram).write());

  private final Function<StateDiagram, String> writer;

  TextFormat(Function<StateDiagram, String> writer) {
    this.writer = writer;
  }

  /**
   * Writes the diagram in this format. Each line, including the last one, ends with a line feed.
   */
  public String write(StateDiagram diagram) {
    return writer.apply(diagram);
  }
}
