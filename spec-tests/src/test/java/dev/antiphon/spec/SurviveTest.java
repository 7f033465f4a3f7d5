package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.BOT;
import static dev.antiphon.spec.Scene.CHANNEL;
import static dev.antiphon.spec.Scene.GUILD;
import static dev.antiphon.spec.Scene.LIMIT;
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

/** The connection is cut in the middle of speech and goes on. */
class SurviveTest {
  private static final int FRAMES = 90;
  private static final int CUT_AT = 25;
  private static final int RESUME_AT = 60;
  private static final int SILENCE = 5;

  /** Five cuts at once, each in a guild of its own; the gate holds the Resumes back. */
  @Test
  @Tag("P10")
  void aCutInTheMiddleOfSpeechIsResumedWithoutAGapOrARepeat() throws Exception {
    List<FaultAction> cuts =
        List.of(
            FaultAction.reset(),
            FaultAction.close(1001),
            FaultAction.close(4000),
            FaultAction.close(4015),
            FaultAction.close(4999));
    FaultScript.Builder script = FaultScript.builder();
    for (int i = 0; i < cuts.size(); i++) {
      script.add(FaultRule.when(frame(CUT_AT)).then(cuts.get(i)).inGuild(GUILD + i));
    }
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (Scene scene =
        Scene.open(server -> server.behaviour(holdingResumes(gate)).faults(script.build()))) {
      Scene.Bot bot = scene.bot();
      List<Connection> connections = new ArrayList<>();
      List<CompletableFuture<Void>> speeches = new ArrayList<>();
      for (int i = 0; i < cuts.size(); i++) {
        Connection connection = bot.voice().joinChannel(GUILD + i, CHANNEL);
        connections.add(connection);
        speeches.add(connection.play(new ListSource(Scene.frames(FRAMES))));
      }
      for (Connection connection : connections) {
        scene.server().awaitFrames(connection.guildId(), BOT, RESUME_AT, LIMIT);
        assertThat(connection.state()).isInstanceOf(ConnectionState.Resuming.class);
      }
      gate.complete(null);
      for (CompletableFuture<Void> speech : speeches) {
        get(speech);
      }
      for (Connection connection : connections) {
        assertUnbroken(scene, connection);
      }
      assertThat(scene.server().events()).noneMatch(ServerEvent.Violation.class::isInstance);
    }
  }

  private static void assertUnbroken(Scene scene, Connection connection) {
    long guild = connection.guildId();
    assertThat(connection.state()).isInstanceOf(ConnectionState.Established.class);
    scene.server().await(4, event -> isSpeaking(event, guild), LIMIT);
    List<FrameReceived> heard = scene.server().awaitFrames(guild, BOT, FRAMES + SILENCE, LIMIT);
    assertThat(heard.stream().filter(frame -> !frame.silence()))
        .extracting(frame -> frame.opus().toByteArray())
        .containsExactlyElementsOf(Scene.frames(FRAMES));
    assertSteps(heard, connection.statistics().udp().orElseThrow().shiftedTicks());
    List<ServerEvent> events =
        scene.server().events().stream().filter(event -> event.concerns(guild, BOT)).toList();
    assertThat(events).filteredOn(ServerEvent.Identified.class::isInstance).hasSize(1);
    assertThat(events).filteredOn(ServerEvent.Resumed.class::isInstance).hasSize(1);
    assertThat(events)
        .filteredOn(
            event -> event instanceof ServerEvent.Resumed || event instanceof SpeakingChanged)
        .extracting(
            event -> event instanceof SpeakingChanged said ? "speaking " + said.speaking() : "back")
        .containsExactly("speaking 0", "speaking 1", "back", "speaking 1", "speaking 0");
  }

  private static boolean isSpeaking(ServerEvent event, long guild) {
    return event instanceof SpeakingChanged && event.concerns(guild, BOT);
  }

  /** One step each; the timestamp leaps only over ticks that a stalled machine has given up. */
  private static void assertSteps(List<FrameReceived> heard, long shiftedTicks) {
    long leapt = 0;
    for (int i = 1; i < heard.size(); i++) {
      FrameReceived before = heard.get(i - 1);
      FrameReceived now = heard.get(i);
      assertThat(now.ssrc()).isEqualTo(before.ssrc());
      assertThat(now.sequence()).isEqualTo((before.sequence() + 1) & 0xFFFF);
      assertThat(now.nonce()).isEqualTo(before.nonce() + 1);
      long step = (now.timestamp() - before.timestamp()) & 0xFFFF_FFFFL;
      assertThat(step % 960).isZero();
      leapt += step / 960 - 1;
    }
    assertThat(leapt).as("frames skipped by the timestamp").isBetween(0L, shiftedTicks);
  }

  /** What the server says meanwhile comes later, once, whatever its number. */
  @ParameterizedTest
  @CsvSource({"0, 2", "1, 3", "65533, 65535", "65534, 0", "65535, 1"})
  @Tag("P11")
  void whatWasMissedIsRedeliveredAndAcknowledged(int first, int last) throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (Scene scene =
        Scene.open(
            server ->
                server
                    .heartbeatInterval(Duration.ofMillis(200))
                    .firstSequence(first)
                    .behaviour(holdingResumes(gate)))) {
      scene.bot().join();
      scene.server().dropConnections();
      scene.server().await(SurviveTest::isResume, LIMIT);
      scene.server().sendTo(GUILD, BOT, new ClientsConnect(List.of(77L)));
      scene.server().sendTo(GUILD, BOT, new ClientsConnect(List.of(78L)));
      gate.complete(null);
      assertThat(nextResumed(scene, 1)).extracting(ServerEvent.Resumed::seqAck).isEqualTo(first);
      assertThat(nextResumed(scene, 1)).extracting(ServerEvent.Resumed::redelivered).isEqualTo(2);
      awaitAcknowledged(scene, last);
      scene.server().dropConnections();
      assertThat(nextResumed(scene, 2)).extracting(ServerEvent.Resumed::seqAck).isEqualTo(last);
      assertThat(nextResumed(scene, 2)).extracting(ServerEvent.Resumed::redelivered).isEqualTo(0);
    }
  }

  private static boolean isResume(ServerEvent event) {
    return event instanceof ServerEvent.MessageReceived received
        && received.message() instanceof Resume;
  }

  private static ServerEvent.Resumed nextResumed(Scene scene, int count) {
    List<ServerEvent> resumed =
        scene.server().await(count, ServerEvent.Resumed.class::isInstance, LIMIT);
    return (ServerEvent.Resumed) resumed.get(count - 1);
  }

  /** Until the client acknowledges it by a heartbeat, it may not have come yet. */
  private static void awaitAcknowledged(Scene scene, int sequence) {
    scene
        .server()
        .await(
            event ->
                event instanceof ServerEvent.MessageReceived received
                    && received.message() instanceof Heartbeat beat
                    && beat.seqAck() == sequence,
            LIMIT);
  }

  @Test
  void framesThatWaitGoOutInTheSessionThatReplacesARefusedOne() throws Exception {
    FaultScript script =
        FaultScript.of(
            FaultRule.when(frame(CUT_AT)).then(FaultAction.reset()),
            FaultRule.when(received(Opcode.RESUME)).then(FaultAction.close(4006)));
    try (Scene scene = Scene.open(server -> server.faults(script))) {
      Connection connection = scene.bot().join();
      CompletableFuture<Transition> back =
          Waiting.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      Scene.sendAll(connection, Scene.frames(FRAMES));
      connection.stopSpeaking();
      get(back);
      assertAllSaidInTwoSessions(scene, connection);
    }
  }

  @Test
  void aSessionThatTheServerHasForgottenIsReplaced() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (Scene scene = Scene.open(server -> server.behaviour(holdingResumes(gate)))) {
      Connection connection = scene.bot().join();
      CompletableFuture<Transition> back =
          Waiting.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      scene.server().dropConnection(GUILD, BOT);
      scene.server().await(SurviveTest::isResume, LIMIT);
      assertThat(scene.server().expire(GUILD, BOT)).isTrue();
      gate.complete(null);
      get(back);
      assertThat(scene.server().sessions()).hasSize(1);
    }
  }

  private static void assertAllSaidInTwoSessions(Scene scene, Connection connection) {
    byte[] last = Scene.frame(FRAMES - 1);
    scene
        .server()
        .await(
            FrameReceived.class, frame -> Arrays.equals(frame.opus().toByteArray(), last), LIMIT);
    assertThat(connection.statistics().framesSent()).isEqualTo(FRAMES);
    assertThat(connection.statistics().framesDropped()).isZero();
    List<FrameReceived> heard =
        scene.server().frames(GUILD, BOT).stream().filter(frame -> !frame.silence()).toList();
    assertThat(heard.stream().map(FrameReceived::ssrc).distinct()).hasSize(2);
    long second = heard.get(heard.size() - 1).ssrc();
    List<byte[]> inSecond =
        heard.stream()
            .filter(frame -> frame.ssrc() == second)
            .map(frame -> frame.opus().toByteArray())
            .toList();
    assertThat(inSecond)
        .containsExactlyElementsOf(Scene.frames(FRAMES).subList(FRAMES - inSecond.size(), FRAMES));
  }

  @Test
  void aResumeThatIsNeverAnsweredIsReplacedByAFreshSession() throws Exception {
    FaultScript script =
        FaultScript.of(FaultRule.when(sending(Opcode.RESUMED)).then(FaultAction.drop()));
    try (Scene scene = Scene.open(server -> server.faults(script))) {
      Connection connection =
          scene.bot(options -> options.delay(FlowTimer.RESUMED, Duration.ofMillis(300))).join();
      CompletableFuture<Transition> back =
          Waiting.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      scene.server().dropConnection(GUILD, BOT);
      get(back);
      assertThat(Waiting.path(connection))
          .containsSubsequence(
              "Resuming", "Backoff Rejoin", "AwaitingServerUpdate Rejoin, leaving", "Established");
    }
  }

  private static ServerBehaviour holdingResumes(CompletableFuture<Void> gate) {
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
