package dev.antiphon.udp.internal;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * What a {@link UdpPath} has to tell. Every call comes on the event loop and must not block;
 * nothing is called any more once the path is closed. A listener that throws is counted and loses
 * that call only.
 */
public interface UdpListener {
  /** The socket is open and connected. */
  void ready();

  /** The socket could not be opened; the path is closed. */
  void openFailed(IOException cause);

  /** The server has answered {@link UdpPath#discover(long)}: our address as it sees it. */
  void discovered(String address, int port);

  /**
   * An answer to {@link UdpPath#discover(long)} is not valid; the path keeps waiting for another.
   *
   * @param why what was wrong with it
   */
  void discoveryInvalid(String why);

  /**
   * The server cannot be reached: the port is closed, there is no route, or the system has taken
   * the socket away. Told once until a datagram has arrived; transient failures are only counted.
   */
  void unreachable(IOException cause);

  /** The first datagram, of any kind, after {@link #unreachable(IOException)}. */
  void datagram();

  /**
   * At most 2<sup>20</sup> nonces are left under the present key. Told once each time that a path
   * takes the key up: again, then, for one that comes back or is taken to the next path.
   */
  void nonceNearlySpent();

  /**
   * An authentic voice frame that was not received before.
   *
   * @param userId whose it is, if op 5 has told
   * @param ssrc the sender's, unsigned 32 bit
   * @param sequence RTP sequence, 0 to 65535
   * @param timestamp RTP timestamp, unsigned 32 bit, in samples of 48 kHz
   * @param frame the Opus packet, silence frames included; the listener's own
   */
  void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame);
}
