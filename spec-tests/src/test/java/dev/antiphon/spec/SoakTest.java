package dev.antiphon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.audit.AuditReplay;
import dev.antiphon.audit.AuditVerdict;
import dev.antiphon.audit.AuditVerifier;
import dev.antiphon.cli.internal.soak.Soak;
import dev.antiphon.cli.internal.soak.SoakObserver;
import dev.antiphon.cli.internal.soak.SoakReport;
import dev.antiphon.cli.internal.soak.SoakSettings;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs many connections with TLS, end-to-end encryption and all kinds of faults, and checks them
 * afterwards.
 */
class SoakTest {
  private static final long SEED = 4;

  @TempDir private Path audit;

  @Test
  void fortyConnectionsRecoverFromFaultsForTenSeconds() throws Exception {
    soak(40, Duration.ofSeconds(10), true);
  }

  @Test
  @Tag("proof")
  void sixtyConnectionsRecoverFromFaultsForAMinute() throws Exception {
    soak(60, Duration.ofSeconds(60), true);
  }

  @Test
  @Tag("proof")
  void twoHundredConnectionsWithoutTlsAndEncryptionRecoverFromFaultsForAMinute() throws Exception {
    soak(200, Duration.ofSeconds(60), false);
  }

  private void soak(int connections, Duration time, boolean encrypted) throws Exception {
    EventLoopGroup group = OpenResources.newLoops();
    SoakReport report;
    try {
      report =
          Soak.run(
              new SoakSettings(
                  connections,
                  1,
                  time,
                  Duration.ofMinutes(2),
                  SEED,
                  encrypted,
                  encrypted,
                  Optional.of(audit.resolve("soak.jsonl")),
                  Optional.of(group)),
              new SilentObserver());
      OpenResources.awaitThat("no timer is left", () -> OpenResources.timers(group) == 0);
    } finally {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
    assertThat(report.broken()).as("broken with seed " + SEED).isEmpty();
    assertThat(report.states()).containsOnlyKeys("Established");
    assertThat(report.faultCount()).as("faults").isGreaterThan(2 * time.toSeconds());
    assertThat(report.resumed().count()).as("resumed").isPositive();
    assertThat(report.rejoined().count()).as("rejoined").isPositive();
    assertThat(report.calls().heardLeast()).as("speech heard by each member").isPositive();
    assertThat(report.calls().encryptedLeast() > 0).as("encrypted").isEqualTo(encrypted);
    assertThat(report.visits()).as("visits").isPositive();
    assertThat(report.keys().inClear()).as("frames in clear").isZero();
    assertThat(report.keys().calmHeard() > 0).as("heard with keys").isEqualTo(encrypted);
    LeakTest.collectGarbage();
    assertThat(BufferLeakListener.leaks()).isEmpty();
    assertAudited(connections);
  }

  /**
   * Checks that the audit contains every step of every connection and that the table explains each
   * step.
   */
  private void assertAudited(int connections) throws IOException {
    List<Path> files;
    try (Stream<Path> written = Files.list(audit)) {
      files = written.sorted().toList();
    }
    AuditVerdict verdict = AuditVerifier.verify(files, Optional.empty());
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.notes()).as("notes of the verifier").isEmpty();
    long steps = 0;
    for (Path file : files) {
      AuditReplay.Outcome replay = AuditReplay.of(file);
      assertThat(replay.unexplained()).isEmpty();
      steps += replay.steps();
    }
    assertThat(steps).isGreaterThan(connections * 10);
  }

  /** An observer that ignores progress; the test uses the final report. */
  private static final class SilentObserver implements SoakObserver {
    @Override
    public void joining(long joined, int connections, Duration elapsed) {}

    @Override
    public void begun(Duration joining) {}

    @Override
    public void progress(SoakReport soFar) {}
  }
}
