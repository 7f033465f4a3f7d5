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
 * Connections of a guild come and go, while messages are on their way in both directions, op 4
 * fails, moderators interfere and the main gateway is lost: when the last has ended and all has
 * arrived, Discord lists the bot nowhere.
 */
@Tag("P12")
@Tag("P23")
@Tag("P25")
class NoGhostTest {
  private static final FlowLimits LIMITS = FlowLimits.ofDefaults();
  private static final Duration SPACING = Duration.ofSeconds(5);
  private static final int[] CODES = {1006, 4000, 4004, 4006, 4009, 4011, 4014, 4015, 4021, 4022};
  private static final long[] PAUSES = {1, 50, 250, 1_000, 2_000, 5_000, 11_000};
  private static final long[] DISTANCES = {0, 40, 300, 1_500, 12_000};
  private static Supplier<FlowEngine> engines;

  private enum Doing {
    JOIN,
    MOVE,
    SHOW_SELF,
    RECONNECT,
    DISCONNECT,
    /** The voice server goes on. */
    GO_ON,
    CLOSE_SOCKET,
    BREAK_PATH,
    MOVE_BOT,
    KICK_BOT,
    NAME_SERVER,
    LOSE_MAIN,
    RESUME_MAIN,
    RENEW_MAIN,
    FAIL_OP_FOUR,
    MOVE_AWAY,
    PASS
  }

  private record Act(Doing doing, int value) {}

  @BeforeContainer
  static void makeEngines() {
    engines = SpringEngines.prepared();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void whenAllIsOverDiscordListsTheBotNowhere(@ForAll("acts") List<Act> acts) {
    live(acts);
  }

  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
  @Tag("proof")
  void whenAllIsOverAfterManyMoreDiscordListsTheBotNowhere(@ForAll("acts") List<Act> acts) {
    live(acts);
  }

  private static void live(List<Act> acts) {
    try (Guild guild = new Guild()) {
      try {
        acts.forEach(guild::act);
        guild.end();
        Statistics.label("stood")
            .collect(guild.stood)
            .coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
        assertThat(guild.discord.listed()).as("where a ghost stays").isEmpty();
      } catch (AssertionError broken) {
        throw new AssertionError(guild.story + broken.getMessage(), broken);
      }
    }
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    Arbitrary<Doing> doings =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(Doing.class)),
            Tuple.of(1, Arbitraries.of(Doing.JOIN)),
            Tuple.of(2, Arbitraries.of(Doing.GO_ON)),
            Tuple.of(2, Arbitraries.of(Doing.PASS)));
    return Combinators.combine(
            doings.withoutEdgeCases(), Arbitraries.integers().between(0, 119).withoutEdgeCases())
        .as(Act::new)
        .list()
        .ofMaxSize(50);
  }

  /** A guild: its Discord, its sender, and its connections one after the other. */
  private static final class Guild implements UnwiredConnection.World, AutoCloseable {
    private final VirtualLoop time = new VirtualLoop(() -> atRest());
    private final HonestDiscord discord = new HonestDiscord(time, this::hear);
    private final VoiceStateSender sender =
        new VoiceStateSender(
            discord.port(), time.loop(), 1, SPACING, LIMITS.delay(FlowTimer.LEAVE));
    private final StringBuilder story = new StringBuilder();
    private UnwiredConnection connection;
    private boolean stood;

    Guild() {
      begin();
    }

    private void begin() {
      connection = new UnwiredConnection(time.loop(), LIMITS, engines.get(), this);
    }

    private void atRest() {
      connection.assertAtRest();
    }

    void act(Act act) {
      story.append("\n  ").append(act).append(" in ").append(connection.now().state());
      int value = act.value();
      long channel = 7 + value % 3;
      switch (act.doing()) {
        case JOIN -> join(channel);
        case MOVE -> tell(new Command.Move(channel));
        case SHOW_SELF -> tell(new Command.SetSelf(new SelfFlags(value % 2 == 0, false)));
        case RECONNECT -> tell(new Command.Reconnect());
        case DISCONNECT -> tell(new Command.Disconnect());
        case GO_ON -> goOn(1 + value % 9);
        case CLOSE_SOCKET ->
            tell(new VoiceEvent.SocketClosed(socket(), CODES[value % CODES.length]));
        case BREAK_PATH -> tell(new VoiceEvent.UdpUnreachable(path(), "no route"));
        case MOVE_BOT -> discord.moderate(OptionalLong.of(channel));
        case KICK_BOT -> discord.moderate(OptionalLong.empty());
        case NAME_SERVER -> discord.nameServer();
        case LOSE_MAIN -> loseMain();
        case RESUME_MAIN -> resumeMain();
        case RENEW_MAIN -> renewMain();
        case FAIL_OP_FOUR -> discord.failNext();
        case MOVE_AWAY -> discord.moveAway(Duration.ofMillis(DISTANCES[value % DISTANCES.length]));
        case PASS -> time.pass(Duration.ofMillis(PAUSES[value % PAUSES.length]));
      }
      time.settle();
      stood |= connection.now().state() == VoiceState.ESTABLISHED;
    }

    private void join(long channel) {
      if (connection.ended()) {
        begin();
      }
      if (discord.away()) {
        tell(new VoiceEvent.MainSession(Change.LOST));
      }
      tell(new Command.Join(channel, sender.leaveOutstanding()));
    }

    /** What the voice server and the network say next, a few steps of it. */
    private void goOn(int steps) {
      for (int step = 0; step < steps && connecting(); step++) {
        Snapshot now = connection.now();
        tell(new RandomInput(step, 0, 0).event(now));
        time.settle();
      }
    }

    private boolean connecting() {
      Snapshot now = connection.now();
      return now.memory().socket().held() && now.state() != VoiceState.ESTABLISHED;
    }

    private void loseMain() {
      discord.loseMain();
      tell(new VoiceEvent.MainSession(Change.LOST));
    }

    private void resumeMain() {
      discord.resumeMain();
      sender.mainResumed();
      tell(new VoiceEvent.MainSession(Change.RESUMED));
    }

    private void renewMain() {
      discord.renewMain();
      sender.mainRenewed();
      tell(new VoiceEvent.MainSession(Change.NEW));
    }

    /** The last connection leaves; then everything has time to arrive. */
    void end() {
      tell(new Command.Disconnect());
      resumeMain();
      time.pass(Duration.ofMinutes(1));
      connection.assertOver();
    }

    private int socket() {
      return connection.now().memory().socket().generation();
    }

    private int path() {
      return connection.now().memory().udp().generation();
    }

    /** Discord says something. */
    private void hear(VoiceEvent event) {
      story.append("\n  told ").append(event);
      if (event instanceof VoiceEvent.OwnVoiceState listing && connection.ended()) {
        sender.voiceStateWithoutConnection(listing.channelId());
      }
      tell(event);
    }

    /** As a connection does it: by then it may have ended. */
    @Override
    public VoiceEvent asMet(VoiceEvent event) {
      if (event instanceof VoiceEvent.OwnVoiceState listing) {
        if (connection.ended()) {
          sender.voiceStateWithoutConnection(listing.channelId());
        } else if (listing.channelId().isEmpty()) {
          return new VoiceEvent.OwnVoiceState(
              listing.channelId(), listing.session(), listing.shown(), sender.leaveAnswered());
        }
      }
      return event;
    }

    /** Nobody tells anything to a connection that has ended. */
    private void tell(VoiceEvent event) {
      if (!connection.ended()) {
        connection.arrive(event);
      }
    }

    @Override
    public void hear(Effect effect) {
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
