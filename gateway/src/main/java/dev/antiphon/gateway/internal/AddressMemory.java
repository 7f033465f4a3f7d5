package dev.antiphon.gateway.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;

/**
 * The results of the last dials of each host: which addresses opened a WebSocket, and which failed.
 * Both memories are bounded, and forget the hosts and addresses that were used least recently.
 */
final class AddressMemory {
  static final int HOSTS = 1_024;
  static final int ADDRESSES = 4;

  /** A failed address is tried last for this time. */
  static final Duration FAILURE_AGE = Duration.ofMinutes(10);

  private static final float LOAD = 0.75f;

  /** A map that removes the entry that was used least recently. */
  private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int limit;

    Bounded(int limit) {
      super(ADDRESSES, LOAD, true);
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > limit;
    }
  }

  private final Map<String, Map<InetAddress, Boolean>> worked = new Bounded<>(HOSTS);
  private final Map<String, Map<InetAddress, Long>> failed = new Bounded<>(HOSTS);

  /** The address opened a WebSocket. */
  synchronized void worked(String host, InetAddress address) {
    worked.computeIfAbsent(key(host), name -> new Bounded<>(ADDRESSES)).put(address, true);
    Map<InetAddress, Long> failures = failed.get(key(host));
    if (failures != null) {
      failures.remove(address);
    }
  }

  /** The address failed, or was silent while another address opened a WebSocket. */
  synchronized void failed(String host, InetAddress address, long nanoTime) {
    failed.computeIfAbsent(key(host), name -> new Bounded<>(Race.ATTEMPTS)).put(address, nanoTime);
  }

  /** The addresses that opened a WebSocket, the last one first. */
  synchronized List<InetAddress> remembered(String host) {
    Map<InetAddress, Boolean> known = worked.get(key(host));
    List<InetAddress> addresses = new ArrayList<>(known == null ? List.of() : known.keySet());
    Collections.reverse(addresses);
    return addresses;
  }

  /**
   * The order in which a dial tries the addresses: addresses without a recent failure first, and
   * the two address families in turn, beginning with the family of the first address. Source: RFC
   * 8305 section 4.
   */
  synchronized List<InetAddress> ordered(
      String host, Collection<InetAddress> addresses, long nanoTime) {
    Map<InetAddress, Long> failures = failed.getOrDefault(key(host), Map.of());
    List<InetAddress> fresh = new ArrayList<>();
    List<InetAddress> last = new ArrayList<>();
    for (InetAddress address : addresses) {
      Long failedAt = failures.get(address);
      boolean recent = failedAt != null && nanoTime - failedAt < FAILURE_AGE.toNanos();
      (recent ? last : fresh).add(address);
    }
    List<InetAddress> ordered = interleaved(fresh);
    ordered.addAll(interleaved(last));
    return ordered;
  }

  /** Host names are equal without regard to upper and lower case, as in {@link NameLookup}. */
  private static String key(String host) {
    return host.toLowerCase(Locale.ROOT);
  }

  private static List<InetAddress> interleaved(List<InetAddress> addresses) {
    Queue<InetAddress> family = new ArrayDeque<>();
    Queue<InetAddress> other = new ArrayDeque<>();
    for (InetAddress address : addresses) {
      boolean first = address.getClass() == addresses.get(0).getClass();
      (first ? family : other).add(address);
    }
    List<InetAddress> turns = new ArrayList<>();
    while (!family.isEmpty() || !other.isEmpty()) {
      if (!family.isEmpty()) {
        turns.add(family.remove());
      }
      if (!other.isEmpty()) {
        turns.add(other.remove());
      }
    }
    return turns;
  }
}
