package dev.antiphon.diagram.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.Direction;
import dev.antiphon.diagram.Emphasis;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import dev.antiphon.diagram.TransitionKind;
import dev.antiphon.diagram.Views;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TextFormatTest {
  private static final Pattern ENTITY = Pattern.compile("&#(\\d+);");

  private static final StateDiagram DOOR =
      StateDiagram.builder("A door")
          .direction(Direction.RIGHT)
          .initial("closed")
          .state("closed", state -> state.title("is closed").describe("may be locked"))
          .state("open")
          .state("broken", StateKind.END)
          .transition(
              "closed", "open", arrow -> arrow.on("push").when("not locked").doing("squeak"))
          .transition(
              "open",
              "closed",
              arrow -> arrow.after(Duration.ofSeconds(5)).emphasis(Emphasis.STRONG))
          .transition("open", "open", arrow -> arrow.on("knock").kind(TransitionKind.INTERNAL))
          .transition("open", "broken", arrow -> arrow.on("kick").emphasis(Emphasis.FAINT))
          .build();

  @Provide
  Arbitrary<StateDiagram> diagrams() {
    return AnyDiagram.any();
  }

  @Test
  void mermaidContainsStatesTransitionsAndLabels() {
    assertThat(TextFormat.MERMAID.write(DOOR))
        .isEqualTo(
            """
            ---
            title: "A door"
            ---
            stateDiagram-v2
              direction LR
              state "is closed" as closed
              closed : may be locked
              state "open" as open
              open : knock
              state "broken" as broken
              broken --> [*]
              [*] --> closed
              closed --> open : push [not locked] / squeak
              open --> closed : after 5 s
              open --> broken : kick
            """);
  }

  /** Such an arrow would have no visible end. */
  @Test
  void transitionsBetweenACompositeAndItsInnerStatesAreWrittenAsText() {
    StateDiagram diagram =
        StateDiagram.builder("")
            .state("outer", state -> state.region(inside -> inside.state("a").state("b")))
            .transition("outer", "a", arrow -> arrow.on("again").kind(TransitionKind.LOCAL))
            .transition("outer", "outer", arrow -> arrow.on("repeat"))
            .transition("b", "outer", arrow -> arrow.on("restart"))
            .transition("b", "outer", arrow -> arrow.on("reset"))
            .transition("b", "b", arrow -> arrow.on("stay"))
            .build()
            .view(Views.grouped(2));

    assertThat(TextFormat.MERMAID.write(diagram))
        .isEqualTo(
            """
            stateDiagram-v2
              direction TB
              state "outer, again → a, repeat → outer" as outer {
                state "a" as a
                state "b" as b
                b : restart → outer
                b : reset → outer
                b --> b : stay
              }
            """);
    assertThat(TextFormat.PLANTUML.write(diagram))
        .endsWith(
            """
            state "outer" as outer {
              state "a" as a
              state "b" as b
              b : restart → outer
              b : reset → outer
              b --> b : stay
            }
            outer : again → a
            outer : repeat → outer
            @enduml
            """);
    assertThat(TextFormat.DOT.write(diagram))
        .contains("outer\\nagain → a\\nrepeat → outer", "b\\nrestart → outer\\nreset → outer")
        .doesNotContain("-> \"outer\"", "\"outer\" -> \"a\" [label", "\"outer\" -> \"outer\"");
  }

  /** At the top level, PlantUML would draw the arrow across borders that are not defined yet. */
  @Test
  void arrowIsWrittenInTheInnermostRegionThatContainsBothStates() {
    StateDiagram diagram =
        StateDiagram.builder("")
            .state(
                "outer",
                outer ->
                    outer.region(
                        in ->
                            in.state("a", a -> a.region(deep -> deep.state("b").state("c")))
                                .state("d")))
            .state("e")
            .transition("b", "c")
            .transition("b", "d")
            .transition("b", "e")
            .build();

    assertThat(TextFormat.PLANTUML.write(diagram))
        .endsWith(
            """
            state "outer" as outer {
              state "a" as a {
                state "b" as b
                state "c" as c
                b --> c
              }
              state "d" as d
              b --> d
            }
            state "e" as e
            b --> e
            @enduml
            """);
  }

  @Test
  void scxmlWritesATimerWithACustomLabel() {
    StateDiagram diagram =
        StateDiagram.builder("")
            .state("a")
            .transition("a", "a", arrow -> arrow.on("every 5 s").after(Duration.ofSeconds(5)))
            .build();

    assertThat(TextFormat.SCXML.write(diagram))
        .contains("<send event=\"after.a.5000ms\"", "delay=\"5000ms\"")
        .contains("event=\"after.a.5000ms\" target=\"a\" d:event=\"every 5 s\"");
    assertThat(TextFormat.MERMAID.write(diagram)).contains("a --> a : every 5 s\n");
  }

  @Test
  void dotEscapesSpecialCharactersAndEndsArrowsAtTheBordersOfComposites() {
    StateDiagram diagram =
        StateDiagram.builder("5 & \"6\"")
            .state("a\\N", state -> state.region(inside -> inside.state("b")))
            .state("c")
            .transition("a\\N", "c")
            .transition("b", "c", arrow -> arrow.emphasis(Emphasis.DASHED))
            .build();

    assertThat(TextFormat.DOT.write(diagram))
        .contains(
            "label=\"5 &amp; \\\"6\\\"\";",
            "label=\"a\\\\N\";",
            "\"a_N\" -> \"c\" [label=\"\", ltail=\"cluster_a_N\"];",
            "\"b\" -> \"c\" [label=\"\", style=dashed];");
  }

  /**
   * An arrow into a composite state ends at an invisible point. A backward arrow must not reverse
   * the layout.
   */
  @Test
  void dotKeepsTheLayoutDirectionForBackwardArrowsAndForArrowsIntoComposites() {
    StateDiagram diagram =
        StateDiagram.builder("")
            .initial("a")
            .state("a")
            .state("b", b -> b.region(r -> r.initial("c").state("c")).region(r -> r.state("d")))
            .transition("a", "b")
            .transition("b", "a")
            .build();

    assertThat(TextFormat.DOT.write(diagram))
        .contains(
            "\"b\" -> \"initial_c\" [style=invis];",
            "\"b\" -> \"d\" [style=invis];",
            "\"a\" -> \"b\" [label=\"\", lhead=\"cluster_b\"];",
            "\"a\" -> \"b\" [label=\"\", dir=back, lhead=\"cluster_b\"];");
  }

  /** Mermaid would move "a" if it was named inside "outer". */
  @Test
  void mermaidKeepsStatesInTheirComposites() {
    StateDiagram diagram =
        StateDiagram.builder("")
            .state(
                "outer",
                state ->
                    state.region(
                        r ->
                            r.initial("a")
                                .state("b")
                                .state("inner", in -> in.region(deep -> deep.state("a")))))
            .transition("b", "a")
            .build();

    assertThat(TextFormat.MERMAID.write(diagram))
        .isEqualTo(
            """
            stateDiagram-v2
              direction TB
              state "outer" as outer {
                state "●" as initial_a
                state "b" as b
                state "inner" as inner {
                  state "a" as a
                }
              }
              initial_a --> a
              b --> a
            """);
  }

  @Test
  void mermaidDoesNotReadALabelAsADirection() {
    StateDiagram diagram = StateDiagram.builder("").state("Direction  lr").build();

    assertThat(TextFormat.MERMAID.write(diagram))
        .contains("state \"Directio#110;  lr\" as Direction_lr");
  }

  @Test
  void scxmlWritesAJoinAsATransitionOfTheCompositeThatContainsTheSources() {
    StateDiagram diagram =
        StateDiagram.builder("")
            .state(
                "both",
                state ->
                    state
                        .region(left -> left.state("l", StateKind.END))
                        .region(right -> right.state("r", StateKind.END)))
            .state("join", StateKind.JOIN)
            .transition("l", "join")
            .transition("r", "join")
            .build();

    assertThat(TextFormat.SCXML.write(diagram))
        .contains("<transition cond=\"In('l') &#38;&#38; In('r')\" target=\"join\"/>")
        .contains("<final id=\"l\"/>");
  }

  @Test
  void plantUmlWritesRegionsAsBoxesWhenArrowsEnterThem() {
    assertThat(TextFormat.PLANTUML.write(twoRegions())).contains("\n  --\n");
    StateDiagram crossed =
        new StateDiagram(
            "",
            Direction.DOWN,
            twoRegions().regions(),
            StateDiagram.builder("")
                .state("out")
                .state("l")
                .transition("out", "l")
                .build()
                .transitions());

    assertThat(TextFormat.PLANTUML.write(crossed))
        .doesNotContain("\n  --\n")
        .contains("as _both_1 ##[dashed] {", "as _both_2 ##[dashed] {");
  }

  private static StateDiagram twoRegions() {
    return StateDiagram.builder("")
        .state("out")
        .state("both", state -> state.region(l -> l.state("l")).region(r -> r.state("r")))
        .build();
  }

  @Test
  void plantUmlWritesBackwardTransitionsWithReversedArrows() {
    assertThat(TextFormat.PLANTUML.write(DOOR))
        .contains("left to right direction")
        .endsWith(
            """
            state "is closed" as closed
            closed : may be locked
            state "open" as open
            open : knock
            state "broken" as broken
            broken --> [*]
            [*] --> closed
            closed --> open : push [not locked] / squeak
            closed <-[#2F855A,bold]- open : after 5 s
            open -[#A0AEC0]-> broken : kick
            @enduml
            """);
  }

  @Test
  void scxmlContainsTimersAndEffects() {
    assertThat(TextFormat.SCXML.write(DOOR))
        .contains(
            """
              <state id="open">
                <onentry>
                  <send event="after.open.5000ms" id="after-open-5000ms" delay="5000ms"/>
                </onentry>
                <onexit>
                  <cancel sendid="after-open-5000ms"/>
                </onexit>
                <transition event="after.open.5000ms" target="closed"/>
                <transition event="knock"/>
                <transition event="kick" target="broken"/>
              </state>
              <final id="broken"/>
            """);
  }

  @Test
  void markdownTableHasARowForEachTransition() {
    assertThat(TextFormat.MARKDOWN.write(DOOR))
        .isEqualTo(
            """
            | from | on | when | does | to |
            |---|---|---|---|---|
            | ● |  |  |  | is closed |
            | is closed | push | not locked | squeak | open |
            | open | after 5 s |  |  | is closed |
            | open | knock |  |  |  |
            | open | kick |  |  | broken |
            """);
  }

  @Property(tries = 100, seed = "20261122")
  void guardInAMarkdownCellCanBeReadBackUnchanged(@ForAll("diagrams") StateDiagram diagram) {
    List<String> rows = TextFormat.MARKDOWN.write(diagram).lines().skip(2).toList();

    assertThat(rows).hasSize(diagram.transitions().size());
    for (int i = 0; i < rows.size(); i++) {
      String[] cells = rows.get(i).split("\\|", -1);
      String guard = diagram.transitions().get(i).guard().orElse("");
      assertThat(read(cells[3]))
          .isEqualTo(PlainText.clean(guard).lines().reduce((a, b) -> a + "<br/>" + b).orElse(""));
    }
  }

  @Property(tries = 100, seed = "20261122")
  void everyFormatIsIndependentOfTheLocale(@ForAll("diagrams") StateDiagram diagram) {
    List<String> here = texts(diagram);
    Locale before = Locale.getDefault();
    try {
      for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "th-TH-u-nu-thai")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(texts(diagram)).isEqualTo(here);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Property(tries = 100, seed = "20261122")
  void everyStateHasAUniqueIdentifier(@ForAll("diagrams") StateDiagram diagram) {
    Identifiers identifiers = Identifiers.of(diagram);

    assertThat(diagram.states())
        .map(state -> identifiers.of(state.id()).toLowerCase(Locale.ROOT))
        .doesNotHaveDuplicates()
        .allMatch(identifier -> identifier.matches("[a-z][a-z0-9_]*"));
  }

  private static List<String> texts(StateDiagram diagram) {
    return Arrays.stream(TextFormat.values()).map(format -> format.write(diagram)).toList();
  }

  private static String read(String cell) {
    Matcher matcher = ENTITY.matcher(cell.substring(1, cell.length() - 1));
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1)))));
  }
}
