package dev.antiphon.udp.internal;

/** What a path counts. */
public enum PathCounter {
  /** Datagrams of all kinds handed to the socket. */
  DATAGRAMS_SENT,
  /** Datagrams of all kinds that came. */
  DATAGRAMS_RECEIVED,
  /** RTP packets handed to the socket, silence included. */
  VOICE_SENT,
  /** RTP packets given to the listener. */
  VOICE_RECEIVED,
  /** Times that the frame transform held a frame back. */
  FRAMES_HELD,
  /** Packets not sent: the socket took no more or failed, or the key has no nonce left. */
  SEND_FAILURES,
  /** Errors that say the server cannot be reached, told or not. */
  LASTING_ERRORS,
  /** Invalid answers to a discovery. */
  DISCOVERY_INVALID,
  /** Voice packets that were forged, damaged, or sealed with another key. */
  UNAUTHENTIC,
  /** Authentic voice packets that had been received before or came too late. */
  REPLAYED,
  /** Packets of a known kind that broke its format. */
  MALFORMED,
  /** Authentic frames that the frame transform dropped. */
  UNTRANSFORMED,
  /** RTCP packets. */
  RTCP,
  /** All other datagrams, voice packets while nothing is published among them. */
  UNKNOWN,
  /** Keepalive packets handed to the socket. */
  KEEPALIVES_SENT,
  /** Keepalive packets that came back. */
  KEEPALIVE_ECHOES,
  /** Calls in which the listener threw. */
  LISTENER_FAILURES,
  /** Late ticks that the event loop's clock served, for all its paths. */
  CAUGHT_UP_TICKS,
  /** Late ticks that the event loop's clock gave up, for all its paths. */
  SHIFTED_TICKS
}
