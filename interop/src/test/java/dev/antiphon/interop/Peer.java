package dev.antiphon.interop;

/** A client of some make, with its frames; nothing of it may fail. */
interface Peer extends MixedCall.Member, AutoCloseable {

  /** A frame as it goes to the others. */
  byte[] protect(byte[] frame);

  /** A frame as it was before it was protected. */
  byte[] unprotect(long sender, byte[] frame);

  /** The code of the epoch. */
  String privacyCode();

  /** The code between this member and another. */
  String pairwiseCode(long other);

  @Override
  void close();
}
