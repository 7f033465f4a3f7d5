package dev.antiphon.testkit.fault;

/** An unexpected datagram. A client should ignore it and continue. */
public enum StrayDatagram {
  /** A hundred bytes without a valid structure. */
  GARBAGE,
  /** An empty datagram. */
  EMPTY,
  /** An exact copy of the last RTP packet that the client received. */
  REPLAYED,
  /** An RTP packet with a wrong authentication tag. */
  UNAUTHENTIC,
  /** An authentic RTP packet with an unknown SSRC. */
  FOREIGN_SSRC,
  /** An authentic RTP packet with the client's own SSRC. */
  OWN_SSRC,
  /** An unencrypted RTCP sender report (RFC 3550, section 6.4.1). */
  RTCP,
  /** An RTCP sender report whose body looks encrypted. */
  ENCRYPTED_RTCP,
  /** A correct answer to an IP discovery that has already ended. */
  DISCOVERY_REPLY,
  /** An answer to an IP discovery; the answer names another SSRC. */
  FOREIGN_DISCOVERY_REPLY,
  /** The answer to a keepalive that the client did not send. */
  KEEPALIVE
}
