package dev.antiphon.dave.internal.mls.group;

import com.sun.management.ThreadMXBean;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Prints the CPU time and the allocated memory of one member for one change of a group, in which
 * one member leaves and one joins. It measures four steps: check the addition, commit both changes,
 * process the commit, and join by the welcome. This is a program, not a test; the times depend on
 * the machine.
 */
final class EngineTimes {
  private static final int WARM_UP = 150;
  private static final int ROUNDS = 60;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private EngineTimes() {}

  /** Prints the medians for 2, 16 and 50 members, or for the sizes given. */
  public static void main(String[] sizes) throws MlsException {
    EngineTimes times = new EngineTimes();
    times.measure(8, WARM_UP, false);
    List<Integer> chosen =
        sizes.length == 0
            ? List.of(2, 16, 50)
            : List.of(sizes).stream().map(Integer::valueOf).toList();
    for (int size : chosen) {
      times.measure(size, ROUNDS, true);
    }
  }

  private interface Work<T> {
    T run() throws MlsException;
  }

  private static final class Samples {
    private final List<Double> times = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();

    private String median() {
      Collections.sort(times);
      Collections.sort(bytes);
      int middle = times.size() / 2;
      return String.format(Locale.ROOT, "%6.2f ms %6.0f kB", times.get(middle), bytes.get(middle));
    }
  }

  private <T> T timed(Samples samples, Work<T> work) throws MlsException {
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long start = threads.getCurrentThreadCpuTime();
    T result = work.run();
    samples.times.add((threads.getCurrentThreadCpuTime() - start) / 1e6);
    samples.bytes.add((threads.getCurrentThreadAllocatedBytes() - allocated) / 1e3);
    return result;
  }

  private void measure(int size, int rounds, boolean print) throws MlsException {
    Channel channel = Channel.of(size + 1);
    Samples check = new Samples();
    Samples commit = new Samples();
    Samples follow = new Samples();
    Samples join = new Samples();
    for (int i = 0; i < rounds; i++) {
      Client committer = channel.members.get(i % (size + 1));
      channel.leave(channel.members.get((i + 1) % (size + 1)));
      Client newcomer = channel.newClient();
      channel.joining.add(newcomer);
      PublicMessage add =
          channel.gateway.add(Channel.ID, channel.epoch(), newcomer.bundle.keyPackage());
      timed(check, () -> committer.epoch.check(add, user -> true));
      channel.propose(add);
      PreparedCommit prepared = timed(commit, () -> committer.epoch.commit(committer.queue));
      byte[] message = prepared.message().toArray();
      for (Client other : channel.members) {
        if (other != committer) {
          timed(follow, () -> other.epoch.apply(PublicMessage.parse(message), other.queue)).close();
          break;
        }
      }
      byte[] welcome = prepared.welcome().orElseThrow().toArray();
      timed(join, () -> newcomer.bundle.join(welcome, Channel.ID, channel.sender())).close();
      channel.deliver(committer, prepared);
    }
    if (print) {
      System.out.printf(
          "%2d members: proposal %s, commit %s, processed commit %s, welcome %s%n",
          size, check.median(), commit.median(), follow.median(), join.median());
    }
  }
}
