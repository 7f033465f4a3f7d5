package dev.antiphon.testkit;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Opcode;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** End-to-end encryption in the calls of all guilds. Confined to the server's loop. */
final class DaveCalls {

  private final ServerSettings settings;
  private final Channels channels;
  private final Recording recording;
  private final EventLoop loop;
  private final InTurn inTurn = new InTurn();
  private final Map<Long, DaveCall> byGuild = new HashMap<>();

  DaveCalls(ServerSettings settings, Channels channels, Recording recording, EventLoop loop) {
    this.settings = settings;
    this.channels = channels;
    this.recording = recording;
    this.loop = loop;
  }

  /** Whether a message is one of ours to act upon. */
  static boolean concerns(GatewayMessage message) {
    return Opcode.of(message.opcode())
        .filter(
            opcode ->
                opcode == Opcode.DAVE_TRANSITION_READY
                    || opcode == Opcode.MLS_KEY_PACKAGE
                    || opcode == Opcode.MLS_COMMIT_WELCOME
                    || opcode == Opcode.MLS_INVALID_COMMIT_WELCOME)
        .isPresent();
  }

  /** Clients know a group by its channel: where that is not known, theirs would be another. */
  private boolean isOff(long guildId) {
    return switch (settings.dave()) {
      case OFF -> true;
      case OPTIONAL -> !channels.knows(guildId);
      case REQUIRED -> false;
    };
  }

  /** Tells the version that a Session Description for this session names. */
  int versionFor(VoiceSession session) {
    return isOff(session.guildId()) ? 0 : call(session.guildId()).versionWith(session);
  }

  /** The session was told its Session Description. */
  void entered(VoiceSession session) {
    if (!isOff(session.guildId())) {
      inTurn.run(() -> enter(session));
    }
  }

  /** Unless that very message was its last. */
  private void enter(VoiceSession session) {
    if (!session.isEnded()) {
      call(session.guildId()).entered(session);
    }
    drop(session.guildId());
  }

  private DaveCall call(long guildId) {
    return byGuild.computeIfAbsent(
        guildId,
        id ->
            new DaveCall(
                id,
                () -> channels.of(id),
                recording,
                new Transitions.Clock(loop, inTurn),
                settings.daveTransitionLimit()));
  }

  void left(VoiceSession session) {
    inTurn.run(
        () -> {
          known(session).ifPresent(call -> call.left(session));
          drop(session.guildId());
        });
  }

  private void drop(long guildId) {
    DaveCall call = byGuild.get(guildId);
    if (call != null && call.isEmpty()) {
      byGuild.remove(guildId);
      call.close();
    }
  }

  /** A message that concerns them; without encryption it was recorded, and that is all. */
  void received(VoiceSession from, GatewayMessage message) {
    if (!isOff(from.guildId())) {
      inTurn.run(
          () -> {
            call(from.guildId()).received(from, message);
            drop(from.guildId());
          });
    }
  }

  void besides(FaultExtra.Dave fault, VoiceSession to) {
    inTurn.run(() -> known(to).ifPresent(call -> call.besides(fault.what(), to)));
  }

  private Optional<DaveCall> known(VoiceSession session) {
    return Optional.ofNullable(byGuild.get(session.guildId()));
  }

  Optional<DaveGroup> group(long guildId) {
    return Optional.ofNullable(byGuild.get(guildId)).map(DaveCall::view);
  }
}
