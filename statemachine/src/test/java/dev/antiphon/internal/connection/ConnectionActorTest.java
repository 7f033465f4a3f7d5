package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.Transition;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.engine.FlowMachines;
import dev.antiphon.internal.engine.SpringFlowEngineProvider;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceStateUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests a connection on real event loops, up to its first connection attempt. */
class ConnectionActorTest {
  /** The sender of a guild is shared by its connections, so each test uses another guild. */
  private static final AtomicLong GUILDS = new AtomicLong();

  private static final long USER = 6;
  private static final long CHANNEL = 7;
  private static final Queue<UpdateVoiceState> SENT = new ConcurrentLinkedQueue<>();
  private static VoiceRuntime runtime;

  private final Queue<Transition> transitions = new ConcurrentLinkedQueue<>();
  private final long guild = GUILDS.incrementAndGet();
  private volatile boolean observerFails;
  private final ConnectionActor actor = new ConnectionActor(runtime, guild, new Observer());

  @BeforeAll
  static void start() {
    FlowLimits limits = FlowLimits.ofDefaults();
    runtime =
        new VoiceRuntime(
            new BotAccount(new Gateway(), USER, Optional.empty()),
            new RuntimeSettings(
                limits,
                List.of(),
                true,
                new MediaAddresses(false),
                Duration.ofSeconds(5),
                Duration.ofMillis(1),
                1,
                50,
                SelfFlags.NONE,
                true,
                false,
                Optional.empty(),
                Optional.empty()),
            EventLoops.own(),
            new FlowMachines(new VoiceFlow(limits), new SpringFlowEngineProvider()),
            PolicyPort.NONE);
  }

  @AfterAll
  static void stop() {
    runtime.close();
  }

  @Test
  void transitionsArePublishedInOrderBeforeTheirEffectsRun() throws Exception {
    CompletableFuture<Snapshot> join = actor.join(CHANNEL);
    actor.disconnect();
    assertThat(get(join).state()).isEqualTo(VoiceState.DISCONNECTED);
    assertThat(get(actor.ended()).at().substate()).isEqualTo(DisconnectReason.REQUESTED);
    actor.released().get(10, TimeUnit.SECONDS);
    assertThat(transitions).extracting(Transition::row).containsExactly("A1.IDLE.1", "A4.ASU.1");
    assertThat(transitions).extracting(Transition::sequence).containsExactly(1L, 2L);
    assertThat(transitions).allMatch(one -> one.connectionId().equals(actor.id()));
    assertThat(transitions).allMatch(one -> !one.inFrom().isNegative());
    assertThat(transitions.peek().effects())
        .containsExactly(
            "StartTimer(DECIDE 1 PT2M false)",
            "SendVoiceState(1 7 unmuted PT0S)",
            "StartTimer(SERVER 2 PT10S true)");
  }

  @Test
  void exceptionOfAnObserverIsLoggedAndDoesNotAffectTheConnection() throws Exception {
    observerFails = true;
    try (LogCapture log = LogCapture.of(FlowRun.class)) {
      CompletableFuture<Snapshot> join = actor.join(CHANNEL);
      actor.disconnect();
      assertThat(get(join).state()).isEqualTo(VoiceState.DISCONNECTED);
      assertThat(log.lines())
          .hasSize(2)
          .containsOnly("WARN " + logLine("an observer threw an exception"));
      assertThat(log.text()).contains("an observer that fails, on purpose");
    }
    assertThat(transitions).hasSize(2);
  }

  @Test
  void joinIsRefusedAfterTheConnectionHasEnded() throws Exception {
    actor.disconnect();
    get(actor.ended());
    assertThat(actor.join(CHANNEL))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOf(CommandRefusedException.class)
        .withMessageContaining("has ended");
  }

  @Test
  void deletionOfAnotherChannelIsIgnored() throws Exception {
    CompletableFuture<Snapshot> join = actor.join(CHANNEL);
    awaitState(VoiceState.AWAITING_SERVER_UPDATE);
    actor.evictedFrom(CHANNEL + 1, DisconnectReason.CHANNEL_DELETED);
    actor.evictedFrom(CHANNEL, DisconnectReason.PERMISSION_LOST);
    assertThat(get(join).at().substate()).isEqualTo(DisconnectReason.PERMISSION_LOST);
  }

  @Test
  void failingFlowEndsWithAnInternalErrorAndCompletesThePendingJoin() throws Exception {
    CompletableFuture<Snapshot> join = actor.join(CHANNEL);
    breakTheFlow();
    assertThat(get(join).state()).isEqualTo(VoiceState.FAILED);
    assertThat(get(actor.ended()).at().substate()).isEqualTo(FailureCause.INTERNAL_ERROR);
    actor.released().get(10, TimeUnit.SECONDS);
  }

  @Test
  void inputsAfterAnInternalErrorAreIgnored() throws Exception {
    actor.join(CHANNEL);
    breakTheFlow();
    get(actor.ended());
    Snapshot end = actor.snapshot();
    actor.deliver(new VoiceStateUpdate(guild, OptionalLong.of(CHANNEL), USER, "s", false, false));
    actor.mainSession(VoiceEvent.MainSession.Change.LOST);
    actor.disconnect();
    assertThat(actor.join(CHANNEL)).failsWithin(Duration.ofSeconds(10));
    assertThat(actor.snapshot()).isEqualTo(end);
    assertThat(transitions).extracting(Transition::row).containsExactly("A1.IDLE.1", "C17.ASU.1");
    awaitOpFour(2);
    assertThat(asked())
        .extracting(UpdateVoiceState::channelId)
        .containsExactly(OptionalLong.of(CHANNEL), OptionalLong.empty());
  }

  /** Adds an input whose event cannot be created. It stands for any defect in a step. */
  private void breakTheFlow() throws Exception {
    try (LogCapture log = LogCapture.of(FlowRun.class)) {
      actor.deliver((VoiceStateUpdate) null);
      assertThat(log.await(1)).containsExactly("ERROR " + logLine("the flow engine failed"));
      get(actor.ended());
      assertThat(log.text()).contains("java.lang.NullPointerException");
    }
  }

  private String logLine(String message) {
    return "connection " + actor.id() + ": " + message;
  }

  private void awaitState(VoiceState state) throws Exception {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (actor.snapshot().state() != state && System.nanoTime() < limit) {
      Thread.onSpinWait();
    }
    assertThat(actor.snapshot().state()).isEqualTo(state);
  }

  /** Waits for the update, because it is sent later and on another thread. */
  private void awaitOpFour(int count) {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (asked().size() < count && System.nanoTime() < limit) {
      Thread.onSpinWait();
    }
  }

  /** The voice state updates (opcode 4) of this test's guild. */
  private List<UpdateVoiceState> asked() {
    return SENT.stream().filter(update -> update.guildId() == guild).toList();
  }

  private static Snapshot get(CompletableFuture<Snapshot> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }

  private static final class Gateway implements DiscordGateway {
    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      SENT.add(update);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return () -> {};
    }
  }

  private final class Observer implements ConnectionObserver {
    @Override
    public void decided(AuditEntry.Step step, FlowDecision decision) {
      if (step.changesState()) {
        transitions.add(step.transition());
      }
      if (observerFails) {
        throw new IllegalStateException("an observer that fails, on purpose");
      }
    }

    @Override
    public void violated(EventKind kind) {}

    @Override
    public void encryptionDecided(AuditEntry.Encryption step) {
      // These tests do not use end-to-end encryption.
    }

    @Override
    public void encryptionKnown(DaveEncryption encryption) {
      // These tests do not use end-to-end encryption.
    }

    @Override
    public void encryptionEnded(DaveEncryption encryption, Runnable told, Runnable refused) {
      // These tests do not use end-to-end encryption.
    }

    @Override
    public void encryptionChanged(DaveEncryption encryption) {
      // These tests do not use end-to-end encryption.
    }

    @Override
    public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {}
  }
}
