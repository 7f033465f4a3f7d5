package dev.antiphon.diagram.text;

import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Writes a Markdown table. Characters that could be markup are written as entities. */
final class MarkdownWriter {
  private static final String HARMLESS = ".,()/+=?:;'%-…×";
  private static final String NOTHING = "";

  private final StateDiagram diagram;
  private final DiagramIndex index;

  MarkdownWriter(StateDiagram diagram) {
    this.diagram = diagram;
    this.index = new DiagramIndex(diagram);
  }

  String write() {
    boolean counted =
        diagram.transitions().stream().anyMatch(transition -> transition.visits().isPresent());
    IndentedText page = new IndentedText();
    page.line("| from | on | when | does | to |" + (counted ? " taken |" : NOTHING));
    page.line("|---|---|---|---|---|" + (counted ? "---:|" : NOTHING));
    for (DiagramTransition transition : diagram.transitions()) {
      String row =
          List.of(
                  name(transition.source()),
                  cell(transition.triggerText().orElse(NOTHING)),
                  cell(transition.guard().orElse(NOTHING)),
                  cell(String.join(", ", transition.effects())),
                  transition.isInternal() ? NOTHING : name(transition.target()))
              .stream()
              .collect(Collectors.joining(" | ", "| ", " |"));
      page.line(counted ? row + " " + count(transition.visits()) + " |" : row);
    }
    return page.toString();
  }

  private String name(String id) {
    DiagramState state = index.state(id);
    return state.kind() == StateKind.INITIAL ? "●" : cell(state.title());
  }

  private static String count(OptionalLong visits) {
    return visits.isPresent() ? Long.toString(visits.getAsLong()) : NOTHING;
  }

  private static String cell(String text) {
    return PlainText.clean(text)
        .lines()
        .map(MarkdownWriter::line)
        .collect(Collectors.joining("<br/>"));
  }

  private static String line(String line) {
    return PlainText.escape(
        line,
        point -> PlainText.isWord(point) || HARMLESS.indexOf(point) >= 0 || point > 0x7F,
        point -> "&#" + point + ";");
  }
}
