package dev.antiphon.udp.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The UDP side of one voice connection: one datagram socket, connected to one voice server.
 *
 * <p>The methods may be called from any thread and run on the path's event loop in the order of the
 * calls; calls made on the loop run at once. Before {@link UdpListener#ready()} nothing can be
 * sent, which is counted as a send failure. On a closed path the methods do nothing.
 */
public interface UdpPath {
  /**
   * Sends one IP discovery packet (Discord documentation, "IP Discovery"). The answer goes to
   * {@link UdpListener#discovered}; repeating the packet is the caller's business.
   *
   * @param ssrc our own, from op 2
   * @throws IllegalArgumentException if it does not fit 32 bits
   */
  void discover(long ssrc);

  /**
   * Begins to send and to receive: from the next tick on {@code audio} is asked for frames.
   *
   * <p>The first time, RTP starts at a random sequence and timestamp. The nonce of a key starts at
   * 0 and never starts over: the audio counts it, over all its paths. A path that was withdrawn
   * goes on where it stopped, with the timestamp advanced by the time between; another key or SSRC
   * is taken up as {@link #rekey} does. Published twice, the later call counts.
   *
   * @throws IllegalArgumentException if this path was published with another audio before, which
   *     would use nonces twice
   */
  void publish(MediaSnapshot media, OutgoingAudio audio, Speakers speakers);

  /**
   * Takes another key: new ciphers, and the nonce starts at 0, or where it stopped if this audio
   * was sent under that key before. RTP goes on. The same key in the same mode changes nothing.
   * Ignored unless published.
   */
  void rekey(MediaSnapshot media);

  /** Stops asking, sending and delivering voice; the socket stays open. */
  void withdraw();

  /**
   * Sends an 8-byte little-endian counter every {@code period}, which keeps address translations on
   * the way open. An echo only feeds the statistics. Started again, it takes the new period.
   *
   * @throws IllegalArgumentException if the period is not positive
   */
  void startKeepalive(Duration period);

  /** Stops it. */
  void stopKeepalive();

  /** Closes the socket, in whatever phase it is. Further calls do nothing. */
  void close();

  /** Completes on the event loop when the socket is closed or could not be opened. */
  CompletableFuture<Void> closed();

  /** The counters of this moment. Any thread. */
  PathStatistics statistics();
}
