package dev.antiphon.diagram.text;

import dev.antiphon.diagram.StateDiagram;
import java.util.function.Function;

/** The languages that a diagram is written in. */
public enum TextFormat {
  /**
   * Mermaid's {@code stateDiagram-v2}, which GitHub draws. It has no junction, history, entry or
   * exit points: a junction is drawn as a choice, the others as states of the title {@code H},
   * {@code H*} or their own. A transition between a state and what is inside it is told in words,
   * and all arrows look alike: what was visited shows only its count.
   */
  MERMAID(diagram -> new MermaidWriter(diagram).write()),
  /** PlantUML's state diagram. */
  PLANTUML(diagram -> new PlantUmlWriter(diagram).write()),
  /** Graphviz DOT: composites and regions are clusters. */
  DOT(diagram -> new DotWriter(diagram).write()),
  /**
   * W3C's State Chart XML 1.0, valid against its schema. Names become identifiers; the text they
   * were made of is kept in attributes of a namespace of our own. Guards are kept as conditions and
   * effects as log entries, so that a reader sees them: they are names, and nothing evaluates them.
   */
  SCXML(diagram -> new ScxmlWriter(diagram).write()),
  /** A Markdown table, one line for each transition. */
  MARKDOWN(diagram -> new MarkdownWriter(diagram).write());

  private final Function<StateDiagram, String> writer;

  TextFormat(Function<StateDiagram, String> writer) {
    this.writer = writer;
  }

  /** The diagram in this language; lines end in {@code \n}, the last one too. */
  public String write(StateDiagram diagram) {
    return writer.apply(diagram);
  }
}
