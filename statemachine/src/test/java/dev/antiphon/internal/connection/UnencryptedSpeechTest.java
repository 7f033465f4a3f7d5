package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.DaveEncryption.Status;
import dev.antiphon.dave.DaveFrames;
import dev.antiphon.dave.DaveLimits;
import dev.antiphon.dave.DaveMedia;
import dev.antiphon.dave.KeyWait;
import dev.antiphon.dave.TestMedia;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.flow.EventKind;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.udp.internal.FrameSource;
import dev.antiphon.udp.internal.OutgoingAudio;
import dev.antiphon.udp.internal.TestPath;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Tests which frames are sent when the encryption of a call ends and begins again. */
class UnencryptedSpeechTest {
  private static final int CAPACITY = 4;

  /** What can happen, in any order. */
  enum Happening {
    OFFER,
    PLAY,
    STOP,
    TICK,
    ON,
    WAITING,
    OFF,
    NEW_SESSION,
    TOLD,
    REFUSED,
    WAIT
  }

  /** A connection whose application answers when the test says so. */
  static final class Scene implements ConnectionObserver, AutoCloseable {
    final VirtualLoop loop = new VirtualLoop(() -> {});
    final OutgoingAudio audio = new OutgoingAudio(CAPACITY, new SpeakingAnnouncer(message -> {}));
    final ConnectionContext context =
        new ConnectionContext(
            new AuditEntry.Subject("1-1", 1, 1),
            loop.loop(),
            new Vault(),
            event -> {},
            new ConnectionCounters(),
            this);
    final Queue<Report> reports = new ArrayDeque<>();
    final List<CompletableFuture<?>> stops = new ArrayList<>();
    final List<CompletableFuture<Void>> played = new ArrayList<>();

    /** The numbers of the frames that must never be sent unencrypted. */
    final Set<Integer> confidential = new HashSet<>();

    final List<Integer> unencrypted = new ArrayList<>();
    DaveFrames frames = newFrames();
    final TestPath path = new TestPath(audio, () -> frames, this::sent);
    final EncryptionWarnings warnings = new EncryptionWarnings(1, loop.loop());
    final UnencryptedSpeech speech =
        new UnencryptedSpeech(context, audio, warnings, false, () -> frames.allowPlain());
    Optional<Status> status = Optional.empty();
    boolean toldOff;
    int accepted;
    int taken;
    int number;
    int serial;
    int changes;

    /** A call of the application's listeners. */
    record Report(Runnable told, Runnable refused) {}

    private static DaveFrames newFrames() {
      return new DaveFrames(DaveLimits.ofDefaults(), user -> {});
    }

    void happen(Happening event) {
      switch (event) {
        case OFFER -> offer();
        case PLAY -> play();
        case STOP -> stops.add(audio.stopSpeaking());
        case TICK -> path.tick();
        case ON -> become(Status.ON, DaveMedia.Sending.ENCRYPTED);
        case WAITING -> become(Status.WAITING, DaveMedia.Sending.HOLD);
        case OFF -> become(Status.OFF, DaveMedia.Sending.PLAIN);
        case NEW_SESSION -> frames = newFrames();
        case TOLD -> Optional.ofNullable(reports.poll()).ifPresent(report -> report.told.run());
        case REFUSED ->
            Optional.ofNullable(reports.poll()).ifPresent(report -> report.refused.run());
        case WAIT -> loop.pass(Duration.ofSeconds(1));
      }
      loop.settle();
    }

    void offer() {
      byte[] frame = frame(++number);
      if (audio.offer(frame)) {
        accepted++;
        if (!isOff()) {
          confidential.add(number);
        }
      }
    }

    private static byte[] frame(int number) {
      return ByteBuffer.allocate(9).put((byte) 0xF8).putInt(number).putInt(7).array();
    }

    private boolean isOff() {
      return status.equals(Optional.of(Status.OFF));
    }

    /** Plays three frames, unless a source is playing. */
    void play() {
      if (played.stream().allMatch(CompletableFuture::isDone)) {
        int first = number + 1;
        number += 3;
        if (!isOff()) {
          confidential.addAll(List.of(first, first + 1, first + 2));
        }
        played.add(audio.play(new Source(first)));
      }
    }

    private final class Source implements FrameSource {
      private final int first;
      private int next;

      Source(int first) {
        this.first = first;
        this.next = first;
      }

      @Override
      public byte[] nextFrame() {
        taken++;
        if (!isOff()) {
          confidential.add(next);
        }
        return frame(next++);
      }

      @Override
      public boolean finished() {
        return next == first + 3;
      }
    }

    void become(Status next, DaveMedia.Sending sending) {
      frames.update(TestMedia.of(sending, ++serial), 0);
      if (speech.isAllowed()) {
        frames.allowPlain();
      }
      speech.report(
          new DaveEncryption(
              next, 1, OptionalLong.of(serial), List.of(), Optional.empty(), 1, Optional.empty()),
          1);
    }

    private void sent(byte[] frame, boolean plain) {
      if (plain) {
        int sentNumber = ByteBuffer.wrap(frame).getInt(1);
        unencrypted.add(sentNumber);
        assertThat(confidential).as("frames that must be encrypted").doesNotContain(sentNumber);
        assertThat(toldOff).as("the application was told before frame " + sentNumber).isTrue();
      }
    }

    /** Every accepted frame is sent, dropped and counted, or still waits. */
    void assertAllFramesCounted() {
      assertThat(
              audio.framesSent()
                  + audio.framesDropped().total()
                  + audio.queued()
                  + (path.holds() ? 1 : 0))
          .isEqualTo(accepted + taken);
    }

    @Override
    public void encryptionKnown(DaveEncryption encryption) {
      Optional<Status> now = Optional.of(encryption.status());
      if (!now.equals(status)) {
        toldOff = false;
        changes++;
      }
      status = now;
    }

    @Override
    public void encryptionChanged(DaveEncryption encryption) {}

    @Override
    public void encryptionEnded(DaveEncryption encryption, Runnable told, Runnable refused) {
      int change = changes;
      reports.add(
          new Report(
              () -> {
                toldOff = change == changes;
                told.run();
              },
              refused));
    }

    @Override
    public void decided(AuditEntry.Step step, FlowDecision decision) {}

    @Override
    public void violated(EventKind kind) {}

    @Override
    public void encryptionDecided(AuditEntry.Encryption step) {}

    @Override
    public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {}

    @Override
    public void close() {
      speech.close();
      warnings.close();
      audio.close();
      loop.close();
    }
  }

  @Provide
  Arbitrary<List<Happening>> happenings() {
    return Arbitraries.frequency(
            Tuple.of(6, Happening.OFFER),
            Tuple.of(2, Happening.PLAY),
            Tuple.of(1, Happening.STOP),
            Tuple.of(6, Happening.TICK),
            Tuple.of(2, Happening.ON),
            Tuple.of(1, Happening.WAITING),
            Tuple.of(3, Happening.OFF),
            Tuple.of(1, Happening.NEW_SESSION),
            Tuple.of(3, Happening.TOLD),
            Tuple.of(1, Happening.REFUSED),
            Tuple.of(1, Happening.WAIT))
        .list()
        .ofMaxSize(60);
  }

  @Property
  void noFrameAcceptedUnderEncryptionIsSentUnencrypted(
      @ForAll("happenings") List<Happening> events) {
    try (LogCapture log = LogCapture.of(EncryptionWarnings.class);
        Scene scene = new Scene()) {
      for (Happening event : events) {
        int sent = scene.unencrypted.size();
        scene.happen(event);
        if (scene.unencrypted.size() > sent) {
          assertThat(log.lines()).last().asString().contains("the call is not encrypted");
        }
        assertThat(scene.reports).as("reports that wait").hasSizeLessThanOrEqualTo(1);
      }
      scene.path.tick();
      scene.assertAllFramesCounted();
      scene.happen(Happening.OFF);
      while (!scene.speech.isAllowed()) {
        scene.happen(Happening.TOLD);
        scene.happen(Happening.WAIT);
      }
      for (int n = 0; n < 200; n++) {
        scene.happen(Happening.TICK);
      }
      assertThat(scene.stops).allMatch(CompletableFuture::isDone);
      assertThat(scene.played).allMatch(CompletableFuture::isDone);
      assertThat(log.lines().size()).isLessThanOrEqualTo(events.size() + 1);
    }
  }

  static void all(Scene scene, Happening... events) {
    for (Happening event : events) {
      scene.happen(event);
    }
  }

  @Example
  void framesWaitUntilTheApplicationIsToldAndIsToldAgainAfterARefusal() {
    try (LogCapture log = LogCapture.of(EncryptionWarnings.class);
        Scene scene = new Scene()) {
      all(scene, Happening.ON, Happening.OFFER, Happening.OFFER, Happening.OFF, Happening.OFFER);
      all(scene, Happening.TICK, Happening.TICK, Happening.REFUSED, Happening.TICK);
      assertThat(scene.unencrypted).isEmpty();
      assertThat(scene.audio.framesDropped().discarded()).isEqualTo(2);
      assertThat(scene.reports).isEmpty();
      all(scene, Happening.WAIT, Happening.TOLD, Happening.TICK);
      assertThat(scene.unencrypted).containsExactly(3);
      assertThat(log.lines())
          .containsExactly(
              "WARN guild 1, channel 1: the call is not encrypted end to end (2 waiting frames"
                  + " dropped). Later frames are sent without end-to-end encryption. To prevent"
                  + " this, set the option endToEnd to REQUIRED");
    }
  }

  @Example
  void newSessionOfACallWithoutEncryptionSendsAtOnce() {
    try (LogCapture log = LogCapture.of(EncryptionWarnings.class);
        Scene scene = new Scene()) {
      all(scene, Happening.OFF, Happening.TOLD, Happening.OFFER, Happening.NEW_SESSION);
      all(scene, Happening.OFF, Happening.TICK);
      assertThat(scene.unencrypted).containsExactly(1);
      assertThat(scene.reports).isEmpty();
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Example
  void reasonsForWhichNoKeysCanComeAreLoggedOnce() {
    try (LogCapture log = LogCapture.of(EncryptionWarnings.class);
        Scene scene = new Scene()) {
      for (KeyWait.Reason reason :
          List.of(
              KeyWait.Reason.NOT_ADDED,
              KeyWait.Reason.RECOVERIES_SPENT,
              KeyWait.Reason.OTHER_CHANNEL)) {
        for (int serial = 1; serial <= 2; serial++) {
          scene.speech.report(waiting(reason, serial), 2);
          all(scene, Happening.WAIT);
        }
      }
      assertThat(log.lines())
          .extracting(line -> line.replaceFirst("missing \\((\\w+)\\): .*", "$1"))
          .containsExactly(
              "WARN guild 1, channel 2: keys of the end-to-end encryption are RECOVERIES_SPENT",
              "WARN guild 1, channel 2: keys of the end-to-end encryption are OTHER_CHANNEL");
    }
  }

  private static DaveEncryption waiting(KeyWait.Reason reason, int serial) {
    return new DaveEncryption(
        Status.WAITING,
        1,
        OptionalLong.of(serial),
        List.of(),
        Optional.empty(),
        1,
        Optional.of(new KeyWait(reason, Instant.EPOCH)));
  }

  @Example
  void secondEndOfTheEncryptionIsToldAfterTheFirstReportHasReturned() {
    try (LogCapture log = LogCapture.of(EncryptionWarnings.class);
        Scene scene = new Scene()) {
      all(scene, Happening.ON, Happening.OFF, Happening.ON, Happening.OFF, Happening.OFFER);
      assertThat(scene.reports).hasSize(1);
      all(scene, Happening.TOLD, Happening.WAIT, Happening.TICK);
      assertThat(scene.unencrypted).isEmpty();
      all(scene, Happening.TOLD, Happening.TICK);
      assertThat(scene.unencrypted).containsExactly(1);
      assertThat(log.lines()).hasSize(2);
    }
  }
}
