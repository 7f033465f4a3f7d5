package dev.antiphon.diagram.text;

import dev.antiphon.diagram.DiagramRegion;
import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.Direction;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes Mermaid. All characters except letters, digits and a few safe characters are written as
 * entities such as {@code #35;}. Mermaid moves a state that is named in two composite states into
 * the last one. Therefore only arrows within a region are written inside the region; all other
 * arrows are written at the end.
 */
final class MermaidWriter {
  private static final String HARMLESS = ".,()+=!?…×→●";

  /** Mermaid treats each line that contains this text as a direction statement. */
  private static final Pattern STATEMENT =
      Pattern.compile("(?i)(?<=directio)n(?=\\s+(?:TB|BT|RL|LR))");

  /** Mermaid uses this character internally for entities, and decodes it even in normal text. */
  private static final String LIGATURE = "ﬂ";

  private static final String BLANK = "#160;";
  private static final String PSEUDO_STATE = "[*]";

  private final StateDiagram diagram;
  private final Identifiers identifiers;
  private final DiagramIndex index;

  /**
   * States with a transition to another region. An initial pseudo-state among them cannot use
   * {@code [*]}.
   */
  private final Set<String> leavesRegion = new HashSet<>();

  private final IndentedText page = new IndentedText();

  MermaidWriter(StateDiagram diagram) {
    this.diagram = diagram;
    this.identifiers = Identifiers.of(diagram);
    this.index = new DiagramIndex(diagram);
    for (DiagramTransition transition : diagram.transitions()) {
      if (!index.isNear(transition)) {
        leavesRegion.add(transition.source());
      }
    }
  }

  String write() {
    if (!diagram.title().isBlank()) {
      page.line("---").line("title: " + Json.quote(diagramTitle(diagram.title()))).line("---");
    }
    page.open("stateDiagram-v2");
    page.line("direction " + (diagram.direction() == Direction.RIGHT ? "LR" : "TB"));
    if (diagram.regions().size() > 1) {
      page.open("state " + quote(diagram.title()) + " as _all {");
      regions(diagram.regions(), Optional.empty());
      page.close("}");
    } else {
      regions(diagram.regions(), Optional.empty());
    }
    diagram.transitions().stream()
        .filter(one -> !one.isInternal() && !index.isText(one) && !index.isNear(one))
        .forEach(this::transition);
    return page.toString();
  }

  private void regions(List<DiagramRegion> regions, Optional<String> container) {
    for (int i = 0; i < regions.size(); i++) {
      if (i > 0) {
        page.line("--");
      }
      regions.get(i).states().forEach(this::state);
      index.transitions(new DiagramIndex.Place(container, i)).stream()
          .filter(index::isNear)
          .forEach(this::transition);
    }
  }

  private void state(DiagramState state) {
    String id = identifiers.of(state.id());
    switch (state.kind()) {
      case INITIAL -> {
        if (leavesRegion.contains(state.id())) {
          page.line("state " + quote("●") + " as " + id);
        }
      }
      case CHOICE, JUNCTION -> page.line("state " + id + " <<choice>>");
      case FORK -> page.line("state " + id + " <<fork>>");
      case JOIN -> page.line("state " + id + " <<join>>");
      case SHALLOW_HISTORY -> page.line("state " + quote("H") + " as " + id);
      case DEEP_HISTORY -> page.line("state " + quote("H*") + " as " + id);
      case ENTRY_POINT, EXIT_POINT -> page.line("state " + quote(state.title()) + " as " + id);
      case END -> {
        box(state, id);
        if (index.isLast(state)) {
          page.line(id + " --> " + PSEUDO_STATE);
        }
      }
      case NORMAL -> box(state, id);
      default -> throw new AssertionError(state.kind());
    }
  }

  private void box(DiagramState state, String id) {
    List<String> below = index.below(state);
    if (state.isComposite()) {
      page.open("state " + quote(titleLines(state, below)) + " as " + id + " {");
      regions(state.regions(), Optional.of(state.id()));
      page.close("}");
    } else {
      page.line("state " + quote(state.title()) + " as " + id);
      below.forEach(line -> page.line(id + " : " + text(line)));
    }
  }

  /**
   * All lines of a composite state. They become its title, because it can have no lines below the
   * title.
   */
  private static List<String> titleLines(DiagramState state, List<String> below) {
    return Stream.concat(Stream.of(state.title()), below.stream()).toList();
  }

  private void transition(DiagramTransition transition) {
    String label = transition.label();
    page.line(
        end(transition.source())
            + " --> "
            + end(transition.target())
            + (label.isEmpty() ? "" : " : " + text(label)));
  }

  private String end(String id) {
    boolean begins = index.state(id).kind() == StateKind.INITIAL && !leavesRegion.contains(id);
    return begins ? PSEUDO_STATE : identifiers.of(id);
  }

  private static String quote(String text) {
    return quote(List.of(text));
  }

  private static String quote(List<String> texts) {
    return texts.stream().map(MermaidWriter::text).collect(Collectors.joining(", ", "\"", "\""));
  }

  private static String text(String text) {
    String escaped =
        PlainText.lines(text).stream()
            .map(MermaidWriter::line)
            .collect(Collectors.joining("<br/>"));
    return escaped.isBlank()
        ? BLANK
        : STATEMENT.matcher(escaped).replaceAll(n -> entity(n.group().charAt(0)));
  }

  private static String line(String line) {
    return PlainText.escapeLine(line.replace(LIGATURE, "fl"), HARMLESS, MermaidWriter::entity);
  }

  private static String entity(int point) {
    return "#" + point + ";";
  }

  /**
   * Replaces markup characters in a title, because Mermaid removes markup even if it is escaped.
   */
  private static String diagramTitle(String title) {
    return String.join(" ", PlainText.lines(title))
        .replace('<', '‹')
        .replace('>', '›')
        .replace('&', '＆');
  }
}
