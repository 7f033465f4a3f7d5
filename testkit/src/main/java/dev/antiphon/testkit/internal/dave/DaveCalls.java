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

/** The end-to-end encryption of all guilds' calls. Confined to the server's loop. */
public final class DaveCalls {

  private final DaveMode mode;
  private final Duration transitionLimit;
  private final Channels channels;
  private final ServerRecording recording;
  private final EventLoop loop;
  private final SerialTasks tasks = new SerialTasks();
  private final Map<Long, DaveCall> byGuild = new HashMap<>();

  /**
   * Creates the object without any calls.
   *
   * @param transitionLimit the longest wait until all members are ready for a transition
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

  /** Returns true if this class processes the message. */
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

  /**
   * Clients use the channel as the group id. If the channel is unknown, their group id would
   * differ.
   */
  private boolean isOff(long guildId) {
    return switch (mode) {
      case OFF -> true;
      case OPTIONAL -> !channels.knows(guildId);
      case REQUIRED -> false;
    };
  }

  /** Returns the version for the Session Description of this session. */
  public int versionFor(CallMember session) {
    return isOff(session.guildId()) ? 0 : call(session.guildId()).versionWith(session);
  }

  /** Adds a session that has received its Session Description. */
  public void entered(CallMember session) {
    if (!isOff(session.guildId())) {
      tasks.run(() -> enter(session));
    }
  }

  /** Does nothing if the Session Description has ended the session. */
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
                new PreparedTransitions.Clock(loop, tasks),
                transitionLimit));
  }

  /** Removes a session that has ended. */
  public void left(CallMember session) {
    tasks.run(
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

  /** Processes a DAVE message. Without encryption, the message is only recorded. */
  public void received(CallMember from, GatewayMessage message) {
    if (!isOff(from.guildId())) {
      tasks.run(
          () -> {
            call(from.guildId()).received(from, message);
            drop(from.guildId());
          });
    }
  }

  /** Applies a fault to a member. Does nothing if the call is not encrypted. */
  public void applyFault(FaultExtra.Dave fault, CallMember to) {
    tasks.run(() -> known(to).ifPresent(call -> call.applyFault(fault.what(), to)));
  }

  private Optional<DaveCall> known(CallMember session) {
    return Optional.ofNullable(byGuild.get(session.guildId()));
  }

  /** Returns the current group of a guild's call. */
  public Optional<DaveGroup> group(long guildId) {
    return Optional.ofNullable(byGuild.get(guildId)).map(DaveCall::view);
  }
}
