package dev.antiphon.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.diagram.text.TextFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StateDiagramTest {
  @Test
  void duplicateStateIdIsRejected() {
    StateDiagramBuilder builder =
        StateDiagram.builder("")
            .state("a")
            .state("b", state -> state.region(region -> region.state("a")));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two states have the id a");
  }

  @Test
  void transitionOfAnUnknownStateIsRejected() {
    StateDiagramBuilder builder = StateDiagram.builder("").state("a").transition("a", "b");

    assertThatThrownBy(builder::build)
        .hasMessage("a transition names a state that is not in the diagram: b");
  }

  @Test
  void transitionToAnInitialStateIsRejected() {
    StateDiagramBuilder builder =
        StateDiagram.builder("").state("a").state("i", StateKind.INITIAL).transition("a", "i");

    assertThatThrownBy(builder::build)
        .hasMessage("a transition leads to an initial pseudo-state: i");
  }

  @Test
  void internalTransitionToAnotherStateIsRejected() {
    StateDiagramBuilder builder = StateDiagram.builder("").state("a").state("b");

    assertThatThrownBy(() -> builder.transition("a", "b", one -> one.kind(TransitionKind.INTERNAL)))
        .hasMessage("an internal transition must stay in its state, but leads from a to b");
  }

  @Test
  void onlyNormalStatesCanHaveRegions() {
    assertThatThrownBy(
            () ->
                StateDiagram.builder("")
                    .state("a", state -> state.kind(StateKind.CHOICE).region(region -> {})))
        .hasMessage("only a normal state can have regions, but a is CHOICE");
  }

  @Test
  void nestingDeeperThan64LevelsIsRejected() {
    StateDiagram deepest = nested(64);

    for (TextFormat format : TextFormat.values()) {
      assertThatCode(() -> format.write(deepest)).doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> nested(65))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("states can be nested 64 levels deep, but this one is deeper: level 65");
  }

  @Test
  void chainOf20000StatesIsWrittenInEveryFormat() {
    StateDiagramBuilder builder = StateDiagram.builder("").initial("0").state("0");
    for (int i = 1; i < 20_000; i++) {
      builder.state(Integer.toString(i)).transition(Integer.toString(i - 1), Integer.toString(i));
    }
    StateDiagram chain = builder.build();

    for (TextFormat format : TextFormat.values()) {
      assertThat(format.write(chain)).contains("19999");
    }
  }

  @Test
  void regionCopiesItsListOfStates() {
    List<DiagramState> states =
        new java.util.ArrayList<>(StateDiagram.builder("").state("a").build().states());
    DiagramRegion region = new DiagramRegion(states);
    states.clear();

    assertThat(region.states()).hasSize(1);
  }

  private static StateDiagram nested(int depth) {
    Consumer<RegionBuilder> inside = region -> {};
    for (int level = depth; level > 1; level--) {
      Consumer<RegionBuilder> deeper = inside;
      String id = "level " + level;
      inside = region -> region.state(id, state -> state.region(deeper));
    }
    Consumer<RegionBuilder> all = inside;
    return StateDiagram.builder("").state("level 1", state -> state.region(all)).build();
  }
}
