package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.VoiceState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What Discord does to a call is told in several messages over two connections, so in any order and
 * at any distance. Whatever that is, the flow ends the same.
 */
@Tag("P22")
class AnyOrderTest {
  private static final List<Integer> GAPS = List.of(0, 100, 400, 1_500, 3_000);
  private static final List<Integer> FEWER_GAPS = List.of(0, 400, 3_000);
  private static final int SEVERED = 5_000;
  private static final long OURS = FlowSimulation.CHANNEL;
  private static final long OTHER = FlowSimulation.OTHER_CHANNEL;

  /** What happens in the course of a change. */
  private record Message(String name, Consumer<Call> arrives) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The messages of one change in one order, and the milliseconds before each but the first. */
  private record Telling(List<Message> messages, List<Integer> gaps) {
    int when(Message message) {
      return gaps.subList(0, messages.indexOf(message)).stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
      return messages + " with gaps of " + gaps + " ms";
    }
  }

  /** A call, its Discord, and the socket that is closed in the course of the change. */
  private static final class Call {
    private final Telling telling;
    private final FlowSimulation flow;
    private final WillingDiscord discord;
    private final int socket;

    Call(Stage stage, Telling telling) {
      this.telling = telling;
      flow = stage.reach();
      socket = flow.memory().socket().generation();
      discord = new WillingDiscord(flow);
      for (int i = 0; i < telling.messages().size(); i++) {
        flow.advanceMillis(i == 0 ? 0 : telling.gaps().get(i - 1));
        discord.letIn();
        telling.messages().get(i).arrives().accept(this);
        discord.letIn();
      }
      discord.grantAll();
    }

    void standsIn(long channel) {
      assertThat(flow.state()).as(this::story).isEqualTo(VoiceState.ESTABLISHED);
      assertThat(discord.listed()).as(this::story).hasValue(channel);
      assertThat(flow.memory().intent().target()).as(this::story).hasValue(channel);
      assertThat(flow.memory().intent().pendingMove()).as(this::story).isEmpty();
      assertThat(flow.story().stream().filter(did -> did.startsWith("identify")))
          .as(this::story)
          .last()
          .asString()
          .endsWith("with session %d, token %d".formatted(discord.session(), discord.token()));
      assertThat(flow.story()).as(this::story).noneMatch(did -> did.contains("fails"));
    }

    void isOver(DisconnectReason... reasons) {
      assertThat(flow.state()).as(this::story).isEqualTo(VoiceState.DISCONNECTED);
      assertThat(flow.substate()).as(this::story).isIn((Object[]) reasons);
      assertThat(flow.timers()).as(this::story).isEmpty();
      flow.holdings().assertEmpty();
    }

    private String story() {
      return flow.decisions().stream()
          .map(decision -> decision.row().id())
          .collect(Collectors.joining(" ", telling + ": ", ""));
    }
  }

  private static final Message MOVED = new Message("moved", call -> call.discord.list(OTHER));
  private static final Message SAME = new Message("same", call -> call.discord.list(OURS));
  private static final Message REMOVED = new Message("removed", call -> call.discord.delist());
  private static final Message SERVER = new Message("server", call -> call.discord.nameServer());
  private static final Message GONE = new Message("no server", call -> call.discord.takeServer());
  private static final Message MOVED_ANEW =
      new Message(
          "moved, new session",
          call -> {
            call.discord.renewSession();
            call.discord.list(OTHER);
          });
  private static final Message ANEW =
      new Message(
          "new session",
          call -> {
            call.discord.renewSession();
            call.discord.list(OURS);
          });
  private static final Message DELETED =
      new Message(
          "deleted",
          call ->
              call.flow.on(
                  new VoiceEvent.Evicted(OptionalLong.of(OURS), DisconnectReason.CHANNEL_DELETED)));
  private static final Message CLOSE_4014 = closed(4014);
  private static final Message CLOSE_4022 = closed(4022);

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "SELECTING", "ESTABLISHED", "MOVING", "RESUMING"})
  void aBotThatIsMovedIsInTheOtherChannel(Stage stage) {
    Stream.of(MOVED, MOVED_ANEW)
        .flatMap(
            moved ->
                Stream.concat(
                    tellings(moved, SERVER, CLOSE_4014), tellings(moved, SERVER, CLOSE_4022)))
        .forEach(telling -> new Call(stage, telling).standsIn(OTHER));
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "SELECTING", "ESTABLISHED", "RESUMING"})
  void aBotThatGetsAnotherSessionStaysWhereItIs(Stage stage) {
    tellings(ANEW, SERVER, closed(4006))
        .forEach(telling -> new Call(stage, telling).standsIn(OURS));
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "SELECTING", "ESTABLISHED", "MOVING", "RESUMING"})
  void aBotThatIsKickedIsOut(Stage stage) {
    tellings(REMOVED, CLOSE_4014)
        .forEach(
            telling ->
                new Call(stage, telling)
                    .isOver(
                        telling.messages().get(0) == REMOVED
                            ? DisconnectReason.REMOVED
                            : DisconnectReason.KICKED));
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "SELECTING", "ESTABLISHED", "RESUMING"})
  void aBotWhoseVoiceServerFailsIsAtAnother(Stage stage) {
    Stream.of(CLOSE_4014, closed(4015), closed(1001))
        .flatMap(closed -> tellings(GONE, SERVER, closed))
        .forEach(telling -> new Call(stage, telling).standsIn(OURS));
  }

  /** Here a 4014 may be followed by nothing that matters for so long that it was a kick. */
  @Test
  void aVoiceStateThatChangesNothingDoesNotDisturbThat() {
    Stream.of(closed(4015), closed(1001))
        .flatMap(closed -> tellings(GONE, SERVER, SAME, closed))
        .forEach(telling -> new Call(Stage.ESTABLISHED, telling).standsIn(OURS));
    tellings(GONE, SERVER, SAME, CLOSE_4014)
        .forEach(
            telling -> {
              Call call = new Call(Stage.ESTABLISHED, telling);
              int silence =
                  Math.min(telling.when(GONE), telling.when(SERVER)) - telling.when(CLOSE_4014);
              if (silence < SEVERED) {
                call.standsIn(OURS);
              } else {
                call.isOver(DisconnectReason.KICKED);
              }
            });
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "SELECTING", "ESTABLISHED", "MOVING", "RESUMING"})
  void aBotWhoseChannelIsDeletedIsOut(Stage stage) {
    for (Message closed : List.of(CLOSE_4014, CLOSE_4022)) {
      tellings(REMOVED, DELETED, closed)
          .forEach(telling -> new Call(stage, telling).isOver(mostSpecific(telling)));
    }
  }

  /** Of what is known when the first message comes that ends the call. */
  private static DisconnectReason mostSpecific(Telling telling) {
    Message first = telling.messages().get(0);
    Message end = first == DELETED || first == REMOVED ? first : telling.messages().get(1);
    if (end == DELETED) {
      return DisconnectReason.CHANNEL_DELETED;
    }
    if (first == REMOVED) {
      return DisconnectReason.REMOVED;
    }
    return first == CLOSE_4014 ? DisconnectReason.KICKED : DisconnectReason.CALL_TERMINATED;
  }

  private static Message closed(int code) {
    return new Message(
        "closed " + code, call -> call.flow.on(new VoiceEvent.SocketClosed(call.socket, code)));
  }

  /** The messages in every order, with every gap between any two. */
  private static Stream<Telling> tellings(Message... messages) {
    List<Integer> choice = messages.length > 3 ? FEWER_GAPS : GAPS;
    List<List<Integer>> gaps = gaps(choice, messages.length - 1);
    return orders(List.of(messages))
        .flatMap(order -> gaps.stream().map(between -> new Telling(order, between)));
  }

  private static Stream<List<Message>> orders(List<Message> messages) {
    if (messages.isEmpty()) {
      return Stream.of(List.of());
    }
    return messages.stream()
        .flatMap(
            first -> {
              List<Message> others = messages.stream().filter(other -> other != first).toList();
              return orders(others).map(rest -> prepend(first, rest));
            });
  }

  private static List<List<Integer>> gaps(List<Integer> choice, int count) {
    return count == 0
        ? List.of(List.of())
        : choice.stream()
            .flatMap(gap -> gaps(choice, count - 1).stream().map(rest -> prepend(gap, rest)))
            .toList();
  }

  private static <T> List<T> prepend(T first, List<T> rest) {
    List<T> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }
}
