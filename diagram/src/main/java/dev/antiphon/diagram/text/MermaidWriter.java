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
 * Mermaid. What is not a word is written as an entity, {@code #35;}: nothing else is safe in it. A
 * state that is named in two composites moves into the last, so that only arrows within a region
 * are written there, and the others at the end, where nothing moves.
 */
final class MermaidWriter {
  private static final String HARMLESS = ".,()+=!?…×→●";

  /** A line that has this anywhere, Mermaid takes for nothing else. */
  private static final Pattern STATEMENT =
      Pattern.compile("(?i)(?<=directio)n(?=\\s+(?:TB|BT|RL|LR))");

  /** What Mermaid writes entities with, inside; it reads it as one even when it was not. */
  private static final String LIGATURE = "ﬂ";

  private static final String BLANK = "#160;";
  private static final String OF_ITSELF = "[*]";

  private final StateDiagram diagram;
  private final Identifiers identifiers;
  private final Outline outline;

  /** What leads elsewhere than into its own region: such a beginning cannot be drawn as one. */
  private final Set<String> far = new HashSet<>();

  private final Page page = new Page();

  MermaidWriter(StateDiagram diagram) {
    this.diagram = diagram;
    this.identifiers = Identifiers.of(diagram);
    this.outline = new Outline(diagram);
    for (DiagramTransition transition : diagram.transitions()) {
      if (!outline.isNear(transition)) {
        far.add(transition.source());
      }
    }
  }

  String write() {
    if (!diagram.title().isBlank()) {
      page.line("---").line("title: " + Json.quote(shown(diagram.title()))).line("---");
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
        .filter(one -> !one.isInternal() && !outline.isTold(one) && !outline.isNear(one))
        .forEach(this::transition);
    return page.toString();
  }

  private void regions(List<DiagramRegion> regions, Optional<String> container) {
    for (int i = 0; i < regions.size(); i++) {
      if (i > 0) {
        page.line("--");
      }
      regions.get(i).states().forEach(this::state);
      outline.transitions(new Outline.Place(container, i)).stream()
          .filter(outline::isNear)
          .forEach(this::transition);
    }
  }

  private void state(DiagramState state) {
    String id = identifiers.of(state.id());
    switch (state.kind()) {
      case INITIAL -> {
        if (far.contains(state.id())) {
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
        if (outline.isLast(state)) {
          page.line(id + " --> " + OF_ITSELF);
        }
      }
      case NORMAL -> box(state, id);
      default -> throw new AssertionError(state.kind());
    }
  }

  private void box(DiagramState state, String id) {
    List<String> below = outline.below(state);
    if (state.isComposite()) {
      page.open("state " + quote(above(state, below)) + " as " + id + " {");
      regions(state.regions(), Optional.of(state.id()));
      page.close("}");
    } else {
      page.line("state " + quote(state.title()) + " as " + id);
      below.forEach(line -> page.line(id + " : " + text(line)));
    }
  }

  /** A composite has one line for its title, and nothing below. */
  private static List<String> above(DiagramState state, List<String> below) {
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
    boolean begins = outline.state(id).kind() == StateKind.INITIAL && !far.contains(id);
    return begins ? OF_ITSELF : identifiers.of(id);
  }

  private static String quote(String text) {
    return quote(List.of(text));
  }

  private static String quote(List<String> texts) {
    return texts.stream().map(MermaidWriter::text).collect(Collectors.joining(", ", "\"", "\""));
  }

  private static String text(String text) {
    String escaped =
        Plain.lines(text).stream().map(MermaidWriter::line).collect(Collectors.joining("<br/>"));
    return escaped.isBlank()
        ? BLANK
        : STATEMENT.matcher(escaped).replaceAll(n -> entity(n.group().charAt(0)));
  }

  private static String line(String line) {
    return Plain.escapeLine(line.replace(LIGATURE, "fl"), HARMLESS, MermaidWriter::entity);
  }

  private static String entity(int point) {
    return "#" + point + ";";
  }

  /** Of titles Mermaid drops what looks like markup, escaped or not. */
  private static String shown(String title) {
    return String.join(" ", Plain.lines(title))
        .replace('<', '‹')
        .replace('>', '›')
        .replace('&', '＆');
  }
}
