package dev.antiphon.spec.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Decision;
import dev.antiphon.machine.Row;
import dev.antiphon.protocol.EncryptionMode;
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
  private static final FlowMemory INITIAL = FLOW.initialMemory(1);

  /** What a connection that goes wrong may do in one step. */
  enum Slip {
    FORGETS_AN_EFFECT {
      @Override
      Decision in(Decision right) {
        List<?> effects = right.effects();
        return with(right, right.row(), right.to(), right.memory(), effects.size() - 1);
      }
    },
    TAKES_ANOTHER_ROW {
      @Override
      Decision in(Decision right) {
        Row other = VoiceFlow.TABLE.cell(VoiceState.FAILED, right.kind()).get(0);
        return with(right, other, right.to(), right.memory(), right.effects().size());
      }
    },
    GOES_ELSEWHERE {
      @Override
      Decision in(Decision right) {
        VoiceState to = VoiceState.BACKOFF;
        return with(right, right.row(), to, right.memory(), right.effects().size());
      }
    },
    REMEMBERS_NOTHING {
      @Override
      Decision in(Decision right) {
        return with(right, right.row(), right.to(), INITIAL, right.effects().size());
      }
    };

    abstract Decision in(Decision right);

    private static Decision with(
        Decision right, Row row, VoiceState to, FlowMemory memory, int effects) {
      return new Decision(
          right.event(),
          right.kind(),
          row,
          right.from(),
          to,
          memory,
          right.effects().subList(0, effects));
    }
  }

  @Test
  void aRecordOfWhatTheCoreDecidesIsExplained() {
    assertThat(Replay.of(INITIAL, join(), LIMITS)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aWrongStepIsFoundAndToldWithTheEventsThatLeadThere(Slip slip) {
    List<Decision> right = join();
    for (int i = 0; i < right.size(); i++) {
      List<Decision> wrong = new ArrayList<>(right);
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
      List<Decision> record = join();
      record.remove(i);
      assertThat(Replay.of(INITIAL, record, LIMITS)).isPresent();
    }
  }

  @Test
  void aRecordThatDoesNotBeginInTheBeginningIsFound() {
    FlowMemory later = join().get(0).memory();
    assertThat(Replay.of(later, join(), LIMITS)).map(Flaw::what).hasValue("it began with " + later);
  }

  /** From the first command to Established. */
  private static List<Decision> join() {
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
    List<Decision> record = new ArrayList<>();
    VoiceState state = VoiceState.IDLE;
    FlowMemory memory = INITIAL;
    for (VoiceEvent event : events) {
      Decision decision = FLOW.decide(state, memory, event);
      record.add(decision);
      state = decision.to();
      memory = decision.memory();
    }
    return record;
  }
}
