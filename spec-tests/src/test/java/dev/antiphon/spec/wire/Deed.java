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

/** What somebody does, or says, to a connection that is held in a state. */
enum Deed {
  JOIN((scene, held) -> scene.join(held, HeldOpen.CHANNEL)),
  MOVE((scene, held) -> held.connection().moveTo(HeldOpen.OTHER_CHANNEL)),
  MUTE((scene, held) -> held.connection().showSelf(true, false)),
  UNMUTE((scene, held) -> held.connection().showSelf(false, false)),
  LEAVE((scene, held) -> held.connection().disconnect()),
  RECONNECT((scene, held) -> held.connection().reconnect()),
  MUTE_IN_VAIN(Deed::muteInVain),

  LISTED((scene, held) -> scene.gateway().repeatState(held.guildId())),
  LISTED_ANEW((scene, held) -> listed(scene, held, HeldOpen.CHANNEL)),
  LISTED_ELSEWHERE_ANEW((scene, held) -> listed(scene, held, HeldOpen.OTHER_CHANNEL)),
  LISTED_NOWHERE((scene, held) -> scene.gateway().tell(voiceState(held, OptionalLong.empty()))),
  SERVER((scene, held) -> scene.gateway().repeatServer(held.guildId())),
  NEW_TOKEN((scene, held) -> server(scene, held, Optional.of(scene.server().endpoint()))),
  /** And the connection has come back to its state by the new one. */
  NEW_TOKEN_USED(Deed::useNewToken),
  NEW_SERVER((scene, held) -> server(scene, held, Optional.of(Deed.nobodyThere(scene)))),
  SERVER_GONE((scene, held) -> server(scene, held, Optional.empty())),
  MAIN_SESSION_LOST((scene, held) -> scene.gateway().sessionLost()),
  MAIN_SESSION_NEW((scene, held) -> notice(scene.gateway().newSession())),
  GUILD_REMOVED((scene, held) -> notice(scene.gateway().guildRemoved(held.guildId()))),
  CHANNEL_DELETED((scene, held) -> notice(scene.gateway().channelDeleted(held.guildId()))),
  PERMISSION_LOST((scene, held) -> notice(scene.gateway().permissionLost(held.guildId()))),
  OTHER_CHANNEL_DELETED(
      (scene, held) -> {
        scene.gateway().moved(held.guildId(), HeldOpen.OTHER_CHANNEL);
        notice(scene.gateway().channelDeleted(held.guildId()));
      }),

  HELLO((scene, held) -> say(scene, held, new Hello(60_000))),
  READY((scene, held) -> say(scene, held, ready(scene, held, 0, HeldOpen.MODE.wireName()))),
  READY_OTHERWISE(
      (scene, held) -> say(scene, held, ready(scene, held, 1, HeldOpen.MODE.wireName()))),
  READY_WITHOUT_MODE((scene, held) -> say(scene, held, ready(scene, held, 0, "plain"))),
  READY_WITHOUT_PORT(
      (scene, held) ->
          say(
              scene,
              held,
              new Ready(scene.ssrc(held), "127.0.0.1", 0, List.of(HeldOpen.MODE.wireName())))),
  DESCRIPTION((scene, held) -> say(scene, held, description(HeldOpen.MODE.wireName()))),
  DESCRIPTION_OF_NO_MODE((scene, held) -> say(scene, held, description("plain"))),
  RESUMED((scene, held) -> say(scene, held, new Resumed())),
  MUCH_NONSENSE(Deed::sayMuchNonsense),

  RESET(
      (scene, held) -> {
        scene.reset(held);
        held.next();
      }),
  CLOSE_4000((scene, held) -> close(scene, held, 4000)),
  CLOSE_4001((scene, held) -> close(scene, held, 4001)),
  CLOSE_4004((scene, held) -> close(scene, held, 4004)),
  CLOSE_4006((scene, held) -> close(scene, held, 4006)),
  CLOSE_4011((scene, held) -> close(scene, held, 4011)),
  CLOSE_4014((scene, held) -> close(scene, held, 4014)),
  CLOSE_4015((scene, held) -> close(scene, held, 4015)),
  CLOSE_4016((scene, held) -> close(scene, held, 4016)),

  BREAK_PATH((scene, held) -> scene.loops().breakNewestSocket());

  @FunctionalInterface
  private interface What {
    void happens(HeldOpen scene, Held held) throws InterruptedException;
  }

  private final What what;

  Deed(What what) {
    this.what = what;
  }

  /** Does it, and lets the connection take what it has heard. */
  void happen(HeldOpen scene, Held held) throws InterruptedException {
    what.happens(scene, held);
    scene.loops().finishStep();
  }

  /** The op 4 that says so cannot be sent. */
  private static void muteInVain(HeldOpen scene, Held held) {
    int before = scene.asked(held).size();
    scene.gateway().answering(Answering.FAILING);
    try {
      held.connection().showSelf(true, false);
      HeldOpen.awaitThat("op 4 has failed", () -> scene.asked(held).size() > before);
    } finally {
      scene.gateway().answering(Answering.FULLY);
    }
  }

  private static void listed(HeldOpen scene, Held held, long channelId) {
    scene.gateway().tell(voiceState(held, OptionalLong.of(channelId)));
  }

  private static VoiceStateUpdate voiceState(Held held, OptionalLong channelId) {
    return new VoiceStateUpdate(
        held.guildId(), channelId, HeldOpen.BOT, "another session", false, false);
  }

  private static void server(HeldOpen scene, Held held, Optional<String> endpoint) {
    scene.gateway().tell(new VoiceServerUpdate(held.guildId(), "another token", endpoint));
  }

  /** A connection that was being resumed is identified anew, and nothing holds it any more. */
  private static void useNewToken(HeldOpen scene, Held held) throws InterruptedException {
    VoiceState state = held.last();
    NEW_TOKEN.what.happens(scene, held);
    held.until(VoiceState.IDENTIFYING);
    if (state == VoiceState.RESUMING) {
      held.until(VoiceState.ESTABLISHED);
    } else if (state != VoiceState.IDENTIFYING) {
      held.until(state);
    }
  }

  /** The same host, and a port on which nobody listens. */
  private static String nobodyThere(HeldOpen scene) {
    return scene.server().endpoint().replaceFirst(":\\d+$", ":1");
  }

  private static void notice(DiscordEvent event) {
    event.emit(DiscordEvent.Step.NOTICE);
  }

  private static void say(HeldOpen scene, Held held, GatewayMessage message) {
    if (!scene.server().sendTo(held.guildId(), HeldOpen.BOT, message)) {
      throw new AssertionError("there is no voice socket on which to say " + message);
    }
  }

  private static Ready ready(HeldOpen scene, Held held, int later, String mode) {
    return new Ready(
        scene.ssrc(held) + later, "127.0.0.1", scene.server().udpPort(), List.of(mode));
  }

  private static SessionDescription description(String mode) {
    return new SessionDescription(mode, TransportKey.copyOf(new byte[32]), 0);
  }

  /** Every close leads somewhere. */
  private static void close(HeldOpen scene, Held held, int code) throws InterruptedException {
    scene.close(held, code);
    held.next();
  }

  /** As much as is not tolerated. */
  private static void sayMuchNonsense(HeldOpen scene, Held held) {
    for (int i = 0; i < 3; i++) {
      scene.server().sendRaw(held.guildId(), HeldOpen.BOT, "no JSON at all");
    }
  }
}
