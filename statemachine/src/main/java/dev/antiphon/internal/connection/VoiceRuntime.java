package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.dave.DaveLimits;
import dev.antiphon.dave.DaveSession;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.gateway.internal.GatewayDialer;
import dev.antiphon.internal.engine.SpringFlowEngines;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.udp.internal.UdpTransport;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections of one {@code Voice} share. Closing it leaves the event loops alone. */
public final class VoiceRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceRuntime.class);
  private static final int ID_BYTES = 4;
  private static final long SHUTDOWN_SECONDS = 5;
  private static final int GROUP_THREADS = 2;

  private final RuntimeSettings settings;
  private final EventLoops loops;
  private final SpringFlowEngines engines;
  private final GatewayDialer dialer;
  private final UdpTransport udp;
  private final ExecutorService port;
  private final EventExecutorGroup groups;
  private final Optional<SignatureKeyPair> identity;
  private final Map<Long, VoiceStateSender> senders = new ConcurrentHashMap<>();
  private final SecureRandom seeds = new SecureRandom();
  private final String idPrefix;
  private volatile boolean mainAway;
  private final AtomicLong connections = new AtomicLong();

  /** Starts what is shared; takes more than a second in a fresh JVM, for the engine warms up. */
  public VoiceRuntime(
      RuntimeSettings settings, EventLoops loops, Optional<SignatureKeyPair> identity) {
    this.settings = settings;
    this.identity = identity;
    this.loops = loops;
    this.engines = new SpringFlowEngines(new VoiceFlow(settings.limits()));
    GatewayDialer.Builder builder =
        GatewayDialer.builder()
            .channelType(loops.socketType())
            .allowPlain(settings.allowPlain())
            .toleratedBeats(settings.heartbeatsTolerated());
    if (!settings.trusted().isEmpty()) {
      builder.trust(settings.trusted().toArray(X509Certificate[]::new));
    }
    this.dialer = builder.build();
    this.udp = new UdpTransport(loops.datagrams());
    this.port = Executors.newSingleThreadExecutor(new DefaultThreadFactory("antiphon-port", true));
    this.groups =
        new DefaultEventExecutorGroup(
            GROUP_THREADS, new DefaultThreadFactory("antiphon-dave", true));
    byte[] random = new byte[ID_BYTES];
    seeds.nextBytes(random);
    this.idPrefix = HexFormat.of().formatHex(random);
  }

  /** The event loops. */
  public EventLoops loops() {
    return loops;
  }

  RuntimeSettings settings() {
    return settings;
  }

  SpringFlowEngines engines() {
    return engines;
  }

  GatewayDialer dialer() {
    return dialer;
  }

  UdpTransport udp() {
    return udp;
  }

  /** The end-to-end encryption of a new connection. */
  EndToEnd endToEnd(
      EventLoop loop,
      AuditEntry.Subject subject,
      ConnectionCounters counters,
      ConnectionObserver observer,
      EndToEnd.Surroundings surroundings) {
    if (!settings.endToEnd()) {
      return EndToEnd.none(counters);
    }
    DaveLimits limits = DaveLimits.ofDefaults();
    return new DaveEndToEnd(
        loop,
        groups.next(),
        (channel, records) -> {
          DaveSession.Builder session =
              DaveSession.builder(subject.userId(), channel).limits(limits).records(records);
          identity.ifPresent(session::identity);
          return session.build();
        },
        limits,
        new EncryptionRecorder(
            subject, clock(), loop.ticker()::nanoTime, observer::encryptionDecided),
        surroundings);
  }

  /** The one sender of op 4 of the guild: it outlives the guild's connections. */
  VoiceStateSender sender(DiscordGateway gateway, long guildId) {
    return senders.computeIfAbsent(
        guildId,
        guild ->
            new VoiceStateSender(
                gateway,
                port,
                loops.of(guild),
                guild,
                settings.voiceStateSpacing(),
                settings.limits().delay(FlowTimer.LEAVE),
                this::mainAway));
  }

  /**
   * What became of the main gateway's session: told before the connections hear of it, so that one
   * that is made meanwhile can ask.
   */
  public void mainSession(VoiceEvent.MainSession.Change change) {
    mainAway = change == VoiceEvent.MainSession.Change.LOST;
    switch (change) {
      case LOST -> LOG.debug("the main gateway is away; op 4 waits");
      case RESUMED -> senders.values().forEach(VoiceStateSender::mainResumed);
      case NEW -> senders.values().forEach(VoiceStateSender::mainRenewed);
    }
  }

  /** Whether the main gateway is away. */
  boolean mainAway() {
    return mainAway;
  }

  /** Where Discord lists us in a guild in which there is no connection. */
  public void heardByNobody(VoiceStateUpdate update) {
    Optional.ofNullable(senders.get(update.guildId()))
        .ifPresent(sender -> sender.heardByNobody(update.channelId()));
  }

  long nextSeed() {
    return seeds.nextLong();
  }

  Clock clock() {
    return Clock.systemUTC();
  }

  String nextConnectionId() {
    return idPrefix + "-" + connections.incrementAndGet();
  }

  @Override
  public void close() {
    senders.values().forEach(VoiceStateSender::flush);
    dialer.close();
    udp.close();
    groups
        .shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    port.shutdown();
    try {
      if (!port.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        port.shutdownNow();
      }
    } catch (InterruptedException e) {
      port.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
