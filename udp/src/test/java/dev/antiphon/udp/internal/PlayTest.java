package dev.antiphon.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PlayTest extends SpeechFixture {
  @Test
  void sourceIsPlayedToItsEnd() {
    NumberedSource source = new NumberedSource(1, 2);
    CompletableFuture<Void> played = audio.play(source);

    ticks(7);
    assertThat(played).isNotDone();
    assertThat(source.closed).isEqualTo(1);
    ticks(1);
    assertThat(events).containsExactly("starts", "1", "2", "-", "-", "-", "-", "-", "ends");
    assertThat(played).isCompleted();
    assertThat(source.closed).isEqualTo(1);
    assertThat(source.frameRequests).isEqualTo(2);
  }

  @Test
  void sourceIsCalledOncePerTickAndOnlyWhenTheQueueIsEmpty() {
    NumberedSource source = new NumberedSource(1, 2, 3);
    audio.play(source);
    assertThat(source.frameRequests).isZero();
    audio.offer(Packets.frame(100));
    audio.offer(Packets.frame(101));

    ticks(2);
    assertThat(source.frameRequests).isZero();
    ticks(2);
    assertThat(source.frameRequests).isEqualTo(2);
    assertThat(events).containsExactly("starts", "100", "101", "1", "2");
  }

  @Test
  void silenceFramesAreSentWhenTheSourceHasNoFrame() {
    audio.play(new NumberedSource(1, null, 2));

    ticks(8);

    assertThat(events).containsExactly("starts", "1", "-", "2", "-", "-", "-", "-", "-");
  }

  @Test
  void playCompletesForASourceWithoutFrames() {
    CompletableFuture<Void> played = audio.play(new NumberedSource());

    ticks(1);

    assertThat(played).isCompleted();
    assertThat(events).isEmpty();
  }

  @Test
  void speechEndsWithSilenceFramesWhenTheSourceThrows() {
    NumberedSource source = new NumberedSource(1);
    source.atEnd =
        () -> {
          throw new IllegalArgumentException("damaged file");
        };
    CompletableFuture<Void> played = audio.play(source);

    ticks(6);
    assertThat(played).isNotDone();
    ticks(1);

    assertThat(events).containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends");
    assertThat(source.closed).isEqualTo(1);
    assertThatThrownBy(played::get).hasRootCauseMessage("damaged file");
    assertThat(audio.play(new NumberedSource(2))).isNotDone();
  }

  @Test
  void speechEndsWithSilenceFramesWhenAFrameIsNot20Milliseconds() {
    NumberedSource source = new NumberedSource(1);
    source.atEnd = () -> new byte[] {3 << 3};
    CompletableFuture<Void> played = audio.play(source);

    ticks(7);

    assertThat(events).containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends");
    assertThat(source.closed).isEqualTo(1);
    assertThatThrownBy(played::get)
        .hasCauseInstanceOf(FrameException.class)
        .hasMessageContaining("60 ms");
  }

  @Test
  void stopSpeakingStopsTheSource() {
    NumberedSource source = new NumberedSource(1, 2, 3, 4);
    CompletableFuture<Void> played = audio.play(source);
    ticks(2);
    CompletableFuture<Boolean> stopped = audio.stopSpeaking();
    ticks(6);

    assertThat(events).containsExactly("starts", "1", "2", "-", "-", "-", "-", "-", "ends");
    assertThat(stopped).isCompleted();
    assertThat(played).isCancelled();
    assertThat(source.closed).isEqualTo(1);
  }

  @Test
  void cancellingTheFutureStopsTheSource() {
    NumberedSource source = new NumberedSource(1, 2, 3, 4);
    audio.play(source).cancel(false);

    assertThat(source.closed).isEqualTo(1);
    assertThat(source.frameRequests).isZero();
    assertThat(audio.stopSpeaking()).isCompleted();
    CompletableFuture<Void> next = audio.play(new NumberedSource(5));
    ticks(8);
    assertThat(events).containsExactly("starts", "5", "-", "-", "-", "-", "-", "ends");
    assertThat(next).isCompleted();
    assertThat(source.closed).isEqualTo(1);
  }

  @Test
  void speechContinuesWithTheNextSourceAfterTheFirstSourceIsCancelled() {
    CompletableFuture<Void> first = audio.play(new NumberedSource(1, 2, 3));
    ticks(1);
    first.cancel(false);
    ticks(1);
    CompletableFuture<Void> second = audio.play(new NumberedSource(7, 8));
    ticks(1);
    second.cancel(false);
    ticks(6);

    assertThat(events).containsExactly("starts", "1", "-", "7", "-", "-", "-", "-", "-", "ends");
  }

  @Test
  void frameIsDroppedWhenTheFutureIsCancelledDuringNextFrame() {
    NumberedSource source = new NumberedSource();
    List<CompletableFuture<Boolean>> stopped = new ArrayList<>();
    List<CompletableFuture<Void>> played = new ArrayList<>();
    source.atEnd =
        () -> {
          played.get(0).cancel(false);
          stopped.add(audio.stopSpeaking());
          return FRAME;
        };
    played.add(audio.play(source));

    ticks(2);

    assertThat(events).isEmpty();
    assertThat(source.closed).isEqualTo(1);
    assertThat(stopped.get(0)).isCompleted();
  }

  @Test
  void stopSpeakingDoesNotStopASourceThatStartsLater() {
    NumberedSource source = new NumberedSource(1);
    CompletableFuture<Void> first = audio.play(source);
    ticks(3); // its silence frames have begun
    CompletableFuture<Boolean> stopped = audio.stopSpeaking();
    first.cancel(false);
    NumberedSource nextSource = new NumberedSource(2, 3);
    CompletableFuture<Void> next = audio.play(nextSource);
    ticks(4);
    assertThat(events).containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends");
    assertThat(stopped).isCompleted();

    ticks(1);
    CompletableFuture<Boolean> stoppedAgain = audio.stopSpeaking();
    ticks(6);
    assertThat(events).hasSize(16).endsWith("starts", "2", "-", "-", "-", "-", "-", "ends");
    assertThat(stoppedAgain).isCompleted();
    assertThat(next).isCancelled();
  }

  @Test
  void stopSpeakingStopsASourceThatWaitsForTheEndOfTheSilenceFrames() {
    CompletableFuture<Void> first = audio.play(new NumberedSource(1));
    ticks(3); // its silence frames have begun
    first.cancel(false);
    CompletableFuture<Void> next = audio.play(new NumberedSource(2, 3));
    CompletableFuture<Boolean> stopped = audio.stopSpeaking();
    ticks(4);
    assertThat(stopped).isNotDone();
    ticks(1);

    assertThat(stopped).isCompleted();
    assertThat(next).isCancelled();
    assertThat(events).containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends");
  }

  @Test
  void playFailsWhileAnotherSourceIsPlaying() {
    audio.play(new NumberedSource(1));
    NumberedSource second = new NumberedSource(2);

    assertThatThrownBy(() -> audio.play(second)).isInstanceOf(IllegalStateException.class);
    assertThat(second.closed).isZero();
  }

  @Test
  void closeDuringNextFrameClosesTheSourceAfterNextFrameReturns() {
    NumberedSource source = new NumberedSource();
    source.more = true;
    source.atEnd =
        () -> {
          audio.close();
          assertThat(source.closed).isZero();
          return FRAME;
        };
    CompletableFuture<Void> played = audio.play(source);

    ticks(1);

    assertThat(source.closed).isEqualTo(1);
    assertThatThrownBy(played::join).isInstanceOf(CancellationException.class);
  }
}
