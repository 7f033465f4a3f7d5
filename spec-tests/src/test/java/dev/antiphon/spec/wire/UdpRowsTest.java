package dev.antiphon.spec.wire;

import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.DISCOVERING;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static dev.antiphon.flow.VoiceState.SELECTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.UdpStatistics;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.testkit.record.ServerEvent;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Section F and line E21: events and failures of the UDP path. */
class UdpRowsTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  /** Longer than all other steps of a test together. */
  private static final Duration LONG = Duration.ofSeconds(1);

  private static final String LOOPBACK = "127.0.0.1";

  private static final int ANY_PORT = 9;

  @Test
  @Covers({"F1.RD", "F3.DI"})
  void protocolIsSelectedWhenTheUdpSocketOpensAndDiscoverySucceeds() throws Exception {
    try (TestBench bench = TestBench.open()) {
      HeldConnection held = bench.hold(READY);
      bench.loops().openHeldSockets();
      assertThat(held.nextStep())
          .isEqualTo(Step.byEvent("F1.RD", "Discovering", EventKind.UDP_READY));
      assertThat(held.nextStep())
          .isEqualTo(Step.byEvent("F3.DI", "Selecting", EventKind.DISCOVERED));
    }
  }

  @Test
  @Tag("P13")
  void udpSocketThatOpensAfterTheConnectionIsLostIsClosed() throws Exception {
    try (TestBench bench = TestBench.open()) {
      HeldConnection held = bench.hold(READY);
      Channel late = bench.loops().newestSocket();
      bench.close(held, 4006);
      held.until(BACKOFF);
      bench.loops().openHeldSockets();
      assertThat(late.closeFuture().await(TestBench.LIMIT.toMillis())).isTrue();
      assertThat(held.hasNoNewTransition()).isTrue();
      assertThat(bench.server().events())
          .noneMatch(ServerEvent.DiscoveryRequested.class::isInstance);
    }
  }

  @Test
  @Covers("F2.RD")
  void connectionFailsAfterThreeFailedAttemptsToOpenTheUdpSocket() throws Exception {
    try (TestBench bench =
        TestBench.open(options -> options.retries(TestBench.shortDelays().build()))) {
      HeldConnection held = bench.begin(IDENTIFYING);
      List<Step> steps = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        held.until(IDENTIFYING);
        bench.awaitEvents(held, i, ServerEvent.Identified.class);
        bench.loops().failNextSocket();
        bench.sendReady(held, LOOPBACK, ANY_PORT);
        held.until(READY);
        steps.add(held.nextStep());
      }
      assertThat(steps)
          .containsExactly(
              Step.failed("F2.RD", "Backoff Rejoin"),
              Step.failed("F2.RD", "Backoff Rejoin"),
              Step.failed("F2.RD", "Failed UdpUnavailable"));
    }
  }

  @Test
  @Covers({"F3.SE", "F3.ES", "F3.RS", "F3.BO"})
  void lateDiscoveryAnswerIsIgnored() throws Exception {
    try (TestUdpServer udp = new TestUdpServer();
        TestBench bench = TestBench.open()) {
      HeldConnection held = discovering(bench, udp);
      long ssrc = bench.ssrc(held);
      udp.answerDiscovery(ssrc);
      held.until(SELECTING);
      answerAgain(udp, held, ssrc);
      bench.sendDescription(held);
      held.until(ESTABLISHED);
      answerAgain(udp, held, ssrc);
      bench.loseAndResume(held);
      answerAgain(udp, held, ssrc);
      bench.reset(held);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D1.RS", "Backoff Resume", 1006));
      answerAgain(udp, held, ssrc);
      assertThat(statistics(held).discoveryInvalid()).isZero();
      assertThat(held.connection().statistics().violations()).isZero();
    }
  }

  /** Brings a connection to Discovering. A custom Ready names the test's own UDP server. */
  private static HeldConnection discovering(TestBench bench, TestUdpServer udp) throws Exception {
    HeldConnection held = bench.hold(IDENTIFYING);
    bench.sendReady(held, udp.ip(), udp.port());
    held.until(DISCOVERING);
    udp.receive();
    return held;
  }

  private static void answerAgain(TestUdpServer udp, HeldConnection held, long ssrc)
      throws Exception {
    long before = statistics(held).datagramsReceived();
    udp.answerDiscovery(ssrc);
    TestBench.awaitThat(
        "the late answer has arrived", () -> statistics(held).datagramsReceived() > before);
    assertThat(held.hasNoNewTransition()).isTrue();
  }

  private static UdpStatistics statistics(HeldConnection held) {
    return held.connection().statistics().udp().orElseThrow();
  }

  @Test
  @Covers({"F7.RS", "F7.SE", "F7.BO"})
  void rejoinIsScheduledWhenTheUdpSocketIsLost() throws Exception {
    try (TestBench bench = TestBench.open()) {
      HeldConnection selecting = bench.hold(SELECTING);
      bench.loops().breakNewestSocket();
      assertThat(selecting.nextStep()).isEqualTo(Step.failed("F7.SE", "Backoff Rejoin"));

      HeldConnection resuming = bench.hold(RESUMING);
      bench.loops().breakNewestSocket();
      assertThat(resuming.nextStep()).isEqualTo(Step.failed("F7.RS", "Backoff Rejoin"));

      HeldConnection waiting = bench.hold(RESUMING);
      bench.reset(waiting);
      assertThat(waiting.nextStep()).isEqualTo(Step.closed("D1.RS", "Backoff Resume", 1006));
      bench.loops().breakNewestSocket();
      assertThat(waiting.nextStep()).isEqualTo(Step.failed("F7.BO", "Backoff Rejoin"));
    }
  }

  @Test
  @Covers("F7.DI")
  void udpSocketLossDuringDiscoveryCausesARejoinAfterTheDiscoveryTimeout() throws Exception {
    try (TestBench bench =
        TestBench.open(
            options ->
                options.delay(FlowTimer.DISCOVERY_RETRY, LONG).delay(FlowTimer.DISCOVERY, LONG))) {
      HeldConnection held = bench.hold(DISCOVERING);
      bench.loops().breakNewestSocket();
      TestBench.awaitThat("the lost path is reported", () -> statistics(held).lastingErrors() > 0);
      assertThat(held.hasNoNewTransition()).isTrue();
      assertThat(held.nextStep())
          .isEqualTo(Step.timed("E7.DI", "Backoff Rejoin", FlowTimer.DISCOVERY));
    }
  }

  @Test
  @Covers({"F7.ES", "E21.ES", "E21.RS", "E21.BO"})
  void rejoinIsScheduledWhenTheUdpPathStaysUnreachable() throws Exception {
    try (TestBench bench = TestBench.open(options -> options.delay(FlowTimer.UDP_FAILURE, LONG))) {
      HeldConnection established = bench.hold(ESTABLISHED);
      bench.loops().breakNewestSocket();
      HeldConnection resuming = bench.hold(ESTABLISHED);
      bench.loops().breakNewestSocket();
      bench.loseAndResume(resuming);
      HeldConnection waiting = bench.hold(ESTABLISHED);
      bench.loops().breakNewestSocket();
      bench.loseAndResume(waiting);
      bench.reset(waiting);
      waiting.until(BACKOFF);

      assertStayedDead(established, "E21.ES");
      assertStayedDead(resuming, "E21.RS");
      assertStayedDead(waiting, "E21.BO");
    }
  }

  private static void assertStayedDead(HeldConnection held, String cell)
      throws InterruptedException {
    assertThat(held.nextStep())
        .isEqualTo(Step.timed(cell, "Backoff Rejoin", FlowTimer.UDP_FAILURE));
  }

  @Test
  @Covers({"F5.ES", "F5.RS", "F5.BO"})
  void udpPathIsKeptWhenItRecoversBeforeTheFailureTimeout() throws Exception {
    try (TestUdpServer first = new TestUdpServer();
        TestUdpServer second = new TestUdpServer();
        TestUdpServer third = new TestUdpServer();
        TestBench bench =
            TestBench.open(
                options -> options.delay(FlowTimer.UDP_FAILURE, LONG).keepalive(SHORT))) {
      HeldConnection established = unreachable(bench, first);
      HeldConnection resuming = unreachable(bench, second);
      bench.loseAndResume(resuming);
      HeldConnection waiting = unreachable(bench, third);
      bench.loseAndResume(waiting);
      bench.reset(waiting);
      waiting.until(BACKOFF);
      for (TestUdpServer udp : List.of(first, second, third)) {
        udp.send(new byte[1]);
      }
      bench.loops().outlast(LONG);
      for (HeldConnection held : List.of(established, resuming, waiting)) {
        assertThat(held.hasNoNewTransition()).isTrue();
      }
    }
  }

  /**
   * Closes the UDP port until the system reports an error for the next keepalive; then reopens it.
   */
  private static HeldConnection unreachable(TestBench bench, TestUdpServer udp) throws Exception {
    HeldConnection held = discovering(bench, udp);
    udp.answerDiscovery(bench.ssrc(held));
    held.until(SELECTING);
    bench.sendDescription(held);
    held.until(ESTABLISHED);
    udp.closePort();
    TestBench.awaitThat("the closed port is reported", () -> statistics(held).lastingErrors() > 0);
    udp.reopenPort();
    return held;
  }

  @Test
  @Covers({"F5.DI", "F7.DI"})
  void discoveryContinuesWhenTheServerPortReopens() throws Exception {
    try (TestUdpServer udp = new TestUdpServer();
        TestBench bench =
            TestBench.open(options -> options.delay(FlowTimer.DISCOVERY_RETRY, SHORT))) {
      HeldConnection held = discovering(bench, udp);
      udp.closePort();
      TestBench.awaitThat(
          "the closed port is reported", () -> statistics(held).lastingErrors() > 0);
      udp.reopenPort();
      udp.receive();
      udp.answerDiscovery(bench.ssrc(held));
      assertThat(held.nextStep())
          .isEqualTo(Step.byEvent("F3.DI", "Selecting", EventKind.DISCOVERED));
    }
  }
}
