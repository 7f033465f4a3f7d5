package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static dev.antiphon.testkit.fault.FaultTrigger.frame;
import static dev.antiphon.testkit.fault.FaultTrigger.received;
import static dev.antiphon.testkit.fault.FaultTrigger.sending;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.protocol.Resume;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.record.ServerEvent.SpeakingChanged;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The connection is lost while audio is sent, and continues. */
class ResumeSessionTest {
  private static final int FRAMES = 90;
  private static final int LOST_AT = 25;
  private static final int RESUME_AT = 60;
  private static final int SILENCE = 5;

  /**
   * Five connections are lost at the same time, each in its own guild. The gate delays the Resume
   * messages.
   */
  @Test
  @Tag("P10")
  void lostConnectionIsResumedWithoutLostOrRepeatedFrames() throws Exception {
    List<FaultAction> losses =
        List.of(
            FaultAction.reset(),
            FaultAction.close(1001),
            FaultAction.close(4000),
            FaultAction.close(4015),
            FaultAction.close(4999));
    FaultScript.Builder script = FaultScript.builder();
    for (int i = 0; i < losses.size(); i++) {
      script.add(FaultRule.when(frame(LOST_AT)).then(losses.get(i)).inGuild(GUILD + i));
    }
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestEnvironment env =
        TestEnvironment.open(
            server -> server.behaviour(holdResumes(gate)).faults(script.build()))) {
      TestEnvironment.Bot bot = env.bot();
      List<Connection> connections = new ArrayList<>();
      List<CompletableFuture<Void>> speeches = new ArrayList<>();
      for (int i = 0; i < losses.size(); i++) {
        Connection connection = bot.voice().joinChannel(GUILD + i, CHANNEL);
        connections.add(connection);
        speeches.add(connection.play(new ListSource(TestEnvironment.frames(FRAMES))));
      }
      for (Connection connection : connections) {
        env.server().awaitFrames(connection.guildId(), BOT, RESUME_AT, LIMIT);
        assertThat(connection.state()).isInstanceOf(ConnectionState.Resuming.class);
      }
      gate.complete(null);
      for (CompletableFuture<Void> speech : speeches) {
        get(speech);
      }
      for (Connection connection : connections) {
        assertResumedWithoutLoss(env, connection);
      }
      assertThat(env.server().events()).noneMatch(ServerEvent.Violation.class::isInstance);
    }
  }

  private static void assertResumedWithoutLoss(TestEnvironment env, Connection connection) {
    long guild = connection.guildId();
    assertThat(connection.state()).isInstanceOf(ConnectionState.Established.class);
    env.server().await(4, event -> isSpeaking(event, guild), LIMIT);
    List<FrameReceived> frames = env.server().awaitFrames(guild, BOT, FRAMES + SILENCE, LIMIT);
    assertThat(frames.stream().filter(frame -> !frame.silence()))
        .extracting(frame -> frame.opus().toByteArray())
        .containsExactlyElementsOf(TestEnvironment.frames(FRAMES));
    assertSteps(frames, connection.statistics().udp().orElseThrow().shiftedTicks());
    List<ServerEvent> events =
        env.server().events().stream().filter(event -> event.concerns(guild, BOT)).toList();
    assertThat(events).filteredOn(ServerEvent.Identified.class::isInstance).hasSize(1);
    assertThat(events).filteredOn(ServerEvent.Resumed.class::isInstance).hasSize(1);
    assertThat(events)
        .filteredOn(
            event -> event instanceof ServerEvent.Resumed || event instanceof SpeakingChanged)
        .extracting(
            event ->
                event instanceof SpeakingChanged changed
                    ? "speaking " + changed.speaking()
                    : "resumed")
        .containsExactly("speaking 0", "speaking 1", "resumed", "speaking 1", "speaking 0");
  }

  private static boolean isSpeaking(ServerEvent event, long guild) {
    return event instanceof SpeakingChanged && event.concerns(guild, BOT);
  }

  /**
   * Each packet increases the numbers by one. The timestamp skips only the ticks that a stalled
   * machine has skipped.
   */
  private static void assertSteps(List<FrameReceived> frames, long shiftedTicks) {
    long skipped = 0;
    for (int i = 1; i < frames.size(); i++) {
      FrameReceived before = frames.get(i - 1);
      FrameReceived now = frames.get(i);
      assertThat(now.ssrc()).isEqualTo(before.ssrc());
      assertThat(now.sequence()).isEqualTo((before.sequence() + 1) & 0xFFFF);
      assertThat(now.nonce()).isEqualTo(before.nonce() + 1);
      long step = (now.timestamp() - before.timestamp()) & 0xFFFF_FFFFL;
      assertThat(step % 960).isZero();
      skipped += step / 960 - 1;
    }
    assertThat(skipped).as("frames skipped by the timestamp").isBetween(0L, shiftedTicks);
  }

  /**
   * Messages sent during the interruption are delivered later, exactly once, also when the sequence
   * number wraps around.
   */
  @ParameterizedTest
  @CsvSource({"0, 2", "1, 3", "65533, 65535", "65534, 0", "65535, 1"})
  @Tag("P11")
  void missedMessagesAreRedeliveredAndAcknowledged(int first, int last) throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestEnvironment env =
        TestEnvironment.open(
            server ->
                server
                    .heartbeatInterval(Duration.ofMillis(200))
                    .firstSequence(first)
                    .behaviour(holdResumes(gate)))) {
      env.bot().join();
      env.server().dropConnections();
      env.server().await(ResumeSessionTest::isResume, LIMIT);
      env.server().sendTo(GUILD, BOT, new ClientsConnect(List.of(77L)));
      env.server().sendTo(GUILD, BOT, new ClientsConnect(List.of(78L)));
      gate.complete(null);
      assertThat(nextResumed(env, 1)).extracting(ServerEvent.Resumed::seqAck).isEqualTo(first);
      assertThat(nextResumed(env, 1)).extracting(ServerEvent.Resumed::redelivered).isEqualTo(2);
      awaitAcknowledged(env, last);
      env.server().dropConnections();
      assertThat(nextResumed(env, 2)).extracting(ServerEvent.Resumed::seqAck).isEqualTo(last);
      assertThat(nextResumed(env, 2)).extracting(ServerEvent.Resumed::redelivered).isEqualTo(0);
    }
  }

  private static boolean isResume(ServerEvent event) {
    return event instanceof ServerEvent.MessageReceived received
        && received.message() instanceof Resume;
  }

  private static ServerEvent.Resumed nextResumed(TestEnvironment env, int count) {
    List<ServerEvent> resumed =
        env.server().await(count, ServerEvent.Resumed.class::isInstance, LIMIT);
    return (ServerEvent.Resumed) resumed.get(count - 1);
  }

  /** Waits until a heartbeat of the client acknowledges the sequence number. */
  private static void awaitAcknowledged(TestEnvironment env, int sequence) {
    env.server()
        .await(
            event ->
                event instanceof ServerEvent.MessageReceived received
                    && received.message() instanceof Heartbeat beat
                    && beat.seqAck() == sequence,
            LIMIT);
  }

  @Test
  void queuedFramesAreSentInTheNewSessionAfterARefusedResume() throws Exception {
    FaultScript script =
        FaultScript.of(
            FaultRule.when(frame(LOST_AT)).then(FaultAction.reset()),
            FaultRule.when(received(Opcode.RESUME)).then(FaultAction.close(4006)));
    try (TestEnvironment env = TestEnvironment.open(server -> server.faults(script))) {
      Connection connection = env.bot().join();
      CompletableFuture<Transition> back =
          Transitions.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      TestEnvironment.sendAll(connection, TestEnvironment.frames(FRAMES));
      connection.stopSpeaking();
      get(back);
      assertAllReceivedInTwoSessions(env, connection);
    }
  }

  @Test
  void connectionRejoinsWhenTheServerHasForgottenTheSession() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestEnvironment env =
        TestEnvironment.open(server -> server.behaviour(holdResumes(gate)))) {
      Connection connection = env.bot().join();
      CompletableFuture<Transition> back =
          Transitions.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      env.server().dropConnection(GUILD, BOT);
      env.server().await(ResumeSessionTest::isResume, LIMIT);
      assertThat(env.server().expire(GUILD, BOT)).isTrue();
      gate.complete(null);
      get(back);
      assertThat(env.server().sessions()).hasSize(1);
    }
  }

  private static void assertAllReceivedInTwoSessions(TestEnvironment env, Connection connection) {
    byte[] last = TestEnvironment.frame(FRAMES - 1);
    env.server()
        .await(
            FrameReceived.class, frame -> Arrays.equals(frame.opus().toByteArray(), last), LIMIT);
    assertThat(connection.statistics().framesSent()).isEqualTo(FRAMES);
    assertThat(connection.statistics().framesDropped()).isZero();
    List<FrameReceived> frames =
        env.server().frames(GUILD, BOT).stream().filter(frame -> !frame.silence()).toList();
    assertThat(frames.stream().map(FrameReceived::ssrc).distinct()).hasSize(2);
    long second = frames.get(frames.size() - 1).ssrc();
    List<byte[]> inSecond =
        frames.stream()
            .filter(frame -> frame.ssrc() == second)
            .map(frame -> frame.opus().toByteArray())
            .toList();
    assertThat(inSecond)
        .containsExactlyElementsOf(
            TestEnvironment.frames(FRAMES).subList(FRAMES - inSecond.size(), FRAMES));
  }

  @Test
  void connectionRejoinsWhenTheResumeIsNotAnswered() throws Exception {
    FaultScript script =
        FaultScript.of(FaultRule.when(sending(Opcode.RESUMED)).then(FaultAction.drop()));
    try (TestEnvironment env = TestEnvironment.open(server -> server.faults(script))) {
      Connection connection =
          env.bot(options -> options.delay(FlowTimer.RESUMED, Duration.ofMillis(300))).join();
      CompletableFuture<Transition> back =
          Transitions.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      env.server().dropConnection(GUILD, BOT);
      get(back);
      assertThat(Transitions.path(connection))
          .containsSubsequence(
              "Resuming", "Backoff Rejoin", "AwaitingServerUpdate Rejoin, leaving", "Established");
    }
  }

  private static ServerBehaviour holdResumes(CompletableFuture<Void> gate) {
    return new ServerBehaviour() {
      @Override
      public Verdict incoming(Peer from, GatewayMessage message) {
        return message instanceof Resume ? Verdict.holdUntil(gate) : Verdict.deliver();
      }
    };
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}
