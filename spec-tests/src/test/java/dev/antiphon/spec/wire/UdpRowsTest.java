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

/** Section F and line E21: what the UDP path does, or does no more. */
class UdpRowsTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  /** Long enough that all else has happened before it has passed. */
  private static final Duration AFTER_ALL_ELSE = Duration.ofSeconds(1);

  /** No socket may be connected to everybody without asking the system for it. */
  private static final String EVERYBODY = "255.255.255.255";

  private static final int SOME_PORT = 9;

  @Test
  @Provokes({"F1.RD", "F3.DI"})
  void aSocketThatOpensIsAskedForOurAddressAndItsAnswerIsSelected() throws Exception {
    try (HeldOpen scene = HeldOpen.open()) {
      Held held = scene.hold(READY);
      scene.loops().openHeldSockets();
      assertThat(held.nextStep()).isEqualTo(Step.said("F1.RD", "Discovering", EventKind.UDP_READY));
      assertThat(held.nextStep()).isEqualTo(Step.said("F3.DI", "Selecting", EventKind.DISCOVERED));
    }
  }

  @Test
  @Tag("P13")
  void aSocketThatOpensTooLateIsClosedAgain() throws Exception {
    try (HeldOpen scene = HeldOpen.open()) {
      Held held = scene.hold(READY);
      Channel late = scene.loops().newestSocket();
      scene.close(held, 4006);
      held.until(BACKOFF);
      scene.loops().openHeldSockets();
      assertThat(late.closeFuture().await(HeldOpen.LIMIT.toMillis())).isTrue();
      assertThat(held.isQuiet()).isTrue();
      assertThat(scene.server().events())
          .noneMatch(ServerEvent.DiscoveryRequested.class::isInstance);
    }
  }

  @Test
  @Provokes("F2.RD")
  void aSocketThatCannotBeOpenedIsTriedAgainTwice() throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.retries(HeldOpen.haste().build()))) {
      Held held = scene.begin(IDENTIFYING);
      List<Step> ends = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        held.until(IDENTIFYING);
        scene.awaitOf(held, i, ServerEvent.Identified.class);
        scene.sendReady(held, EVERYBODY, SOME_PORT);
        held.until(READY);
        ends.add(held.nextStep());
      }
      assertThat(ends)
          .containsExactly(
              Step.failed("F2.RD", "Backoff Rejoin"),
              Step.failed("F2.RD", "Backoff Rejoin"),
              Step.failed("F2.RD", "Failed UdpUnavailable"));
    }
  }

  @Test
  @Provokes({"F3.SE", "F3.ES", "F3.RS", "F3.BO"})
  void aLateAnswerToDiscoveryIsPassedOver() throws Exception {
    try (OwnUdp udp = new OwnUdp();
        HeldOpen scene = HeldOpen.open()) {
      Held held = discovering(scene, udp);
      long ssrc = scene.ssrc(held);
      udp.answerDiscovery(ssrc);
      held.until(SELECTING);
      answerAgain(udp, held, ssrc);
      scene.sendDescription(held);
      held.until(ESTABLISHED);
      answerAgain(udp, held, ssrc);
      scene.loseAndResume(held);
      answerAgain(udp, held, ssrc);
      scene.reset(held);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D1.RS", "Backoff Resume", 1006));
      answerAgain(udp, held, ssrc);
      assertThat(statistics(held).discoveryInvalid()).isZero();
      assertThat(held.connection().statistics().violations()).isZero();
    }
  }

  /** In Discovering, with a UDP side that the test plays; Ready is said by hand. */
  private static Held discovering(HeldOpen scene, OwnUdp udp) throws Exception {
    Held held = scene.hold(IDENTIFYING);
    scene.sendReady(held, udp.ip(), udp.port());
    held.until(DISCOVERING);
    udp.receive();
    return held;
  }

  private static void answerAgain(OwnUdp udp, Held held, long ssrc) throws Exception {
    long before = statistics(held).datagramsReceived();
    udp.answerDiscovery(ssrc);
    HeldOpen.awaitThat(
        "the late answer has come", () -> statistics(held).datagramsReceived() > before);
    assertThat(held.isQuiet()).isTrue();
  }

  private static UdpStatistics statistics(Held held) {
    return held.connection().statistics().udp().orElseThrow();
  }

  @Test
  @Provokes({"F7.RS", "F7.SE", "F7.BO"})
  void aPathThatIsTakenAwayIsReplaced() throws Exception {
    try (HeldOpen scene = HeldOpen.open()) {
      Held selecting = scene.hold(SELECTING);
      scene.loops().breakNewestSocket();
      assertThat(selecting.nextStep()).isEqualTo(Step.failed("F7.SE", "Backoff Rejoin"));

      Held resuming = scene.hold(RESUMING);
      scene.loops().breakNewestSocket();
      assertThat(resuming.nextStep()).isEqualTo(Step.failed("F7.RS", "Backoff Rejoin"));

      Held waiting = scene.hold(RESUMING);
      scene.reset(waiting);
      assertThat(waiting.nextStep()).isEqualTo(Step.closed("D1.RS", "Backoff Resume", 1006));
      scene.loops().breakNewestSocket();
      assertThat(waiting.nextStep()).isEqualTo(Step.failed("F7.BO", "Backoff Rejoin"));
    }
  }

  @Test
  @Provokes("F7.DI")
  void aPathThatIsTakenAwayDuringDiscoveryIsLeftToItsDeadline() throws Exception {
    try (HeldOpen scene =
        HeldOpen.open(
            options ->
                options
                    .delay(FlowTimer.DISCOVERY_RETRY, AFTER_ALL_ELSE)
                    .delay(FlowTimer.DISCOVERY, AFTER_ALL_ELSE))) {
      Held held = scene.hold(DISCOVERING);
      scene.loops().breakNewestSocket();
      HeldOpen.awaitThat("the path is lost", () -> statistics(held).lastingErrors() > 0);
      assertThat(held.isQuiet()).isTrue();
      assertThat(held.nextStep())
          .isEqualTo(Step.timed("E7.DI", "Backoff Rejoin", FlowTimer.DISCOVERY));
    }
  }

  @Test
  @Provokes({"F7.ES", "E21.ES", "E21.RS", "E21.BO"})
  void aPathThatStaysDeadIsReplacedAfterAWhile() throws Exception {
    try (HeldOpen scene =
        HeldOpen.open(options -> options.delay(FlowTimer.UDP_FAILURE, AFTER_ALL_ELSE))) {
      Held established = scene.hold(ESTABLISHED);
      scene.loops().breakNewestSocket();
      Held resuming = scene.hold(ESTABLISHED);
      scene.loops().breakNewestSocket();
      scene.loseAndResume(resuming);
      Held waiting = scene.hold(ESTABLISHED);
      scene.loops().breakNewestSocket();
      scene.loseAndResume(waiting);
      scene.reset(waiting);
      waiting.until(BACKOFF);

      assertStayedDead(established, "E21.ES");
      assertStayedDead(resuming, "E21.RS");
      assertStayedDead(waiting, "E21.BO");
    }
  }

  private static void assertStayedDead(Held held, String cell) throws InterruptedException {
    assertThat(held.nextStep())
        .isEqualTo(Step.timed(cell, "Backoff Rejoin", FlowTimer.UDP_FAILURE));
  }

  @Test
  @Provokes({"F5.ES", "F5.RS", "F5.BO"})
  void aPathThatComesBackInTimeIsKept() throws Exception {
    try (OwnUdp first = new OwnUdp();
        OwnUdp second = new OwnUdp();
        OwnUdp third = new OwnUdp();
        HeldOpen scene =
            HeldOpen.open(
                options -> options.delay(FlowTimer.UDP_FAILURE, AFTER_ALL_ELSE).keepalive(SHORT))) {
      Held established = unreachable(scene, first);
      Held resuming = unreachable(scene, second);
      scene.loseAndResume(resuming);
      Held waiting = unreachable(scene, third);
      scene.loseAndResume(waiting);
      scene.reset(waiting);
      waiting.until(BACKOFF);
      for (OwnUdp udp : List.of(first, second, third)) {
        udp.send(new byte[1]);
      }
      scene.loops().outlast(AFTER_ALL_ELSE);
      for (Held held : List.of(established, resuming, waiting)) {
        assertThat(held.isQuiet()).isTrue();
      }
    }
  }

  /** The port is closed, as the system says on the next keepalive; then it is open again. */
  private static Held unreachable(HeldOpen scene, OwnUdp udp) throws Exception {
    Held held = discovering(scene, udp);
    udp.answerDiscovery(scene.ssrc(held));
    held.until(SELECTING);
    scene.sendDescription(held);
    held.until(ESTABLISHED);
    udp.vanish();
    HeldOpen.awaitThat("nobody listens", () -> statistics(held).lastingErrors() > 0);
    udp.comeBack();
    return held;
  }

  @Test
  @Provokes({"F5.DI", "F7.DI"})
  void aPortThatOpensDuringDiscoveryIsStillAskedForOurAddress() throws Exception {
    try (OwnUdp udp = new OwnUdp();
        HeldOpen scene =
            HeldOpen.open(options -> options.delay(FlowTimer.DISCOVERY_RETRY, SHORT))) {
      Held held = discovering(scene, udp);
      udp.vanish();
      HeldOpen.awaitThat("nobody listens", () -> statistics(held).lastingErrors() > 0);
      udp.comeBack();
      udp.receive();
      udp.answerDiscovery(scene.ssrc(held));
      assertThat(held.nextStep()).isEqualTo(Step.said("F3.DI", "Selecting", EventKind.DISCOVERED));
    }
  }
}
