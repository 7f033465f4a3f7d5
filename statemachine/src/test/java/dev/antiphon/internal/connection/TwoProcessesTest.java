package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.engine.SpringEngines;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowSimulation;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.spi.FlowEngine;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Two processes of one bot join channels of one guild in virtual time, at random times and with
 * random latencies. They settle: each process sends at most one op 4 after its own join, and in the
 * end one process is connected, or Discord lists nobody. A process that joins while the other one
 * is established wins.
 */
@Tag("P28")
class TwoProcessesTest {
  private static final FlowLimits LIMITS = FlowLimits.ofDefaults();
  private static final Duration SPACING = Duration.ofSeconds(5);
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(40);
  private static Supplier<FlowEngine> engines;

  @BeforeContainer
  static void makeEngines() {
    engines = SpringEngines.prepared();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void processesThatJoinTogetherSettle(
      @ForAll("latencies") List<Integer> latencies,
      @ForAll("pauses") int pause,
      @ForAll("codes") int code,
      @ForAll boolean sameChannel) {
    settle(latencies, pause, code, sameChannel);
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  @Tag("proof")
  void processesThatJoinTogetherSettleInManyHistories(
      @ForAll("latencies") List<Integer> latencies,
      @ForAll("pauses") int pause,
      @ForAll("codes") int code,
      @ForAll boolean sameChannel) {
    settle(latencies, pause, code, sameChannel);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void processThatJoinsLaterReplacesTheEstablishedOne(
      @ForAll("latencies") List<Integer> latencies,
      @ForAll("codes") int code,
      @ForAll boolean sameChannel) {
    replace(latencies, code, sameChannel);
  }

  @Example
  void processesThatJoinAtTheSameInstantSettle() {
    settle(List.of(0), 0, 4014, true);
    settle(List.of(20), 0, 4014, true);
    settle(List.of(20), 0, 4014, false);
  }

  @Example
  void newcomerWinsWithoutLatency() {
    replace(List.of(0), 4014, true);
    replace(List.of(0), 4014, false);
  }

  @Example
  void processThatFollowsTakesItsChannelBack() {
    try (Guild guild = new Guild(List.of(20), 4014, LIMITS.with(TakenOver.FOLLOW))) {
      guild.checked(
          () -> {
            guild.older.join(FlowSimulation.CHANNEL);
            guild.time.pass(Duration.ofMinutes(1));
            guild.newer.join(FlowSimulation.CHANNEL);
            guild.time.pass(LONG_ENOUGH);
            assertThat(guild.older.state()).isEqualTo(VoiceState.ESTABLISHED);
            assertThat(guild.older.gateway.updates()).isEqualTo(2);
            assertThat(guild.newer.connection.ended()).isTrue();
          });
    }
  }

  @Provide
  Arbitrary<List<Integer>> latencies() {
    return Arbitraries.of(0, 5, 20, 40, 100, 300, 900, 1_800).list().ofMinSize(1).ofMaxSize(40);
  }

  @Provide
  Arbitrary<Integer> pauses() {
    return Arbitraries.of(0, 10, 40, 100, 300, 900, 2_000, 6_000, 20_000);
  }

  /** The code with which the voice server closes when another session is listed. */
  @Provide
  Arbitrary<Integer> codes() {
    return Arbitraries.of(4014, 4014, 4006);
  }

  private static void settle(List<Integer> latencies, int pause, int code, boolean sameChannel) {
    try (Guild guild = new Guild(latencies, code)) {
      guild.checked(
          () -> {
            guild.older.join(FlowSimulation.CHANNEL);
            guild.time.pass(Duration.ofMillis(pause));
            guild.newer.join(sameChannel ? FlowSimulation.CHANNEL : FlowSimulation.OTHER_CHANNEL);
            guild.time.pass(LONG_ENOUGH);
            guild.assertSettled();
          });
    }
  }

  private static void replace(List<Integer> latencies, int code, boolean sameChannel) {
    try (Guild guild = new Guild(latencies, code)) {
      guild.checked(
          () -> {
            guild.older.join(FlowSimulation.CHANNEL);
            guild.time.pass(Duration.ofMinutes(1));
            assertThat(guild.older.state()).isEqualTo(VoiceState.ESTABLISHED);
            int before = guild.older.gateway.updates();
            guild.newer.join(sameChannel ? FlowSimulation.CHANNEL : FlowSimulation.OTHER_CHANNEL);
            guild.time.pass(LONG_ENOUGH);
            guild.assertSettled();
            if (guild.older.gateway.updates() > before) {
              assertThat(code).as("the code that makes the older process rejoin").isEqualTo(4006);
              return;
            }
            assertThat(guild.newer.state()).as("the newcomer").isEqualTo(VoiceState.ESTABLISHED);
            assertThat(guild.older.connection.now().at().substate())
                .as("the older process")
                .isEqualTo(DisconnectReason.REPLACED);
          });
    }
  }

  /** A guild with two processes of one bot. */
  private static final class Guild implements AutoCloseable {
    private final VirtualLoop time = new VirtualLoop(() -> atRest());
    private final SharedDiscord discord;
    private final StringBuilder story = new StringBuilder();
    private final int code;
    private final Process older;
    private final Process newer;

    Guild(List<Integer> latencies, int code) {
      this(latencies, code, LIMITS);
    }

    Guild(List<Integer> latencies, int code, FlowLimits limits) {
      this.code = code;
      Iterator<Duration> repeated =
          Stream.generate(() -> latencies)
              .flatMap(List::stream)
              .map(latency -> Duration.ofMillis(latency))
              .iterator();
      discord = new SharedDiscord(time, repeated);
      older = new Process("older", this, limits);
      newer = new Process("newer", this, limits);
    }

    private void atRest() {
      older.connection.assertAtRest();
      newer.connection.assertAtRest();
    }

    void checked(Runnable history) {
      try {
        history.run();
      } catch (AssertionError broken) {
        throw new AssertionError(story + "\n" + broken.getMessage(), broken);
      }
    }

    void assertSettled() {
      List<Process> processes = List.of(older, newer);
      for (Process process : processes) {
        assertThat(process.state() == VoiceState.ESTABLISHED || process.connection.ended())
            .as("the %s process is established or has ended", process.name)
            .isTrue();
        assertThat(process.gateway.updates())
            .as("op 4 of the %s process", process.name)
            .isLessThanOrEqualTo(code == 4006 ? 3 : 2);
      }
      List<Integer> established =
          processes.stream()
              .filter(process -> process.state() == VoiceState.ESTABLISHED)
              .map(process -> process.gateway.session())
              .toList();
      List<Integer> listed = discord.lists() ? List.of(discord.listedSession()) : List.of();
      assertThat(established).as("sessions that are established").isEqualTo(listed);
    }

    @Override
    public void close() {
      time.close();
    }
  }

  /** A process with one connection. Its voice server accepts only the listed session. */
  private static final class Process implements SimulatedConnection.World {
    private final String name;
    private final Guild guild;
    private final SharedDiscord.Gateway gateway;
    private final VoiceStateSender sender;
    private final SimulatedConnection connection;
    private boolean joined;
    private long lastMessage;

    Process(String name, Guild guild, FlowLimits limits) {
      this.name = name;
      this.guild = guild;
      gateway = guild.discord.connect(this::receive, this::loseVoice);
      sender =
          new VoiceStateSender(
              new MainGatewayPort(gateway, Runnable::run),
              guild.time.loop(),
              1,
              SPACING,
              LIMITS.delay(FlowTimer.LEAVE));
      connection = new SimulatedConnection(guild.time.loop(), limits, engines.get(), this);
    }

    VoiceState state() {
      return connection.now().state();
    }

    void join(long channel) {
      joined = true;
      arrive(new Command.Join(channel));
      guild.time.settle();
    }

    /** An event of the main gateway. */
    private void receive(VoiceEvent event) {
      if (!joined) {
        return;
      }
      if (connection.ended()) {
        if (event instanceof VoiceEvent.OwnVoiceState listing) {
          tell("sees " + event);
          sender.voiceStateWithoutConnection(listing.channelId(), sessionId(listing));
        }
      } else {
        arrive(event);
      }
    }

    private void arrive(VoiceEvent event) {
      tell("receives " + event + " in " + connection.now().at().substate());
      connection.arrive(event);
    }

    private void tell(String what) {
      long millis = TimeUnit.NANOSECONDS.toMillis(guild.time.nanoTime());
      guild.story.append("\n  ").append(millis).append(" ms: ").append(name).append(' ');
      guild.story.append(what);
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

    @Override
    public Duration untilSent() {
      return sender.untilSent();
    }

    @Override
    public void onEffect(Effect effect) {
      if (effect instanceof Effect.SendVoiceState op4) {
        tell("sends " + op4);
        sender.send(op4, connection::arrive);
      } else if (effect instanceof Effect.CompleteEnd) {
        tell("ends as " + connection.now().at().substate());
        if (connection.now().at().substate() == DisconnectReason.REPLACED) {
          sender.forgetJoins();
        } else {
          sender.withdrawJoins();
        }
      } else {
        answer(effect);
      }
    }

    /** The voice server and the network answer. */
    private void answer(Effect effect) {
      if (effect instanceof Effect.DialGateway dial) {
        later(() -> voice(new VoiceEvent.SocketOpen(dial.generation())));
      } else if (effect instanceof Effect.RedialGateway dial) {
        later(() -> voice(new VoiceEvent.SocketOpen(dial.generation())));
      } else if (effect instanceof Effect.SendIdentify identify) {
        later(() -> identify(identify));
      } else if (effect instanceof Effect.SendResume resume) {
        later(() -> resume(resume));
      } else if (effect instanceof Effect.OpenUdp path) {
        later(() -> voice(new VoiceEvent.UdpReady(path.generation())));
      } else if (effect instanceof Effect.SendDiscovery discovery) {
        later(() -> voice(new VoiceEvent.Discovered(discovery.generation(), 1)));
      } else if (effect instanceof Effect.SelectProtocol select) {
        EncryptionMode mode = select.mode();
        later(
            () ->
                voice(
                    new VoiceEvent.Described(
                        select.generation(), Optional.of(mode), 1, mode.keyLength())));
      }
    }

    private void identify(Effect.SendIdentify identify) {
      int socket = identify.generation();
      if (gateway.accepts(identify.token()) && identify.session() == gateway.session()) {
        voice(new VoiceEvent.HelloReceived(socket, FlowSimulation.INTERVAL));
        voice(
            new VoiceEvent.ReadyReceived(
                socket, FlowSimulation.SSRC, EnumSet.allOf(EncryptionMode.class), 1));
      } else {
        voice(new VoiceEvent.SocketClosed(socket, 4006));
      }
    }

    private void resume(Effect.SendResume resume) {
      if (gateway.accepts(resume.token())) {
        voice(new VoiceEvent.HelloReceived(resume.generation(), FlowSimulation.INTERVAL));
        voice(new VoiceEvent.ResumedReceived(resume.generation()));
      } else {
        voice(new VoiceEvent.SocketClosed(resume.generation(), 4006));
      }
    }

    /** The voice server closes the WebSocket, because this process is no longer listed. */
    private void loseVoice() {
      int socket = connection.now().memory().socket().generation();
      if (connection.now().memory().socket().held()) {
        later(() -> voice(new VoiceEvent.SocketClosed(socket, guild.code)));
      }
    }

    private void voice(VoiceEvent event) {
      if (!connection.ended()) {
        arrive(event);
      }
    }

    private void later(Runnable work) {
      lastMessage =
          Math.max(lastMessage, guild.time.nanoTime() + guild.discord.latency().toNanos());
      guild.time.loop().schedule(work, lastMessage - guild.time.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }
}
