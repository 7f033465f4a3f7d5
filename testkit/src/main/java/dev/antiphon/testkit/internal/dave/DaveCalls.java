package dev.antiphon.testkit.internal.dave;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.server.DaveGroup;
import dev.antiphon.testkit.server.DaveMode;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The end-to-end encryption of all calls. Confined to the server's loop. */
public final class DaveCalls {

  private final DaveMode mode;
  private final Duration transitionLimit;
  private final Channels channels;
  private final ServerRecording recording;
  private final EventLoop loop;
  private final SerialTasks tasks = new SerialTasks();
  private final Map<CallKey, DaveCall> calls = new HashMap<>();

  /** The call that each session has entered. */
  private final Map<CallMember, CallKey> entered = new HashMap<>();

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

  /** Returns true if the server supports end-to-end encryption. */
  public boolean isOn() {
    return mode != DaveMode.OFF;
  }

  /** The channels of the users. */
  public Channels channels() {
    return channels;
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
  private boolean isOff(CallMember session) {
    return switch (mode) {
      case OFF -> true;
      case OPTIONAL ->
          session.channelId().isEmpty() && channels.ofGuild(session.guildId()).isEmpty();
      case REQUIRED -> false;
    };
  }

  /** Returns the version for the Session Description of this session. */
  public int versionFor(CallMember session) {
    return isOff(session) ? 0 : call(keyOf(session)).versionWith(session);
  }

  /** Adds a session that has received its Session Description. */
  public void entered(CallMember session) {
    if (!isOff(session)) {
      tasks.run(() -> enter(session));
    }
  }

  /** Does nothing if the Session Description has ended the session. */
  private void enter(CallMember session) {
    CallKey key = keyOf(session);
    if (!session.isEnded()) {
      entered.put(session, key);
      call(key).entered(session);
    }
    drop(key);
  }

  private CallKey keyOf(CallMember session) {
    return Optional.ofNullable(entered.get(session)).orElseGet(() -> channels.callOf(session));
  }

  private DaveCall call(CallKey key) {
    return calls.computeIfAbsent(
        key,
        absent ->
            new DaveCall(
                absent, recording, new PreparedTransitions.Clock(loop, tasks), transitionLimit));
  }

  /** Removes a session that has ended. */
  public void left(CallMember session) {
    tasks.run(
        () -> {
          CallKey key = keyOf(session);
          known(key).ifPresent(call -> call.left(session));
          entered.remove(session);
          drop(key);
        });
  }

  private void drop(CallKey key) {
    DaveCall call = calls.get(key);
    if (call != null && call.isEmpty()) {
      calls.remove(key);
      call.close();
    }
  }

  /** Processes a DAVE message. Without encryption, the message is only recorded. */
  public void received(CallMember from, GatewayMessage message) {
    if (!isOff(from)) {
      tasks.run(
          () -> {
            CallKey key = keyOf(from);
            call(key).received(from, message);
            drop(key);
          });
    }
  }

  /**
   * Checks a received frame that is not silence. Returns true if the frame had to be encrypted, but
   * is not.
   *
   * @param encrypted true if the frame has the form of an encrypted frame
   */
  public boolean isInClear(CallMember from, boolean encrypted) {
    return known(keyOf(from)).filter(call -> call.isInClear(from, encrypted)).isPresent();
  }

  /** Applies a fault to a member. Does nothing if the call is not encrypted. */
  public void applyFault(FaultExtra.Dave.What what, CallMember to) {
    tasks.run(
        () -> {
          CallKey key = keyOf(to);
          known(key).ifPresent(call -> DaveFaults.apply(what, key, call, to));
        });
  }

  private Optional<DaveCall> known(CallKey key) {
    return Optional.ofNullable(calls.get(key));
  }

  /** Returns the group of the call in this channel. */
  public Optional<DaveGroup> group(long guildId, long channelId) {
    return known(new CallKey(guildId, channelId)).map(DaveCall::view);
  }

  /** Returns the groups of a guild. The group of the guild's own channel is the first one. */
  public List<DaveGroup> groups(long guildId) {
    long first = channels.ofGuild(guildId).orElse(guildId);
    return calls.entrySet().stream()
        .filter(call -> call.getKey().guildId() == guildId)
        .sorted(
            Comparator.comparing(
                    (Map.Entry<CallKey, DaveCall> call) -> call.getKey().channelId() != first)
                .thenComparing(call -> call.getKey().channelId()))
        .map(call -> call.getValue().view())
        .toList();
  }
}
