package dev.antiphon.protocol;

/** Checks sequence numbers of records: unsigned 16-bit, or -1 for no sequence number. */
final class Sequences {

  private Sequences() {}

  static void requireSequence(String name, int value) {
    if (value != Envelope.NO_SEQUENCE) {
      IntegerRange.UINT16.require(name, value);
    }
  }
}
