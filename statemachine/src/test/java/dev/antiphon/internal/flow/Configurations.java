package dev.antiphon.internal.flow;

import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Canonical configurations, numbered in the order in which they were found.
 *
 * <p>Each takes two words: its few distinct parts are kept once and numbered, and the two words are
 * the numbers. They are found by hashing with open addressing.
 */
final class Configurations {
  private static final int FREE = -1;
  private static final FlowTimer[] TIMERS = FlowTimer.values();

  /** Distinct values, numbered. */
  private static final class Pool<T> {
    private final int bits;
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> values = new ArrayList<>();

    Pool(int bits) {
      this.bits = bits;
    }

    long put(long word, T value) {
      Integer number = numbers.get(value);
      if (number == null) {
        number = values.size();
        if (number >= 1 << bits) {
          throw new IllegalStateException(
              "more than " + number + " distinct values such as " + value);
        }
        values.add(value);
        numbers.put(value, number);
      }
      return word << bits | number;
    }

    T get(long word) {
      return values.get((int) (word & (1L << bits) - 1));
    }
  }

  private final CanonicalMemory canonical;
  private final Pool<Intent> intents = new Pool<>(16);
  private final Pool<Credentials> credentials = new Pool<>(10);
  private final Pool<UdpMemory> paths = new Pool<>(10);
  private final Pool<Retries> retries = new Pool<>(16);
  private final Pool<Budgets> budgets = new Pool<>(4);
  private final Pool<FlowState> states = new Pool<>(10);
  private final Pool<SocketMemory> sockets = new Pool<>(2);
  private final Pool<Ledger> ledgers = new Pool<>(8);

  private final Map<Integer, ArmedTimers> timers = new HashMap<>();

  private long[] upper = new long[1 << 12];
  private long[] lower = new long[1 << 12];
  private int[] slots = filled(1 << 13);
  private int size;

  Configurations(FlowLimits limits) {
    canonical = new CanonicalMemory(limits);
  }

  int size() {
    return size;
  }

  /** The number of the canonical form of that configuration; a new one if it is new. */
  int add(Configuration found) {
    Snapshot now = canonical.of(found.now());
    FlowMemory memory = now.memory();
    long high = intents.put(0, memory.intent());
    high = credentials.put(high, memory.credentials());
    high = paths.put(high, memory.udp());
    high = retries.put(high, memory.retries());
    high = budgets.put(high, memory.budgets());
    long low = bits(memory.timers());
    low = low << 3 | memory.malformed();
    low = low << 2 | (memory.mainUp() ? 2 : 0) | (memory.mainDoubtful() ? 1 : 0);
    low = states.put(low, now.at());
    low = sockets.put(low, memory.socket());
    low = ledgers.put(low, found.ledger());
    return add(high, low);
  }

  Configuration get(int number) {
    long high = upper[number];
    long low = lower[number];
    Budgets granted = budgets.get(high);
    Retries tried = retries.get(high >>> 4);
    UdpMemory udp = paths.get(high >>> 20);
    Credentials known = credentials.get(high >>> 30);
    Intent intent = intents.get(high >>> 40);
    Ledger ledger = ledgers.get(low);
    SocketMemory socket = sockets.get(low >>> 8);
    boolean doubtful = (low >>> 20 & 1) == 1;
    boolean up = (low >>> 21 & 1) == 1;
    int malformed = (int) (low >>> 22 & 7);

    ArmedTimers timers = timers((int) (low >>> 25));
    FlowMemory memory =
        new FlowMemory(
            intent,
            known,
            socket,
            udp,
            timers,
            up,
            doubtful,
            granted,
            tried,
            new Jitter(FlowSimulation.SEED),
            malformed);
    return new Configuration(new Snapshot(at(number), memory), ledger);
  }

  VoiceState state(int number) {
    return at(number).state();
  }

  private FlowState at(int number) {
    return states.get(lower[number] >>> 10);
  }

  private int add(long high, long low) {
    int slot = slotOf(high, low);
    if (slots[slot] != FREE) {
      return slots[slot];
    }
    if (size == upper.length) {
      upper = Arrays.copyOf(upper, 2 * size);
      lower = Arrays.copyOf(lower, 2 * size);
      slots = filled(4 * size);
      for (int number = 0; number < size; number++) {
        slots[slotOf(upper[number], lower[number])] = number;
      }
      slot = slotOf(high, low);
    }
    upper[size] = high;
    lower[size] = low;
    slots[slot] = size;
    return size++;
  }

  /** Where that configuration is, or would be. */
  private int slotOf(long high, long low) {
    long mixed = (high ^ Long.rotateLeft(low, 32) * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    int slot = (int) (mixed >>> 33) & slots.length - 1;
    while (slots[slot] != FREE && (upper[slots[slot]] != high || lower[slots[slot]] != low)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private static int[] filled(int length) {
    int[] free = new int[length];
    Arrays.fill(free, FREE);
    return free;
  }

  private static int bits(ArmedTimers running) {
    int bits = 0;
    for (FlowTimer timer : TIMERS) {
      bits |= running.isArmed(timer) ? 1 << timer.ordinal() : 0;
    }
    return bits;
  }

  private ArmedTimers timers(int bits) {
    return timers.computeIfAbsent(
        bits,
        armed -> {
          Set<FlowTimer> set = EnumSet.noneOf(FlowTimer.class);
          for (FlowTimer timer : TIMERS) {
            if ((armed >>> timer.ordinal() & 1) == 1) {
              set.add(timer);
            }
          }
          return canonical.running(set);
        });
  }
}
