package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.GatewayMessage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One WebSocket to a voice server. It exists from the start of its dial.
 *
 * <p>All methods can be called from any thread and take effect on the socket's event loop. Calls of
 * one thread take effect in their order. Calls on the event loop take effect immediately.
 *
 * <p>When the socket is not yet open or already closed, only {@link #close}, {@link #abort}, {@link
 * #pauseReading} and {@link #resumeReading} have an effect. Other calls are ignored without an
 * exception.
 */
public interface VoiceSocket {
  /**
   * Sends a message in a text frame or a binary frame, depending on its opcode.
   *
   * @param message a message that clients send
   * @throws IllegalArgumentException when only servers send this message
   */
  void send(GatewayMessage message);

  /**
   * Starts heartbeats, or restarts them with another interval. The first heartbeat is sent after a
   * random part of the interval, then one heartbeat per interval. Heartbeats that become due while
   * the event loop is busy are skipped.
   *
   * <p>When a heartbeat is due and too many heartbeats in a row are unanswered, {@link
   * VoiceSocketListener#heartbeatsMissed} is called instead.
   *
   * <p>A heartbeat that is more than five seconds late indicates that the process was suspended. It
   * is sent, starts a new schedule and resets the count of unanswered heartbeats. A heartbeat while
   * reading is paused also resets the count, because no answer could be read.
   *
   * <p>Source: Discord documentation, "Voice Connections", "Heartbeating".
   *
   * @param interval the server's interval
   * @throws IllegalArgumentException when the interval is less than one millisecond or more than
   *     one day
   */
  void startHeartbeat(Duration interval);

  /** Sends one heartbeat immediately, in addition to the schedule. */
  void heartbeatNow();

  /**
   * Closes the socket with a close handshake. It sends a close frame and waits for the server's
   * close frame and the end of the connection. After {@link GatewayDialer#CLOSE_LIMIT}, it drops
   * the connection.
   *
   * <p>Messages that arrive during the close are not reported. {@link VoiceSocketListener#closed}
   * receives the code of the server's close frame, or 1006. During the dial, this method has the
   * same effect as {@link #abort()}.
   *
   * @param code the close code: 1000 to 1003, 1007 to 1014 or 3000 to 4999
   * @param reason a short text; it is cut to 123 bytes of UTF-8
   * @throws IllegalArgumentException when the code must not be sent (RFC 6455 section 7.4)
   */
  void close(int code, String reason);

  /**
   * Closes the socket immediately, also during the dial. It tries to send close code 4900 and drops
   * the connection without waiting. Code 4900 does not end the voice session on Discord's side;
   * 1000 and 1001 can end it. No listener method is called after this call.
   */
  void abort();

  /**
   * Pauses the reports of messages. No report begins after the pause takes effect. No message is
   * lost.
   */
  void pauseReading();

  /**
   * Resumes the reports of messages. The messages of the pause are reported first, in their order.
   */
  void resumeReading();

  /**
   * A future of the socket's end.
   *
   * @return a future that completes when all channels of the dial are closed, or when the dial
   *     ended before a channel existed. It completes on the event loop, or on another thread when
   *     the event loop was shut down. It never completes exceptionally.
   */
  CompletableFuture<Void> closed();

  /**
   * The address at which the voice server was reached.
   *
   * @return the IP address and the port of the TCP connection, also after its end; empty before the
   *     WebSocket is open
   */
  Optional<InetSocketAddress> remoteAddress();

  /**
   * The round-trip time of the last acknowledged heartbeat.
   *
   * @return the time between the heartbeat and its acknowledgement; empty before the first
   *     acknowledgement
   */
  Optional<Duration> roundTrip();

  /**
   * The counters of this socket.
   *
   * @return a snapshot; each number is exact, but the numbers are not from the same instant
   */
  SocketStatistics statistics();
}
