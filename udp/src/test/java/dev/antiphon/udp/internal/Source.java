package dev.antiphon.udp.internal;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Supplier;

/** Gives numbered frames, null where the number is null, and then what {@code atEnd} gives. */
final class Source implements FrameSource {
  private final Iterator<Integer> numbers;
  Supplier<byte[]> atEnd;
  boolean more;
  int asked;
  int closed;

  Source(Integer... numbers) {
    this.numbers = Arrays.asList(numbers).iterator();
  }

  @Override
  public byte[] nextFrame() {
    asked++;
    if (!numbers.hasNext()) {
      return atEnd.get();
    }
    Integer number = numbers.next();
    return number == null ? null : Packets.frame(number);
  }

  @Override
  public boolean finished() {
    return !numbers.hasNext() && atEnd == null && !more;
  }

  @Override
  public void close() {
    closed++;
  }
}
