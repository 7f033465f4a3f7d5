package dev.antiphon.testkit.internal.dave;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.server.DaveGroup;
import dev.antiphon.testkit.server.DaveMode;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** End-to-end encryption in the calls of all guilds. Confined to the server's loop. */
public final class DaveCalls {

  private final DaveMode mode;
  private final Duration transitionLimit;
  private final Channels channels;
  private final ServerRecording recording;
  private final EventLoop loop;
  private final InTurn inTurn = new InTurn();
  private final Map<Long, DaveCall> byGuild = new HashMap<>();

  /**
   * Calls in which nobody is yet.
   *
   * @param transitionLimit how long all are waited for to be ready for a transition
   */
  public DaveCalls(
      DaveMode mode,
      Duration transitionLimit,
      Channels channels,
      ServerRecording recording,
      EventLoop loop) {
    this.mode = mode;
    this.transitionLimit = transitionLimit;
    this.channels = channels;
    this.recording = recording;
    this.loop = loop;
  }

  /** Whether a message is one of ours to act upon. */
  public static boolean concerns(GatewayMessage message) {
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
    return switch (mode) {
      case OFF -> true;
      case OPTIONAL -> !channels.knows(guildId);
      case REQUIRED -> false;
    };
  }

  /** Tells the version that a Session Description for this session names. */
  public int versionFor(CallMember session) {
    return isOff(session.guildId()) ? 0 : call(session.guildId()).versionWith(session);
  }

  /** The session was told its Session Description. */
  public void entered(CallMember session) {
    if (!isOff(session.guildId())) {
      inTurn.run(() -> enter(session));
    }
  }

  /** Unless that very message was its last. */
  private void enter(CallMember session) {
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
                new PreparedTransitions.Clock(loop, inTurn),
                transitionLimit));
  }

  /** The session is over. */
  public void left(CallMember session) {
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
  public void received(CallMember from, GatewayMessage message) {
    if (!isOff(from.guildId())) {
      inTurn.run(
          () -> {
            call(from.guildId()).received(from, message);
            drop(from.guildId());
          });
    }
  }

  /** Does what a fault wants done to a member; nothing where its call is not encrypted. */
  public void besides(FaultExtra.Dave fault, CallMember to) {
    inTurn.run(() -> known(to).ifPresent(call -> call.besides(fault.what(), to)));
  }

  private Optional<DaveCall> known(CallMember session) {
    return Optional.ofNullable(byGuild.get(session.guildId()));
  }

  /** What there is in a guild's call now. */
  public Optional<DaveGroup> group(long guildId) {
    return Optional.ofNullable(byGuild.get(guildId)).map(DaveCall::view);
  }
}
