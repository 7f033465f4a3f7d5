package dev.antiphon.udp.internal;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * Receives the events of a {@link UdpPath}. All methods are called on the event loop and must not
 * block. No method is called after the path is closed. Exceptions of the listener are counted and
 * otherwise ignored.
 */
public interface UdpListener {
  /** The socket is open and connected. */
  void ready();

  /** The socket could not be opened. The path is closed. */
  void openFailed(IOException cause);

  /** The server replied to {@link UdpPath#discover(long)} with the client's external address. */
  void discovered(String address, int port);

  /**
   * A reply to {@link UdpPath#discover(long)} is invalid. The path continues to wait for a valid
   * reply.
   *
   * @param reason the error in the reply
   */
  void discoveryInvalid(String reason);

  /**
   * The server is unreachable: its port is closed, there is no route, or the operating system
   * closed the socket. It is reported once, and again only after a datagram was received. Transient
   * failures are only counted.
   */
  void unreachable(IOException cause);

  /** The first datagram of any kind was received after {@link #unreachable(IOException)}. */
  void datagram();

  /**
   * The current key has at most 2<sup>20</sup> nonces left. It is reported once each time a path
   * starts to use the key. It is reported again when a path returns to the key or the next path
   * uses it.
   */
  void nonceNearlySpent();

  /**
   * An authentic, new voice frame was received.
   *
   * @param userId the sender, if op 5 was received for its SSRC
   * @param ssrc the sender's SSRC, unsigned 32-bit
   * @param sequence the RTP sequence number, 0 to 65535
   * @param timestamp the RTP timestamp in samples at 48 kHz, unsigned 32-bit
   * @param frame the Opus packet, also a silence frame; the listener can keep the array
   */
  void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame);
}
