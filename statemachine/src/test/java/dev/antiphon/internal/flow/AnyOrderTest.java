package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.VoiceState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One change by Discord consists of several messages on two connections. They arrive in any order
 * and with any delay between them. The result of the flow is always the same.
 */
@Tag("P22")
class AnyOrderTest {
  private static final List<Integer> GAPS = List.of(0, 100, 400, 1_500, 3_000);
  private static final List<Integer> FEWER_GAPS = List.of(0, 400, 3_000);
  private static final int KICK_WAIT_MILLIS = 5_000;
  private static final long CHANNEL = FlowSimulation.CHANNEL;
  private static final long OTHER_CHANNEL = FlowSimulation.OTHER_CHANNEL;

  /** One message that is part of a change. */
  private record Message(String name, Consumer<Call> arrives) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * The messages of one change in one order, and the delay in milliseconds before each later one.
   */
  private record Delivery(List<Message> messages, List<Integer> gaps) {
    int when(Message message) {
      return gaps.subList(0, messages.indexOf(message)).stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
      return messages + " with gaps of " + gaps + " ms";
    }
  }

  /** A call, its Discord, and the generation of the socket that is closed during the change. */
  private static final class Call {
    private final Delivery delivery;
    private final FlowSimulation flow;
    private final CooperativeDiscord discord;
    private final int socket;

    Call(Stage stage, Delivery delivery) {
      this.delivery = delivery;
      boolean renewed = delivery.messages().stream().anyMatch(NEW_SESSIONS::contains);
      flow = stage.reach(renewed ? FlowSimulation.FOLLOWING : FlowLimits.ofDefaults());
      socket = flow.memory().socket().generation();
      discord = new CooperativeDiscord(flow);
      for (int i = 0; i < delivery.messages().size(); i++) {
        flow.advanceMillis(i == 0 ? 0 : delivery.gaps().get(i - 1));
        discord.acceptDial();
        delivery.messages().get(i).arrives().accept(this);
        discord.acceptDial();
      }
      discord.grantAll();
    }

    void assertEstablishedIn(long channel) {
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

    void assertDisconnected(DisconnectReason... reasons) {
      assertThat(flow.state()).as(this::story).isEqualTo(VoiceState.DISCONNECTED);
      assertThat(flow.substate()).as(this::story).isIn((Object[]) reasons);
      assertThat(flow.timers()).as(this::story).isEmpty();
      flow.resources().assertEmpty();
    }

    private String story() {
      return flow.decisions().stream()
          .map(decision -> decision.row().id())
          .collect(Collectors.joining(" ", delivery + ": ", ""));
    }
  }

  private static final Message MOVED =
      new Message("moved", call -> call.discord.list(OTHER_CHANNEL));
  private static final Message SAME = new Message("same", call -> call.discord.list(CHANNEL));
  private static final Message REMOVED = new Message("removed", call -> call.discord.delist());
  private static final Message SERVER = new Message("server", call -> call.discord.nameServer());
  private static final Message SERVER_LOST =
      new Message("no server", call -> call.discord.takeServer());
  private static final Message MOVED_WITH_NEW_SESSION =
      new Message(
          "moved, new session",
          call -> {
            call.discord.renewSession();
            call.discord.list(OTHER_CHANNEL);
          });
  private static final Message NEW_SESSION =
      new Message(
          "new session",
          call -> {
            call.discord.renewSession();
            call.discord.list(CHANNEL);
          });
  private static final Set<Message> NEW_SESSIONS = Set.of(MOVED_WITH_NEW_SESSION, NEW_SESSION);
  private static final Message DELETED =
      new Message(
          "deleted",
          call ->
              call.flow.on(
                  new VoiceEvent.Evicted(
                      OptionalLong.of(CHANNEL), DisconnectReason.CHANNEL_DELETED)));
  private static final Message CLOSE_4014 = closed(4014);
  private static final Message CLOSE_4022 = closed(4022);

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "SELECTING", "ESTABLISHED", "MOVING", "RESUMING"})
  void movedBotIsConnectedInTheNewChannel(Stage stage) {
    Stream.of(MOVED, MOVED_WITH_NEW_SESSION)
        .flatMap(
            moved ->
                Stream.concat(
                    deliveries(moved, SERVER, CLOSE_4014), deliveries(moved, SERVER, CLOSE_4022)))
        .forEach(delivery -> new Call(stage, delivery).assertEstablishedIn(OTHER_CHANNEL));
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "SELECTING", "ESTABLISHED", "RESUMING"})
  void botStaysInItsChannelWhenItsSessionIsRenewed(Stage stage) {
    deliveries(NEW_SESSION, SERVER, closed(4006))
        .forEach(delivery -> new Call(stage, delivery).assertEstablishedIn(CHANNEL));
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "SELECTING", "ESTABLISHED", "RESUMING"})
  void kickedBotIsDisconnected(Stage stage) {
    deliveries(REMOVED, CLOSE_4014)
        .forEach(
            delivery ->
                new Call(stage, delivery)
                    .assertDisconnected(
                        delivery.messages().get(0) == REMOVED
                            ? DisconnectReason.REMOVED
                            : DisconnectReason.KICKED));
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "SELECTING", "ESTABLISHED", "RESUMING"})
  void botReconnectsToTheNewServerWhenItsVoiceServerFails(Stage stage) {
    Stream.of(CLOSE_4014, closed(4015), closed(1001))
        .flatMap(closed -> deliveries(SERVER_LOST, SERVER, closed))
        .forEach(delivery -> new Call(stage, delivery).assertEstablishedIn(CHANNEL));
  }

  /** A close with 4014 counts as a kick when no other server is named within five seconds. */
  @Test
  void botReconnectsToTheNewServerWhenItsVoiceStateIsRepeated() {
    Stream.of(closed(4015), closed(1001))
        .flatMap(closed -> deliveries(SERVER_LOST, SERVER, SAME, closed))
        .forEach(delivery -> new Call(Stage.ESTABLISHED, delivery).assertEstablishedIn(CHANNEL));
    deliveries(SERVER_LOST, SERVER, SAME, CLOSE_4014)
        .forEach(
            delivery -> {
              Call call = new Call(Stage.ESTABLISHED, delivery);
              int silence =
                  Math.min(delivery.when(SERVER_LOST), delivery.when(SERVER))
                      - delivery.when(CLOSE_4014);
              if (silence < KICK_WAIT_MILLIS) {
                call.assertEstablishedIn(CHANNEL);
              } else {
                call.assertDisconnected(DisconnectReason.KICKED);
              }
            });
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "READY", "SELECTING", "ESTABLISHED", "RESUMING"})
  void botIsDisconnectedWhenItsChannelIsDeleted(Stage stage) {
    for (Message closed : List.of(CLOSE_4014, CLOSE_4022)) {
      deliveries(REMOVED, DELETED, closed)
          .forEach(
              delivery -> new Call(stage, delivery).assertDisconnected(mostSpecific(delivery)));
    }
  }

  /** A kick cannot be told from an event of the time before the move. */
  @Test
  void pendingMoveContinuesWhenTheBotIsKickedOrItsChannelIsDeleted() {
    Stream.of(CLOSE_4014, CLOSE_4022)
        .flatMap(
            closed ->
                Stream.concat(deliveries(REMOVED, closed), deliveries(REMOVED, DELETED, closed)))
        .forEach(delivery -> new Call(Stage.MOVING, delivery).assertEstablishedIn(OTHER_CHANNEL));
  }

  /** The most specific reason that is known when the first message ends the call. */
  private static DisconnectReason mostSpecific(Delivery delivery) {
    Message first = delivery.messages().get(0);
    Message end = first == DELETED || first == REMOVED ? first : delivery.messages().get(1);
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

  /** The messages in every order, with every delay between two of them. */
  private static Stream<Delivery> deliveries(Message... messages) {
    List<Integer> choice = messages.length > 3 ? FEWER_GAPS : GAPS;
    List<List<Integer>> gaps = gaps(choice, messages.length - 1);
    return orders(List.of(messages))
        .flatMap(order -> gaps.stream().map(between -> new Delivery(order, between)));
  }

  /** The messages in every order. */
  static <T> Stream<List<T>> orders(List<T> messages) {
    if (messages.isEmpty()) {
      return Stream.of(List.of());
    }
    return messages.stream()
        .flatMap(
            first -> {
              List<T> others = messages.stream().filter(other -> other != first).toList();
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
