package dev.antiphon.spec.wire;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An action on a connection that is held in a state: a command, a message or a failure. */
enum Action {
  JOIN((bench, held) -> bench.join(held, TestBench.CHANNEL)),
  MOVE((bench, held) -> held.connection().moveTo(TestBench.OTHER_CHANNEL)),
  MUTE((bench, held) -> held.connection().showSelf(true, false)),
  UNMUTE((bench, held) -> held.connection().showSelf(false, false)),
  LEAVE((bench, held) -> held.connection().disconnect()),
  RECONNECT((bench, held) -> held.connection().reconnect()),
  MUTE_NOT_SENT(Action::muteNotSent),

  VOICE_STATE_REPEATED((bench, held) -> bench.gateway().repeatState(held.guildId())),
  NEW_SESSION((bench, held) -> sessionInChannel(bench, held, TestBench.CHANNEL)),
  NEW_SESSION_IN_OTHER_CHANNEL(
      (bench, held) -> sessionInChannel(bench, held, TestBench.OTHER_CHANNEL)),
  VOICE_STATE_WITHOUT_CHANNEL(
      (bench, held) -> bench.gateway().tell(voiceState(held, OptionalLong.empty()))),
  VOICE_SERVER_REPEATED((bench, held) -> bench.gateway().repeatServer(held.guildId())),
  NEW_TOKEN((bench, held) -> tellServer(bench, held, Optional.of(bench.server().endpoint()))),
  /** As {@link #NEW_TOKEN}; afterwards the connection is back in its state with the new token. */
  NEW_TOKEN_USED(Action::useNewToken),
  NEW_SERVER((bench, held) -> tellServer(bench, held, Optional.of(Action.closedPort(bench)))),
  SERVER_UNAVAILABLE((bench, held) -> tellServer(bench, held, Optional.empty())),
  MAIN_SESSION_LOST((bench, held) -> bench.gateway().sessionLost()),
  NEW_MAIN_SESSION((bench, held) -> emitNotice(bench.gateway().newSession())),
  GUILD_REMOVED((bench, held) -> emitNotice(bench.gateway().guildRemoved(held.guildId()))),
  CHANNEL_DELETED((bench, held) -> emitNotice(bench.gateway().channelDeleted(held.guildId()))),
  PERMISSION_LOST((bench, held) -> emitNotice(bench.gateway().permissionLost(held.guildId()))),
  OTHER_CHANNEL_DELETED(
      (bench, held) -> {
        bench.gateway().moved(held.guildId(), TestBench.OTHER_CHANNEL);
        emitNotice(bench.gateway().channelDeleted(held.guildId()));
      }),

  HELLO((bench, held) -> send(bench, held, new Hello(60_000))),
  READY((bench, held) -> send(bench, held, ready(bench, held, 0, TestBench.MODE.wireName()))),
  READY_WITH_OTHER_SSRC(
      (bench, held) -> send(bench, held, ready(bench, held, 1, TestBench.MODE.wireName()))),
  READY_WITH_UNKNOWN_MODE((bench, held) -> send(bench, held, ready(bench, held, 0, "plain"))),
  READY_WITH_PORT_0(
      (bench, held) ->
          send(
              bench,
              held,
              new Ready(bench.ssrc(held), "127.0.0.1", 0, List.of(TestBench.MODE.wireName())))),
  SESSION_DESCRIPTION((bench, held) -> send(bench, held, description(TestBench.MODE.wireName()))),
  SESSION_DESCRIPTION_WITH_UNKNOWN_MODE((bench, held) -> send(bench, held, description("plain"))),
  RESUMED((bench, held) -> send(bench, held, new Resumed())),
  THREE_MALFORMED_MESSAGES(Action::sendThreeMalformedMessages),

  TCP_RESET(
      (bench, held) -> {
        bench.reset(held);
        held.next();
      }),
  CLOSE_4000((bench, held) -> close(bench, held, 4000)),
  CLOSE_4001((bench, held) -> close(bench, held, 4001)),
  CLOSE_4004((bench, held) -> close(bench, held, 4004)),
  CLOSE_4006((bench, held) -> close(bench, held, 4006)),
  CLOSE_4011((bench, held) -> close(bench, held, 4011)),
  CLOSE_4014((bench, held) -> close(bench, held, 4014)),
  CLOSE_4015((bench, held) -> close(bench, held, 4015)),
  CLOSE_4016((bench, held) -> close(bench, held, 4016)),

  UDP_SOCKET_CLOSED((bench, held) -> bench.loops().breakNewestSocket());

  @FunctionalInterface
  private interface Effect {
    void run(TestBench bench, HeldConnection held) throws InterruptedException;
  }

  private final Effect effect;

  Action(Effect effect) {
    this.effect = effect;
  }

  /** Runs the action and waits until the connection has processed it. */
  void run(TestBench bench, HeldConnection held) throws InterruptedException {
    effect.run(bench, held);
    bench.loops().finishStep();
  }

  /** The op 4 for this mute cannot be sent. */
  private static void muteNotSent(TestBench bench, HeldConnection held) {
    int before = bench.requestedChannels(held).size();
    bench.gateway().answering(Answering.FAILING);
    try {
      held.connection().showSelf(true, false);
      TestBench.awaitThat("op 4 has failed", () -> bench.requestedChannels(held).size() > before);
    } finally {
      bench.gateway().answering(Answering.FULLY);
    }
  }

  private static void sessionInChannel(TestBench bench, HeldConnection held, long channelId) {
    bench.gateway().tell(voiceState(held, OptionalLong.of(channelId)));
  }

  private static VoiceStateUpdate voiceState(HeldConnection held, OptionalLong channelId) {
    return new VoiceStateUpdate(
        held.guildId(), channelId, TestBench.BOT, "another session", false, false);
  }

  private static void tellServer(TestBench bench, HeldConnection held, Optional<String> endpoint) {
    bench.gateway().tell(new VoiceServerUpdate(held.guildId(), "another token", endpoint));
  }

  /**
   * A connection in Resuming identifies again and goes on to Established: its state is not held any
   * more.
   */
  private static void useNewToken(TestBench bench, HeldConnection held)
      throws InterruptedException {
    VoiceState state = held.last();
    NEW_TOKEN.effect.run(bench, held);
    held.until(VoiceState.IDENTIFYING);
    if (state == VoiceState.RESUMING) {
      held.until(VoiceState.ESTABLISHED);
    } else if (state != VoiceState.IDENTIFYING) {
      held.until(state);
    }
  }

  /** The same host with a port that has no listener. */
  private static String closedPort(TestBench bench) {
    return bench.server().endpoint().replaceFirst(":\\d+$", ":1");
  }

  private static void emitNotice(DiscordEvent event) {
    event.emit(DiscordEvent.Step.NOTICE);
  }

  private static void send(TestBench bench, HeldConnection held, GatewayMessage message) {
    if (!bench.server().sendTo(held.guildId(), TestBench.BOT, message)) {
      throw new AssertionError("there is no voice socket that can send " + message);
    }
  }

  private static Ready ready(TestBench bench, HeldConnection held, int ssrcOffset, String mode) {
    return new Ready(
        bench.ssrc(held) + ssrcOffset, "127.0.0.1", bench.server().udpPort(), List.of(mode));
  }

  private static SessionDescription description(String mode) {
    return new SessionDescription(mode, TransportKey.copyOf(new byte[32]), 0);
  }

  /** Every close causes a transition, which is taken here. */
  private static void close(TestBench bench, HeldConnection held, int code)
      throws InterruptedException {
    bench.close(held, code);
    held.next();
  }

  /** The third malformed message exceeds the limit. */
  private static void sendThreeMalformedMessages(TestBench bench, HeldConnection held) {
    for (int i = 0; i < 3; i++) {
      bench.server().sendRaw(held.guildId(), TestBench.BOT, "no JSON at all");
    }
  }
}
