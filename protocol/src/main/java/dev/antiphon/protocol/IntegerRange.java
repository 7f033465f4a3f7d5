package dev.antiphon.protocol;

/** The ranges of the protocol's integers. All ranges begin at 0. */
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

  /**
   * Throws an {@link IllegalArgumentException} that contains the name when the value is out of
   * range.
   */
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
