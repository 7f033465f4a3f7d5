package dev.antiphon.udp.internal;

import dev.antiphon.protocol.TransportKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the nonces of one connection: 32-bit numbers from 0 for each key. It never returns a nonce
 * twice for the same key, also when the connection uses the key on another path.
 *
 * <p>A key that is used again continues with its next nonce. The counter remembers only {@value
 * #MAX_PREVIOUS_KEYS} previous keys. After that, a new key starts above the counts of all forgotten
 * keys instead of at 0, because it can be a forgotten key.
 */
final class NonceCounter {
  /** The first value that is not a valid nonce. */
  static final long END = 1L << 32;

  /** From this value, a new key is needed soon. */
  static final long NEARLY_SPENT = END - (1L << 20);

  private static final int MAX_PREVIOUS_KEYS = 8;

  private final Map<TransportKey, Long> previous = new LinkedHashMap<>();
  private @Nullable TransportKey key;
  private long next;
  private long startOfUnknownKeys;

  /** Creates a counter whose keys start at 0. */
  NonceCounter() {
    this(0);
  }

  /** Creates a counter whose keys start at another value. */
  NonceCounter(long start) {
    this.startOfUnknownKeys = start;
  }

  /** Selects the key. Must be called before all other methods. */
  void use(TransportKey other) {
    if (other.equals(key)) {
      return;
    }
    if (key != null) {
      remember(key);
    }
    Long reached = previous.remove(other);
    key = other;
    next = reached == null ? startOfUnknownKeys : reached;
  }

  private void remember(TransportKey previousKey) {
    previous.put(previousKey, next);
    if (previous.size() > MAX_PREVIOUS_KEYS) {
      Iterator<Long> counts = previous.values().iterator();
      startOfUnknownKeys = Math.max(startOfUnknownKeys, counts.next());
      counts.remove();
    }
  }

  boolean isSpent() {
    return next >= END;
  }

  boolean isNearlySpent() {
    return next >= NEARLY_SPENT;
  }

  /** Returns the next unsigned nonce. Must not be called when {@link #isSpent()} returns true. */
  int take() {
    if (isSpent()) {
      throw new IllegalStateException("All nonces of this key are used; a new key is needed");
    }
    return (int) next++;
  }
}
