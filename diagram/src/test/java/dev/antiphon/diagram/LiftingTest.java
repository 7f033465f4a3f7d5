package dev.antiphon.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiftingTest {
  private static final StateDiagram HOUSE =
      StateDiagram.builder("A house")
          .state("outside")
          .state(
              "inside",
              house ->
                  house.region(
                      rooms ->
                          rooms
                              .initial("hall")
                              .state("hall")
                              .state(
                                  "upstairs",
                                  floor -> floor.region(two -> two.state("bed").state("bath")))))
          .state("gone")
          .transition("hall", "outside", arrow -> arrow.on("leave"))
          .transition("bed", "outside", arrow -> arrow.on("jump"))
          .transition("bath", "outside", arrow -> arrow.on("jump"))
          .transition("bed", "hall", arrow -> arrow.on("go down"))
          .transition("bath", "hall", arrow -> arrow.on("go down"))
          .transition("hall", "bed", arrow -> arrow.on("go up"))
          .transition("bed", "gone", arrow -> arrow.on("sleep"))
          .transition("bath", "bath", arrow -> arrow.on("sing").kind(TransitionKind.INTERNAL))
          .build();

  @Test
  void transitionSharedByAllInnerStatesIsLiftedToTheOutermostComposite() {
    assertThat(sourcesOf("outside")).containsOnly("inside");
  }

  @Test
  void transitionSharedByAllStatesOfAnInnerCompositeIsLiftedToThatComposite() {
    assertThat(sourcesOf("hall")).containsExactly("initial: hall", "upstairs", "upstairs");
  }

  @Test
  void transitionOfOnlySomeInnerStatesIsNotLifted() {
    assertThat(sourcesOf("gone")).containsExactly("bed");
  }

  @Test
  void neitherInternalTransitionsNorTransitionsIntoACompositeAreMovedToTheParent() {
    assertThat(sourcesOf("bed")).containsExactly("hall");
    assertThat(sourcesOf("bath")).containsExactly("bath");
  }

  @Test
  void transitionsBetweenInnerStatesAreNotLifted() {
    StateDiagram flat =
        StateDiagram.builder("A flat")
            .state("flat", flats -> flats.region(rooms -> rooms.state("bed").state("bath")))
            .transition("bed", "bath", arrow -> arrow.on("wash"))
            .transition("bath", "bath", arrow -> arrow.on("wash"))
            .transition("bed", "flat", arrow -> arrow.on("begin again"))
            .transition("bath", "flat", arrow -> arrow.on("begin again"))
            .build();
    assertThat(flat.view(Views.lifted())).isEqualTo(flat);
  }

  @Test
  void transitionOfASingleInnerStateIsNotLifted() {
    StateDiagram cell =
        StateDiagram.builder("A cell")
            .state("cell", cells -> cells.region(rooms -> rooms.state("bed")))
            .state("free")
            .transition("bed", "free", arrow -> arrow.on("flee"))
            .build();
    assertThat(cell.view(Views.lifted())).isEqualTo(cell);
  }

  @Test
  void liftedTransitionKeepsItsLabel() {
    assertThat(HOUSE.view(Views.lifted()).transitions())
        .extracting(DiagramTransition::label)
        .containsExactlyElementsOf(
            HOUSE.transitions().stream().map(DiagramTransition::label).toList());
  }

  private static List<String> sourcesOf(String target) {
    return HOUSE.view(Views.lifted()).transitions().stream()
        .filter(one -> one.target().equals(target))
        .map(DiagramTransition::source)
        .toList();
  }
}
