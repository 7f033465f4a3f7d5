package dev.antiphon.testkit.record;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.testkit.fault.FaultRule;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * A recorded event of a voice server. Guild and user are 0 while the client is unknown. {@code at}
 * is the time since the server started, measured by a monotonic clock. The text of an event ({@code
 * toString}) contains no token, session id or key.
 */
public sealed interface ServerEvent {

  /** The time since the server started. */
  Duration at();

  /** The guild of the event, 0 if unknown. */
  long guildId();

  /** The user of the event, 0 if unknown. */
  long userId();

  /** Returns true if this event belongs to the given member. */
  default boolean concerns(long guildId, long userId) {
    return guildId() == guildId && userId() == userId;
  }

  /**
   * A WebSocket was opened. TLS and the upgrade are done.
   *
   * @param connection the number of the connection, from 1
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

  /** A message arrived and was decoded. It is recorded before it is processed. */
  record MessageReceived(
      Duration at, long connection, long guildId, long userId, GatewayMessage message)
      implements ServerEvent {}

  /**
   * A message was written.
   *
   * @param sequence the number of the message, -1 for messages without a number
   */
  record MessageSent(
      Duration at, long connection, long guildId, long userId, GatewayMessage message, int sequence)
      implements ServerEvent {}

  /**
   * An Identify was accepted, and a session begins.
   *
   * @param ssrc the SSRC of the client
   * @param maxDaveProtocolVersion the highest DAVE version of the client, 0 for no encryption
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
   * @param seqAck the number of the last message that the client received, -1 for no message
   * @param redelivered the number of messages that are sent again
   */
  record Resumed(
      Duration at, long connection, long guildId, long userId, int seqAck, int redelivered)
      implements ServerEvent {}

  /**
   * A valid IP discovery request arrived. It is recorded even if it is not answered.
   *
   * @param observed the sender's address
   */
  record DiscoveryRequested(
      Duration at, long guildId, long userId, long ssrc, InetSocketAddress observed)
      implements ServerEvent {}

  /**
   * A Select Protocol was accepted. A Session Description with a new key follows.
   *
   * @param address the address that the client sent
   * @param port the port that the client sent
   * @param mode the wire name of the mode
   */
  record ProtocolSelected(
      Duration at, long guildId, long userId, String address, int port, String mode)
      implements ServerEvent {}

  /**
   * A Speaking message arrived.
   *
   * @param speaking the bit mask of {@link dev.antiphon.protocol.SpeakingFlag}
   */
  record SpeakingChanged(Duration at, long guildId, long userId, int speaking, long ssrc)
      implements ServerEvent {}

  /**
   * An authentic RTP packet arrived.
   *
   * @param sequence the RTP sequence number, 0 to 65535
   * @param timestamp the RTP timestamp, 0 to 2^32-1
   * @param nonce the counter at the end of the packet, read as big-endian, 0 to 2^32-1
   * @param opus the decrypted payload without header extensions
   * @param silence true if the payload is the Opus silence frame
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
   * A UDP keepalive of 8 or 9 bytes arrived and was sent back. A keepalive does not name its
   * sender. Guild and user are those of the client that last used this address, or 0.
   */
  record KeepaliveReceived(
      Duration at, long guildId, long userId, InetSocketAddress from, int length)
      implements ServerEvent {}

  /**
   * A WebSocket was closed, or its close frame was written.
   *
   * @param code the close code; 1005 for a close frame without a code, 1006 for a lost connection
   * @param byServer true if the server closed the WebSocket
   * @param reason the reason text of the close frame, can be empty
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

  /** A session ended. The other members receive Client Disconnect. */
  record Left(Duration at, long guildId, long userId, LeaveReason reason) implements ServerEvent {}

  /**
   * A rule of the fault script is about to fire.
   *
   * @param connection the number of the WebSocket connection, 0 if the fault has none
   * @param index the index of the rule in the script, from 0
   * @param rule the rule
   */
  record FaultApplied(
      Duration at, long connection, long guildId, long userId, int index, FaultRule rule)
      implements ServerEvent {}

  /**
   * The server accepted and announced a commit, and a new epoch of the call's MLS group begins. The
   * user of this event sent the commit.
   *
   * @param epoch the number of the epoch, from 1
   * @param transitionId the transition of the commit; transition 0 is executed immediately
   * @param members the user ids, by the index of the leaf in the MLS group
   */
  record DaveEpochBegan(
      Duration at,
      long guildId,
      long userId,
      long epoch,
      int transitionId,
      SortedMap<Integer, Long> members)
      implements ServerEvent {}

  /** A call's MLS group was discarded. The server requests a new group (opcode 24, epoch 1). */
  record DaveGroupReset(Duration at, long guildId) implements ServerEvent {
    @Override
    public long userId() {
      return 0;
    }
  }

  /**
   * A change of the protocol version was announced (opcode 21).
   *
   * @param version the next version, 0 for no end-to-end encryption
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
   * @param unready the users that were not ready when the time limit passed
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
   * The delivery service refused a message of a member. The delivery service also refuses a commit
   * that arrives after the accepted one. Such a late commit is not a mistake of the client.
   *
   * @param opcode the opcode of the message
   * @param reason one sentence for people
   */
  record DaveRefused(Duration at, long guildId, long userId, int opcode, String reason)
      implements ServerEvent {}

  /** The server crashed: it stopped listening and reset every TCP connection. */
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

  /** The server listens again after a crash. */
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
   * A client violated the protocol.
   *
   * @param connection the number of the WebSocket connection, 0 for datagrams
   * @param detail one sentence for people, without secrets
   */
  record Violation(
      Duration at, long connection, long guildId, long userId, ViolationKind kind, String detail)
      implements ServerEvent {}
}
