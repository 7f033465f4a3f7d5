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
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final List<Fate> FATES =
      List.of(
          Fate.failed(1000, FailureCause.RETRIES_EXHAUSTED, RESUMES, REJOINS),
          Fate.failed(1001, FailureCause.RETRIES_EXHAUSTED, RESUMES, REJOINS),
          Fate.failed(RESET, FailureCause.RETRIES_EXHAUSTED, RESUMES, REJOINS),
          Fate.failed(4000, FailureCause.RETRIES_EXHAUSTED, RESUMES, REJOINS),
          Fate.failed(4015, FailureCause.RETRIES_EXHAUSTED, RESUMES, REJOINS),
          Fate.failed(4999, FailureCause.RETRIES_EXHAUSTED, RESUMES, REJOINS),
          Fate.failed(4006, FailureCause.RETRIES_EXHAUSTED, 0, REJOINS),
          Fate.failed(4009, FailureCause.RETRIES_EXHAUSTED, 0, REJOINS),
          Fate.failed(4001, FailureCause.PROTOCOL_ERROR, 0, 1),
          Fate.failed(4002, FailureCause.PROTOCOL_ERROR, 0, 1),
          Fate.failed(4003, FailureCause.PROTOCOL_ERROR, 0, 1),
          Fate.failed(4005, FailureCause.PROTOCOL_ERROR, 0, 1),
          Fate.failed(4020, FailureCause.PROTOCOL_ERROR, 0, 1),
          Fate.failed(4004, FailureCause.AUTHENTICATION_FAILED, 0, 1),
          Fate.failed(4011, FailureCause.SERVER_NOT_FOUND, 0, 2),
          Fate.failed(4016, FailureCause.NO_COMMON_MODE, 0, 1),
          Fate.failed(4012, FailureCause.UNKNOWN_PROTOCOL, 0, 0),
          Fate.failed(4017, FailureCause.DAVE_REQUIRED, 0, 0),
          Fate.failed(4021, FailureCause.RATE_LIMITED, 0, 0),
          Fate.disconnected(4014, DisconnectReason.KICKED),
          Fate.disconnected(4022, DisconnectReason.CALL_TERMINATED));

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
