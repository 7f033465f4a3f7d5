package dev.antiphon.cli.internal.soak;

import dev.antiphon.audit.AuditFile;
import dev.antiphon.audit.Transition;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Order;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ViolationKind;
import dev.antiphon.testkit.server.DaveMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The environment of a soak test: the voice servers, and the bots in their guilds. Each guild has
 * two bots that receive each other's audio, and visitors.
 */
final class SoakEnvironment implements AutoCloseable {
  private static final int SERVERS = 2;
  private static final long FIRST_USER = 104694319306248192L;
  private static final long FIRST_GUILD = 41771983423143937L;
  private static final long FIRST_CHANNEL = 127121515262115840L;
  private static final long CHANNEL_STEP = 100;

  /** Not shorter: on a busy machine, an answer can take a second. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private static final Duration HEARTBEAT_LIMIT = Duration.ofSeconds(8);

  /** Some timer tasks block, for example until a close frame is answered. */
  private static final int TIMER_THREADS = 4;

  /** The recording limit is low because only the listener of events is used. */
  private static final int RECORDED = 100;

  /** Violations that a client must never commit, regardless of the server's faults. */
  private static final Set<ViolationKind> FORBIDDEN =
      EnumSet.of(
          ViolationKind.UPGRADE_REFUSED,
          ViolationKind.UNDECODABLE,
          ViolationKind.MALFORMED,
          ViolationKind.UNKNOWN_OPCODE,
          ViolationKind.BEFORE_IDENTIFY,
          ViolationKind.IDENTIFIED_TWICE,
          ViolationKind.UNKNOWN_PROTOCOL,
          ViolationKind.UNKNOWN_MODE,
          ViolationKind.MALFORMED_DATAGRAM,
          ViolationKind.NONCE_REUSED);

  private static final Duration JUDGEMENT = Duration.ofMillis(500);

  private record MemberId(long guildId, long userId) {}

  private static final long LARGEST_AUDIT_FILE = 64 << 20;

  private final Measurements measurements;
  private final boolean dave;
  private final Optional<AuditFile> audit;
  private final ScheduledThreadPoolExecutor timer;
  private final List<EmbeddedVoiceServer> servers = new ArrayList<>();
  private final List<Bot> bots = new ArrayList<>();
  private final List<GuildCall> calls = new ArrayList<>();
  private final List<BotInGuild> members = new ArrayList<>();
  private final List<BotInGuild> visitors = new ArrayList<>();
  private final Map<MemberId, BotInGuild> byMember = new HashMap<>();
  private volatile boolean joining = true;

  SoakEnvironment(SoakSettings settings, Measurements measurements) {
    this.measurements = measurements;
    this.dave = settings.dave();
    this.audit =
        settings.audit().map(file -> AuditFile.numbered(file).rotateAt(LARGEST_AUDIT_FILE).open());
    this.timer =
        new ScheduledThreadPoolExecutor(
            TIMER_THREADS, task -> new Thread(task, "antiphon-soak-timer"));
    timer.setRemoveOnCancelPolicy(true);
    try {
      for (int i = 0; i < SERVERS; i++) {
        servers.add(server(i, settings));
      }
      for (int i = 0; i < SERVERS * (GuildCall.MEMBERS + settings.visitors()); i++) {
        bots.add(bot(i, settings));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    for (int i = 0; i < settings.connections(); i++) {
      members.add(member(i));
    }
    for (int i = 0; i < calls.size() * settings.visitors(); i++) {
      visitors.add(visitor(i / settings.visitors(), i % settings.visitors()));
    }
    everyone()
        .forEach(member -> byMember.put(new MemberId(member.guildId(), member.userId()), member));
    bots.forEach(bot -> bot.voice().onTransition(transition -> changed(bot, transition)));
    timer.scheduleWithFixedDelay(
        () -> everyone().forEach(BotInGuild::judgeFrames),
        JUDGEMENT.toMillis(),
        JUDGEMENT.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private EmbeddedVoiceServer server(int index, SoakSettings settings) {
    EmbeddedVoiceServerBuilder builder =
        EmbeddedVoiceServer.builder()
            .heartbeatInterval(HEARTBEAT)
            .heartbeatLimit(HEARTBEAT_LIMIT)
            .resumeWindow(ShortOptions.RESUME_WINDOW)
            .recordingLimit(RECORDED)
            .dave(dave ? DaveMode.REQUIRED : DaveMode.OFF)
            .listener(event -> eventOccurred(index, event));
    return (settings.tls() ? builder.tls() : builder.plain()).start();
  }

  /** The bots of one server are the members and then the visitors of its calls. */
  private Bot bot(int index, SoakSettings settings) {
    EmbeddedVoiceServer home = servers.get(index / (GuildCall.MEMBERS + settings.visitors()));
    return new Bot(
        FIRST_USER + index, home, ShortOptions.of(servers), settings, audit, measurements);
  }

  private BotInGuild member(int index) {
    int guild = index / GuildCall.MEMBERS;
    if (guild == calls.size()) {
      calls.add(new GuildCall(FIRST_GUILD + guild, FIRST_CHANNEL + CHANNEL_STEP * guild));
    }
    Bot bot = botOf(guild, index % GuildCall.MEMBERS);
    BotInGuild member = new BotInGuild(this, bot, calls.get(guild), false);
    calls.get(guild).add(member);
    return member;
  }

  private BotInGuild visitor(int guild, int index) {
    Bot bot = botOf(guild, GuildCall.MEMBERS + index);
    BotInGuild visitor = new BotInGuild(this, bot, calls.get(guild), true);
    calls.get(guild).addVisitor(visitor);
    return visitor;
  }

  private Bot botOf(int guild, int index) {
    return bots.get(guild % SERVERS * (bots.size() / SERVERS) + index);
  }

  /** Returns the calls with two members. Without encryption, a last call can have one member. */
  List<GuildCall> fullCalls() {
    return calls.stream().filter(GuildCall::isFull).toList();
  }

  List<BotInGuild> members() {
    return members;
  }

  /** The bots that come to the calls and leave them. */
  List<BotInGuild> visitors() {
    return visitors;
  }

  /** The members and the visitors. */
  Stream<BotInGuild> everyone() {
    return Stream.concat(members.stream(), visitors.stream());
  }

  /** Returns true if the calls are end-to-end encrypted. */
  boolean isEncrypted() {
    return dave;
  }

  /** Returns the number of frames of each user that the servers found unencrypted. */
  Map<Long, Long> framesInClear() {
    Map<Long, Long> all = new TreeMap<>();
    servers.forEach(
        server ->
            server.summary().framesInClear().forEach((user, n) -> all.merge(user, n, Long::sum)));
    return all;
  }

  /** Returns the number of full calls in which a member has not heard speech yet. */
  long silentCalls() {
    return calls.stream()
        .filter(GuildCall::isFull)
        .filter(call -> call.least(BotInGuild::speechHeard) == 0)
        .count();
  }

  /** Returns true if the guild has another bot on the same server. */
  boolean isPaired(BotInGuild member) {
    return member.call().members().stream()
        .anyMatch(other -> other != member && other.server() == member.server());
  }

  List<EmbeddedVoiceServer> servers() {
    return servers;
  }

  List<Bot> bots() {
    return bots;
  }

  Measurements measurements() {
    return measurements;
  }

  /** Returns true if ended connections are joined again. */
  boolean joining() {
    return joining;
  }

  /** Sets whether ended connections are joined again from now on. */
  void joining(boolean again) {
    joining = again;
  }

  /** Runs work after a delay, unless the environment is closed by then. From any thread. */
  void later(Duration after, Runnable work) {
    if (!timer.isShutdown()) {
      timer.schedule(() -> guarded(work), after.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Runs work. An exception counts as a broken invariant. */
  void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (!timer.isShutdown()) {
        measurements.brokenInvariants.add("An action failed unexpectedly: " + e);
      }
    }
  }

  /** Ends all faults. */
  void endFaults() {
    servers.forEach(EmbeddedVoiceServer::clearFaults);
    servers.forEach(EmbeddedVoiceServer::comeBack);
    servers.forEach(EmbeddedVoiceServer::openUdp);
    for (Bot bot : bots) {
      bot.gateway().answering(Answering.FULLY).order(Order.STATE_FIRST).copies(1);
      bot.gateway().releaseAnswers();
      bot.gateway().sessionResumed();
    }
  }

  /** Called on the thread of a server. */
  private void eventOccurred(int server, ServerEvent event) {
    if (event instanceof ServerEvent.FrameReceived frame) {
      BotInGuild speaker = byMember.get(new MemberId(event.guildId(), event.userId()));
      if (speaker != null) {
        speaker.frameArrived();
        if (dave && !frame.silence()) {
          Audience.expect(servers.get(server), speaker, frame);
        }
      }
    } else if (event instanceof ServerEvent.FaultApplied fault) {
      Optional.ofNullable(byMember.get(new MemberId(event.guildId(), event.userId())))
          .ifPresent(bot -> bot.faults().applied(fault.rule(), System.nanoTime()));
    } else if (event instanceof ServerEvent.Violation violation
        && violation.kind() == ViolationKind.FRAME_BEFORE_SPEAKING) {
      Optional.ofNullable(byMember.get(new MemberId(event.guildId(), event.userId())))
          .ifPresent(Audience::discard);
    } else if (event instanceof ServerEvent.Violation violation
        && FORBIDDEN.contains(violation.kind())) {
      measurements.brokenInvariants.add("A client committed a forbidden violation: " + violation);
    }
  }

  private void changed(Bot bot, Transition transition) {
    BotInGuild member = byMember.get(new MemberId(transition.guildId(), bot.userId()));
    if (member != null) {
      member.changed(transition);
    }
  }

  @Override
  public void close() {
    joining = false;
    timer.shutdownNow();
    bots.forEach(Bot::close);
    audit.ifPresent(AuditFile::close);
    servers.forEach(EmbeddedVoiceServer::close);
    try {
      timer.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
