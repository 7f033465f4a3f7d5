package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static dev.antiphon.testkit.fault.FaultTrigger.connected;
import static dev.antiphon.testkit.fault.FaultTrigger.discovery;
import static dev.antiphon.testkit.fault.FaultTrigger.received;
import static dev.antiphon.testkit.fault.FaultTrigger.sending;
import static dev.antiphon.testkit.fault.FaultTrigger.sent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.VoiceOptions;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.record.ServerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The server is slow, silent or faulty for a while. The tests check the states through which the
 * connection recovers.
 */
class FaultyServerTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration HEARTBEAT = Duration.ofMillis(200);
  private static final List<String> TO_IDENTIFYING =
      List.of("AwaitingServerUpdate Join", "Identifying");
  private static final List<String> REJOIN =
      List.of("Backoff Rejoin", "AwaitingServerUpdate Rejoin, leaving", "Identifying");
  private static final List<String> TO_DISCOVERING = List.of("Ready", "Discovering");
  private static final List<String> TO_ESTABLISHED =
      List.of("Ready", "Discovering", "Selecting", "Established");
  private static final List<String> RESUMED = List.of("Resuming", "Established");

  @Test
  void missingHelloCausesAResume() throws Exception {
    FaultRule fault = FaultRule.when(sending(Opcode.HELLO)).then(FaultAction.drop());
    assertPath(
        FaultScript.of(fault), FlowTimer.HELLO, path(TO_IDENTIFYING, TO_ESTABLISHED, RESUMED));
  }

  @Test
  void missingHelloAndReadyCauseASecondIdentify() throws Exception {
    FaultScript script =
        FaultScript.of(
            FaultRule.when(sending(Opcode.HELLO)).then(FaultAction.drop()),
            FaultRule.when(sending(Opcode.READY)).then(FaultAction.drop()));
    assertPath(
        script,
        FlowTimer.HELLO,
        path(TO_IDENTIFYING, List.of("Backoff Identify", "Identifying"), TO_ESTABLISHED));
  }

  @Test
  void missingReadyCausesARejoin() throws Exception {
    FaultRule fault = FaultRule.when(sending(Opcode.READY)).then(FaultAction.drop());
    assertPath(
        FaultScript.of(fault), FlowTimer.READY, path(TO_IDENTIFYING, REJOIN, TO_ESTABLISHED));
  }

  @Test
  void missingSessionDescriptionCausesARejoin() throws Exception {
    FaultRule fault = FaultRule.when(sending(Opcode.SESSION_DESCRIPTION)).then(FaultAction.drop());
    assertPath(
        FaultScript.of(fault),
        FlowTimer.DESCRIPTION,
        path(TO_IDENTIFYING, TO_DISCOVERING, List.of("Selecting"), REJOIN, TO_ESTABLISHED));
  }

  @Test
  void unansweredDiscoveryCausesARejoin() throws Exception {
    FaultScript script =
        FaultScript.of(
            FaultRule.when(discovery())
                .then(FaultAction.discovery(FaultAction.Discovery.How.DROP))
                .times(2));
    assertPath(
        server -> server.faults(script),
        options ->
            options
                .delay(FlowTimer.DISCOVERY, SHORT)
                .delay(FlowTimer.DISCOVERY_RETRY, SHORT.multipliedBy(2).dividedBy(3)),
        path(TO_IDENTIFYING, TO_DISCOVERING, REJOIN, TO_ESTABLISHED));
  }

  @Test
  void wrongDiscoveryAnswersAreCountedAndIgnored() throws Exception {
    FaultScript.Builder script = FaultScript.builder();
    for (FaultAction.Discovery.How how : FaultAction.Discovery.How.values()) {
      script.add(FaultRule.when(discovery()).then(FaultAction.discovery(how)));
    }
    Connection connection =
        assertPath(
            server -> server.faults(script.build()),
            options -> options.delay(FlowTimer.DISCOVERY_RETRY, Duration.ofMillis(50)),
            path(TO_IDENTIFYING, TO_ESTABLISHED));
    assertThat(connection.statistics().udp().orElseThrow().discoveryInvalid())
        .isEqualTo(FaultAction.Discovery.How.values().length - 1);
  }

  @Test
  void refusedAndHangingDialsAreRetried() throws Exception {
    FaultScript script =
        FaultScript.of(
            FaultRule.when(connected()).then(FaultAction.refuse(503)),
            FaultRule.when(connected()).then(FaultAction.hang()));
    assertPath(
        script,
        FlowTimer.DIAL,
        path(TO_IDENTIFYING, List.of("Backoff Identify", "Identifying"), REJOIN, TO_ESTABLISHED));
  }

  @Test
  void resumeIsRetriedWhenItsDialsFail() throws Exception {
    FaultScript script =
        FaultScript.of(
            FaultRule.when(sent(Opcode.SESSION_DESCRIPTION)).then(FaultAction.reset()),
            FaultRule.when(connected()).then(FaultAction.refuse(503)).after(1),
            FaultRule.when(connected()).then(FaultAction.hang()).after(1));
    List<String> again = List.of("Resuming", "Backoff Resume");
    assertPath(script, FlowTimer.DIAL, path(TO_IDENTIFYING, TO_ESTABLISHED, again, again, RESUMED));
  }

  @Test
  void unansweredHeartbeatsCauseAResume() throws Exception {
    FaultScript script =
        FaultScript.of(
            FaultRule.when(received(Opcode.HEARTBEAT)).then(FaultAction.ignore()).times(2));
    Connection connection =
        assertPath(
            server -> server.heartbeatInterval(HEARTBEAT).heartbeatLimit(LIMIT).faults(script),
            options -> {},
            path(TO_IDENTIFYING, TO_ESTABLISHED, RESUMED));
    assertThat(rowInto(connection, VoiceState.RESUMING)).startsWith("E10.ES");
  }

  @Test
  void frozenServerCausesAResume() throws Exception {
    FaultScript script =
        FaultScript.of(FaultRule.when(sent(Opcode.SESSION_DESCRIPTION)).then(FaultAction.freeze()));
    Connection connection =
        assertPath(
            server -> server.heartbeatInterval(HEARTBEAT).heartbeatLimit(LIMIT).faults(script),
            options -> {},
            path(TO_IDENTIFYING, TO_ESTABLISHED, RESUMED));
    assertThat(rowInto(connection, VoiceState.RESUMING)).startsWith("E10.ES");
  }

  @Test
  void thirdMalformedMessageCausesAResume() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Connection connection = env.bot().join();
      CompletableFuture<Transition> back =
          Transitions.until(connection, VoiceState.RESUMING, VoiceState.ESTABLISHED);
      for (int i = 0; i < 3; i++) {
        assertThat(env.server().sendRaw(GUILD, BOT, "no JSON at all")).isTrue();
      }
      back.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(rowInto(connection, VoiceState.RESUMING)).startsWith("C15.ES");
      assertThat(connection.statistics().violations()).isEqualTo(3);
    }
  }

  @Test
  void unansweredRejoinIsRetried() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot(options -> options.delay(FlowTimer.SERVER, SHORT));
      Connection connection = bot.join();
      bot.gateway().answering(Answering.SILENTLY);
      CompletableFuture<Transition> timedOut =
          Transitions.until(connection, VoiceState.AWAITING_SERVER_UPDATE, VoiceState.BACKOFF);
      CompletableFuture<Transition> back =
          Transitions.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      env.server().disconnect(GUILD, BOT, 4006);
      assertThat(timedOut.get(LIMIT.toSeconds(), TimeUnit.SECONDS).trigger())
          .isEqualTo(new Trigger.TimedOut(FlowTimer.SERVER));
      bot.gateway().answering(Answering.FULLY);
      back.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void connectionFailsWhenTheMainGatewayNeverAnswersARejoin() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot =
          env.bot(
              options ->
                  options
                      .delay(FlowTimer.SERVER, SHORT.dividedBy(3))
                      .retries(TestEnvironment.retries(4, 2)));
      Connection connection = bot.join();
      bot.gateway().answering(Answering.SILENTLY);
      env.server().disconnect(GUILD, BOT, 4009);
      assertThat(connection.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              ConnectionState.Failed.class,
              failed -> {
                assertThat(failed.cause()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
                assertThat(failed.sentence())
                    .contains("no answer from the main gateway", "channel is full");
              });
      assertThat(Transitions.path(connection)).filteredOn("Backoff Rejoin"::equals).hasSize(2);
    }
  }

  private static Connection assertPath(FaultScript script, FlowTimer deadline, String... states)
      throws Exception {
    return assertPath(
        server -> server.faults(script), options -> options.delay(deadline, SHORT), states);
  }

  /**
   * Joins and waits until the connection has entered the expected states; then sends a frame. The
   * server runs without TLS, because TLS is slow on busy machines.
   */
  private static Connection assertPath(
      Consumer<EmbeddedVoiceServerBuilder> server,
      Consumer<VoiceOptions.Builder> options,
      String... states)
      throws Exception {
    try (TestEnvironment env = TestEnvironment.open(plain -> server.accept(plain.plain()))) {
      TestEnvironment.Bot bot = env.bot(options);
      CompletableFuture<Void> reached = new CompletableFuture<>();
      int[] taken = {0};
      bot.voice()
          .onTransition(
              transition -> {
                if (++taken[0] == states.length) {
                  reached.complete(null);
                }
              });
      Connection connection =
          bot.voice().joinChannelAsync(GUILD, CHANNEL).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      reached.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(Transitions.path(connection)).containsExactly(states);
      connection.opusSend().send(TestEnvironment.frame(1));
      env.server().await(ServerEvent.FrameReceived.class, frame -> !frame.silence(), LIMIT);
      return connection;
    }
  }

  private static String rowInto(Connection connection, VoiceState state) {
    return connection.transitions().stream()
        .filter(transition -> transition.to() == state)
        .map(Transition::row)
        .findFirst()
        .orElseThrow();
  }

  @SafeVarargs
  private static String[] path(List<String>... parts) {
    List<String> whole = new ArrayList<>();
    for (List<String> part : parts) {
      whole.addAll(part);
    }
    return whole.toArray(String[]::new);
  }
}
