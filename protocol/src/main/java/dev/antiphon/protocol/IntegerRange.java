package dev.antiphon.protocol;

/** The ranges of the integers in the protocol; all begin at 0. */
enum IntegerRange {
  UINT8(0xFFL),
  UINT16(0xFFFFL),
  INT31(Integer.MAX_VALUE),
  UINT32(0xFFFF_FFFFL);

  private final long max;

  IntegerRange(long max) {
    this.max = max;
  }

  boolean contains(long value) {
    return value >= 0 && value <= max;
  }

  /** Refuses a caller's value outside the range with a sentence that names it. */
  void require(String name, long value) {
    if (!contains(value)) {
      throw new IllegalArgumentException(name + " is " + value + ", expected " + this);
    }
  }

  @Override
  public String toString() {
    return "an integer from 0 to " + max;
  }
}
