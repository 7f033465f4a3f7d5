package dev.antiphon.udp.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class OutgoingAudioTest extends SpeechFixture {
  private OutgoingAudio taken;

  @Test
  void speechStartsBeforeTheFirstFrameAndEndsAfterFiveSilenceFrames() {
    audio.offer(Packets.frame(1));
    audio.offer(Packets.frame(2));
    CompletableFuture<Boolean> stopped = audio.stopSpeaking();

    ticks(7);
    assertThat(events).containsExactly("starts", "1", "2", "-", "-", "-", "-", "-");
    assertThat(stopped).isNotDone();
    ticks(3);
    assertThat(events).endsWith("-", "ends").hasSize(9);
    assertThat(stopped).isCompleted();
    assertThat(audio.framesSent()).isEqualTo(2);
    assertThat(audio.silenceFramesSent()).isEqualTo(5);
  }

  @Test
  void silenceFramesFillAShortGap() {
    audio.offer(Packets.frame(1));
    ticks(4);
    audio.offer(Packets.frame(2));
    ticks(8);

    assertThat(events)
        .containsExactly("starts", "1", "-", "-", "-", "2", "-", "-", "-", "-", "-", "ends");
  }

  @Test
  void speechEndsWhenTheQueueIsEmptyAndTheNextFrameStartsANewSpeech() {
    audio.offer(Packets.frame(1));
    ticks(20);
    audio.offer(Packets.frame(2));
    ticks(1);

    assertThat(events)
        .containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends", "starts", "2");
  }

  @Test
  void stopSpeakingDuringTheSilenceFramesAddsNoSilenceFrame() {
    audio.offer(Packets.frame(1));
    ticks(3);
    CompletableFuture<Boolean> stopped = audio.stopSpeaking();
    ticks(4);

    assertThat(events).containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends");
    assertThat(stopped).isCompleted();
  }

  @Test
  void framesQueuedAfterStopSpeakingStartTheNextSpeech() {
    audio.offer(Packets.frame(1));
    CompletableFuture<Boolean> first = audio.stopSpeaking();
    audio.offer(Packets.frame(2));
    CompletableFuture<Boolean> second = audio.stopSpeaking();

    ticks(7);
    assertThat(events).containsExactly("starts", "1", "-", "-", "-", "-", "-", "ends");
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    ticks(7);
    assertThat(events).hasSize(16).endsWith("starts", "2", "-", "-", "-", "-", "-", "ends");
    assertThat(second).isCompleted();
  }

  @Test
  void stopSpeakingCompletesImmediatelyWhenNothingIsPlayed() {
    assertThat(audio.stopSpeaking()).isCompleted();
    assertThat(events).isEmpty();
  }

  @Test
  void stopSpeakingWaitsForAFrameThatIsBeingTakenFromTheQueue() {
    List<CompletableFuture<Boolean>> stopped = new ArrayList<>();
    List<String> calls = new ArrayList<>();
    FrameQueue interrupted =
        new FrameQueue(1) {
          @Override
          byte[] poll() {
            byte[] frame = super.poll();
            if (frame != null) {
              stopped.add(taken.stopSpeaking());
            }
            return frame;
          }
        };
    taken = new OutgoingAudio(interrupted, speeches(calls), new NonceCounter());
    taken.offer(FRAME);

    assertThat(taken.next()).isEqualTo(FRAME);
    assertThat(stopped.get(0)).isNotDone();
    for (int n = 0; n < 5; n++) {
      assertThat(taken.next()).isSameAs(OpusPacket.SILENCE);
    }
    assertThat(stopped.get(0)).isNotDone();
    taken.next();
    assertThat(calls).containsExactly("starts", "ends");
    assertThat(stopped.get(0)).isCompleted();
  }

  @Test
  void speechContinuesOnTheNextPath() {
    for (int n = 1; n <= 3; n++) {
      audio.offer(Packets.frame(n));
    }
    ticks(2);
    audio.attach();
    ticks(7);

    assertThat(events)
        .containsExactly("starts", "1", "2", "starts", "3", "-", "-", "-", "-", "-", "ends");
  }

  @Test
  void speechEndsWithoutSilenceFramesAfterAPathChangeIfTheQueueIsEmpty() {
    audio.offer(Packets.frame(1));
    ticks(1);
    CompletableFuture<Boolean> stopped = audio.stopSpeaking();
    audio.attach();
    ticks(1);

    assertThat(events).containsExactly("starts", "1", "ends");
    assertThat(stopped).isCompleted();
  }

  @Test
  void heldSilenceFrameIsNotSentOnTheNextPath() {
    audio.offer(Packets.frame(1));
    ticks(1);
    audio.hold(audio.next());
    audio.attach();
    ticks(1);

    assertThat(events).containsExactly("starts", "1", "ends");
  }

  @Test
  void nextReturnsAHeldFrameAgain() {
    audio.offer(Packets.frame(1));
    audio.offer(Packets.frame(2));

    byte[] held = audio.next();
    audio.hold(held);

    assertThat(audio.next()).isSameAs(held);
    audio.sent(held, false);
    assertThat(audio.next()).isEqualTo(Packets.frame(2));
  }

  @Test
  void offerCopiesTheFrame() {
    byte[] mine = Packets.frame(1);
    audio.offer(mine);
    mine[2] = 99;
    ticks(1);

    assertThat(events).contains("1");
  }

  @Test
  void invalidFramesAreRejectedWithoutBeingQueued() {
    assertThatThrownBy(() -> audio.offer(new byte[] {3 << 3})).isInstanceOf(FrameException.class);
    assertThatThrownBy(() -> audio.send(new byte[0])).isInstanceOf(FrameException.class);
    assertThat(audio.queued()).isZero();
  }

  @Test
  void offerReturnsFalseWhenTheQueueIsFull() {
    assertThat(audio.offer(FRAME) && audio.offer(FRAME) && audio.offer(FRAME)).isTrue();
    assertThat(audio.offer(FRAME)).isFalse();
    assertThat(audio.queued()).isEqualTo(3);
    ticks(1);
    assertThat(audio.offer(FRAME)).isTrue();
  }

  @Test
  void sendWaitsForSpaceInTheQueueAndLosesNoFrame() throws Exception {
    int senders = 4;
    int each = 500;
    CountDownLatch done = new CountDownLatch(senders);
    for (int s = 0; s < senders; s++) {
      int from = s * each;
      inBackground(
          () -> {
            for (int n = from; n < from + each; n++) {
              audio.send(Packets.frame(n));
            }
            done.countDown();
            return null;
          });
    }
    List<Integer> received = new ArrayList<>();
    while (received.size() < senders * each) {
      byte[] frame = audio.next();
      if (frame != null && frame != OpusPacket.SILENCE) {
        received.add(number(frame));
      } else {
        Thread.onSpinWait();
      }
    }

    assertThat(done.await(10, SECONDS)).isTrue();
    assertThat(received).doesNotHaveDuplicates();
    for (int s = 0; s < senders; s++) {
      int from = s * each;
      assertThat(received.stream().filter(n -> n >= from && n < from + each)).isSorted();
    }
    assertThat(audio.queued()).isZero();
  }

  @Test
  void blockedSendCallsThrowAndQueuedFramesCountAsDroppedAfterClose() throws Exception {
    NumberedSource source = new NumberedSource(1);
    CompletableFuture<Void> played = audio.play(source);
    for (int n = 0; n < 3; n++) {
      audio.offer(FRAME);
    }
    CompletableFuture<Boolean> stopped = audio.stopSpeaking();
    List<FutureTask<Void>> senders = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      FutureTask<Void> sender =
          new FutureTask<>(
              () -> {
                audio.send(FRAME);
                return null;
              });
      senders.add(sender);
      threads.add(start(sender));
    }
    while (!threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }

    audio.close();
    audio.close();

    for (FutureTask<Void> sender : senders) {
      assertThatThrownBy(() -> sender.get(10, SECONDS))
          .hasCauseInstanceOf(IllegalStateException.class);
    }
    assertThat(audio.framesDropped().total()).isEqualTo(3);
    assertThat(audio.queued()).isZero();
    assertThat(played).isCancelled();
    assertThat(stopped).isCancelled();
    assertThat(source.closed).isEqualTo(1);
    ticks(3);
    assertThat(events).isEmpty();
    assertThatThrownBy(() -> audio.send(FRAME)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> audio.offer(FRAME)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> audio.play(new NumberedSource()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(audio.stopSpeaking()).isCompleted();
  }

  @Test
  void acceptedFramesAreSentOrCountedAsDroppedWhenSendAndCloseRunConcurrently() throws Exception {
    for (int round = 0; round < 300; round++) {
      OutgoingAudio racing = new OutgoingAudio(4, new NoSpeechListener());
      FutureTask<Integer> sender =
          inBackground(
              () -> {
                int accepted = 0;
                try {
                  while (true) {
                    racing.send(FRAME);
                    accepted++;
                  }
                } catch (IllegalStateException closed) {
                  return accepted;
                }
              });
      int taken = 0;
      for (int n = 0; n < round % 50; n++) {
        byte[] frame = racing.next();
        taken += frame == null || frame == OpusPacket.SILENCE ? 0 : 1;
      }
      racing.close();
      assertThat(sender.get(10, SECONDS)).isEqualTo(taken + (int) racing.framesDropped().total());
    }
  }

  private static <T> FutureTask<T> inBackground(java.util.concurrent.Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    start(task);
    return task;
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work, "sender");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static final class NoSpeechListener implements SpeechListener {
    @Override
    public void speechStarts() {}

    @Override
    public void speechEnds() {}
  }
}
