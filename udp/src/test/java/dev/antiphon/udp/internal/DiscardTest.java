package dev.antiphon.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests how accepted frames are dropped, and how stops end without sending their frames. */
@Timeout(20)
class DiscardTest extends SpeechFixture {

  private void offer(int from, int to) {
    for (int n = from; n <= to; n++) {
      assertThat(audio.offer(Packets.frame(n))).isTrue();
    }
  }

  @Test
  void queuedAndHeldFramesAreDroppedAndLaterFramesAreSent() {
    offer(1, 3);
    audio.hold(audio.next());
    audio.discard();
    assertThat(audio.framesDropped().discarded()).isEqualTo(3);
    assertThat(audio.framesDropped().total()).isEqualTo(3);
    assertThat(audio.queued()).isZero();
    offer(4, 6);
    ticks(3);
    assertThat(events).containsExactly("starts", "4", "5", "6");
    assertThat(audio.framesDropped().discarded()).isEqualTo(3);
  }

  @Test
  void heldSilenceFrameIsKept() {
    offer(1, 1);
    ticks(1);
    audio.hold(audio.next());
    audio.discard();
    ticks(6);
    assertThat(events).containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends");
    assertThat(audio.framesDropped().total()).isZero();
  }

  @Test
  void sourceIsStoppedAndItsFutureFailsWithTheReasonOfTheSource() {
    NumberedSource source = new NumberedSource(1, 2, 3);
    CompletableFuture<Void> played = audio.play(source);
    ticks(1);
    audio.discard();
    assertThat(source.closed).isEqualTo(1);
    assertThatThrownBy(played::join).hasMessageContaining("its frames are not sent");
    CompletableFuture<Void> next = audio.play(new NumberedSource(7));
    ticks(8);
    assertThat(events).containsExactly("starts", "1", "7", "-", "-", "-", "-", "-", "ends");
    assertThat(next).isCompleted();
  }

  @Test
  void nextSourceCanBePlayedAsSoonAsTheFutureOfTheStoppedSourceFails() {
    CompletableFuture<CompletableFuture<Void>> next =
        audio
            .play(new NumberedSource(1, 2, 3))
            .handle((played, failure) -> audio.play(new NumberedSource(7)));
    ticks(1);
    audio.discard();
    assertThat(next).isCompleted();
    ticks(8);
    assertThat(events).containsExactly("starts", "1", "7", "-", "-", "-", "-", "-", "ends");
  }

  @Test
  void sourceWhoseFramesAreAllSentCompletesNormally() {
    CompletableFuture<Void> played = audio.play(new NumberedSource(1));
    ticks(2);
    audio.discard();
    assertThat(played).isNotDone();
    ticks(6);
    assertThat(played).isCompletedWithValue(null);
  }

  @Test
  void sourceWhoseLastFrameIsDroppedFails() {
    CompletableFuture<Void> played = audio.play(new NumberedSource(1));
    audio.hold(audio.next());
    audio.discard();
    assertThat(played).isCompletedExceptionally();
    assertThat(audio.framesDropped().discarded()).isEqualTo(1);
  }

  @Test
  void frameOfASenderThatWaitedBeforeTheDiscardIsDroppedToo() throws Exception {
    offer(1, 3);
    FutureTask<Void> sender =
        new FutureTask<>(
            () -> {
              audio.send(Packets.frame(4));
              return null;
            });
    Thread thread = new Thread(sender, "sender");
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    audio.discard();
    sender.get(10, TimeUnit.SECONDS);
    offer(5, 5);
    ticks(1);
    assertThat(events).containsExactly("starts", "5");
    assertThat(audio.framesDropped().discarded()).isEqualTo(4);
  }

  @Test
  void frameIsDroppedIfTheDiscardComesBetweenTheStartOfSendAndTheQueue() throws Exception {
    OutgoingAudio[] late = new OutgoingAudio[1];
    FrameQueue queue =
        new FrameQueue(3) {
          @Override
          boolean put(byte[] frame, int since) throws InterruptedException {
            late[0].discard();
            return super.put(frame, since);
          }
        };
    late[0] = new OutgoingAudio(queue, speeches(events), new NonceCounter());
    late[0].send(FRAME);
    assertThat(late[0].next()).isNull();
    assertThat(late[0].framesDropped().discarded()).isEqualTo(1);
  }

  @Test
  void stopCompletesAfterADiscardAndSaysThatFramesWereDropped() {
    offer(1, 3);
    ticks(1);
    CompletableFuture<Boolean> stopped = audio.stopSpeaking();
    audio.discard();
    ticks(6);
    assertThat(events).containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends");
    assertThat(stopped).isCompletedWithValue(false);
  }

  @Test
  void untilTheResumeAStopDropsTheFramesThatWait() {
    audio.discard();
    offer(1, 2);
    audio.hold(audio.next());
    CompletableFuture<Boolean> stopped = audio.stopSpeaking();
    ticks(7);
    assertThat(stopped).isCompletedWithValue(false);
    assertThat(audio.framesDropped().discarded()).isEqualTo(2);
    audio.resume();
    offer(3, 3);
    CompletableFuture<Boolean> later = audio.stopSpeaking();
    ticks(7);
    assertThat(events).contains("3").doesNotContain("1", "2");
    assertThat(later).isCompletedWithValue(true);
  }

  @Test
  void abandonedStopsCompleteAtOnceAndTheirFramesAreDropped() {
    NumberedSource source = new NumberedSource(7, 8, 9);
    CompletableFuture<Void> played = audio.play(source);
    offer(1, 2);
    audio.hold(audio.next());
    CompletableFuture<Boolean> first = audio.stopSpeaking();
    CompletableFuture<Boolean> second = audio.stopSpeaking();
    offer(3, 3);
    audio.abandonStops();
    assertThat(first).isCompletedWithValue(false);
    assertThat(second).isCompletedWithValue(false);
    assertThat(played).isCancelled();
    assertThat(source.closed).isEqualTo(1);
    assertThat(audio.framesDropped().abandoned()).isEqualTo(2);
    assertThat(audio.framesDropped().total()).isEqualTo(2);
    assertThat(events).containsExactly("starts", "ends");
    audio.attach();
    ticks(1);
    assertThat(events).containsExactly("starts", "ends", "starts", "3");
  }

  @Test
  void withoutAStopNothingIsAbandoned() {
    offer(1, 2);
    audio.abandonStops();
    ticks(2);
    assertThat(events).containsExactly("starts", "1", "2");
  }
}
