package dev.antiphon.udp.internal;

import dev.antiphon.protocol.TransportKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nonces of one connection: counted from 0 per key, 32 bits, never one twice under the same
 * key, over whichever path it is used.
 *
 * <p>A key that comes back goes on where it stopped. Only {@value #REMEMBERED} former keys are
 * remembered; from then on an unknown key, which might be a forgotten one, starts above every
 * forgotten count instead of at 0.
 */
final class NonceCounter {
  /** The first value that is no nonce any more. */
  static final long END = 1L << 32;

  /** From here on a new key is needed soon. */
  static final long NEARLY_SPENT = END - (1L << 20);

  private static final int REMEMBERED = 8;

  private final Map<TransportKey, Long> former = new LinkedHashMap<>();
  private @Nullable TransportKey key;
  private long next;
  private long startOfUnknown;

  /** A counter whose keys start at 0. */
  NonceCounter() {
    this(0);
  }

  /** A counter whose keys start elsewhere. */
  NonceCounter(long start) {
    this.startOfUnknown = start;
  }

  /** Counts for this key from now on; to be called before anything else. */
  void use(TransportKey other) {
    if (other.equals(key)) {
      return;
    }
    if (key != null) {
      remember(key);
    }
    Long reached = former.remove(other);
    key = other;
    next = reached == null ? startOfUnknown : reached;
  }

  private void remember(TransportKey before) {
    former.put(before, next);
    if (former.size() > REMEMBERED) {
      Iterator<Long> counts = former.values().iterator();
      startOfUnknown = Math.max(startOfUnknown, counts.next());
      counts.remove();
    }
  }

  boolean isSpent() {
    return next >= END;
  }

  boolean isNearlySpent() {
    return next >= NEARLY_SPENT;
  }

  /** The next nonce, unsigned; not to be called when {@link #isSpent()}. */
  int take() {
    if (isSpent()) {
      throw new IllegalStateException("All nonces of this key are used up");
    }
    return (int) next++;
  }
}
