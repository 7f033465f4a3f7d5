package dev.antiphon.spec.proof;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.connection.BotAccount;
import dev.antiphon.internal.connection.CommandRefusedException;
import dev.antiphon.internal.connection.ConnectionActor;
import dev.antiphon.internal.connection.EventLoops;
import dev.antiphon.internal.connection.PolicyRequest;
import dev.antiphon.internal.connection.RuntimeSettings;
import dev.antiphon.internal.connection.VoiceRuntime;
import dev.antiphon.internal.engine.FlowMachines;
import dev.antiphon.internal.engine.SpringFlowEngineProvider;
import dev.antiphon.internal.flow.PolicyAnswer;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent.MainSession.Change;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Order;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Two voice servers, a test double of the main gateway, and the connections of one bot in one
 * guild, one after the other. All use real sockets. One thread drives the environment.
 */
final class TestEnvironment implements AutoCloseable, DiscordGateway.Listener {
  static final long GUILD = 41771983423143937L;
  static final long CHANNEL = 127121515262115840L;
  static final long BOT = 104694319306248192L;

  /** The longest wait for a condition. Conditions are normally met much earlier. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(2);

  private final SeededRandom random;
  private final RecordingEventLoops loops = RecordingEventLoops.start();
  private final List<EmbeddedVoiceServer> servers = List.of(started(), started());
  private final FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, servers.get(0));
  private final long epoch = System.nanoTime();
  private final VoiceRuntime runtime;
  private final AtomicLong voiceStateUpdates = new AtomicLong();
  private final List<ConnectionRecorder> recorders = new ArrayList<>();
  private final List<CompletableFuture<Snapshot>> futures = new ArrayList<>();
  private final Deque<Runnable> undoActions = new ArrayDeque<>();
  private final DiscordGateway.Subscription subscription;
  private EmbeddedVoiceServer server = servers.get(0);
  private volatile ConnectionActor current;
  private volatile ConnectionRecorder currentRecorder;

  TestEnvironment(SeededRandom random, boolean policy) {
    this.random = random;
    RuntimeSettings settings = ShortTimeouts.settings(policy);
    this.runtime =
        new VoiceRuntime(
            new BotAccount(gateway, BOT, Optional.empty()),
            settings,
            EventLoops.of(loops),
            new FlowMachines(new VoiceFlow(settings.limits()), new SpringFlowEngineProvider()),
            this::answer);
    this.subscription = gateway.subscribe(this);
  }

  private static EmbeddedVoiceServer started() {
    return EmbeddedVoiceServer.builder()
        .plain()
        .heartbeatInterval(ShortTimeouts.HEARTBEAT)
        .heartbeatLimit(ShortTimeouts.HEARTBEAT.multipliedBy(10))
        .resumeWindow(ShortTimeouts.RESUME_WINDOW)
        .start();
  }

  // Methods for disturbances

  /** The server that Discord assigns to the bot. */
  EmbeddedVoiceServer server() {
    return server;
  }

  EmbeddedVoiceServer anyServer() {
    return random.of(servers);
  }

  void useServer(EmbeddedVoiceServer other) {
    server = other;
  }

  FakeDiscordGateway gateway() {
    return gateway;
  }

  boolean isListed() {
    return gateway.channelIn(GUILD).isPresent();
  }

  long anyChannel() {
    return CHANNEL + random.between(0, 2);
  }

  /** The newest connection, which can have ended. */
  ConnectionActor connection() {
    return current;
  }

  /** Records a future that the application received. */
  CompletableFuture<Snapshot> record(CompletableFuture<Snapshot> answer) {
    futures.add(answer);
    return answer;
  }

  /** Registers an undo action. It runs before one of the next disturbances or at the end. */
  void undoLater(Runnable undo) {
    undoActions.add(undo);
  }

  void undoSome() {
    if (random.oneIn(2)) {
      undoAll();
    }
  }

  private void undoAll() {
    while (!undoActions.isEmpty()) {
      undoActions.remove().run();
    }
  }

  static void pause(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  // The connections

  /** Creates a connection and joins, unless the current connection has not ended. */
  void joinIfEnded() {
    if (current == null || hasEnded()) {
      ConnectionRecorder recorder = new ConnectionRecorder(random.split(), voiceStateUpdates);
      ConnectionActor created = new ConnectionActor(runtime, GUILD, recorder);
      recorder.record(created);
      recorders.add(recorder);
      current = created;
      currentRecorder = recorder;
      created.audio().play(recorder);
      record(created.join(CHANNEL));
    }
  }

  /** Only a connection that has not ended calls the policy, so it is the current one. */
  private CompletionStage<Optional<PolicyAnswer>> answer(PolicyRequest request) {
    return CompletableFuture.completedFuture(currentRecorder.answer(request));
  }

  private boolean hasEnded() {
    return current.snapshot().state().isTerminal();
  }

  /** Removes all disturbances and waits until the connection is established or has ended. */
  void recover() {
    undoAll();
    servers.forEach(EmbeddedVoiceServer::clearFaults);
    servers.forEach(EmbeddedVoiceServer::comeBack);
    servers.forEach(EmbeddedVoiceServer::openUdp);
    gateway.answering(Answering.FULLY).order(Order.STATE_FIRST).copies(1);
    gateway.releaseAnswers();
    gateway.sessionResumed();
    joinIfEnded();
    await(
        "the connection is established or has ended",
        () -> current.snapshot().state() == VoiceState.ESTABLISHED || hasEnded());
  }

  /** Ends the connection and waits until all connections have released their resources. */
  void end(boolean closing) {
    if (closing) {
      current.close();
    } else {
      current.disconnect();
    }
    await(
        "every connection is released",
        () -> recorders.stream().allMatch(recorder -> recorder.actor().released().isDone()));
    if (!closing) {
      await("Discord shows the bot in no channel", () -> !isListed());
    }
    assertThat(runtime.leave()).as("guilds that were not left").isEmpty();
    runtime.close();
    await("Discord shows the bot in no channel", () -> !isListed());
    await("no timer is left", () -> loops.pending() == 0);
    subscription.close();
  }

  private void await(String description, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Timed out. Expected that " + description + history());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /**
   * The history for a failure message: the events of each connection and the main gateway's
   * commands.
   */
  private String history() {
    return recorders.stream()
        .map(recorder -> AsJava.events(recorder.decisions()) + recorder.actor().snapshot())
        .collect(joining("\n", ": ", "\n" + gateway.commands()));
  }

  // The results

  List<ConnectionRecorder> recorders() {
    return recorders;
  }

  List<CompletableFuture<Snapshot>> futures() {
    return futures;
  }

  List<EmbeddedVoiceServer> servers() {
    return servers;
  }

  RecordingEventLoops loops() {
    return loops;
  }

  /** A time at or after the start of the test gateway's clock. */
  long epoch() {
    return epoch;
  }

  // Events of the main gateway

  @Override
  public void voiceStateUpdate(VoiceStateUpdate update) {
    if (update.userId() == BOT) {
      Optional.ofNullable(current)
          .filter(actor -> update.guildId() == GUILD)
          .ifPresentOrElse(
              actor -> actor.deliver(update), () -> runtime.voiceStateWithoutConnection(update));
    }
  }

  @Override
  public void voiceServerUpdate(VoiceServerUpdate update) {
    deliver(update.guildId(), actor -> actor.deliver(update));
  }

  @Override
  public void sessionLost() {
    mainSession(Change.LOST);
  }

  @Override
  public void sessionResumed() {
    mainSession(Change.RESUMED);
  }

  @Override
  public void sessionStarted() {
    mainSession(Change.NEW);
  }

  @Override
  public void guildRemoved(long guildId) {
    deliver(guildId, actor -> actor.evicted(DisconnectReason.GUILD_REMOVED));
  }

  @Override
  public void channelDeleted(long guildId, long channelId) {
    deliver(guildId, actor -> actor.evictedFrom(channelId, DisconnectReason.CHANNEL_DELETED));
  }

  @Override
  public void connectPermissionLost(long guildId, long channelId) {
    deliver(guildId, actor -> actor.evictedFrom(channelId, DisconnectReason.PERMISSION_LOST));
  }

  private void mainSession(Change change) {
    runtime.mainSession(change);
    deliver(GUILD, actor -> actor.mainSession(change));
  }

  private void deliver(long guildId, Consumer<ConnectionActor> event) {
    Optional<ConnectionActor> target = Optional.ofNullable(current).filter(a -> guildId == GUILD);
    try {
      target.filter(actor -> !actor.snapshot().state().isTerminal()).ifPresent(event);
    } catch (CommandRefusedException e) {
      throw new AssertionError("a mailbox is full", e);
    }
  }

  @Override
  public void close() {
    gateway.close();
    servers.forEach(EmbeddedVoiceServer::close);
    loops.shutdownGracefully(0, LIMIT.toSeconds(), TimeUnit.SECONDS).syncUninterruptibly();
  }
}
