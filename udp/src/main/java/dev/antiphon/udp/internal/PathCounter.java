package dev.antiphon.udp.internal;

/** The counters of a UDP path. */
public enum PathCounter {
  /** Datagrams of all kinds that were written to the socket. */
  DATAGRAMS_SENT,
  /** Received datagrams of all kinds. */
  DATAGRAMS_RECEIVED,
  /** RTP packets that were written to the socket, including silence frames. */
  VOICE_SENT,
  /** RTP packets whose frames were passed to the listener. */
  VOICE_RECEIVED,
  /** The number of times that the frame transform held a frame. */
  FRAMES_HELD,
  /**
   * Packets that were not sent, because the socket was full or failed, or because the key has no
   * nonce left.
   */
  SEND_FAILURES,
  /** Errors that indicate that the server is unreachable, reported to the listener or not. */
  LASTING_ERRORS,
  /** Invalid discovery responses. */
  DISCOVERY_INVALID,
  /** Voice packets that are forged, damaged or encrypted with another key. */
  UNAUTHENTIC,
  /** Authentic voice packets that were received before or arrived too late. */
  REPLAYED,
  /** Packets of a known kind with an invalid format. */
  MALFORMED,
  /** Authentic frames that the frame transform dropped, at once or later. */
  UNTRANSFORMED,
  /** RTCP packets. */
  RTCP,
  /** All other datagrams, including voice packets that arrive before the path is published. */
  UNKNOWN,
  /** Keepalive packets that were written to the socket. */
  KEEPALIVES_SENT,
  /** Received echoes of keepalive packets. */
  KEEPALIVE_ECHOES,
  /** Calls of the listener that threw an exception. */
  LISTENER_FAILURES,
  /**
   * Late ticks of the event loop's clock for which its listeners were called, for all its paths.
   */
  CAUGHT_UP_TICKS,
  /** Late ticks of the event loop's clock that were skipped, for all its paths. */
  SHIFTED_TICKS
}
