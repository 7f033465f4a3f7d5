package dev.antiphon.internal.engine;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Action;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Row;
import dev.antiphon.protocol.EncryptionMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.springframework.statemachine.config.ObjectStateMachineFactory;
import org.springframework.statemachine.config.StateMachineFactory;
import org.springframework.statemachine.config.model.ConfigurationData;
import org.springframework.statemachine.config.model.DefaultStateMachineModel;
import org.springframework.statemachine.config.model.StateData;
import org.springframework.statemachine.config.model.StatesData;
import org.springframework.statemachine.config.model.TransitionData;
import org.springframework.statemachine.config.model.TransitionsData;
import org.springframework.statemachine.transition.TransitionKind;

/**
 * Makes engines that run on Spring Statemachine, all from one model of the table.
 *
 * <p>Only rows that change the state become Spring transitions. Spring picks arbitrarily among
 * transitions whose guards are all true, so the pure core chooses the row, and each Spring guard
 * only asks whether it is that row.
 *
 * <p>Safe for use by any number of threads.
 */
public final class SpringFlowEngines {
  private final VoiceFlow flow;
  private final StateMachineFactory<VoiceState, EventKind> machines;

  /**
   * Builds the model. The first machine of a JVM takes Spring more than a second, and its first
   * events milliseconds each; so the constructor, which runs on the caller's thread, walks one
   * machine through a join and spares the event loops that.
   */
  public SpringFlowEngines(VoiceFlow flow) {
    this.flow = flow;
    this.machines = new ObjectStateMachineFactory<>(model());
    warmUp();
  }

  /** A new engine, in Idle; {@code seed} is what its chance begins with. */
  public FlowEngine create(long seed) {
    return new SpringFlowEngine(flow, machines.getStateMachine(), seed);
  }

  private static DefaultStateMachineModel<VoiceState, EventKind> model() {
    List<StateData<VoiceState, EventKind>> states =
        Arrays.stream(VoiceState.values())
            .map(state -> new StateData<VoiceState, EventKind>(state, state == VoiceState.IDLE))
            .toList();
    List<TransitionData<VoiceState, EventKind>> transitions =
        VoiceFlow.TABLE.rows().stream()
            .filter(Row::changesState)
            .map(SpringFlowEngines::transition)
            .toList();
    return new DefaultStateMachineModel<>(
        new ConfigurationData<>(), new StatesData<>(states), new TransitionsData<>(transitions));
  }

  private static TransitionData<VoiceState, EventKind> transition(
      Row<Substate, EventKind, Guard, Action> row) {
    return new TransitionData<>(
        FlowRows.from(row),
        FlowRows.to(row),
        row.event(),
        List.of(Passage.adopt()),
        Passage.isFor(row),
        TransitionKind.EXTERNAL,
        row.id());
  }

  private void warmUp() {
    FlowEngine engine = create(0);
    long channel = 1;
    List<VoiceEvent> join =
        List.of(
            new Command.Join(channel),
            new VoiceEvent.OwnVoiceState(OptionalLong.of(channel), 1),
            new VoiceEvent.VoiceServer(1, 1),
            new VoiceEvent.SocketOpen(1),
            new VoiceEvent.ReadyReceived(1, 1, Set.of(EncryptionMode.values()), 1),
            new VoiceEvent.UdpReady(1),
            new VoiceEvent.Discovered(1, 1));
    join.forEach(engine::handle);
    Optional<EncryptionMode> mode = engine.snapshot().memory().udp().mode();
    engine.handle(
        new VoiceEvent.Described(1, mode, 1, mode.map(EncryptionMode::keyLength).orElse(0)));
    engine.handle(new Command.Disconnect());
  }
}
