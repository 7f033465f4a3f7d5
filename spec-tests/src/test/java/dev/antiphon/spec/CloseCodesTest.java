package dev.antiphon.spec;

import static dev.antiphon.protocol.Opcode.RESUMED;
import static dev.antiphon.protocol.Opcode.SESSION_DESCRIPTION;
import static dev.antiphon.spec.Scene.CHANNEL;
import static dev.antiphon.spec.Scene.GUILD;
import static dev.antiphon.spec.Scene.LIMIT;
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
 * A server that closes every session, resumed or new, as soon as it stands: what is tried, and
 * where it ends.
 */
class CloseCodesTest {
  /** A reset of TCP is reported like a close with this code, which no frame can carry. */
  private static final int RESET = 1006;

  private static final Set<Integer> CODES =
      Set.of(
          1000, 1001, RESET, 4000, 4001, 4002, 4003, 4004, 4005, 4006, 4009, 4011, 4012, 4014, 4015,
          4016, 4017, 4020, 4021, 4022, 4999);
  private static final int RESUMES = 3;
  private static final int REJOINS = 4;

  /** What a close code leads to, and after how many attempts. */
  private record Fate(int code, ConnectionState end, int resumes, int rejoins) {
    static Fate failed(int code, FailureCause cause, int resumes, int rejoins) {
      return new Fate(
          code, new ConnectionState.Failed(cause, new Trigger.Closed(code)), resumes, rejoins);
    }

    static Fate disconnected(int code, DisconnectReason reason) {
      return new Fate(code, new ConnectionState.Disconnected(reason), 0, 0);
    }

    long guild() {
      return GUILD + code;
    }
  }

  /** How many closes in a row end the connection where too many of them do. */
  private static final Map<FailureCause, Integer> TOO_MANY =
      Map.of(
          FailureCause.PROTOCOL_ERROR, 2,
          FailureCause.AUTHENTICATION_FAILED, 2,
          FailureCause.SERVER_NOT_FOUND, 3,
          FailureCause.NO_COMMON_MODE, 2);

  private static final List<Fate> FATES =
      Decisions.closeCodes().keySet().stream()
          .filter(code -> CODES.contains(code))
          .map(CloseCodesTest::fate)
          .toList();

  /** What the flow is meant to do with an established connection that always ends so. */
  private static Fate fate(int code) {
    WrittenDecision first = Decisions.closed(code, VoiceState.ESTABLISHED);
    List<WrittenDecision> all = Decisions.alternatives(code, VoiceState.ESTABLISHED);
    Optional<FailureCause> limit =
        TOO_MANY.keySet().stream()
            .filter(cause -> all.get(0).targetSubstate().equals(cause.title()))
            .findFirst();
    if (first.targetState().equals(VoiceState.AWAITING_SERVER_UPDATE.code())) {
      return Fate.disconnected(
          code, code == 4014 ? DisconnectReason.KICKED : DisconnectReason.CALL_TERMINATED);
    }
    if (first.targetState().equals(VoiceState.FAILED.code())) {
      return Fate.failed(code, Decisions.cause(code, VoiceState.ESTABLISHED), 0, 0);
    }
    if (limit.isPresent()) {
      return Fate.failed(code, limit.get(), 0, TOO_MANY.get(limit.get()) - 1);
    }
    int resumes = first.targetState().equals(VoiceState.RESUMING.code()) ? RESUMES : 0;
    return Fate.failed(code, FailureCause.RETRIES_EXHAUSTED, resumes, REJOINS);
  }

  @Test
  void everyCloseCodeIsTriedAsOftenAsItSaysAndEndsAsItSays() throws Exception {
    try (Scene scene = Scene.open(server -> server.plain().faults(closingWhatStands()))) {
      Scene.Bot bot =
          scene.bot(
              options ->
                  options.severed(Duration.ofMillis(100)).retries(Scene.retries(RESUMES, REJOINS)));
      Map<Fate, CompletableFuture<Connection>> joins = new LinkedHashMap<>();
      for (Fate fate : FATES) {
        joins.put(fate, bot.voice().joinChannelAsync(fate.guild(), CHANNEL));
      }
      for (Map.Entry<Fate, CompletableFuture<Connection>> join : joins.entrySet()) {
        assertFate(join.getKey(), join.getValue().get(LIMIT.toSeconds(), TimeUnit.SECONDS));
      }
      assertThat(bot.voice().connections()).isEmpty();
    }
  }

  private static void assertFate(Fate fate, Connection connection) throws Exception {
    assertThat(withoutText(connection.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS)))
        .as("end after closes with %d", fate.code())
        .isEqualTo(fate.end());
    List<Transition> taken = connection.transitions();
    assertThat(taken.stream().filter(transition -> transition.to() == VoiceState.RESUMING))
        .as("resumes after closes with %d", fate.code())
        .hasSize(fate.resumes());
    assertThat(
            taken.stream()
                .filter(transition -> transition.to() == VoiceState.BACKOFF)
                .map(Transition::reason))
        .as("rejoins after closes with %d", fate.code())
        .isEqualTo(IntStream.range(0, fate.rejoins()).mapToObj(i -> rejoin()).toList());
  }

  /** What the server says beside a code is the server's affair. */
  private static ConnectionState withoutText(ConnectionState end) {
    return end instanceof ConnectionState.Failed failed
            && failed.trigger() instanceof Trigger.Closed closed
        ? new ConnectionState.Failed(failed.cause(), new Trigger.Closed(closed.code()))
        : end;
  }

  private static Optional<BackoffPlan> rejoin() {
    return Optional.of(BackoffPlan.REJOIN);
  }

  private static FaultScript closingWhatStands() {
    FaultScript.Builder script = FaultScript.builder();
    for (Fate fate : FATES) {
      FaultAction cut = fate.code() == RESET ? FaultAction.reset() : FaultAction.close(fate.code());
      script.add(
          FaultRule.when(sent(SESSION_DESCRIPTION)).then(cut).inGuild(fate.guild()).always());
      script.add(FaultRule.when(sent(RESUMED)).then(cut).inGuild(fate.guild()).always());
    }
    return script.build();
  }
}
