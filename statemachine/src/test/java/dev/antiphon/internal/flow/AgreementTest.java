package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.LOST;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.VoiceState;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * Discord and the application change a call in any order and at any pace. After the last change, a
 * call that has not ended is established in the channel that Discord lists. It uses the latest
 * session and the latest token. The only exception is a call that has just received a close code
 * for a kick.
 */
class AgreementTest {
  private static final int[] CODES = {1001, 1006, 4000, 4006, 4009, 4014, 4015, 4022};
  private static final long[] MILLIS = {50, 100, 250, 250, 1_000, 2_000, 5_000, 11_000};

  /** A random event of a call. */
  private record RandomEvent(int kind, int value) {
    void applyTo(FlowSimulation flow, CooperativeDiscord discord) {
      long channel = 7 + value % 3;
      switch (kind) {
        case 0 -> flow.move(channel);
        case 1 -> flow.join(channel);
        case 2 -> flow.self(value % 2 == 0, value % 3 == 0);
        case 3 -> flow.reconnect();
        case 4 -> {
          discord.list(channel);
          discord.nameServer();
        }
        case 5 -> {
          discord.nameServer();
          discord.list(channel);
        }
        case 6 -> discord.nameServer();
        case 7 -> {
          discord.takeServer();
          discord.nameServer();
        }
        case 8 -> {
          discord.renewSession();
          discord.list(discord.listed().orElse(7));
          discord.nameServer();
        }
        case 9 ->
            flow.on(
                now ->
                    new VoiceEvent.SocketClosed(
                        now.socket().generation(), CODES[value % CODES.length]));
        case 10, 11 -> discord.grantOne();
        case 12, 13, 14 -> discord.acceptDial();
        case 15 -> {
          if (value % 4 == 0) {
            discord.renewMainSession();
          } else {
            flow.mainSession(LOST).mainSession(RESUMED);
          }
        }
        default -> discord.advance(MILLIS[value % MILLIS.length]);
      }
    }
  }

  @Property(tries = 2_000)
  void callIsInTheChannelThatDiscordReportsAfterAnyEvents(
      @ForAll("events") List<RandomEvent> events) {
    FlowSimulation flow = Stage.ESTABLISHED.reach(FlowSimulation.FOLLOWING);
    CooperativeDiscord discord = new CooperativeDiscord(flow);
    events.forEach(event -> event.applyTo(flow, discord));
    boolean ended = flow.state().isTerminal();
    discord.grantAll();
    Statistics.label("established")
        .collect(flow.state() == VoiceState.ESTABLISHED)
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 50));
    String story = story(flow);
    if (flow.state() == VoiceState.ESTABLISHED) {
      assertThat(flow.memory().intent().target()).as(story).isEqualTo(discord.listed());
      assertThat(flow.story().stream().filter(did -> did.startsWith("identify")))
          .as(story)
          .last()
          .asString()
          .endsWith("with session %d, token %d".formatted(discord.session(), discord.token()));
    } else if (!ended) {
      assertThat(flow.substate())
          .as(story)
          .isIn(DisconnectReason.KICKED, DisconnectReason.CALL_TERMINATED);
    }
  }

  private static String story(FlowSimulation flow) {
    return flow.decisions().stream()
        .map(decision -> decision.row().id())
        .collect(Collectors.joining(" "));
  }

  @Provide
  Arbitrary<List<RandomEvent>> events() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 17).withoutEdgeCases(),
            Arbitraries.integers().between(0, 119).withoutEdgeCases())
        .as(RandomEvent::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }
}
