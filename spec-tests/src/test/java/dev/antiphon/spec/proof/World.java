package dev.antiphon.spec.proof;

import static java.util.stream.Collectors.joining;

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
 * Two voice servers, the main gateway's double, and the connections of one bot in one guild, which
 * follow one another: real sockets, and nobody else. Driven by one thread.
 */
final class World implements AutoCloseable, DiscordGateway.Listener {
  static final long GUILD = 41771983423143937L;
  static final long CHANNEL = 127121515262115840L;
  static final long BOT = 104694319306248192L;

  /** Generous: awaited conditions come true long before it. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(2);

  private final Chance chance;
  private final WatchedLoops loops = WatchedLoops.start();
  private final List<EmbeddedVoiceServer> servers = List.of(started(), started());
  private final FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, servers.get(0));
  private final long epoch = System.nanoTime();
  private final VoiceRuntime runtime;
  private final AtomicLong opFour = new AtomicLong();
  private final List<Witness> witnesses = new ArrayList<>();
  private final List<CompletableFuture<Snapshot>> asked = new ArrayList<>();
  private final Deque<Runnable> undoing = new ArrayDeque<>();
  private final DiscordGateway.Subscription subscription;
  private EmbeddedVoiceServer server = servers.get(0);
  private volatile ConnectionActor present;
  private volatile Witness asking;

  World(Chance chance, boolean policy) {
    this.chance = chance;
    RuntimeSettings settings = ShortTimes.settings(policy);
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
        .heartbeatInterval(ShortTimes.HEARTBEAT)
        .heartbeatLimit(ShortTimes.HEARTBEAT.multipliedBy(10))
        .resumeWindow(ShortTimes.RESUME_WINDOW)
        .start();
  }

  // What trouble needs

  /** The server that Discord gives to the bot. */
  EmbeddedVoiceServer server() {
    return server;
  }

  EmbeddedVoiceServer anyServer() {
    return chance.of(servers);
  }

  void servedBy(EmbeddedVoiceServer other) {
    server = other;
  }

  FakeDiscordGateway gateway() {
    return gateway;
  }

  boolean isListed() {
    return gateway.channelIn(GUILD).isPresent();
  }

  long anyChannel() {
    return CHANNEL + chance.between(0, 2);
  }

  /** The connection, the last one if it has ended. */
  ConnectionActor connection() {
    return present;
  }

  /** Remembers what the application was promised. */
  CompletableFuture<Snapshot> ask(CompletableFuture<Snapshot> answer) {
    asked.add(answer);
    return answer;
  }

  /** What is wrong for a while is put right before one of the next deeds, or at the end. */
  void undoLater(Runnable undo) {
    undoing.add(undo);
  }

  void undoSome() {
    if (chance.oneIn(2)) {
      undoAll();
    }
  }

  private void undoAll() {
    while (!undoing.isEmpty()) {
      undoing.remove().run();
    }
  }

  static void pause(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  // The connections

  /** A connection is there that has not ended; a new one is asked to join. */
  void occupy() {
    if (present == null || hasEnded()) {
      Witness witness = new Witness(chance.split(), opFour);
      ConnectionActor made = new ConnectionActor(runtime, GUILD, witness);
      witness.see(made);
      witnesses.add(witness);
      present = made;
      asking = witness;
      made.audio().play(witness);
      ask(made.join(CHANNEL));
    }
  }

  /** Only a connection that has not ended asks the policy, so it is the present one. */
  private CompletionStage<Optional<PolicyAnswer>> answer(PolicyRequest request) {
    return CompletableFuture.completedFuture(asking.answer(request));
  }

  private boolean hasEnded() {
    return present.snapshot().state().isTerminal();
  }

  /** Nothing goes wrong any more, until the connection stands or has ended. */
  void calm() {
    undoAll();
    servers.forEach(EmbeddedVoiceServer::clearFaults);
    servers.forEach(EmbeddedVoiceServer::comeBack);
    servers.forEach(EmbeddedVoiceServer::openUdp);
    gateway.answering(Answering.FULLY).order(Order.STATE_FIRST).copies(1);
    gateway.releaseAnswers();
    gateway.sessionResumed();
    occupy();
    await(
        "the connection stands or has ended",
        () -> present.snapshot().state() == VoiceState.ESTABLISHED || hasEnded());
  }

  /** Ends the connection, and waits until everything is gone that any of them held. */
  void end(boolean closing) {
    if (closing) {
      present.close();
    } else {
      present.disconnect();
    }
    await(
        "every connection is released",
        () -> witnesses.stream().allMatch(witness -> witness.actor().released().isDone()));
    if (!closing) {
      await("Discord lists the bot in no channel", () -> !isListed());
    }
    runtime.close();
    await("Discord lists the bot in no channel", () -> !isListed());
    await("no timer is left", () -> loops.pending() == 0);
    subscription.close();
  }

  private void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It did not come true that " + what + story());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** For a failure: what each connection has met, and what the main gateway was asked. */
  private String story() {
    return witnesses.stream()
        .map(witness -> AsJava.events(witness.decisions()) + witness.actor().snapshot())
        .collect(joining("\n", ": ", "\n" + gateway.commands()));
  }

  // What is left to be judged

  List<Witness> witnesses() {
    return witnesses;
  }

  List<CompletableFuture<Snapshot>> asked() {
    return asked;
  }

  List<EmbeddedVoiceServer> servers() {
    return servers;
  }

  WatchedLoops loops() {
    return loops;
  }

  /** Not before the clock of the main gateway's double began. */
  long epoch() {
    return epoch;
  }

  // The main gateway speaks

  @Override
  public void voiceStateUpdate(VoiceStateUpdate update) {
    if (update.userId() == BOT) {
      Optional.ofNullable(present)
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
    Optional<ConnectionActor> meant = Optional.ofNullable(present).filter(a -> guildId == GUILD);
    try {
      meant.filter(actor -> !actor.snapshot().state().isTerminal()).ifPresent(event);
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
