package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitedLogTest {
  private final VirtualLoop loop = new VirtualLoop(() -> {});
  private final List<String> lines = new ArrayList<>();
  private final List<String> written = new ArrayList<>();
  private final LimitedLog<Character> log = new LimitedLog<>(loop.loop(), lines::add);

  @AfterEach
  void close() {
    loop.close();
  }

  /** The topic is the first character. */
  private void write(String text) {
    log.write(text.charAt(0), () -> text, () -> written.add(text));
  }

  @Test
  void topicsTakeTurnsOneLineInASecond() {
    for (int n = 1; n <= 3; n++) {
      write("a" + n);
      write("b" + n);
    }
    assertThat(lines).containsExactly("a1");
    loop.pass(Duration.ofSeconds(1));
    assertThat(lines).containsExactly("a1", "b3 (2 changes in between)");
    write("b4");
    loop.pass(Duration.ofMillis(999));
    assertThat(lines).hasSize(2);
    loop.pass(Duration.ofMillis(1));
    assertThat(lines).endsWith("a3 (1 change in between)");
    loop.pass(Duration.ofSeconds(1));
    assertThat(lines).endsWith("b4");
    assertThat(written).containsExactly("a1", "b3", "a3", "b4");
    loop.pass(Duration.ofSeconds(1));
    write("a4");
    assertThat(lines).endsWith("a4").hasSize(5);
  }

  @Test
  void closeWritesTheLinesThatWaitWithoutCalls() {
    write("a1");
    write("a2");
    write("b1");
    log.close();
    assertThat(lines).containsExactly("a1", "a2", "b1");
    assertThat(written).containsExactly("a1");
    assertThat(loop.isBusy()).isFalse();
  }
}
