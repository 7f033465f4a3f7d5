package dev.antiphon.protocol;

/** Sequence numbers as the records hold them: unsigned 16 bit, or -1 for none. */
final class Sequences {

  private Sequences() {}

  static void requireSequence(String name, int value) {
    if (value != Envelope.NO_SEQUENCE) {
      IntegerRange.UINT16.require(name, value);
    }
  }
}
