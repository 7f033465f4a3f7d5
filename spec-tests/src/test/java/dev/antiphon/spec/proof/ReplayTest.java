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

/** A record in which one step is not as the core takes it is found, wherever that step is. */
class ReplayTest {
  private static final FlowLimits LIMITS = ShortTimes.limits(false);
  private static final VoiceFlow FLOW = new VoiceFlow(LIMITS);
  private static final Snapshot INITIAL = FLOW.initial(1);

  /** What a connection that goes wrong may do in one step. */
  enum Slip {
    FORGETS_AN_EFFECT {
      @Override
      FlowDecision in(FlowDecision right) {
        List<?> effects = right.effects();
        return with(right, right.row(), right.after(), effects.size() - 1);
      }
    },
    TAKES_ANOTHER_ROW {
      @Override
      FlowDecision in(FlowDecision right) {
        Row<Substate, EventKind, Guard, Action> other =
            VoiceFlow.TABLE.rows(VoiceState.FAILED, right.kind()).get(0);
        return with(right, other, right.after(), right.effects().size());
      }
    },
    GOES_ELSEWHERE {
      @Override
      FlowDecision in(FlowDecision right) {
        Trigger trigger = new Trigger.Event(EventKind.JOIN);
        FlowState to = new FlowState.BackingOff(BackoffPlan.REJOIN, trigger, Duration.ZERO, false);
        Snapshot after = new Snapshot(to, right.memory());
        return with(right, right.row(), after, right.effects().size());
      }
    },
    REMEMBERS_NOTHING {
      @Override
      FlowDecision in(FlowDecision right) {
        Snapshot after = new Snapshot(right.after().at(), INITIAL.memory());
        return with(right, right.row(), after, right.effects().size());
      }
    };

    abstract FlowDecision in(FlowDecision right);

    private static FlowDecision with(
        FlowDecision right,
        Row<Substate, EventKind, Guard, Action> row,
        Snapshot after,
        int effects) {
      return new FlowDecision(
          right.event(), row, right.before(), after, right.effects().subList(0, effects));
    }
  }

  @Test
  void aRecordOfWhatTheCoreDecidesIsExplained() {
    assertThat(Replay.of(INITIAL, join(), LIMITS)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aWrongStepIsFoundAndToldWithTheEventsThatLeadThere(Slip slip) {
    List<FlowDecision> right = join();
    for (int i = 0; i < right.size(); i++) {
      List<FlowDecision> wrong = new ArrayList<>(right);
      wrong.set(i, slip.in(right.get(i)));
      Flaw found = Replay.of(INITIAL, wrong, LIMITS).orElseThrow();
      assertThat(found.property()).isEqualTo("P24");
      assertThat(found.what())
          .startsWith("expected " + right.get(i) + " but it was " + wrong.get(i))
          .endsWith(AsJava.events(right.subList(0, i + 1)));
    }
  }

  @Test
  void aRecordThatLacksAStepIsFound() {
    for (int i = 0; i < join().size() - 1; i++) {
      List<FlowDecision> record = join();
      record.remove(i);
      assertThat(Replay.of(INITIAL, record, LIMITS)).isPresent();
    }
  }

  @Test
  void aRecordThatDoesNotBeginInTheBeginningIsFound() {
    Snapshot later = join().get(0).after();
    assertThat(Replay.of(later, join(), LIMITS)).map(Flaw::what).hasValue("it began with " + later);
  }

  /** From the first command to Established. */
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
