package dev.antiphon.spec.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Action;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowState;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Row;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A replay finds a wrong step at every position of a record. */
class ReplayTest {
  private static final FlowLimits LIMITS = ShortTimeouts.limits(false);
  private static final VoiceFlow FLOW = new VoiceFlow(LIMITS);
  private static final Snapshot INITIAL = FLOW.initial(1);

  /** The defects of one step that a replay must find. */
  enum Defect {
    MISSING_EFFECT {
      @Override
      FlowDecision in(FlowDecision correct) {
        List<?> effects = correct.effects();
        return with(correct, correct.row(), correct.after(), effects.size() - 1);
      }
    },
    OTHER_ROW {
      @Override
      FlowDecision in(FlowDecision correct) {
        Row<Substate, EventKind, Guard, Action> other =
            VoiceFlow.TABLE.rows(VoiceState.FAILED, correct.kind()).get(0);
        return with(correct, other, correct.after(), correct.effects().size());
      }
    },
    OTHER_STATE {
      @Override
      FlowDecision in(FlowDecision correct) {
        Trigger trigger = new Trigger.Event(EventKind.JOIN);
        FlowState to = new FlowState.BackingOff(BackoffPlan.REJOIN, trigger, Duration.ZERO, false);
        Snapshot after = new Snapshot(to, correct.memory());
        return with(correct, correct.row(), after, correct.effects().size());
      }
    },
    LOST_MEMORY {
      @Override
      FlowDecision in(FlowDecision correct) {
        Snapshot after = new Snapshot(correct.after().at(), INITIAL.memory());
        return with(correct, correct.row(), after, correct.effects().size());
      }
    };

    abstract FlowDecision in(FlowDecision correct);

    private static FlowDecision with(
        FlowDecision correct,
        Row<Substate, EventKind, Guard, Action> row,
        Snapshot after,
        int effects) {
      return new FlowDecision(
          correct.event(), row, correct.before(), after, correct.effects().subList(0, effects));
    }
  }

  @Test
  void correctRecordIsAccepted() {
    assertThat(Replay.of(INITIAL, join(), LIMITS)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void wrongStepIsReportedWithTheEventsBeforeIt(Defect defect) {
    List<FlowDecision> correct = join();
    for (int i = 0; i < correct.size(); i++) {
      List<FlowDecision> wrong = new ArrayList<>(correct);
      wrong.set(i, defect.in(correct.get(i)));
      PropertyViolation found = Replay.of(INITIAL, wrong, LIMITS).orElseThrow();
      assertThat(found.property()).isEqualTo("P24");
      assertThat(found.description())
          .startsWith("expected " + correct.get(i) + " but was " + wrong.get(i))
          .endsWith(AsJava.events(correct.subList(0, i + 1)));
    }
  }

  @Test
  void recordWithAMissingStepIsRejected() {
    for (int i = 0; i < join().size() - 1; i++) {
      List<FlowDecision> record = join();
      record.remove(i);
      assertThat(Replay.of(INITIAL, record, LIMITS)).isPresent();
    }
  }

  @Test
  void recordWithAWrongInitialStateIsRejected() {
    Snapshot later = join().get(0).after();
    assertThat(Replay.of(later, join(), LIMITS))
        .map(PropertyViolation::description)
        .hasValue("the initial state is " + later);
  }

  /** A record from the first command to Established. */
  private static List<FlowDecision> join() {
    Optional<EncryptionMode> mode = Optional.of(EncryptionMode.AEAD_AES256_GCM_RTPSIZE);
    List<VoiceEvent> events =
        List.of(
            new Command.Join(7),
            new VoiceEvent.OwnVoiceState(OptionalLong.of(7), 1),
            new VoiceEvent.VoiceServer(1, 1),
            new VoiceEvent.SocketOpen(1),
            new VoiceEvent.HelloReceived(1, 41_250),
            new VoiceEvent.ReadyReceived(1, 4711, Set.of(EncryptionMode.values()), 1),
            new VoiceEvent.UdpReady(1),
            new VoiceEvent.Discovered(1, 1),
            new VoiceEvent.Described(
                1, mode, 1, EncryptionMode.AEAD_AES256_GCM_RTPSIZE.keyLength()));
    List<FlowDecision> record = new ArrayList<>();
    Snapshot now = INITIAL;
    for (VoiceEvent event : events) {
      FlowDecision decision = FLOW.decide(now, event);
      record.add(decision);
      now = decision.after();
    }
    return record;
  }
}
