package dev.antiphon.gateway.internal;

import io.netty.channel.AdaptiveRecvByteBufAllocator;

/**
 * Bounds what one socket reads in one turn of the event loop: one read of at most 16 KiB. The
 * smallest frame has two bytes, so a larger read could contain tens of thousands of frames.
 */
final class ReadSize extends AdaptiveRecvByteBufAllocator {
  private static final int SMALLEST = 64;
  private static final int FIRST = 2 * 1024;
  private static final int LARGEST = 16 * 1024;

  ReadSize() {
    super(SMALLEST, FIRST, LARGEST);
    maxMessagesPerRead(1);
  }
}
