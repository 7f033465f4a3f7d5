package dev.antiphon.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewsTest {
  private static final StateDiagram CALL =
      StateDiagram.builder("call")
          .initial("idle")
          .state("idle")
          .state(
              "session",
              state ->
                  state.region(
                      inside -> inside.initial("dialling").state("dialling").state("talking")))
          .state("waiting")
          .state("over", StateKind.END)
          .transition("idle", "dialling", arrow -> arrow.id("r1").on("call").tag("happy"))
          .transition("dialling", "talking", arrow -> arrow.id("r2").on("answer").tag("happy"))
          .transition("talking", "waiting", arrow -> arrow.id("r3").on("lost").tag("reconnect"))
          .transition("waiting", "dialling", arrow -> arrow.id("r4").on("again").tag("reconnect"))
          .transition("talking", "over", arrow -> arrow.id("r5").on("hang up").tag("happy"))
          .transition("talking", "over", arrow -> arrow.id("r6").on("kicked"))
          .transition("talking", "over", arrow -> arrow.id("r7").on("kicked"))
          .transition("talking", "over", arrow -> arrow.id("r8").on("thrown").when("mute"))
          .transition("talking", "talking", arrow -> arrow.on("mute").kind(TransitionKind.INTERNAL))
          .build();

  @Test
  void taggedKeepsTaggedTransitionsWithTheirStatesAndInitialStates() {
    StateDiagram happy = CALL.view(Views.tagged("happy"));

    assertThat(happy.transitions())
        .extracting(DiagramTransition::label)
        .containsExactly("", "", "call", "answer", "hang up");
    assertThat(happy.states())
        .extracting(DiagramState::id)
        .containsExactly(
            "initial: idle", "idle", "session", "initial: dialling", "dialling", "talking", "over");
  }

  @Test
  void taggedAcceptsSeveralTags() {
    assertThat(CALL.view(Views.tagged("happy", "reconnect")).states())
        .extracting(DiagramState::id)
        .contains("waiting");
  }

  @Test
  void withoutInternalRemovesInternalTransitions() {
    assertThat(CALL.view(Views.withoutInternal()).transitions())
        .hasSize(CALL.transitions().size() - 1)
        .noneMatch(DiagramTransition::isInternal);
  }

  @Test
  void groupedMergesArrowsAndLimitsTheNumberOfLabels() {
    assertThat(CALL.view(Views.grouped(2)).transitions())
        .extracting(DiagramTransition::label)
        .contains("hang up\nkicked\n…")
        .hasSize(CALL.transitions().size() - 3);
    assertThat(CALL.view(Views.grouped(3)).transitions())
        .extracting(DiagramTransition::label)
        .contains("hang up\nkicked\nthrown [mute]");
  }

  @Test
  void groupedShowsEqualLabelsOnce() {
    StateDiagram diagram =
        StateDiagram.builder("")
            .state("a")
            .state("b")
            .transition("a", "b", arrow -> arrow.on("go").id("1"))
            .transition("a", "b", arrow -> arrow.on("go").id("2"))
            .transition("a", "b", arrow -> arrow.on("run"))
            .build();

    assertThat(diagram.view(Views.grouped(2)).transitions())
        .singleElement()
        .satisfies(one -> assertThat(one.label()).isEqualTo("go\nrun"));
  }

  @Test
  void groupedRejectsZeroLabels() {
    assertThatThrownBy(() -> Views.grouped(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void visitedTransitionsAreStrongAndUnvisitedTransitionsAreFaint() {
    StateDiagram visited = CALL.view(Views.visited(Map.of("r1", 2L, "r6", 1L, "r7", 3L)));

    assertThat(visited.transitions())
        .filteredOn(one -> one.id().equals("r1"))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.label()).isEqualTo("call ×2");
              assertThat(one.style()).isEqualTo(Emphasis.STRONG);
            });
    assertThat(visited.transitions())
        .filteredOn(one -> one.id().equals("r2"))
        .singleElement()
        .satisfies(one -> assertThat(one.style()).isEqualTo(Emphasis.FAINT));
    assertThat(visited.transitions())
        .filteredOn(one -> one.id().isEmpty())
        .allMatch(one -> one.visits().isEmpty());
  }

  @Test
  void groupedShowsOnlyVisitedLabelsAndTheSumOfVisits() {
    StateDiagram grouped =
        CALL.view(Views.visited(Map.of("r6", 1L, "r7", 3L))).view(Views.grouped(3));

    assertThat(grouped.transitions())
        .extracting(DiagramTransition::label)
        .contains("kicked ×4")
        .noneMatch(label -> label.contains("hang up"));
  }
}
