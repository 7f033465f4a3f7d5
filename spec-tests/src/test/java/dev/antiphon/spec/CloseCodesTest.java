package dev.antiphon.spec;

import static dev.antiphon.protocol.Opcode.RESUMED;
import static dev.antiphon.protocol.Opcode.SESSION_DESCRIPTION;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static dev.antiphon.testkit.fault.FaultTrigger.sent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.check.WrittenDecision;
import dev.antiphon.spec.flow.Decisions;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The server closes every session as soon as it is established or resumed. The tests check the
 * number of attempts and the end state for each close code.
 */
class CloseCodesTest {
  /** A TCP reset is reported as a close with this code, which no close frame can carry. */
  private static final int RESET = 1006;

  private static final Set<Integer> CODES =
      Set.of(
          1000, 1001, RESET, 4000, 4001, 4002, 4003, 4004, 4005, 4006, 4009, 4011, 4012, 4014, 4015,
          4016, 4017, 4020, 4021, 4022, 4999);
  private static final int RESUMES = 3;
  private static final int REJOINS = 4;

  /** The end state for a close code, and the number of attempts before it. */
  private record Expected(int code, ConnectionState end, int resumes, int rejoins) {
    static Expected failed(int code, FailureCause cause, int resumes, int rejoins) {
      return new Expected(
          code, new ConnectionState.Failed(cause, new Trigger.Closed(code)), resumes, rejoins);
    }

    static Expected disconnected(int code, DisconnectReason reason) {
      return new Expected(code, new ConnectionState.Disconnected(reason), 0, 0);
    }

    long guild() {
      return GUILD + code;
    }
  }

  /** The number of consecutive closes that ends the connection, for each cause with a limit. */
  private static final Map<FailureCause, Integer> CLOSE_LIMITS =
      Map.of(
          FailureCause.PROTOCOL_ERROR, 2,
          FailureCause.AUTHENTICATION_FAILED, 2,
          FailureCause.SERVER_NOT_FOUND, 3,
          FailureCause.NO_COMMON_MODE, 2);

  private static final List<Expected> EXPECTED =
      Decisions.closeCodes().keySet().stream()
          .filter(code -> CODES.contains(code))
          .map(CloseCodesTest::expectedFor)
          .toList();

  /** The expected result for a connection that is always closed with this code. */
  private static Expected expectedFor(int code) {
    WrittenDecision first = Decisions.closed(code, VoiceState.ESTABLISHED);
    List<WrittenDecision> all = Decisions.alternatives(code, VoiceState.ESTABLISHED);
    Optional<FailureCause> limit =
        CLOSE_LIMITS.keySet().stream()
            .filter(
                cause -> all.stream().anyMatch(one -> one.targetSubstate().equals(cause.title())))
            .findFirst();
    if (first.targetState().equals(VoiceState.AWAITING_SERVER_UPDATE.code())) {
      return Expected.disconnected(
          code, code == 4014 ? DisconnectReason.KICKED : DisconnectReason.CALL_TERMINATED);
    }
    if (first.targetState().equals(VoiceState.FAILED.code())) {
      return Expected.failed(code, Decisions.cause(code, VoiceState.ESTABLISHED), 0, 0);
    }
    if (limit.isPresent()) {
      return Expected.failed(code, limit.get(), 0, CLOSE_LIMITS.get(limit.get()) - 1);
    }
    int resumes = first.targetState().equals(VoiceState.RESUMING.code()) ? RESUMES : 0;
    return Expected.failed(code, FailureCause.RETRIES_EXHAUSTED, resumes, REJOINS);
  }

  @Test
  void everyCloseCodeCausesTheExpectedReconnectsAndEndState() throws Exception {
    try (TestEnvironment env =
        TestEnvironment.open(server -> server.plain().faults(closeEverySession()))) {
      TestEnvironment.Bot bot =
          env.bot(
              options ->
                  options
                      .severed(Duration.ofMillis(100))
                      .retries(TestEnvironment.retries(RESUMES, REJOINS)));
      Map<Expected, CompletableFuture<Connection>> joins = new LinkedHashMap<>();
      for (Expected expected : EXPECTED) {
        joins.put(expected, bot.voice().joinChannelAsync(expected.guild(), CHANNEL));
      }
      for (Map.Entry<Expected, CompletableFuture<Connection>> join : joins.entrySet()) {
        assertExpected(join.getKey(), join.getValue().get(LIMIT.toSeconds(), TimeUnit.SECONDS));
      }
      assertThat(bot.voice().connections()).isEmpty();
    }
  }

  private static void assertExpected(Expected expected, Connection connection) throws Exception {
    assertThat(withoutText(connection.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS)))
        .as("end after closes with %d", expected.code())
        .isEqualTo(expected.end());
    List<Transition> taken = connection.transitions();
    assertThat(taken.stream().filter(transition -> transition.to() == VoiceState.RESUMING))
        .as("resumes after closes with %d", expected.code())
        .hasSize(expected.resumes());
    assertThat(
            taken.stream()
                .filter(transition -> transition.to() == VoiceState.BACKOFF)
                .map(Transition::reason))
        .as("rejoins after closes with %d", expected.code())
        .isEqualTo(IntStream.range(0, expected.rejoins()).mapToObj(i -> rejoin()).toList());
  }

  /** Removes the close reason text, which the server chooses. */
  private static ConnectionState withoutText(ConnectionState end) {
    return end instanceof ConnectionState.Failed failed
            && failed.trigger() instanceof Trigger.Closed closed
        ? new ConnectionState.Failed(failed.cause(), new Trigger.Closed(closed.code()))
        : end;
  }

  private static Optional<BackoffPlan> rejoin() {
    return Optional.of(BackoffPlan.REJOIN);
  }

  private static FaultScript closeEverySession() {
    FaultScript.Builder script = FaultScript.builder();
    for (Expected expected : EXPECTED) {
      FaultAction closing =
          expected.code() == RESET ? FaultAction.reset() : FaultAction.close(expected.code());
      script.add(
          FaultRule.when(sent(SESSION_DESCRIPTION))
              .then(closing)
              .inGuild(expected.guild())
              .always());
      script.add(FaultRule.when(sent(RESUMED)).then(closing).inGuild(expected.guild()).always());
    }
    return script.build();
  }
}
