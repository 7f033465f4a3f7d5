package dev.antiphon.spec.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.ConnectionState;
import dev.antiphon.OpusSource;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.KeyWait;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.protocol.DavePrepareTransition;
import dev.antiphon.spec.wire.Covers;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wait for keys with other users present always ends: by keys, by a rejoin, or by a failure. */
@Tag("P31")
public class MissingKeysTest {
  private static final Duration KEYS = Duration.ofMillis(300);
  private static final String LOGGER = "dev.antiphon.internal.connection.DaveEndToEnd";
  private static final byte[] FRAME = {(byte) 0xF8, 1, 2};
  private static final int FOREVER = 1_000;

  /** A source without an end. */
  private static final class Endless implements OpusSource {
    @Override
    public byte[] nextFrame() {
      return FRAME;
    }

    @Override
    public boolean finished() {
      return false;
    }
  }

  private static Member second(Call call, int rejoins) {
    RetryLimits few =
        RetryLimits.builder()
            .rejoins(rejoins)
            .rejoinDelay(Duration.ofMillis(20))
            .soonDelay(Duration.ofMillis(20))
            .build();
    return call.member(2, options -> options.retries(few).delay(FlowTimer.KEYS, KEYS), voice -> {});
  }

  private static void lose(Call call, String message, int times) {
    String rule =
        "[{'when':{'sending':'%s','user':2},'do':'drop','times':%d}]".formatted(message, times);
    apply(call, rule);
  }

  private static void apply(Call call, String script) {
    List<FaultRule> rules = FaultScript.parse(script.replace('\'', '"')).rules();
    rules.forEach(call.server()::addFault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mls_external_sender", "mls_welcome mls_announce_commit_transition"})
  @Covers("E26.ES")
  void connectionWithoutKeysEndsWithATypedFailure(String lost) throws Exception {
    try (Call call = Call.open();
        LogCapture log = LogCapture.of(LOGGER)) {
      call.join(1);
      for (String message : lost.split(" ", -1)) {
        lose(call, message, FOREVER);
      }
      Member second = second(call, 1).join();
      Call.awaitThat(
          "the wait has a reason",
          () -> second.connection().encryption().filter(DaveEncryption::awaitsKeys).isPresent());
      second.send(5);
      CompletableFuture<Void> played = second.connection().play(new Endless());
      ConnectionState end = second.connection().closed().get(20, TimeUnit.SECONDS);
      assertThat(end).isInstanceOf(ConnectionState.Failed.class);
      assertThat(((ConnectionState.Failed) end).cause()).isEqualTo(FailureCause.END_TO_END_FAILED);
      assertThat(identifies(call)).as("Identify of the second member").isEqualTo(2);
      assertThat(log.lines()).anyMatch(line -> line.contains("no keys of the end-to-end"));
      assertThat(played).isCompletedExceptionally();
      second.connection().stopSpeaking();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mls_external_sender",
        "mls_welcome",
        "mls_announce_commit_transition",
        "mls_proposals"
      })
  void lostMessageIsRecovered(String lost) throws Exception {
    try (Call call =
            Call.open(
                DaveMode.REQUIRED, server -> server.daveTransitionLimit(Duration.ofMillis(100)));
        LogCapture log = LogCapture.of(LOGGER)) {
      Member first = call.join(1);
      lose(call, lost, 1);
      Member second = second(call, 5).join();
      Member third = call.join(3);
      call.awaitGroup(first, second, third);
      call.assertAllReceiveAll(List.of(first, second, third));
      call.assertAllEncrypted();
      assertThat(log.text()).doesNotContain("ERROR");
    }
  }

  /** The announcement (op 11) of the first member is lost, and so is the welcome. */
  @Test
  void memberIsKnownFromItsSpeakingWhenItsAnnouncementIsLost() throws Exception {
    try (Call call = Call.open();
        LogCapture log = LogCapture.of(LOGGER)) {
      Member first = call.join(1);
      first.send(1);
      lose(call, "clients_connect", 1);
      lose(call, "mls_welcome", 1);
      Member second = second(call, 5).join();
      call.awaitGroup(first, second);
      call.assertAllReceiveAll(first, second);
      call.assertAllEncrypted();
      assertThat(log.text()).doesNotContain("ERROR");
    }
  }

  @Test
  void groupOfAnotherChannelLeadsToARejoinAndDisturbsNobody() throws Exception {
    try (Call call = Call.open();
        LogCapture log = LogCapture.of("dev.antiphon.internal.connection.EncryptionWarnings")) {
      apply(
          call,
          "[{'when':{'received':'identify','user':2},'do':{'channel':'%d'},'times':'always'}]"
              .formatted(Call.OTHER_CHANNEL));
      call.member(1).join(Call.OTHER_CHANNEL);
      Member second = second(call, 2).join();
      ConnectionState end = second.connection().closed().get(20, TimeUnit.SECONDS);
      assertThat(((ConnectionState.Failed) end).cause()).isEqualTo(FailureCause.END_TO_END_FAILED);
      assertThat(identifies(call)).as("Identify of the second member").isEqualTo(3);
      assertThat(second.counted().recoveries()).as("op 31").isZero();
      assertThat(log.lines()).anyMatch(line -> line.contains("OTHER_CHANNEL"));
    }
  }

  /** A transition without a new epoch changes no keys. */
  @Test
  void transitionsWithoutNewKeysDoNotExtendTheWait() throws Exception {
    try (Call call = Call.open();
        LogCapture log = LogCapture.of(LOGGER)) {
      Member first = call.join(1);
      Member second = second(call, 5).join();
      call.awaitGroup(first, second);
      lose(call, "mls_announce_commit_transition", 1);
      call.join(3);
      Call.awaitThat("the second member waits", () -> second.encryption().awaitsKeys());
      Call.awaitThat(
          "a recovery",
          () -> {
            call.server().sendTo(Call.GUILD, 2, new DavePrepareTransition(0, 1));
            return second.counted().recoveries() > 0;
          });
      assertThat(log.lines()).anyMatch(line -> line.contains("NO_COMMIT"));
    }
  }

  @Test
  void connectionWhoseCiphersCannotBeCreatedFailsAtOnce() throws Exception {
    try (Call call = Call.open();
        LogCapture log = LogCapture.of(LOGGER)) {
      call.join(1);
      Member second =
          call.member(
              2,
              options ->
                  options.frameCiphers(
                      key -> {
                        throw new IllegalStateException("not available");
                      }),
              voice -> {});
      ConnectionState end = second.join().connection().closed().get(20, TimeUnit.SECONDS);
      assertThat(((ConnectionState.Failed) end).cause()).isEqualTo(FailureCause.INTERNAL_ERROR);
      assertThat(log.text()).contains("not available");
    }
  }

  @Test
  void memberThatIsAloneWaitsForNobody() throws Exception {
    try (Call call = Call.open()) {
      Member alone = second(call, 0).join();
      alone.awaitStatus(DaveEncryption.Status.WAITING);
      assertThat(alone.encryption().awaitsKeys()).isFalse();
      assertThat(alone.encryption().keyWait()).map(KeyWait::reason).contains(KeyWait.Reason.ALONE);
      alone.send(50);
      alone.connection().stopSpeaking();
      assertThat(alone.connection().state()).isInstanceOf(ConnectionState.Established.class);
    }
  }

  private static long identifies(Call call) {
    return call.server().events().stream()
        .filter(ServerEvent.Identified.class::isInstance)
        .filter(event -> event.userId() == 2)
        .count();
  }
}
