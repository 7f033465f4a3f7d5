package dev.antiphon.diagram.text;

import dev.antiphon.diagram.DiagramRegion;
import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.Direction;
import dev.antiphon.diagram.Emphasis;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes PlantUML. All characters except letters, digits and a few safe characters are written as
 * escapes such as {@code <U+0023>}. The reason is that PlantUML finds functions, comments and
 * markup anywhere in a line. PlantUML rejects arrows across the border of a concurrent region.
 * Therefore only regions with simple states and without such arrows use this syntax; other regions
 * are drawn as boxes.
 */
final class PlantUmlWriter {
  private static final String HARMLESS = ".,()+?…×→";
  private static final String BLANK = "<U+00A0>";
  private static final List<String> STYLE =
      List.of(
          "skinparam shadowing false",
          "skinparam defaultFontSize 13",
          "skinparam ArrowFontSize 11",
          "skinparam StateAttributeFontSize 11",
          "skinparam StateBackgroundColor #F7FAFC",
          "skinparam StateBorderColor #4A5568",
          "skinparam ArrowColor #4A5568");
  private static final String ALL = "_all";
  private static final String PSEUDO_STATE = "[*]";

  private final StateDiagram diagram;
  private final Identifiers identifiers;
  private final DiagramIndex index;
  private final BackwardTransitions back;
  private final IndentedText page = new IndentedText();

  PlantUmlWriter(StateDiagram diagram) {
    this.diagram = diagram;
    this.identifiers = Identifiers.of(diagram);
    this.index = new DiagramIndex(diagram);
    this.back = new BackwardTransitions(diagram, index);
  }

  String write() {
    page.line("@startuml").line("hide empty description");
    STYLE.forEach(page::line);
    if (diagram.direction() == Direction.RIGHT) {
      page.line("left to right direction");
    }
    if (!diagram.title().isBlank()) {
      page.line("title " + title(diagram.title()));
    }
    if (diagram.regions().size() > 1) {
      page.open("state " + quote(diagram.title()) + " as " + ALL + " {");
      regions(diagram.regions(), Optional.empty());
      page.close("}");
    } else {
      regions(diagram.regions(), Optional.empty());
    }
    index.transitions(DiagramIndex.OUTSIDE).forEach(this::transition);
    return page.line("@enduml").toString();
  }

  private void regions(List<DiagramRegion> regions, Optional<String> container) {
    boolean boxed = regions.size() > 1 && (index.isCrossed(container) || isDeep(regions));
    for (int i = 0; i < regions.size(); i++) {
      if (boxed) {
        String around = container.map(identifiers::of).orElse(ALL);
        page.open("state " + quote("") + " as " + "_" + around + "_" + (i + 1) + " ##[dashed] {");
      } else if (i > 0) {
        page.line("--");
      }
      regions.get(i).states().forEach(this::state);
      index.transitions(new DiagramIndex.Place(container, i)).forEach(this::transition);
      if (boxed) {
        page.close("}");
      }
    }
  }

  private static boolean isDeep(List<DiagramRegion> regions) {
    return regions.stream()
        .flatMap(region -> region.states().stream())
        .anyMatch(DiagramState::isComposite);
  }

  private void state(DiagramState state) {
    String id = identifiers.of(state.id());
    switch (state.kind()) {
      case INITIAL -> {}
      case CHOICE -> page.line("state " + id + " <<choice>>");
      case JUNCTION -> page.line("state " + id + " <<start>>");
      case FORK -> page.line("state " + id + " <<fork>>");
      case JOIN -> page.line("state " + id + " <<join>>");
      case SHALLOW_HISTORY -> page.line("state " + id + " <<history>>");
      case DEEP_HISTORY -> page.line("state " + id + " <<history*>>");
      case ENTRY_POINT -> point(state, id, " <<entryPoint>>");
      case EXIT_POINT -> point(state, id, " <<exitPoint>>");
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

  /**
   * Writes an entry or exit point. PlantUML accepts the stereotype only inside a composite state.
   */
  private void point(DiagramState state, String id, String stereotype) {
    named(state, id, index.container(state.id()).isPresent() ? stereotype : "");
  }

  private void named(DiagramState state, String id, String stereotype) {
    page.line("state " + quote(state.title()) + " as " + id + stereotype);
  }

  private void box(DiagramState state, String id) {
    if (state.isComposite()) {
      page.open("state " + quote(state.title()) + " as " + id + " {");
      regions(state.regions(), Optional.of(state.id()));
      page.close("}");
    } else {
      named(state, id, "");
    }
    index.below(state).forEach(line -> page.line(id + " : " + text(line)));
  }

  /**
   * A backward transition is written from its target to its source, so that the layout keeps its
   * direction.
   */
  private void transition(DiagramTransition transition) {
    String source = end(transition.source());
    String target = end(transition.target());
    String stroke = stroke(transition.style());
    String arrow =
        back.contain(transition)
            ? target + " <-" + stroke + "- " + source
            : source + " -" + stroke + "-> " + target;
    String label = transition.label();
    page.line(arrow + (label.isEmpty() ? "" : " : " + text(label)));
  }

  private static String stroke(Emphasis emphasis) {
    return switch (emphasis) {
      case PLAIN -> "";
      case STRONG -> "[#2F855A,bold]";
      case DASHED -> "[dashed]";
      case FAINT -> "[#A0AEC0]";
    };
  }

  private String end(String id) {
    return index.state(id).kind() == StateKind.INITIAL ? PSEUDO_STATE : identifiers.of(id);
  }

  private static String quote(String text) {
    return '"' + text(text) + '"';
  }

  private static String text(String text) {
    String escaped =
        PlainText.lines(text).stream().map(PlantUmlWriter::line).collect(Collectors.joining("\\n"));
    return escaped.isBlank() ? BLANK : escaped;
  }

  /** PlantUML reads a title of one line only if the line has a letter, a digit or a dot. */
  private static String title(String title) {
    String text = text(title);
    return text.codePoints().anyMatch(point -> Character.isLetterOrDigit(point) || point == '.')
        ? text
        : PlainText.escape(text, point -> false, PlantUmlWriter::escaped);
  }

  private static String line(String line) {
    return PlainText.escapeLine(line, HARMLESS, PlantUmlWriter::escaped);
  }

  private static String escaped(int point) {
    return String.format(Locale.ROOT, "<U+%04X>", point);
  }
}
