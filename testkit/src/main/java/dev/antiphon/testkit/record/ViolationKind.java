package dev.antiphon.testkit.record;

/**
 * A protocol violation of a client: Discord would not accept it, or no correct client does it. The
 * text after a semicolon is the reaction of the server. "Closed with 4002" means that the server
 * closes the WebSocket with this close code.
 */
public enum ViolationKind {
  /**
   * The HTTP upgrade was refused: wrong path, wrong or missing version, or no WebSocket request.
   */
  UPGRADE_REFUSED,
  /** The client used the WebSocket or TLS layer wrongly, or sent a message that is too large. */
  BROKEN_TRANSPORT,
  /** A text or binary frame is not a valid message; closed with 4002. */
  UNDECODABLE,
  /** A message has wrong fields; closed with 4020 (a malformed Identify with 4002). */
  MALFORMED,
  /** A message has an opcode that clients do not send; closed with 4001. */
  UNKNOWN_OPCODE,
  /** A message arrived before Identify or Resume; closed with 4003. */
  BEFORE_IDENTIFY,
  /** A second Identify or Resume arrived on one connection; closed with 4005. */
  IDENTIFIED_TWICE,
  /** The token is wrong; closed with 4004. */
  WRONG_TOKEN,
  /** Identify does not offer the required end-to-end encryption; closed with 4017. */
  DAVE_NOT_OFFERED,
  /**
   * The session is unknown, has ended, or cannot continue from {@code seq_ack}; closed with 4006.
   */
  INVALID_SESSION,
  /** Select Protocol named a protocol other than udp; closed with 4012. */
  UNKNOWN_PROTOCOL,
  /** Select Protocol named a mode that was not offered; closed with 4016. */
  UNKNOWN_MODE,
  /** No heartbeat arrived within the limit; closed with 4009. */
  HEARTBEAT_SILENCE,
  /** {@code seq_ack} names a message that was not sent yet; tolerated in a heartbeat. */
  SEQUENCE_AHEAD,
  /** Speaking named a wrong SSRC; forwarded with the correct one. */
  FOREIGN_SSRC,
  /**
   * The sixth or a later audio frame arrived before the first Speaking. It is recorded and not
   * forwarded. Five frames are tolerated because UDP can overtake the WebSocket.
   */
  FRAME_BEFORE_SPEAKING,
  /** A datagram is not RTP, RTCP, discovery or keepalive; ignored. */
  MALFORMED_DATAGRAM,
  /** A datagram names an SSRC that no client has; ignored. */
  UNKNOWN_SSRC,
  /** RTP arrived from a client that has no key yet; ignored. */
  FRAME_BEFORE_DESCRIPTION,
  /** An RTP packet has a wrong authentication tag; ignored. */
  UNAUTHENTIC,
  /** An RTP packet repeats a nonce under the same key; ignored. */
  NONCE_REUSED,
  /** A limit of the server was reached: connections, sessions, or unread data of a slow client. */
  LIMIT_REACHED
}
