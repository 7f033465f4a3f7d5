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
  void playsASourceToItsEnd() {
    Source source = new Source(1, 2);
    CompletableFuture<Void> played = audio.play(source);

    ticks(7);
    assertThat(played).isNotDone();
    assertThat(source.closed).isEqualTo(1);
    ticks(1);
    assertThat(said).containsExactly("starts", "1", "2", "-", "-", "-", "-", "-", "ends");
    assertThat(played).isCompleted();
    assertThat(source.closed).isEqualTo(1);
    assertThat(source.asked).isEqualTo(2);
  }

  @Test
  void asksASourceOncePerTickAndOnlyWhenNothingIsQueued() {
    Source source = new Source(1, 2, 3);
    audio.play(source);
    assertThat(source.asked).isZero();
    audio.offer(Packets.frame(100));
    audio.offer(Packets.frame(101));

    ticks(2);
    assertThat(source.asked).isZero();
    ticks(2);
    assertThat(source.asked).isEqualTo(2);
    assertThat(said).containsExactly("starts", "100", "101", "1", "2");
  }

  @Test
  void aSourceThatHasNothingForNowIsBridgedWithSilence() {
    audio.play(new Source(1, null, 2));

    ticks(8);

    assertThat(said).containsExactly("starts", "1", "-", "2", "-", "-", "-", "-", "-");
  }

  @Test
  void aSourceWithoutAnyFrameIsSimplyDone() {
    CompletableFuture<Void> played = audio.play(new Source());

    ticks(1);

    assertThat(played).isCompleted();
    assertThat(said).isEmpty();
  }

  @Test
  void aSourceThatThrowsEndsItsSpeechProperly() {
    Source source = new Source(1);
    source.atEnd =
        () -> {
          throw new IllegalArgumentException("damaged file");
        };
    CompletableFuture<Void> played = audio.play(source);

    ticks(6);
    assertThat(played).isNotDone();
    ticks(1);

    assertThat(said).containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends");
    assertThat(source.closed).isEqualTo(1);
    assertThatThrownBy(played::get).hasRootCauseMessage("damaged file");
    assertThat(audio.play(new Source(2))).isNotDone();
  }

  @Test
  void aSourceWithAnotherFrameLengthEndsItsSpeechProperly() {
    Source source = new Source(1);
    source.atEnd = () -> new byte[] {3 << 3};
    CompletableFuture<Void> played = audio.play(source);

    ticks(7);

    assertThat(said).containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends");
    assertThat(source.closed).isEqualTo(1);
    assertThatThrownBy(played::get)
        .hasCauseInstanceOf(FrameException.class)
        .hasMessageContaining("60 ms");
  }

  @Test
  void stoppingStopsTheSource() {
    Source source = new Source(1, 2, 3, 4);
    CompletableFuture<Void> played = audio.play(source);
    ticks(2);
    CompletableFuture<Void> stopped = audio.stopSpeaking();
    ticks(6);

    assertThat(said).containsExactly("starts", "1", "2", "-", "-", "-", "-", "-", "ends");
    assertThat(stopped).isCompleted();
    assertThat(played).isCancelled();
    assertThat(source.closed).isEqualTo(1);
  }

  @Test
  void cancellingTheFutureStopsTheSource() {
    Source source = new Source(1, 2, 3, 4);
    audio.play(source).cancel(false);

    assertThat(source.closed).isEqualTo(1);
    assertThat(source.asked).isZero();
    assertThat(audio.stopSpeaking()).isCompleted();
    CompletableFuture<Void> next = audio.play(new Source(5));
    ticks(8);
    assertThat(said).containsExactly("starts", "5", "-", "-", "-", "-", "-", "ends");
    assertThat(next).isCompleted();
    assertThat(source.closed).isEqualTo(1);
  }

  @Test
  void afterACancelTheSpeechEndsByItselfOrGoesOnWithTheNextSource() {
    CompletableFuture<Void> first = audio.play(new Source(1, 2, 3));
    ticks(1);
    first.cancel(false);
    ticks(1);
    CompletableFuture<Void> second = audio.play(new Source(7, 8));
    ticks(1);
    second.cancel(false);
    ticks(6);

    assertThat(said).containsExactly("starts", "1", "-", "7", "-", "-", "-", "-", "-", "ends");
  }

  @Test
  void cancellingWithinNextFrameLosesThatFrame() {
    Source source = new Source();
    List<CompletableFuture<Void>> stopped = new ArrayList<>();
    List<CompletableFuture<Void>> played = new ArrayList<>();
    source.atEnd =
        () -> {
          played.get(0).cancel(false);
          stopped.add(audio.stopSpeaking());
          return FRAME;
        };
    played.add(audio.play(source));

    ticks(2);

    assertThat(said).isEmpty();
    assertThat(source.closed).isEqualTo(1);
    assertThat(stopped.get(0)).isCompleted();
  }

  @Test
  void aStopConcernsTheSourceThatWasPlayingThenAndNoOther() {
    Source source = new Source(1);
    CompletableFuture<Void> first = audio.play(source);
    ticks(3); // its silence has begun
    CompletableFuture<Void> stopped = audio.stopSpeaking();
    first.cancel(false);
    Source nextSource = new Source(2, 3);
    CompletableFuture<Void> next = audio.play(nextSource);
    ticks(4);
    assertThat(said).containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends");
    assertThat(stopped).isCompleted();

    ticks(1);
    CompletableFuture<Void> stoppedAgain = audio.stopSpeaking();
    ticks(6);
    assertThat(said).hasSize(16).endsWith("starts", "2", "-", "-", "-", "-", "-", "ends");
    assertThat(stoppedAgain).isCompleted();
    assertThat(next).isCancelled();
  }

  @Test
  void aStopOfTheNextSourceIsNotMetByTheEndOfTheFormerOne() {
    CompletableFuture<Void> first = audio.play(new Source(1));
    ticks(3); // its silence has begun
    first.cancel(false);
    CompletableFuture<Void> next = audio.play(new Source(2, 3));
    CompletableFuture<Void> stopped = audio.stopSpeaking();
    ticks(4);
    assertThat(stopped).isNotDone();
    ticks(1);

    assertThat(stopped).isCompleted();
    assertThat(next).isCancelled();
    assertThat(said).containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends");
  }

  @Test
  void playsOneSourceAtATime() {
    audio.play(new Source(1));
    Source second = new Source(2);

    assertThatThrownBy(() -> audio.play(second)).isInstanceOf(IllegalStateException.class);
    assertThat(second.closed).isZero();
  }

  @Test
  void closeDuringNextFrameClosesTheSourceAfterIt() {
    Source source = new Source();
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
