package dev.antiphon.udp.internal;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Supplier;

/**
 * A source of numbered frames. It returns null for a null number. After the last number, it returns
 * the frames of {@code atEnd}.
 */
final class NumberedSource implements FrameSource {
  private final Iterator<Integer> numbers;
  Supplier<byte[]> atEnd;
  boolean more;
  int frameRequests;
  int closed;

  NumberedSource(Integer... numbers) {
    this.numbers = Arrays.asList(numbers).iterator();
  }

  @Override
  public byte[] nextFrame() {
    frameRequests++;
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
