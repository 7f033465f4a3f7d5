package dev.antiphon.diagram.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.DiagramRegion;
import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import dev.antiphon.diagram.TransitionKind;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.config.StateMachineBuilder;
import org.springframework.statemachine.listener.StateMachineListener;
import org.springframework.statemachine.listener.StateMachineListenerAdapter;

class SpringMachinesTest {
  @Test
  void historyIsReadWithItsDefaultTarget() throws Exception {
    StateDiagram washer = SpringMachines.read(Washer.machine());

    assertThat(washer.title()).isEqualTo("washer");
    assertThat(tree(washer))
        .isEqualTo(
            "initial RUNNING{initial WASHING RINSING DRYING shallow_history:HISTORY} POWEROFF"
                + " end:END");
    assertThat(arrows(washer))
        .containsExactlyInAnyOrder(
            "initial: RUNNING -> RUNNING: ",
            "initial: WASHING -> WASHING: ",
            "RUNNING -> POWEROFF: CUTPOWER",
            "RUNNING -> END: STOP",
            "WASHING -> RINSING: RINSE",
            "RINSING -> DRYING: DRY",
            "HISTORY -> WASHING: ",
            "POWEROFF -> HISTORY: RESTOREPOWER");
  }

  @Test
  void regionsAndForksAndJoinsAndBeanNamesAreRead() throws Exception {
    StateDiagram tasks = SpringMachines.read(Tasks.machine());

    assertThat(tree(tasks))
        .isEqualTo(
            "initial READY fork:FORK TASKS{initial T1 end:T1E | initial T2 end:T2E | initial T3"
                + " end:T3E} join:JOIN choice:CHOICE ERROR{initial AUTOMATIC MANUAL}");
    assertThat(arrows(tasks))
        .containsExactly(
            "initial: READY -> READY: ",
            "initial: T1 -> T1: ",
            "initial: T2 -> T2: ",
            "initial: T3 -> T3: ",
            "initial: AUTOMATIC -> AUTOMATIC: ",
            "READY -> FORK: RUN",
            "FORK -> TASKS: ",
            "JOIN -> CHOICE: ",
            "CHOICE -> ERROR: [anyTaskFailed]",
            "CHOICE -> READY: [else]",
            "ERROR -> READY: CONTINUE",
            "T1 -> T1E: ",
            "T1E -> JOIN: ",
            "T2 -> T2E: ",
            "T2E -> JOIN: ",
            "T3 -> T3E: ",
            "T3E -> JOIN: ",
            "AUTOMATIC -> MANUAL: FALLBACK",
            "MANUAL internal: FIX / fixAction");
    assertThat(state(tasks, "AUTOMATIC").description()).containsExactly("entry / automaticAction");
  }

  @Test
  void choicesAndEntryPointsAndExitPointsAndTimersAndNamesAreRead() throws Exception {
    StateDiagram orders = SpringMachines.read(Orders.machine());

    assertThat(tree(orders))
        .isEqualTo(
            "initial open end:cancelled choice:checked delivered packing{initial boxing"
                + " exit_point:damaged entry_point:express labelling} junction:sorted");
    assertThat(arrows(orders))
        .containsExactlyInAnyOrder(
            "initial: open -> open: / SHIP",
            "initial: boxing -> boxing: ",
            "checked -> packing: [Paid]",
            "checked -> express: [extendedState.variables.get('hurry')]",
            "checked -> sorted: [else] / APOLOGISE",
            "open -> checked: submit",
            "packing local boxing: again",
            "packing internal: every 1500 ms / APOLOGISE",
            "packing -> delivered: sent [Paid] / SHIP",
            "boxing -> labelling: after 5 s",
            "damaged -> cancelled: ",
            "express -> labelling: ",
            "labelling -> damaged: dropped",
            "sorted -> open: […]",
            "sorted -> cancelled: [else]");
    assertThat(state(orders, "labelling").description())
        .containsExactly("entry / SHIP", "exit / APOLOGISE");
  }

  @Test
  void transitionsOfTopLevelRegionsAreReadOnce() throws Exception {
    StateMachineBuilder.Builder<String, String> builder = StateMachineBuilder.builder();
    builder
        .configureStates()
        .withStates()
        .initial("a1")
        .state("a2")
        .and()
        .withStates()
        .initial("b1")
        .state("b2");
    builder
        .configureTransitions()
        .withExternal()
        .source("a1")
        .target("a2")
        .event("go")
        .and()
        .withExternal()
        .source("b1")
        .target("b2")
        .event("go");

    StateDiagram diagram = SpringMachines.read(builder.build());

    assertThat(tree(diagram)).isEqualTo("initial a1 a2 | initial b1 b2");
    assertThat(arrows(diagram))
        .containsExactly(
            "initial: a1 -> a1: ", "initial: b1 -> b1: ", "a1 -> a2: go", "b1 -> b2: go");
  }

  @Test
  void submachineCanHaveTheSameStateNamesAsTheOuterMachine() throws Exception {
    StateMachineBuilder.Builder<String, String> inner = StateMachineBuilder.builder();
    inner.configureStates().withStates().initial("idle").state("busy");
    inner.configureTransitions().withExternal().source("idle").target("busy").event("work");
    StateMachineBuilder.Builder<String, String> outer = StateMachineBuilder.builder();
    outer.configureStates().withStates().initial("idle").state("call", inner.build());
    outer.configureTransitions().withExternal().source("idle").target("call").event("ring");

    StateDiagram diagram = SpringMachines.read(outer.build());

    assertThat(diagram.states()).extracting(DiagramState::title).contains("idle", "busy", "call");
    assertThat(arrows(diagram))
        .contains("idle -> call: ring")
        .anyMatch(one -> one.endsWith("work"));
  }

  /** Without a guard the transition would look unconditional. */
  @Test
  void guardWithoutANameIsShownAsAnEllipsis() throws Exception {
    StateMachineBuilder.Builder<String, String> builder = StateMachineBuilder.builder();
    builder.configureStates().withStates().initial("off").choice("?").state("on").state("dim");
    builder
        .configureTransitions()
        .withExternal()
        .source("off")
        .target("?")
        .event("press")
        .guard(context -> true)
        .action(context -> {})
        .and()
        .withChoice()
        .source("?")
        .first("on", context -> true)
        .last("dim");

    assertThat(arrows(SpringMachines.read(builder.build())))
        .containsExactlyInAnyOrder(
            "initial: off -> off: ", "off -> ?: press […]", "? -> on: […]", "? -> dim: [else]");
  }

  @Test
  void nameOfASpringTransitionBecomesTheIdInTheDiagram() throws Exception {
    StateMachineBuilder.Builder<String, String> builder = StateMachineBuilder.builder();
    builder.configureStates().withStates().initial("off").state("on");
    builder
        .configureTransitions()
        .withExternal()
        .name("switch on")
        .source("off")
        .target("on")
        .event("press")
        .and()
        .withExternal()
        .source("on")
        .target("off")
        .event("press");

    assertThat(SpringMachines.read(builder.build()).transitions())
        .extracting(DiagramTransition::id)
        .containsExactlyInAnyOrder("", "switch on", "");
  }

  @Test
  void runningMachineIsReadLikeAStoppedMachine() throws Exception {
    StateMachine<Washer, String> machine = Washer.machine();
    StateDiagram atRest = SpringMachines.read(machine);
    machine.startReactively().block();
    try {
      assertThat(SpringMachines.read(machine)).isEqualTo(atRest);
      assertThat(machine.getState().getId()).isEqualTo(Washer.RUNNING);
    } finally {
      machine.stopReactively().block();
    }
  }

  @Test
  void machineCreatedByAFactoryIsStoppedAfterTheRead() throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    StateMachineBuilder.Builder<String, String> builder = StateMachineBuilder.builder();
    builder
        .configureConfiguration()
        .withConfiguration()
        .autoStartup(true)
        .listener(listener(events));
    builder.configureStates().withStates().initial("off").state("on");
    builder.configureTransitions().withExternal().source("off").target("on").event("press");

    SpringMachines.read(builder.createFactory());

    assertThat(events).containsExactly("started", "stopped");
  }

  private static StateMachineListener<String, String> listener(List<String> events) {
    return new StateMachineListenerAdapter<>() {
      @Override
      public void stateMachineStarted(StateMachine<String, String> machine) {
        events.add("started");
      }

      @Override
      public void stateMachineStopped(StateMachine<String, String> machine) {
        events.add("stopped");
      }
    };
  }

  /** Spring gives regions random names and stores them in hash order. */
  @RepeatedTest(20)
  void readingTheSameConfigurationTwiceReturnsEqualDiagrams() throws Exception {
    assertThat(SpringMachines.read(Tasks.machine()))
        .isEqualTo(SpringMachines.read(Tasks.machine()));
  }

  private static DiagramState state(StateDiagram diagram, String id) {
    return diagram.states().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static String tree(StateDiagram diagram) {
    return tree(diagram.regions());
  }

  private static String tree(List<DiagramRegion> regions) {
    return regions.stream()
        .map(
            region ->
                region.states().stream()
                    .map(SpringMachinesTest::node)
                    .collect(Collectors.joining(" ")))
        .collect(Collectors.joining(" | "));
  }

  private static String node(DiagramState state) {
    if (state.kind() == StateKind.INITIAL) {
      return "initial";
    }
    String kind =
        state.kind() == StateKind.NORMAL ? "" : state.kind().name().toLowerCase(Locale.ROOT) + ":";
    return kind + state.title() + (state.isComposite() ? "{" + tree(state.regions()) + "}" : "");
  }

  private static List<String> arrows(StateDiagram diagram) {
    return diagram.transitions().stream().map(SpringMachinesTest::arrow).toList();
  }

  private static String arrow(DiagramTransition one) {
    if (one.isInternal()) {
      return one.source() + " internal: " + one.label();
    }
    String how = one.kind() == TransitionKind.LOCAL ? " local " : " -> ";
    return one.source() + how + one.target() + ": " + one.label();
  }
}
