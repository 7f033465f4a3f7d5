package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A leak detector for Netty that records the detected leaks. The build configures it with a system
 * property.
 */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {
  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  /** The constructor that Netty calls. */
  public LeakRecorder(Class<?> type, int samplingInterval) {
    super(type, samplingInterval);
  }

  /** The constructor that Netty calls. */
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

  /**
   * Asserts that no buffer leaked. A leak is detected only when the garbage collector has collected
   * its buffer and a new buffer is allocated.
   */
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
