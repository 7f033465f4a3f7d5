package dev.antiphon.internal.flow;

import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.machine.check.Interner;
import dev.antiphon.machine.check.PackedStore;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Stores canonical configurations. Each one takes two 64-bit words, because its parts have few
 * distinct values, which are stored once and numbered.
 */
final class Configurations extends PackedStore<Configuration> {
  private static final FlowTimer[] TIMERS = FlowTimer.values();

  private final CanonicalMemory canonical;
  private final Interner<Intent> intents = new Interner<>(16);
  private final Interner<Credentials> credentials = new Interner<>(10);
  private final Interner<UdpMemory> paths = new Interner<>(10);
  private final Interner<Retries> retries = new Interner<>(16);
  private final Interner<Budgets> budgets = new Interner<>(4);
  private final Interner<FlowState> states = new Interner<>(10);
  private final Interner<SocketMemory> sockets = new Interner<>(2);
  private final Interner<ExternalState> externals = new Interner<>(8);
  private final Interner<Surroundings> surroundings = new Interner<>(2);
  private final Interner<EncryptionMemory> encryptions = new Interner<>(6);

  private final Map<Integer, ArmedTimers> timers = new HashMap<>();

  private final boolean requests;

  Configurations(ModelWorld world) {
    requests = world.tracksRequests();
    canonical = new CanonicalMemory(world.limits(), requests);
  }

  /**
   * Returns the number of the canonical form of that configuration. A new form gets a new number.
   */
  @Override
  public int add(Configuration found) {
    Snapshot now = canonical.of(found.now());
    FlowMemory memory = now.memory();
    long high = intents.put(0, memory.intent());
    high = credentials.put(high, memory.credentials());
    high = paths.put(high, memory.udp());
    high = retries.put(high, memory.retries());
    high = budgets.put(high, memory.budgets());
    long low = bits(memory.timers());
    low = encryptions.put(low, memory.encryption());
    low = low << 3 | memory.violations();
    low = low << 2 | (memory.mainUp() ? 2 : 0) | (memory.mainSessionUnconfirmed() ? 1 : 0);
    low = states.put(low, now.at());
    low = sockets.put(low, memory.socket());
    low = externals.put(low, found.external());
    low = surroundings.put(low, surroundings(found.surroundings()));
    return add(high, low);
  }

  @Override
  public Configuration get(int number) {
    long high = high(number);
    long low = low(number);
    Budgets granted = budgets.get(high);
    Retries tried = retries.get(high >>> 4);
    UdpMemory udp = paths.get(high >>> 20);
    Credentials known = credentials.get(high >>> 30);
    Intent intent = intents.get(high >>> 40);
    Surroundings around = surroundings.get(low);
    low = low >>> 2;
    ExternalState external = externals.get(low);
    SocketMemory socket = sockets.get(low >>> 8);
    boolean doubtful = (low >>> 20 & 1) == 1;
    boolean up = (low >>> 21 & 1) == 1;
    int violations = (int) (low >>> 22 & 7);

    EncryptionMemory encryption = encryptions.get(low >>> 25);
    ArmedTimers timers = timers((int) (low >>> 31));
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
            true,
            violations,
            encryption);
    return new Configuration(new Snapshot(states.get(low >>> 10), memory), external, around);
  }

  private Surroundings surroundings(Surroundings found) {
    return new Surroundings(requests && found.undecided(), found.listedBefore());
  }

  private int bits(ArmedTimers running) {
    int bits = 0;
    for (FlowTimer timer : TIMERS) {
      bits |= running.isArmed(timer) && isStored(timer) ? 1 << timer.ordinal() : 0;
    }
    return bits;
  }

  private boolean isStored(FlowTimer timer) {
    return requests || timer != FlowTimer.DECIDE && timer != FlowTimer.RECOVERY;
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
