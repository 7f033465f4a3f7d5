package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.dave.DaveFrames;
import dev.antiphon.dave.DaveLimits;
import dev.antiphon.dave.DaveSession;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.gateway.internal.GatewayDialer;
import dev.antiphon.internal.engine.FlowMachine;
import dev.antiphon.internal.engine.FlowMachines;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.udp.internal.AvailableCiphers;
import dev.antiphon.udp.internal.UdpTransport;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources that all connections of one {@code Voice} share. Closing it does not stop the event
 * loops.
 */
public final class VoiceRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceRuntime.class);
  private static final int ID_BYTES = 4;
  private static final long SHUTDOWN_SECONDS = 5;

  /** The longest wait until the leaves of all guilds are sent. */
  private static final long LEAVE_SECONDS = 2;

  private static final int GROUP_THREADS = 2;

  private final BotAccount bot;
  private final RuntimeSettings settings;
  private final EventLoops loops;
  private final FlowMachines machines;
  private final PolicyPort policy;
  private final GatewayDialer dialer;
  private final UdpTransport udp;
  private final ExecutorService portThreads;
  private final MainGatewayPort port;
  private final EventExecutorGroup groups;
  private final Map<Long, VoiceStateSender> senders = new ConcurrentHashMap<>();
  private final SecureRandom seeds = new SecureRandom();
  private final String idPrefix;
  private final AtomicLong connections = new AtomicLong();

  /** Starts the shared resources. */
  public VoiceRuntime(
      BotAccount bot,
      RuntimeSettings settings,
      EventLoops loops,
      FlowMachines machines,
      PolicyPort policy) {
    this.bot = bot;
    this.settings = settings;
    this.loops = loops;
    this.policy = policy;
    this.machines = machines;
    GatewayDialer.Builder builder =
        GatewayDialer.builder()
            .channelType(loops.socketType())
            .allowPlain(settings.allowPlain())
            .toleratedBeats(settings.heartbeatsTolerated());
    if (!settings.trusted().isEmpty()) {
      builder.trust(settings.trusted().toArray(X509Certificate[]::new));
    }
    this.dialer = builder.build();
    this.udp =
        new UdpTransport(
            loops.datagrams(), AvailableCiphers.preferring(settings.transportCiphers()));
    this.portThreads =
        Executors.newCachedThreadPool(new DefaultThreadFactory("antiphon-port", true));
    this.port = new MainGatewayPort(bot.gateway(), portThreads);
    this.groups =
        new DefaultEventExecutorGroup(
            GROUP_THREADS, new DefaultThreadFactory("antiphon-dave", true));
    byte[] random = new byte[ID_BYTES];
    seeds.nextBytes(random);
    this.idPrefix = HexFormat.of().formatHex(random);
  }

  /** The bot's user id. */
  public long userId() {
    return bot.userId();
  }

  /** The event loops. */
  public EventLoops loops() {
    return loops;
  }

  RuntimeSettings settings() {
    return settings;
  }

  PolicyPort policy() {
    return policy;
  }

  /** Creates the flow of a new connection. */
  FlowMachine newMachine() {
    return machines.create(seeds.nextLong());
  }

  /** Creates the ids of a new connection for its records. */
  AuditEntry.Subject subject(long guildId) {
    return new AuditEntry.Subject(
        idPrefix + "-" + connections.incrementAndGet(), guildId, bot.userId());
  }

  GatewayDialer dialer() {
    return dialer;
  }

  UdpTransport udp() {
    return udp;
  }

  /** Creates the end-to-end encryption of a new connection. */
  EndToEnd endToEnd(ConnectionContext context, GatewayLink gateway) {
    if (!settings.endToEnd()) {
      return EndToEnd.none(context.counters());
    }
    DaveLimits limits = DaveLimits.ofDefaults();
    return new DaveEndToEnd(
        context,
        gateway,
        groups.next(),
        (channel, records) -> {
          DaveSession.Builder session =
              DaveSession.builder(bot.userId(), channel)
                  .limits(limits)
                  .clock(clock().instant(), context.loop().ticker().nanoTime())
                  .records(records);
          bot.identity().ifPresent(session::identity);
          return session.build();
        },
        failing ->
            settings
                .frameCiphers()
                .map(ciphers -> new DaveFrames(limits, failing, ciphers))
                .orElseGet(() -> new DaveFrames(limits, failing)),
        new EncryptionRecorder(
            context.subject(),
            clock(),
            context.loop().ticker()::nanoTime,
            context.observer()::encryptionDecided));
  }

  /**
   * The guild's only sender of voice state updates (opcode 4). All connections of the guild use it,
   * one after another.
   */
  VoiceStateSender sender(long guildId) {
    return senders.computeIfAbsent(
        guildId,
        guild ->
            new VoiceStateSender(
                port,
                loops.of(guild),
                guild,
                settings.voiceStateSpacing(),
                settings.limits().delay(FlowTimer.LEAVE)));
  }

  /**
   * Receives a change of the main gateway's session. Call it before the connections are notified.
   * So a connection that is created at the same time can read the change.
   */
  public void mainSession(VoiceEvent.MainSession.Change change) {
    port.setAway(change == VoiceEvent.MainSession.Change.LOST);
    switch (change) {
      case LOST -> LOG.debug("the main gateway's session is lost; voice state updates wait");
      case RESUMED -> senders.values().forEach(VoiceStateSender::mainResumed);
      case NEW -> senders.values().forEach(VoiceStateSender::mainRenewed);
    }
  }

  /** Whether the main gateway's session is lost. */
  boolean mainAway() {
    return port.isAway();
  }

  /** Receives the bot's voice state for a guild without a connection. */
  public void voiceStateWithoutConnection(VoiceStateUpdate update) {
    Optional.ofNullable(senders.get(update.guildId()))
        .ifPresent(
            sender -> sender.voiceStateWithoutConnection(update.channelId(), update.sessionId()));
  }

  Clock clock() {
    return Clock.systemUTC();
  }

  /**
   * Sends the leaves that wait, even while the main gateway's session is lost, and waits a limited
   * time until they are sent. Call it once, when all connections have ended, on any thread except
   * the event loops.
   *
   * @return the guilds whose leave is not confirmed as sent
   */
  public Set<Long> leave() {
    Map<Long, CompletableFuture<Void>> leaves = new HashMap<>();
    senders.forEach((guild, sender) -> leaves.put(guild, sender.flush()));
    awaitAll(leaves.values());
    return senders.entrySet().stream()
        .filter(sender -> sender.getValue().owesLeave())
        .map(Map.Entry::getKey)
        .filter(guild -> !isSent(leaves.get(guild)))
        .collect(Collectors.toSet());
  }

  /** Waits also on an interrupted thread. Otherwise the bot would stay listed in the channels. */
  private static void awaitAll(Collection<CompletableFuture<Void>> leaves) {
    CountDownLatch completed = new CountDownLatch(leaves.size());
    leaves.forEach(leave -> leave.whenComplete((done, failure) -> completed.countDown()));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEAVE_SECONDS);
    boolean interrupted = Thread.interrupted();
    boolean waiting = true;
    while (waiting) {
      try {
        completed.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        waiting = false;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isSent(@Nullable CompletableFuture<Void> leave) {
    return leave != null && leave.isDone() && !leave.isCompletedExceptionally();
  }

  @Override
  public void close() {
    dialer.close();
    udp.close();
    groups
        .shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    portThreads.shutdown();
    try {
      if (!portThreads.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        portThreads.shutdownNow();
      }
    } catch (InterruptedException e) {
      portThreads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
