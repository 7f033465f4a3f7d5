package dev.antiphon.testkit.record;

/** What a client did that Discord would not accept, or that no well-behaved client does. */
public enum ViolationKind {
  /** The HTTP upgrade was refused: wrong path, wrong or missing version, no WebSocket. */
  UPGRADE_REFUSED,
  /** The WebSocket or TLS layer was used wrongly, or a message was larger than allowed. */
  BROKEN_TRANSPORT,
  /** Text or binary that is no message at all; closed with 4002. */
  UNDECODABLE,
  /** A message whose fields are wrong; closed with 4020 (a malformed Identify with 4002). */
  MALFORMED,
  /** An opcode that a client does not send; closed with 4001. */
  UNKNOWN_OPCODE,
  /** A message before Identify or Resume; closed with 4003. */
  BEFORE_IDENTIFY,
  /** A second Identify or Resume on one connection; closed with 4005. */
  IDENTIFIED_TWICE,
  /** The token is wrong; closed with 4004. */
  WRONG_TOKEN,
  /** Identify does not offer end-to-end encryption, which is required; closed with 4017. */
  DAVE_NOT_OFFERED,
  /** The session is not known, ended, or can not be continued from there; closed with 4006. */
  INVALID_SESSION,
  /** Select Protocol named another protocol than udp; closed with 4012. */
  UNKNOWN_PROTOCOL,
  /** Select Protocol named a mode that was not offered; closed with 4016. */
  UNKNOWN_MODE,
  /** No heartbeat for longer than the limit; closed with 4009. */
  HEARTBEAT_SILENCE,
  /** {@code seq_ack} names a message that was not sent yet; tolerated in a heartbeat. */
  SEQUENCE_AHEAD,
  /** Speaking named an SSRC that is not the client's; relayed with the right one. */
  FOREIGN_SSRC,
  /**
   * The sixth audio frame, or a later one, before the first Speaking; recorded, not forwarded. Five
   * may have overtaken it.
   */
  FRAME_BEFORE_SPEAKING,
  /** A datagram that is neither RTP, RTCP, discovery nor keepalive; ignored. */
  MALFORMED_DATAGRAM,
  /** A datagram that names an SSRC nobody has; ignored. */
  UNKNOWN_SSRC,
  /** RTP from a client that was given no key yet; ignored. */
  FRAME_BEFORE_DESCRIPTION,
  /** RTP whose authentication tag is wrong; ignored. */
  UNAUTHENTIC,
  /** RTP with a nonce that was used under the same key before; ignored. */
  NONCE_REUSED,
  /** A limit of the server was reached: connections, sessions, or a client that does not read. */
  LIMIT_REACHED
}
