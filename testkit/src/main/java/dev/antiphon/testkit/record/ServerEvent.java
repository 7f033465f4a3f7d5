package dev.antiphon.testkit.record;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.testkit.fault.FaultRule;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * Something that happened at a voice server. Guild and user are 0 as long as the client is not
 * known; {@code at} is the time since the server started, from a clock that never jumps. No event
 * prints a token, a session id or a key.
 */
public sealed interface ServerEvent {

  /** Time since the server started. */
  Duration at();

  /** The guild concerned, 0 when it is not known. */
  long guildId();

  /** The user concerned, 0 when it is not known. */
  long userId();

  /** Whether this event concerns the given member. */
  default boolean concerns(long guildId, long userId) {
    return guildId() == guildId && userId() == userId;
  }

  /**
   * A WebSocket was opened (TLS and upgrade done).
   *
   * @param connection its ordinal, from 1
   * @param remote the client's address
   */
  record Connected(Duration at, long connection, InetSocketAddress remote) implements ServerEvent {
    @Override
    public long guildId() {
      return 0;
    }

    @Override
    public long userId() {
      return 0;
    }
  }

  /** A message arrived and was decoded; recorded before it is acted upon. */
  record MessageReceived(
      Duration at, long connection, long guildId, long userId, GatewayMessage message)
      implements ServerEvent {}

  /**
   * A message was written.
   *
   * @param sequence its number, -1 for messages that carry none
   */
  record MessageSent(
      Duration at, long connection, long guildId, long userId, GatewayMessage message, int sequence)
      implements ServerEvent {}

  /**
   * An Identify was accepted and a session begins.
   *
   * @param ssrc the SSRC given to the client
   * @param maxDaveProtocolVersion what the client says it can do, 0 for no end-to-end encryption
   */
  record Identified(
      Duration at,
      long connection,
      long guildId,
      long userId,
      long ssrc,
      int maxDaveProtocolVersion)
      implements ServerEvent {}

  /**
   * A Resume was accepted.
   *
   * @param seqAck what the client had received last, -1 for nothing
   * @param redelivered how many messages are sent again
   */
  record Resumed(
      Duration at, long connection, long guildId, long userId, int seqAck, int redelivered)
      implements ServerEvent {}

  /**
   * A well-formed IP discovery request arrived; recorded whether or not it is answered.
   *
   * @param observed where it came from
   */
  record DiscoveryRequested(
      Duration at, long guildId, long userId, long ssrc, InetSocketAddress observed)
      implements ServerEvent {}

  /**
   * A Select Protocol was accepted; a Session Description with a fresh key follows.
   *
   * @param address as the client gave it
   * @param port as the client gave it
   * @param mode wire name of the mode
   */
  record ProtocolSelected(
      Duration at, long guildId, long userId, String address, int port, String mode)
      implements ServerEvent {}

  /**
   * A Speaking arrived.
   *
   * @param speaking bit mask of {@link dev.antiphon.protocol.SpeakingFlag}
   */
  record SpeakingChanged(Duration at, long guildId, long userId, int speaking, long ssrc)
      implements ServerEvent {}

  /**
   * An RTP packet arrived and was authentic.
   *
   * @param sequence RTP sequence, 0 to 65535
   * @param timestamp RTP timestamp, 0 to 2^32-1
   * @param nonce the counter at the end of the packet, read big-endian, 0 to 2^32-1
   * @param opus the decrypted payload without any header extension
   * @param silence whether the payload is the Opus silence frame
   */
  record FrameReceived(
      Duration at,
      long guildId,
      long userId,
      long ssrc,
      int sequence,
      long timestamp,
      long nonce,
      OpaqueBytes opus,
      boolean silence)
      implements ServerEvent {}

  /**
   * An 8- or 9-byte UDP keepalive arrived and was sent back. It carries nothing that would tell
   * whose it is; guild and user are those of the client that was last seen at that address, 0
   * before.
   */
  record KeepaliveReceived(
      Duration at, long guildId, long userId, InetSocketAddress from, int length)
      implements ServerEvent {}

  /**
   * A WebSocket is closed, or its close frame has been written.
   *
   * @param code close code; 1005 for a close frame without one, 1006 for a dropped connection
   * @param byServer whether the server closed it
   * @param reason the text of the close frame, possibly empty
   */
  record Closed(
      Duration at,
      long connection,
      long guildId,
      long userId,
      int code,
      boolean byServer,
      String reason)
      implements ServerEvent {}

  /** A session ended; the other members are told by Client Disconnect. */
  record Left(Duration at, long guildId, long userId, LeaveReason reason) implements ServerEvent {}

  /**
   * A rule of the fault script is about to strike.
   *
   * @param connection the WebSocket concerned, 0 for none
   * @param index the rule's place in the script, from 0
   * @param rule the rule
   */
  record FaultApplied(
      Duration at, long connection, long guildId, long userId, int index, FaultRule rule)
      implements ServerEvent {}

  /**
   * A commit was chosen and announced, and an epoch of a call's MLS group begins. The user is the
   * one whose commit it is.
   *
   * @param epoch its number, from 1
   * @param transitionId the transition that it belongs to; 0 executes at once
   * @param members users by the index of their leaf
   */
  record DaveEpochBegan(
      Duration at,
      long guildId,
      long userId,
      long epoch,
      int transitionId,
      SortedMap<Integer, Long> members)
      implements ServerEvent {}

  /** A call's MLS group was given up, and a new one is asked for (opcode 24, epoch 1). */
  record DaveGroupReset(Duration at, long guildId) implements ServerEvent {
    @Override
    public long userId() {
      return 0;
    }
  }

  /**
   * A change of the protocol version was announced (opcode 21).
   *
   * @param version the version that is coming, 0 for no end-to-end encryption
   */
  record DaveTransitionPrepared(Duration at, long guildId, int transitionId, int version)
      implements ServerEvent {
    @Override
    public long userId() {
      return 0;
    }
  }

  /**
   * A transition was executed (opcode 22).
   *
   * @param version the version from now on
   * @param unready users who had not said ready when the limit passed
   */
  record DaveTransitionExecuted(
      Duration at, long guildId, int transitionId, int version, List<Long> unready)
      implements ServerEvent {
    @Override
    public long userId() {
      return 0;
    }
  }

  /**
   * The delivery service does not take what a member has sent. A commit that comes after another
   * was chosen is no mistake.
   *
   * @param opcode of the message
   * @param reason one sentence for people
   */
  record DaveRefused(Duration at, long guildId, long userId, int opcode, String reason)
      implements ServerEvent {}

  /** The server died: it listens no more, and every TCP connection was reset. */
  record Died(Duration at, boolean sessionsKept) implements ServerEvent {
    @Override
    public long guildId() {
      return 0;
    }

    @Override
    public long userId() {
      return 0;
    }
  }

  /** The server listens again after it had died. */
  record CameBack(Duration at) implements ServerEvent {
    @Override
    public long guildId() {
      return 0;
    }

    @Override
    public long userId() {
      return 0;
    }
  }

  /**
   * A client did something wrong.
   *
   * @param connection the WebSocket concerned, 0 for datagrams
   * @param detail one sentence for people, without secrets
   */
  record Violation(
      Duration at, long connection, long guildId, long userId, ViolationKind kind, String detail)
      implements ServerEvent {}
}
