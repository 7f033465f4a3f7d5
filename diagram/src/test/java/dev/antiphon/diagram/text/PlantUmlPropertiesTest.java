package dev.antiphon.diagram.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.Direction;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import dev.antiphon.diagram.image.PictureFormat;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.sourceforge.plantuml.SourceStringReader;
import net.sourceforge.plantuml.abel.Entity;
import net.sourceforge.plantuml.core.Diagram;
import net.sourceforge.plantuml.error.PSystemError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.NodeList;

class PlantUmlPropertiesTest {
  private static final int SAMPLES = 150;

  @Provide
  Arbitrary<StateDiagram> diagrams() {
    return AnyDiagram.any();
  }

  /** Each build uses the same diagrams. The profile {@code proof} uses new random diagrams. */
  @Property(tries = SAMPLES, seed = "20261122")
  void plantUmlReadsAllStatesOfFixedSamples(@ForAll("diagrams") StateDiagram diagram) {
    assertAllStatesAreRead(diagram);
  }

  @Tag("proof")
  @Property(tries = 10_000)
  void plantUmlReadsAllStatesOfRandomDiagrams(@ForAll("diagrams") StateDiagram diagram) {
    assertAllStatesAreRead(diagram);
  }

  /**
   * A regression test: the third box of "s" once had the identifier of the third state without
   * letters.
   */
  @Test
  void identifierOfARegionDiffersFromTheIdentifiersOfStates() {
    StateDiagram diagram =
        StateDiagram.builder("")
            .direction(Direction.RIGHT)
            .state("{")
            .state("}")
            .state(
                "\"",
                outer ->
                    outer.region(
                        around ->
                            around.state(
                                "s",
                                inner ->
                                    inner
                                        .region(region -> region.state("a"))
                                        .region(region -> region.state("b"))
                                        .region(region -> region.state("c")))))
            .state("\\")
            .transition("a", "b")
            .build();

    assertThat(TextFormat.PLANTUML.write(diagram)).contains(" as s {", " as s__3\n");
    assertAllStatesAreRead(diagram);
  }

  /** A regression test: PlantUML did not read a title that has no letter. */
  @ParameterizedTest
  @ValueSource(strings = {"(", "(?)", ",", "…", "×", "→ +", " /", "- ]", "."})
  void titleCanHaveNoLetter(String title) {
    assertAllStatesAreRead(
        StateDiagram.builder(title).state("a").state("b").transition("a", "b").build());
  }

  private static void assertAllStatesAreRead(StateDiagram diagram) {
    Diagram parsed = parsed(diagram);
    String text = TextFormat.PLANTUML.write(diagram);
    assertThat(parsed).as(text).isNotInstanceOf(PSystemError.class);
    List<String> simple = simple(diagram);
    if (simple.isEmpty()) {
      return; // an empty diagram has no type
    }
    assertThat(parsed).isInstanceOf(net.sourceforge.plantuml.statediagram.StateDiagram.class);
    var states = (net.sourceforge.plantuml.statediagram.StateDiagram) parsed;
    assertThat(states.leafs().stream().map(Entity::getName)).as(text).containsAll(simple);
  }

  private static List<String> simple(StateDiagram diagram) {
    Identifiers identifiers = Identifiers.of(diagram);
    return diagram.states().stream()
        .filter(state -> state.kind() != StateKind.INITIAL && !state.isComposite())
        .map(state -> identifiers.of(state.id()))
        .toList();
  }

  private static Diagram parsed(StateDiagram diagram) {
    String text = TextFormat.PLANTUML.write(diagram);
    return new SourceStringReader(text).getBlocks().get(0).getDiagram();
  }

  /** No character of a name is interpreted as markup. */
  @ParameterizedTest
  @MethodSource("names")
  void plantUmlDrawsSpecialCharactersInNamesUnchanged(String name) throws Exception {
    StateDiagram diagram =
        StateDiagram.builder("")
            .state("a", state -> state.title(name))
            .state("b")
            .transition("a", "b", arrow -> arrow.on(name))
            .build();

    assertThat(drawn(diagram)).contains(visible(name), visible(name));
  }

  static Stream<String> names() {
    return Stream.of(NastyNames.known()).filter(name -> !visible(name).isEmpty());
  }

  private static String drawn(StateDiagram diagram) throws Exception {
    NodeList texts =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(PictureFormat.SVG.draw(diagram)))
            .getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> packed(texts.item(i).getTextContent()))
        .collect(Collectors.joining());
  }

  private static String visible(String name) {
    return packed(String.join("", PlainText.lines(name)));
  }

  private static String packed(String text) {
    return text.replaceAll("[\\s\u00a0]", "");
  }
}
