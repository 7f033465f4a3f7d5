package dev.antiphon.interop;

/**
 * A client of any implementation, with its frames. A failed call throws an {@link AssertionError}.
 */
interface Peer extends MixedCall.Member, AutoCloseable {

  /** Encrypts a frame. */
  byte[] protect(byte[] frame);

  /** Decrypts a frame. */
  byte[] unprotect(long sender, byte[] frame);

  /** The privacy code of the epoch. */
  String privacyCode();

  /** The pairwise code of this member and another. */
  String pairwiseCode(long other);

  @Override
  void close();
}
