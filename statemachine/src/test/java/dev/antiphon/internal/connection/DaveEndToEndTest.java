package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.DaveFrames;
import dev.antiphon.dave.DaveGuard;
import dev.antiphon.dave.DaveLimits;
import dev.antiphon.dave.DaveRecord;
import dev.antiphon.dave.DaveSession;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.flow.EventKind;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.DavePrepareTransition;
import dev.antiphon.protocol.DaveServerMessage;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MlsKeyPackage;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.udp.internal.OutgoingAudio;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests results of a DAVE session that arrive after a change of the socket or the session. */
class DaveEndToEndTest {
  private static final long CHANNEL = 7;
  private static final byte[] FRAME = {(byte) 0xF8, 1, 2, 3};

  private final VirtualLoop loop = new VirtualLoop(() -> {});
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final OutgoingAudio audio = new OutgoingAudio(3, new SpeakingAnnouncer(message -> {}));
  private final List<GatewayMessage> sent = new ArrayList<>();
  private final List<DaveEncryption> reported = new ArrayList<>();
  private final List<VoiceEvent> failures = new ArrayList<>();
  private int pauses;
  private int resumptions;
  private boolean ended;
  private Consumer<DaveRecord> recorded = record -> {};
  private LongConsumer failingUser = user -> {};
  private final DaveEndToEnd endToEnd =
      endToEnd(channel -> DaveSession.builder(1, channel).build());

  private DaveEndToEnd endToEnd(LongFunction<DaveSession> sessions) {
    return endToEnd(sessions, false);
  }

  private DaveEndToEnd endToEnd(LongFunction<DaveSession> sessions, boolean required) {
    AuditEntry.Subject subject = new AuditEntry.Subject("1-1", 1, 1);
    Recorder witness = new Recorder();
    return new DaveEndToEnd(
        new ConnectionContext(
            subject,
            loop.loop(),
            new Vault(),
            event -> failures.add(event.get()),
            new ConnectionCounters(),
            witness),
        witness,
        audio,
        required,
        (turn, urgent) -> accept(turn),
        (channel, records) -> {
          recorded = records;
          return sessions.apply(channel);
        },
        failing -> new DaveFrames(DaveLimits.ofDefaults(), failingUser = failing),
        new EncryptionRecorder(subject, Clock.systemUTC(), System::nanoTime, step -> {}));
  }

  private final class Recorder implements GatewayLink, ConnectionObserver {
    @Override
    public void send(GatewayMessage message) {
      sent.add(message);
    }

    @Override
    public void encryptionKnown(DaveEncryption encryption) {}

    @Override
    public void encryptionChanged(DaveEncryption encryption) {
      reported.add(encryption);
    }

    @Override
    public void encryptionEnded(DaveEncryption encryption, Runnable told, Runnable refused) {
      reported.add(encryption);
      told.run();
    }

    @Override
    public void pauseReading() {
      pauses++;
    }

    @Override
    public void resumeReading() {
      resumptions++;
    }

    @Override
    public void decided(AuditEntry.Step step, FlowDecision decision) {}

    @Override
    public void violated(EventKind kind) {}

    @Override
    public void encryptionDecided(AuditEntry.Encryption step) {}

    @Override
    public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {}
  }

  private void accept(Runnable task) {
    if (ended) {
      throw new RejectedExecutionException("the worker has ended");
    }
    work.add(task);
  }

  /** Runs all tasks of the worker and of the loop. */
  private void settle() {
    do {
      while (!work.isEmpty()) {
        work.remove().run();
      }
      loop.settle();
    } while (!work.isEmpty());
  }

  private static void describe(DaveEndToEnd encryption, int version) {
    encryption.described(version);
    encryption.established();
  }

  private void identified(DaveEndToEnd encryption, int generation) {
    encryption.dialled(generation);
    encryption.begin(CHANNEL);
    describe(encryption, 1);
  }

  private long keyPackages() {
    return sent.stream().filter(MlsKeyPackage.class::isInstance).count();
  }

  @AfterEach
  void close() {
    endToEnd.close();
    settle();
    loop.close();
  }

  @Test
  void messageOfThePreviousSessionIsNotSentAfterTheNextDial() {
    identified(endToEnd, 1);
    endToEnd.dialled(2);
    settle();
    assertThat(sent).isEmpty();
    endToEnd.begin(CHANNEL);
    settle();
    assertThat(sent).as("messages of the previous session").isEmpty();
    describe(endToEnd, 1);
    settle();
    assertThat(keyPackages()).isEqualTo(1);
  }

  @Test
  void messageCreatedWhileTheSocketIsLostIsSentAfterTheResume() {
    identified(endToEnd, 1);
    endToEnd.lost(1);
    settle();
    assertThat(sent).isEmpty();
    endToEnd.dialled(2);
    endToEnd.resumed(2);
    assertThat(keyPackages()).isEqualTo(1);
  }

  @Test
  void possiblyLostMessagesAreSentAgainAfterTheResume() {
    identified(endToEnd, 1);
    settle();
    endToEnd.lost(1);
    endToEnd.dialled(2);
    endToEnd.resumed(2);
    assertThat(keyPackages()).isEqualTo(1);
    loop.pass(Duration.ofSeconds(1));
    assertThat(keyPackages()).isEqualTo(2);
    loop.pass(Duration.ofSeconds(10));
    assertThat(keyPackages()).isEqualTo(2);
  }

  @Test
  void messagesOfAnEarlierSocketAreIgnored() {
    identified(endToEnd, 1);
    settle();
    identified(endToEnd, 2);
    settle();
    endToEnd.received(1, new DavePrepareTransition(0, 0));
    endToEnd.lost(1);
    settle();
    assertThat(reported.get(reported.size() - 1).status()).isEqualTo(DaveEncryption.Status.WAITING);
    assertThat(protect(endToEnd)).isEqualTo(DaveFrames.HELD);
    endToEnd.received(2, new DavePrepareTransition(0, 0));
    settle();
    assertThat(protect(endToEnd)).isEqualTo(FRAME.length);
  }

  @Test
  void framesAreStillHeldBackWhenASessionDescriptionIsNotAccepted() {
    identified(endToEnd, 1);
    settle();
    endToEnd.described(0);
    settle();
    describe(endToEnd, 0);
    settle();
    assertThat(protect(endToEnd)).isEqualTo(DaveFrames.HELD);
    assertThat(keyPackages()).isEqualTo(1);
  }

  @Test
  void newSessionWithoutEncryptionIsReported() {
    identified(endToEnd, 1);
    settle();
    endToEnd.dialled(2);
    endToEnd.begin(CHANNEL);
    describe(endToEnd, 0);
    settle();
    assertThat(reported)
        .extracting(DaveEncryption::status)
        .containsExactly(DaveEncryption.Status.WAITING, DaveEncryption.Status.OFF);
  }

  @Test
  void sessionThatBeginsWithoutEncryptionIsReportedBeforeItsKeysAreComputed() {
    endToEnd.dialled(1);
    endToEnd.begin(CHANNEL);
    describe(endToEnd, 0);
    assertThat(work).isNotEmpty();
    assertThat(reported)
        .extracting(DaveEncryption::status)
        .containsExactly(DaveEncryption.Status.OFF);
    assertThat(protect(endToEnd)).isEqualTo(DaveFrames.HELD);
    settle();
    assertThat(reported).hasSize(1);
    assertThat(protect(endToEnd)).isEqualTo(FRAME.length);
  }

  @Test
  void requiredEncryptionHoldsFramesInASessionWithoutEncryption() {
    DaveEndToEnd required =
        endToEnd(channel -> DaveSession.builder(1, channel).required(true).build(), true);
    required.dialled(1);
    required.begin(CHANNEL);
    describe(required, 0);
    settle();
    assertThat(reported)
        .extracting(DaveEncryption::status)
        .containsExactly(DaveEncryption.Status.WAITING);
    assertThat(protect(required)).isEqualTo(DaveFrames.HELD);
    assertThat(required.awaitsKeys()).as("keys are awaited while alone").isFalse();
    required.usersConnected(1, List.of(2L));
    settle();
    assertThat(required.awaitsKeys()).isTrue();
    required.close();
    assertThat(required.awaitsKeys()).isFalse();
    settle();
  }

  @Test
  void statisticsContainTheSumOverAllSessions() {
    for (int generation = 1; generation <= 3; generation++) {
      identified(endToEnd, generation);
      settle();
    }
    assertThat(endToEnd.statistics().orElseThrow().keyPackages()).isEqualTo(3);
  }

  @Test
  void readingIsPausedOnlyOnceWhileTooManyMessagesWait() {
    identified(endToEnd, 1);
    settle();
    DaveServerMessage proposals = new MlsProposals(0, OpaqueBytes.copyOf(new byte[] {0}));
    for (int i = 0; i < DaveEndToEnd.LONG_BACKLOG - 1; i++) {
      endToEnd.received(1, proposals);
    }
    assertThat(pauses).isZero();
    endToEnd.received(1, proposals);
    endToEnd.received(1, proposals);
    assertThat(pauses).isEqualTo(1);
    assertThat(resumptions).isZero();
    settle();
    assertThat(pauses).isEqualTo(1);
    assertThat(resumptions).isEqualTo(1);
  }

  @Test
  void waitingMessagesOfAnEndedSessionAreSkipped() {
    List<Long> made = new ArrayList<>();
    DaveEndToEnd counting =
        endToEnd(
            channel -> {
              made.add(channel);
              return DaveSession.builder(1, channel).build();
            });
    for (int generation = 1; generation <= 5; generation++) {
      identified(counting, generation);
    }
    settle();
    assertThat(made).hasSize(1);
    assertThat(keyPackages()).isEqualTo(1);
    counting.close();
    settle();
  }

  @Test
  void failureOnTheWorkerThreadEndsTheConnection() {
    DaveEndToEnd broken =
        endToEnd(
            channel -> {
              throw new LinkageError("no provider");
            });
    try (LogCapture log = LogCapture.of(DaveEndToEnd.class)) {
      identified(broken, 1);
      settle();
      assertThat(log.lines()).containsExactly("ERROR the end-to-end encryption failed");
      assertThat(log.text()).contains("java.lang.LinkageError: no provider");
    }
    assertThat(failures)
        .containsExactly(
            new VoiceEvent.EffectFailed("the end-to-end encryption failed (LinkageError)"));
    assertThat(protect(broken)).isEqualTo(DaveFrames.HELD);
  }

  @Test
  void stoppedWorkerThreadIsNotReportedAsAFailure() {
    identified(endToEnd, 1);
    settle();
    ended = true;
    describe(endToEnd, 1);
    endToEnd.close();
    settle();
    assertThat(failures).isEmpty();
    assertThat(protect(endToEnd)).isEqualTo(DaveFrames.HELD);
    assertThat(loop.isBusy()).isFalse();
  }

  @Test
  void secretsAreWipedIfTheWorkerThreadStopsBeforeTheSessionEnds() {
    List<DaveSession> made = new ArrayList<>();
    DaveEndToEnd stopped =
        endToEnd(
            channel -> {
              made.add(DaveSession.builder(1, channel).build());
              return made.get(0);
            });
    identified(stopped, 1);
    settle();
    ended = true;
    stopped.usersConnected(1, List.of(2L));
    stopped.close();
    assertThat(made).hasSize(1);
    assertThatThrownBy(made.get(0)::encryption).hasMessage("The session is closed");
  }

  @Test
  void framesThatCannotBeDecryptedAreLoggedOnceInASession() {
    try (LogCapture log = LogCapture.of(EncryptionWarnings.class)) {
      for (int session = 1; session <= 2; session++) {
        identified(endToEnd, session);
        settle();
        for (long user : new long[] {2, 3}) {
          failingUser.accept(user);
          recorded.accept(FailingMembersTest.decryptionFails(DaveGuard.RECOVERIES_SPENT));
          settle();
        }
        loop.pass(Duration.ofSeconds(5));
        assertThat(log.lines()).hasSize(session);
      }
      assertThat(log.lines()).allMatch(line -> line.contains("channel 7: frames of user 2 cannot"));
    }
  }

  private static int protect(DaveEndToEnd encryption) {
    byte[] out = new byte[FRAME.length + DaveFrames.MAX_OVERHEAD];
    return encryption.transform().protect(FRAME, 0, FRAME.length, out, 0);
  }
}
