package dev.antiphon.statemachine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.CloseCode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each close code means, written down a second time and by hand. */
class CloseCodeTest {
  private static final Map<Integer, Reason> ENDS = new HashMap<>();

  static {
    for (int lost :
        new int[] {-1, 0, 1000, 1001, 1002, 1005, 1006, 1007, 1009, 1011, 1012, 1013, 1014, 3999}) {
      ENDS.put(lost, FailureCause.RETRIES_EXHAUSTED);
    }
    for (int retried : new int[] {4000, 4006, 4009, 4010, 4015, 4900, 4999}) {
      ENDS.put(retried, FailureCause.RETRIES_EXHAUSTED);
    }
    for (int ours : new int[] {4001, 4002, 4003, 4005, 4020}) {
      ENDS.put(ours, FailureCause.PROTOCOL_ERROR);
    }
    ENDS.put(4004, FailureCause.AUTHENTICATION_FAILED);
    ENDS.put(4011, FailureCause.SERVER_NOT_FOUND);
    ENDS.put(4012, FailureCause.UNKNOWN_PROTOCOL);
    ENDS.put(4014, DisconnectReason.KICKED);
    ENDS.put(4016, FailureCause.NO_COMMON_MODE);
    ENDS.put(4017, FailureCause.DAVE_REQUIRED);
    ENDS.put(4021, FailureCause.RATE_LIMITED);
    ENDS.put(4022, DisconnectReason.CALL_TERMINATED);
  }

  static Stream<Arguments> everyCodeAtEveryStageThatHoldsASocket() {
    return EnumSet.range(Stage.DIALLING, Stage.DOUBTING).stream()
        .flatMap(stage -> ENDS.keySet().stream().map(code -> Arguments.of(stage, code)));
  }

  @ParameterizedTest
  @MethodSource("everyCodeAtEveryStageThatHoldsASocket")
  void aCloseEndsTheConnectionForItsReasonAndNamesItsCode(Stage stage, int code) {
    FlowSimulation flow = stage.reach().closed(code);
    flow.thenEnded(ENDS.get(code), new Origin.Closed(code));
    assertThat(flow.did()).as("what is closed is not closed again").noneMatch(OF_SOCKET);
    assertThat(flow.did().contains("close path 1")).isEqualTo(stage.holdsPath());
    assertThat(flow.did()).contains("op4(null)");
  }

  private static final Predicate<String> OF_SOCKET = effect -> effect.contains("socket 1");

  @Test
  void aCodeBelongsToOneReactionOnly() {
    Set<Integer> seen = new HashSet<>();
    for (CloseReaction reaction : CloseReaction.values()) {
      assertThat(reaction.codes()).allMatch(seen::add);
      assertThat(reaction.codes()).allMatch(code -> CloseReaction.of(code) == reaction);
    }
  }

  @Test
  void everyCodeThatDiscordDocumentsHasAReaction() {
    List<Integer> named =
        Arrays.stream(CloseReaction.values()).flatMap(r -> r.codes().stream()).toList();
    for (CloseCode code : CloseCode.values()) {
      if (code != CloseCode.ABORTED) {
        assertThat(named).as(code.name()).contains(code.number());
      }
    }
  }

  @Test
  void aCodeThatNobodyKnowsIsDiscordsFromFourThousandOnAndALossBelow() {
    for (int code : new int[] {Integer.MIN_VALUE, -1, 0, 999, 1003, 3000, 3999}) {
      assertThat(CloseReaction.of(code)).isEqualTo(CloseReaction.LOSS);
    }
    for (int code : new int[] {4007, 4010, 4013, 4018, 4999, 5000, Integer.MAX_VALUE}) {
      assertThat(CloseReaction.of(code)).isEqualTo(CloseReaction.UNKNOWN);
    }
  }

  @Test
  void theOriginOfACloseReadsAsASentencePart() {
    assertThat(new Origin.Closed(4006).describe())
        .isEqualTo("closed with 4006 (The session is no longer valid.)");
    assertThat(new Origin.Closed(4999).describe()).isEqualTo("closed with 4999");
  }
}
