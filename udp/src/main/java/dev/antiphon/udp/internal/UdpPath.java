package dev.antiphon.udp.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The UDP path of one voice connection: a datagram socket that is connected to one voice server.
 *
 * <p>The methods can be called from any thread. They run on the path's event loop in the order of
 * the calls. Calls on the event loop run immediately. Before {@link UdpListener#ready()}, no
 * datagram can be sent, and each attempt counts as a send failure. On a closed path, the methods
 * have no effect.
 */
public interface UdpPath {
  /**
   * Sends one IP discovery packet (Discord documentation, "IP Discovery"). The reply is reported to
   * {@link UdpListener#discovered}. The caller must repeat the packet if there is no reply.
   *
   * @param ssrc the client's SSRC from op 2
   * @throws IllegalArgumentException if the SSRC does not fit into 32 bits
   */
  void discover(long ssrc);

  /**
   * Starts sending and receiving. From the next tick, frames of {@code audio} are sent.
   *
   * <p>At the first call, RTP starts with a random sequence number and timestamp. The nonces of a
   * key start at 0 and never restart: the audio counts them for all its paths.
   *
   * <p>After {@link #withdraw}, the path continues with its next sequence number and nonce. The
   * timestamp advances by the elapsed time. A new key or SSRC is applied as in {@link #rekey}. If
   * the path is already published, the later call replaces the earlier call.
   *
   * @throws IllegalArgumentException if this path was published with another audio before, because
   *     nonces would be used twice
   */
  void publish(MediaSnapshot media, OutgoingAudio audio, Speakers speakers);

  /**
   * Changes the key. The path uses new ciphers. The nonces of the key start at 0, or continue if
   * this audio was sent with the key before. RTP continues. The same key in the same mode has no
   * effect. The call is ignored if the path is not published.
   */
  void rekey(MediaSnapshot media);

  /** Stops sending and receiving voice. The socket stays open. */
  void withdraw();

  /**
   * Sends an 8-byte little-endian counter every {@code period}, so that NAT mappings stay open.
   * Echoes only update the statistics. A second call changes the period.
   *
   * @throws IllegalArgumentException if the period is not positive
   */
  void startKeepalive(Duration period);

  /** Stops the keepalive. */
  void stopKeepalive();

  /** Closes the socket in any phase. Further calls have no effect. */
  void close();

  /**
   * Returns a future that completes on the event loop when the socket is closed or could not be
   * opened.
   */
  CompletableFuture<Void> closed();

  /** Returns the current counters. Can be called on any thread. */
  PathStatistics statistics();
}
