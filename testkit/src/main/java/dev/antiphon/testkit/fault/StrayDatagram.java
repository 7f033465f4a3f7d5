package dev.antiphon.testkit.fault;

/** A datagram that a client gets and should get over. */
public enum StrayDatagram {
  /** A hundred bytes that are nothing at all. */
  GARBAGE,
  /** No byte at all. */
  EMPTY,
  /** The last RTP packet that the client was sent, byte for byte again. */
  REPLAYED,
  /** The shape of an RTP packet, and a tag that is wrong. */
  UNAUTHENTIC,
  /** An authentic RTP packet of an SSRC that nobody has. */
  FOREIGN_SSRC,
  /** An authentic RTP packet of the client's own SSRC. */
  OWN_SSRC,
  /** An RTCP sender report in the clear (RFC 3550, section 6.4.1). */
  RTCP,
  /** An RTCP sender report whose body looks encrypted. */
  ENCRYPTED_RTCP,
  /** The right answer to an IP discovery that nobody waits for any more. */
  DISCOVERY_REPLY,
  /** An answer to the IP discovery of another SSRC. */
  FOREIGN_DISCOVERY_REPLY,
  /** The echo of a keepalive that was never sent. */
  KEEPALIVE
}
