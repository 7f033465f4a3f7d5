package dev.antiphon.spec.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.DaveSession;
import dev.antiphon.dave.internal.media.FrameDecryptor;
import dev.antiphon.dave.internal.media.FrameEncryptor;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** After a call, no encryption thread and no key is left. */
class NothingIsLeftTest {

  @Test
  void noThreadSessionOrKeyIsLeftAfterTheVoiceIsClosed() throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(3);
      call.assertAllReceiveAll(members);
      assertThat(workers()).isNotEmpty();
      assertThat(instances(FrameDecryptor.class)).isPositive();
      call.server().disconnect(Call.GUILD, 1, 4006);
      Call.awaitThat("a new key package", () -> members.get(0).counted().keyPackages() == 2);
      call.awaitGroup(members);
      members.forEach(Member::close);
      assertThat(workers()).as("immediately after the Voice is closed").isEmpty();
    }
    for (Class<?> type : List.of(DaveSession.class, FrameDecryptor.class, FrameEncryptor.class)) {
      Call.awaitThat("no instance of " + type + " is left", () -> instances(type) == 0);
    }
  }

  private static List<String> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("antiphon-dave"))
        .toList();
  }

  /** The number of reachable instances, counted by the JVM. */
  private static long instances(Class<?> type) {
    try {
      String histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
      return histogram
          .lines()
          .map(String::strip)
          .map(line -> line.split("\\s+"))
          .filter(row -> row.length > 3 && row[3].equals(type.getName()))
          .mapToLong(row -> Long.parseLong(row[1]))
          .sum();
    } catch (javax.management.JMException e) {
      throw new AssertionError("The JVM returned no class histogram", e);
    }
  }
}
