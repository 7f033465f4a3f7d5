package dev.antiphon.cli.internal.soak;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.audit.Transition;
import dev.antiphon.dave.KeyWait;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One bot in one guild: a member or a visitor of the call. It has one connection at a time. When
 * the connection has ended, the bot joins again, except a visitor that is away. This class measures
 * the connection.
 */
final class BotInGuild {
  private static final int REMEMBERED = 16;
  private static final Duration REST = Duration.ofMillis(500);

  private final SoakEnvironment environment;
  private final Bot bot;
  private final GuildCall call;
  private final boolean visitor;
  private final RecentFaults faults = new RecentFaults();
  private final LongAdder framesArrived = new LongAdder();
  private final Hearing hearing;
  private final Deque<Transition> transitions = new ArrayDeque<>();
  private volatile EmbeddedVoiceServer server;
  private volatile @Nullable Connection current;
  private volatile long changedAt = System.nanoTime();
  private volatile boolean wanted;
  private volatile Optional<FrameLedger.FrameId> lastArrived = Optional.empty();

  /** The connection that has begun and not ended. Used only on the callback thread. */
  private Optional<String> openConnection = Optional.empty();

  /** The time without a session; empty if there is a session. Used only on the callback thread. */
  private Optional<Duration> timeWithoutSession = Optional.empty();

  /**
   * Creates a bot without a connection.
   *
   * @param visitor true for a visitor, which is away at first
   */
  BotInGuild(SoakEnvironment environment, Bot bot, GuildCall call, boolean visitor) {
    this.environment = environment;
    this.bot = bot;
    this.server = bot.home();
    this.call = call;
    this.hearing = new Hearing(bot.userId(), environment.isEncrypted(), environment.measurements());
    this.visitor = visitor;
    this.wanted = !visitor;
  }

  // Access for the faults

  SoakEnvironment environment() {
    return environment;
  }

  Bot bot() {
    return bot;
  }

  FakeDiscordGateway gateway() {
    return bot.gateway();
  }

  /** The server that Discord assigns to this bot. */
  EmbeddedVoiceServer server() {
    return server;
  }

  /** Sets the server that Discord assigns from now on. */
  void assignServer(EmbeddedVoiceServer other) {
    server = other;
  }

  /** The last faults of this bot. */
  RecentFaults faults() {
    return faults;
  }

  GuildCall call() {
    return call;
  }

  long guildId() {
    return call.guildId();
  }

  long userId() {
    return bot.userId();
  }

  /** The channel that the bot joins. */
  long channelId() {
    return call.channelId();
  }

  /** Returns the connection, unless it has ended. */
  Optional<Connection> connection() {
    return bot.voice().connection(guildId());
  }

  // Joining

  boolean isVisitor() {
    return visitor;
  }

  /** Returns false for a visitor that is away. */
  boolean isWanted() {
    return wanted;
  }

  /** The visitor comes. */
  void come() {
    wanted = true;
    join();
  }

  /** The visitor leaves, and does not join again until it comes. */
  void leave() {
    wanted = false;
    connection().ifPresent(Connection::disconnect);
  }

  /** Joins the channel. Joins again after each failure or end. */
  void join() {
    if (!environment.joining() || !wanted) {
      return;
    }
    environment.measurements().joins.increment();
    environment
        .measurements()
        .requests
        .track("join", bot.voice().joinChannelAsync(guildId(), channelId()))
        .whenComplete(
            (connection, failure) -> {
              if (failure == null) {
                joined(connection);
              } else {
                environment.later(REST, this::join);
              }
            });
  }

  private void joined(Connection connection) {
    if (current == connection) {
      return;
    }
    current = connection;
    hearing.begin(connection);
    OpenFutures lifetimes = environment.measurements().lifetimes;
    try {
      lifetimes.track("play", connection.play(new EndlessSpeech(userId())));
    } catch (IllegalStateException e) {
      // It has already ended. The future below reports it.
    }
    lifetimes
        .track("closed", connection.closed())
        .thenRun(
            () -> {
              current = null;
              environment.measurements().framesSent.add(connection.statistics().framesSent());
              hearing.end(connection);
              environment.later(REST, this::join);
            });
    if (!wanted) {
      connection.disconnect();
    }
  }

  // Measurements

  Hearing hearing() {
    return hearing;
  }

  /** Stores the last frame of this bot that arrived at a server. */
  void arrivedLast(FrameLedger.FrameId frame) {
    lastArrived = Optional.of(frame);
  }

  Optional<FrameLedger.FrameId> lastArrived() {
    return lastArrived;
  }

  /** Expects a frame that the server is about to forward to this bot. */
  void expect(BotInGuild speaker, FrameLedger.FrameId frame) {
    hearing.ledger().expect(frame, speaker.userId(), changedAt, System.nanoTime());
  }

  /** Counts the expected frames that were not heard in time. */
  void judgeFrames() {
    hearing.ledger().judge(changedAt, System.nanoTime());
  }

  /** Counts a frame of this member that arrived at its voice server. */
  void frameArrived() {
    framesArrived.increment();
  }

  long framesArrived() {
    return framesArrived.sum();
  }

  /** The number of frames from other bots in the guild. */
  long framesHeard() {
    return hearing.frames();
  }

  /** The number of frames from other bots in the guild, without silence frames. */
  long speechHeard() {
    return hearing.speech();
  }

  /**
   * The number of frames of the current connection. Frames of ended connections are in the
   * measurements.
   */
  long framesSent() {
    Connection present = current;
    return present == null ? 0 : present.statistics().framesSent();
  }

  /** Called on the callback thread of the bot's {@code Voice}. */
  void changed(Transition transition) {
    changedAt = System.nanoTime();
    synchronized (transitions) {
      if (transitions.size() == REMEMBERED) {
        transitions.removeFirst();
      }
      transitions.addLast(transition);
    }
    Measurements measurements = environment.measurements();
    measurements.rows.count(transition.row());
    requireSingleConnection(transition, measurements);
    measureAbsence(transition, measurements);
    if (transition.to().isTerminal()) {
      String reason = transition.reason().orElseThrow().title();
      measurements.ends.count(transition.to().title() + " " + reason);
    }
    if (transition.reason().filter(FailureCause.INTERNAL_ERROR::equals).isPresent()) {
      measurements.brokenInvariants.add("An effect failed: " + description());
    }
  }

  /** At most one connection of a guild must be open. */
  private void requireSingleConnection(Transition transition, Measurements measurements) {
    if (openConnection.filter(other -> !other.equals(transition.connectionId())).isPresent()) {
      measurements.brokenInvariants.add("Two connections at the same time: " + description());
    }
    openConnection =
        transition.to().isTerminal() ? Optional.empty() : Optional.of(transition.connectionId());
  }

  private void measureAbsence(Transition transition, Measurements measurements) {
    if (transition.from() == VoiceState.ESTABLISHED) {
      timeWithoutSession = Optional.of(Duration.ZERO);
    } else if (transition.from() == VoiceState.IDLE) {
      timeWithoutSession = Optional.empty();
    } else {
      timeWithoutSession = timeWithoutSession.map(before -> before.plus(transition.inFrom()));
    }
    if (transition.to() == VoiceState.ESTABLISHED) {
      boolean resumed = transition.from() == VoiceState.RESUMING;
      timeWithoutSession.ifPresent((resumed ? measurements.resumed : measurements.rejoined)::add);
      timeWithoutSession = Optional.empty();
    }
  }

  /** Returns true if the connection is established or has ended. */
  boolean isSettled() {
    return connection().map(Connection::state).map(BotInGuild::isSettled).orElse(true);
  }

  private static boolean isSettled(ConnectionState state) {
    return state instanceof ConnectionState.Established || state.isEnd();
  }

  boolean isEstablished() {
    return connection()
        .map(Connection::state)
        .filter(ConnectionState.Established.class::isInstance)
        .isPresent();
  }

  /**
   * Returns true if the connection is established in the channel in which Discord lists the bot.
   */
  boolean isWhereItIsListed() {
    return connection()
        .map(Connection::state)
        .filter(ConnectionState.Established.class::isInstance)
        .map(ConnectionState.Established.class::cast)
        .map(state -> OptionalLong.of(state.channelId()))
        .filter(gateway().channelIn(guildId())::equals)
        .isPresent();
  }

  /** Returns true if the connection is established in the channel and on the server of its call. */
  boolean isWithItsCall() {
    return isWhereItIsListed()
        && gateway().channelIn(guildId()).equals(OptionalLong.of(channelId()))
        && server == call.server();
  }

  boolean hasNoConnection() {
    return connection().isEmpty();
  }

  /** Returns the name of the current state, or of the last state if there is no connection. */
  String stateName() {
    Optional<Connection> present = connection();
    if (present.isPresent()) {
      return present.get().state().name();
    }
    synchronized (transitions) {
      return transitions.isEmpty() ? "none" : transitions.getLast().to().title();
    }
  }

  /** The time of the last change of state, in nanoseconds of the monotonic clock. */
  long changedAt() {
    return changedAt;
  }

  /**
   * Returns the status of the end-to-end encryption and the wait for keys, for a message about a
   * silent call.
   */
  String encryption() {
    return connection()
        .flatMap(Connection::encryption)
        .map(
            now ->
                now.status()
                    + " with "
                    + now.members().size()
                    + " members, "
                    + now.keyWait().map(BotInGuild::text).orElse("no wait for keys"))
        .orElse("none");
  }

  private static String text(KeyWait wait) {
    Duration age = Duration.between(wait.since(), Instant.now());
    return "waits for keys: %s for %d ms".formatted(wait.reason(), age.toMillis());
  }

  /** Returns the bot's ids and its last transitions, for a message about a broken invariant. */
  String description() {
    StringBuilder text = new StringBuilder();
    text.append("user ").append(userId()).append(", guild ").append(guildId());
    text.append(", ").append(stateName());
    for (Transition transition : lastTransitions()) {
      text.append(System.lineSeparator()).append("    ").append(transition.toJson());
    }
    return text.toString();
  }

  private List<Transition> lastTransitions() {
    synchronized (transitions) {
      return List.copyOf(transitions);
    }
  }
}
