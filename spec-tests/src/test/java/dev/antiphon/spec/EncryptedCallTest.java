package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.testkit.DaveMode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Calls that only their members can hear: two bots, a server that sees no frame in clear. */
class EncryptedCallTest {
  private static final long FIRST = 1001;
  private static final long SECOND = 1002;
  private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

  private record Heard(OptionalLong userId, byte[] frame) {}

  @Test
  void twoBotsHearEachOtherAndSeeTheSameCode() throws Exception {
    List<byte[]> call = Scene.frames(20);
    List<byte[]> response = Scene.frames(40).subList(20, 40);
    try (Scene scene = Scene.open(server -> server.dave(DaveMode.REQUIRED))) {
      Connection first = scene.bot(FIRST, options -> {}).join();
      Connection second = scene.bot(SECOND, options -> {}).join();
      BlockingQueue<Heard> atFirst = listen(first);
      BlockingQueue<Heard> atSecond = listen(second);
      encrypted(first).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      encrypted(second).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(first.encryption().orElseThrow().privacyCode())
          .isEqualTo(second.encryption().orElseThrow().privacyCode());
      Scene.sendAll(first, call);
      first.stopSpeaking();
      Scene.sendAll(second, response);
      second.stopSpeaking();
      assertHeard(atSecond, FIRST, call);
      assertHeard(atFirst, SECOND, response);
    }
  }

  /** Completes when what is sent is encrypted for a group of two. */
  private static CompletableFuture<Void> encrypted(Connection connection) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Consumer<DaveEncryption> watch =
        now -> {
          if (now.status() == DaveEncryption.Status.ON && now.members().size() == 2) {
            done.complete(null);
          }
        };
    connection.onEncryptionChange(watch);
    connection.encryption().ifPresent(watch);
    return done;
  }

  private static BlockingQueue<Heard> listen(Connection connection) {
    BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    connection.onOpus(
        (userId, ssrc, sequence, timestamp, frame) -> {
          if (!Arrays.equals(frame, SILENCE)) {
            heard.add(new Heard(userId, frame));
          }
        });
    return heard;
  }

  private static void assertHeard(BlockingQueue<Heard> heard, long speaker, List<byte[]> frames)
      throws InterruptedException {
    for (byte[] frame : frames) {
      Heard next = heard.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      assertThat(next.frame()).isEqualTo(frame);
      assertThat(next.userId()).hasValue(speaker);
    }
  }
}
