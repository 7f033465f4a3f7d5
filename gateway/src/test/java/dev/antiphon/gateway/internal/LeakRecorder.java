package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Netty's leak detector (named to it by the build), remembering what it found. */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {
  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  /** As Netty wants it. */
  public LeakRecorder(Class<?> type, int samplingInterval) {
    super(type, samplingInterval);
  }

  /** As Netty wants it. */
  public LeakRecorder(Class<?> type, int samplingInterval, long maxActive) {
    super(type, samplingInterval);
  }

  @Override
  protected void reportTracedLeak(String resource, String records) {
    LEAKS.add(resource + records);
    super.reportTracedLeak(resource, records);
  }

  @Override
  protected void reportUntracedLeak(String resource) {
    LEAKS.add(resource);
    super.reportUntracedLeak(resource);
  }

  /** A leak is only noticed once its buffer was collected and another one is made. */
  static void assertNoLeaks() {
    assertThat(System.getProperty("io.netty.customResourceLeakDetector"))
        .isEqualTo(LeakRecorder.class.getName());
    for (int i = 0; i < 3; i++) {
      System.gc();
      ByteBufAllocator.DEFAULT.directBuffer().release();
      ByteBufAllocator.DEFAULT.heapBuffer().release();
    }
    assertThat(LEAKS).isEmpty();
  }
}
