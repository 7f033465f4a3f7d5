package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.GatewayMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One WebSocket to a voice server, from the first moment of its dial on.
 *
 * <p>All methods may be called from any thread; they take effect on the socket's event loop, those
 * of one thread in the order of the calls, and at once when the caller is on the loop. On a socket
 * that is not open (any more, or yet) everything but {@link #close}, {@link #abort}, {@link
 * #pauseReading} and {@link #resumeReading} is dropped without an exception.
 */
public interface VoiceSocket {
  /**
   * Sends a message, as text or as binary as its opcode wants it.
   *
   * @param message a message that a client sends
   * @throws IllegalArgumentException when it is none
   */
  void send(GatewayMessage message);

  /**
   * Starts heartbeats, or starts them anew with another interval. The first goes out after a random
   * part of the interval, then one per interval; slots that were slept through are left out. At a
   * beat that finds more heartbeats in a row unanswered than tolerated, {@link
   * VoiceSocketListener#heartbeatsMissed} is called instead of sending. A beat that is handled more
   * than five seconds late (the process was suspended) is sent, starts the interval anew and
   * forgives what was unanswered; every beat while reading is paused forgives, too, as no answer
   * could have been read.
   *
   * <p>Source: Discord documentation, "Voice Connections", "Heartbeating".
   *
   * @param interval the server's interval
   * @throws IllegalArgumentException when it is not at least one millisecond, or more than a day
   */
  void startHeartbeat(Duration interval);

  /** Sends one heartbeat now, outside the schedule. */
  void heartbeatNow();

  /**
   * Closes in good order: sends a close frame, waits at most {@link GatewayDialer#CLOSE_LIMIT} for
   * the server to answer and to close the connection, then drops it. Messages that arrive meanwhile
   * are not handed up; {@link VoiceSocketListener#closed} tells the code of the answer, or 1006.
   * While the socket is still being dialled this is {@link #abort()}.
   *
   * @param code a code that may be sent: 1000 to 1003, 1007 to 1014, 3000 to 4999
   * @param reason a short text; what exceeds 123 bytes of UTF-8 is cut off
   * @throws IllegalArgumentException when the code may not be sent (RFC 6455 section 7.4)
   */
  void close(int code, String reason);

  /**
   * Ends the socket at once, in any stage of a dial too: tries to send close code 4900 (which does
   * not end the voice session at Discord's side, as 1000 and 1001 may), and drops the connection
   * without waiting. No listener method begins after this call.
   */
  void abort();

  /** Stops handing messages up: none begins after this takes effect, and none is lost. */
  void pauseReading();

  /** Hands messages up again, first those held back, in their order. */
  void resumeReading();

  /**
   * The end of the socket.
   *
   * @return completes, on the event loop, when the channel is really closed or when the dial was
   *     abandoned before there was one; on another thread when the event loop has ended before;
   *     never exceptionally
   */
  CompletableFuture<Void> closed();

  /**
   * The time between the last answered heartbeat and its answer.
   *
   * @return empty before the first answer
   */
  Optional<Duration> roundTrip();

  /**
   * The counters of this socket.
   *
   * @return a snapshot, each number exact, together not of one instant
   */
  SocketStatistics statistics();
}
