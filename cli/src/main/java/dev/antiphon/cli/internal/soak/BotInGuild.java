package dev.antiphon.cli.internal.soak;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One bot in one guild. It has one connection at a time: when that has ended, the bot joins again.
 * What the connection does is measured here.
 */
final class BotInGuild {
  private static final int REMEMBERED = 16;
  private static final int CHANNELS = 3;
  private static final Duration REST = Duration.ofMillis(500);

  private final Site site;
  private final Bot bot;
  private final long guildId;
  private final long channelId;
  private final LongAdder framesArrived = new LongAdder();
  private final LongAdder framesHeard = new LongAdder();
  private final Deque<Transition> transitions = new ArrayDeque<>();
  private volatile EmbeddedVoiceServer server;
  private volatile @Nullable Connection current;
  private volatile long changedAt = System.nanoTime();

  /** The connection that has begun and not ended. On the callback thread alone. */
  private Optional<String> alive = Optional.empty();

  /** How long no session stood, if none does. On the callback thread alone. */
  private Optional<Duration> away = Optional.empty();

  BotInGuild(Site site, Bot bot, long guildId, long channelId) {
    this.site = site;
    this.bot = bot;
    this.server = bot.home();
    this.guildId = guildId;
    this.channelId = channelId;
  }

  // What faults need

  Site site() {
    return site;
  }

  Bot bot() {
    return bot;
  }

  FakeDiscordGateway gateway() {
    return bot.gateway();
  }

  /** The server that Discord gives to it. */
  EmbeddedVoiceServer server() {
    return server;
  }

  /** Discord gives it another one from now on. */
  void servedBy(EmbeddedVoiceServer other) {
    server = other;
  }

  long guildId() {
    return guildId;
  }

  long userId() {
    return bot.userId();
  }

  long channelId() {
    return channelId;
  }

  /** One of a few channels of the guild, its own among them. */
  long anyChannel(Dice dice) {
    return channelId + dice.between(0, CHANNELS - 1);
  }

  /** The connection, unless it has ended. */
  Optional<Connection> connection() {
    return bot.voice().connection(guildId);
  }

  // Joining

  /** Joins, and does so again whenever it fails or has ended. */
  void join() {
    if (!site.joining()) {
      return;
    }
    site.figures().joins.increment();
    site.figures()
        .requests
        .remember("join", bot.voice().joinChannelAsync(guildId, channelId))
        .whenComplete(
            (connection, failure) -> {
              if (failure == null) {
                joined(connection);
              } else {
                site.later(REST, this::join);
              }
            });
  }

  private void joined(Connection connection) {
    if (current == connection) {
      return;
    }
    current = connection;
    connection.onOpus((user, ssrc, sequence, timestamp, frame) -> heard());
    Promises lifetimes = site.figures().lifetimes;
    try {
      lifetimes.remember("play", connection.play(new Chatter()));
    } catch (IllegalStateException e) {
      // It has ended already, which is told below.
    }
    lifetimes
        .remember("closed", connection.closed())
        .thenRun(
            () -> {
              current = null;
              site.figures().framesSent.add(connection.statistics().framesSent());
              site.later(REST, this::join);
            });
  }

  private void heard() {
    framesHeard.increment();
    site.figures().framesHeard.increment();
  }

  // What is seen of it

  /** A frame of this member has arrived at its voice server. */
  void frameArrived() {
    framesArrived.increment();
  }

  long framesArrived() {
    return framesArrived.sum();
  }

  /** Frames of the other bot in the guild. */
  long framesHeard() {
    return framesHeard.sum();
  }

  /** Frames of the present connection; those of the ended ones are in the figures. */
  long framesSent() {
    Connection present = current;
    return present == null ? 0 : present.statistics().framesSent();
  }

  /** On the callback thread of the bot's {@code Voice}. */
  void changed(Transition transition) {
    changedAt = System.nanoTime();
    synchronized (transitions) {
      if (transitions.size() == REMEMBERED) {
        transitions.removeFirst();
      }
      transitions.addLast(transition);
    }
    Figures figures = site.figures();
    figures.rows.count(transition.row());
    requireAlone(transition, figures);
    measureAbsence(transition, figures);
    if (transition.to().isTerminal()) {
      String reason = transition.reason().orElseThrow().title();
      figures.ends.count(transition.to().title() + " " + reason);
    }
    if (transition.reason().filter(FailureCause.INTERNAL_ERROR::equals).isPresent()) {
      figures.findings.add("An effect failed: " + description());
    }
  }

  /** Of the connections of a guild at most one has not ended. */
  private void requireAlone(Transition transition, Figures figures) {
    if (alive.filter(other -> !other.equals(transition.connectionId())).isPresent()) {
      figures.findings.add("Two connections at once: " + description());
    }
    alive =
        transition.to().isTerminal() ? Optional.empty() : Optional.of(transition.connectionId());
  }

  private void measureAbsence(Transition transition, Figures figures) {
    if (transition.from() == VoiceState.ESTABLISHED) {
      away = Optional.of(Duration.ZERO);
    } else if (transition.from() == VoiceState.IDLE) {
      away = Optional.empty();
    } else {
      away = away.map(before -> before.plus(transition.inFrom()));
    }
    if (transition.to() == VoiceState.ESTABLISHED) {
      boolean resumed = transition.from() == VoiceState.RESUMING;
      away.ifPresent((resumed ? figures.resumed : figures.rejoined)::add);
      away = Optional.empty();
    }
  }

  /** Established, or ended. */
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

  /** Established in the channel in which Discord lists the bot. */
  boolean isWhereItIsListed() {
    return connection()
        .map(Connection::state)
        .filter(ConnectionState.Established.class::isInstance)
        .map(ConnectionState.Established.class::cast)
        .map(state -> OptionalLong.of(state.channelId()))
        .filter(gateway().channelIn(guildId)::equals)
        .isPresent();
  }

  boolean hasNoConnection() {
    return connection().isEmpty();
  }

  /** The name of the present state; that of the last end where there is no connection. */
  String stateName() {
    Optional<Connection> present = connection();
    if (present.isPresent()) {
      return present.get().state().name();
    }
    synchronized (transitions) {
      return transitions.isEmpty() ? "none" : transitions.getLast().to().title();
    }
  }

  /** Since when the state has not changed, in nanoseconds of the monotonic clock. */
  long changedAt() {
    return changedAt;
  }

  /** Who it is and what it did last, for a finding. */
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
