package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.engine.SpringEngines;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.RandomInput;
import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceEvent.MainSession.Change;
import dev.antiphon.spi.FlowEngine;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/**
 * Runs random histories of a guild with several connections. Messages are delayed in both
 * directions, voice state updates fail, moderators move the bot, the main gateway is lost and
 * another process of the bot joins. After the last connection has ended and all messages have
 * arrived, Discord lists the bot in no channel. When the {@code Voice} is closed instead, it lists
 * the bot in no channel, or the sender knows that the leave could not be sent. Another process that
 * joins after the end is not disturbed.
 */
@Tag("P12")
@Tag("P23")
@Tag("P25")
@Tag("P30")
class NoGhostTest {
  private static final FlowLimits LIMITS = FlowLimits.ofDefaults();
  private static final Duration SPACING = Duration.ofSeconds(5);
  private static final int[] CODES = {1006, 4000, 4004, 4006, 4009, 4011, 4014, 4015, 4021, 4022};
  private static final long[] PAUSES = {1, 50, 250, 1_000, 2_000, 5_000, 11_000};
  private static final long[] DISTANCES = {0, 40, 300, 1_500, 12_000};
  private static Supplier<FlowEngine> engines;

  private enum Kind {
    JOIN,
    MOVE,
    SHOW_SELF,
    RECONNECT,
    DISCONNECT,
    /** The next messages of the voice server arrive. */
    CONTINUE,
    CLOSE_SOCKET,
    BREAK_PATH,
    MOVE_BOT,
    KICK_BOT,
    NAME_SERVER,
    LOSE_MAIN,
    RESUME_MAIN,
    RENEW_MAIN,
    FAIL_OP_FOUR,
    /** Another process of the bot joins after the end of the connection. */
    JOIN_FROM_OTHER_PROCESS,
    CHANGE_LATENCY,
    PASS
  }

  private record Action(Kind kind, int value) {}

  /** How the application ends the history. */
  private enum Ending {
    DISCONNECT,
    CLOSE,
    /** The main gateway is lost and updates fail. */
    CLOSE_WHILE_AWAY,
    /** The main gateway is lost. The application sends the updates when it is back. */
    CLOSE_WHILE_UPDATES_ARE_KEPT
  }

  @BeforeContainer
  static void makeEngines() {
    engines = SpringEngines.prepared();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void botIsInNoChannelAfterTheEndOfTheConnection(
      @ForAll("actions") List<Action> actions, @ForAll Ending ending) {
    run(actions, ending);
  }

  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
  @Tag("proof")
  void botIsInNoChannelAfterTheEndOfTheConnectionInManyHistories(
      @ForAll("actions") List<Action> actions, @ForAll Ending ending) {
    run(actions, ending);
  }

  private static void run(List<Action> actions, Ending ending) {
    try (Guild guild = new Guild()) {
      try {
        actions.forEach(guild::act);
        boolean left = guild.end(ending);
        Statistics.label("not left")
            .collect(!left)
            .coverage(coverage -> coverage.check(true).percentage(share -> share > 1));
        Statistics.label("established")
            .collect(guild.established)
            .coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
        if (left) {
          assertThat(guild.discord.listed())
              .as("the channel in which the bot is still listed")
              .isEmpty();
        } else {
          assertThat(guild.discord.lastFailed()).as("the last update was not sent").isTrue();
        }
        assertThat(guild.discord.otherWasRemoved()).as("another process was removed").isFalse();
      } catch (AssertionError broken) {
        throw new AssertionError(guild.story + broken.getMessage(), broken);
      }
    }
  }

  @Provide
  Arbitrary<List<Action>> actions() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(Kind.class)),
            Tuple.of(1, Arbitraries.of(Kind.JOIN)),
            Tuple.of(2, Arbitraries.of(Kind.CONTINUE)),
            Tuple.of(2, Arbitraries.of(Kind.PASS)));
    return Combinators.combine(
            kinds.withoutEdgeCases(), Arbitraries.integers().between(0, 119).withoutEdgeCases())
        .as(Action::new)
        .list()
        .ofMaxSize(50);
  }

  /** A guild with a simulated Discord, a sender, and connections one after another. */
  private static final class Guild implements SimulatedConnection.World, AutoCloseable {
    private final VirtualLoop time = new VirtualLoop(() -> atRest());
    private final SimulatedDiscord discord = new SimulatedDiscord(time, this::receive);
    private final VoiceStateSender sender =
        new VoiceStateSender(
            discord.port(), time.loop(), 1, SPACING, LIMITS.delay(FlowTimer.LEAVE));
    private final StringBuilder story = new StringBuilder();
    private SimulatedConnection connection;
    private boolean established;
    private boolean closed;

    Guild() {
      begin();
    }

    private void begin() {
      connection = new SimulatedConnection(time.loop(), LIMITS, engines.get(), this);
    }

    private void atRest() {
      connection.assertAtRest();
    }

    void act(Action action) {
      story.append("\n  ").append(action).append(" in ").append(connection.now().state());
      int value = action.value();
      long channel = 7 + value % 3;
      switch (action.kind()) {
        case JOIN -> join(channel);
        case MOVE -> deliver(new Command.Move(channel));
        case SHOW_SELF -> deliver(new Command.SetSelf(new SelfFlags(value % 2 == 0, false)));
        case RECONNECT -> deliver(new Command.Reconnect());
        case DISCONNECT -> deliver(new Command.Disconnect());
        case CONTINUE -> receive(1 + value % 9);
        case CLOSE_SOCKET ->
            deliver(new VoiceEvent.SocketClosed(socket(), CODES[value % CODES.length]));
        case BREAK_PATH -> deliver(new VoiceEvent.UdpUnreachable(path(), "no route"));
        case MOVE_BOT -> discord.moderate(OptionalLong.of(channel));
        case KICK_BOT -> discord.moderate(OptionalLong.empty());
        case NAME_SERVER -> discord.nameServer();
        case LOSE_MAIN -> loseMain();
        case RESUME_MAIN -> resumeMain();
        case RENEW_MAIN -> renewMain();
        case FAIL_OP_FOUR -> discord.failNext();
        case JOIN_FROM_OTHER_PROCESS -> {
          if (connection.ended() && !sender.leaveOutstanding()) {
            discord.joinFromOtherProcess(channel);
          }
        }
        case CHANGE_LATENCY ->
            discord.setLatency(Duration.ofMillis(DISTANCES[value % DISTANCES.length]));
        case PASS -> time.pass(Duration.ofMillis(PAUSES[value % PAUSES.length]));
      }
      time.settle();
      established |= connection.now().state() == VoiceState.ESTABLISHED;
    }

    private void join(long channel) {
      if (connection.ended()) {
        begin();
      }
      discord.joinRequested();
      if (discord.away()) {
        deliver(new VoiceEvent.MainSession(Change.LOST));
      }
      deliver(new Command.Join(channel, sender.leaveOutstanding()));
    }

    /** Receives the next events of the voice server and the network. */
    private void receive(int steps) {
      for (int step = 0; step < steps && connecting(); step++) {
        Snapshot now = connection.now();
        deliver(new RandomInput(step, 0, 0).event(now));
        time.settle();
      }
    }

    private boolean connecting() {
      Snapshot now = connection.now();
      return now.memory().socket().held() && now.state() != VoiceState.ESTABLISHED;
    }

    private void loseMain() {
      discord.loseMain();
      deliver(new VoiceEvent.MainSession(Change.LOST));
    }

    private void resumeMain() {
      discord.resumeMain();
      sender.mainResumed();
      deliver(new VoiceEvent.MainSession(Change.RESUMED));
    }

    private void renewMain() {
      discord.renewMain();
      sender.mainRenewed();
      deliver(new VoiceEvent.MainSession(Change.NEW));
    }

    /**
     * The last connection leaves. Then all delayed messages arrive. Returns whether the bot has
     * left as far as this process knows.
     */
    boolean end(Ending ending) {
      story.append("\n  ").append(ending);
      CompletableFuture<Void> left = CompletableFuture.completedFuture(null);
      if (ending == Ending.DISCONNECT) {
        deliver(new Command.Disconnect());
        resumeMain();
      } else {
        left = close(ending);
      }
      time.pass(Duration.ofMinutes(1));
      connection.assertEnded();
      return !left.isCompletedExceptionally();
    }

    /** Afterwards the process receives nothing. */
    private CompletableFuture<Void> close(Ending ending) {
      if (ending != Ending.CLOSE) {
        loseMain();
        discord.keepWhileAway(ending == Ending.CLOSE_WHILE_UPDATES_ARE_KEPT);
      }
      deliver(new Command.Close());
      time.settle();
      CompletableFuture<Void> left = sender.flush();
      assertThat(left).isDone();
      assertThat(left.isCompletedExceptionally()).isEqualTo(sender.owesLeave());
      closed = true;
      discord.resumeMain();
      return left;
    }

    private int socket() {
      return connection.now().memory().socket().generation();
    }

    private int path() {
      return connection.now().memory().udp().generation();
    }

    /** An event of Discord arrives. */
    private void receive(VoiceEvent event) {
      if (closed) {
        return;
      }
      story.append("\n  received ").append(event);
      if (event instanceof VoiceEvent.OwnVoiceState listing && connection.ended()) {
        sender.voiceStateWithoutConnection(listing.channelId(), sessionId(listing));
      }
      deliver(event);
    }

    /** As in a real connection. The connection can have ended since the event arrived. */
    @Override
    public VoiceEvent whenHandled(VoiceEvent event) {
      if (event instanceof VoiceEvent.OwnVoiceState listing) {
        if (connection.ended()) {
          sender.voiceStateWithoutConnection(listing.channelId(), sessionId(listing));
        } else if (listing.channelId().isPresent()) {
          sender.listedWith(sessionId(listing));
        } else {
          return new VoiceEvent.OwnVoiceState(
              listing.channelId(), listing.session(), listing.shown(), sender.leaveAnswered());
        }
      }
      return event;
    }

    private static String sessionId(VoiceEvent.OwnVoiceState listing) {
      return "session " + listing.session();
    }

    /** Passes the event to the connection, unless it has ended. */
    private void deliver(VoiceEvent event) {
      if (!connection.ended()) {
        connection.arrive(event);
      }
    }

    @Override
    public void onEffect(Effect effect) {
      if (effect instanceof Effect.SendVoiceState op4) {
        story.append("\n    ").append(op4);
        sender.send(op4, connection::arrive);
      } else if (effect instanceof Effect.CompleteEnd) {
        sender.withdrawJoins();
      }
    }

    @Override
    public Duration untilSent() {
      return sender.untilSent();
    }

    @Override
    public void close() {
      time.close();
    }
  }
}
