package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is said reaches the others in the channel, under the name of who said it. */
class TwoBotsTest {
  private static final long FIRST = 1001;
  private static final long SECOND = 1002;
  private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

  private record Heard(OptionalLong userId, byte[] frame) {}

  @Test
  void twoBotsHearEachOther() throws Exception {
    List<byte[]> call = Scene.frames(20);
    List<byte[]> response = Scene.frames(40).subList(20, 40);
    try (Scene scene = Scene.open()) {
      Connection first = scene.bot(FIRST, options -> {}).join();
      Connection second = scene.bot(SECOND, options -> {}).join();
      BlockingQueue<Heard> atFirst = listen(first);
      BlockingQueue<Heard> atSecond = listen(second);

      Scene.sendAll(first, call);
      first.stopSpeaking();
      Scene.sendAll(second, response);
      second.stopSpeaking();

      assertHeard(atSecond, FIRST, call);
      assertHeard(atFirst, SECOND, response);
    }
  }

  @Test
  void theEchoIsHeardAsAnotherUser() throws Exception {
    List<byte[]> call = Scene.frames(10);
    try (Scene scene = Scene.open(server -> server.echo(true))) {
      Connection connection = scene.bot().join();
      BlockingQueue<Heard> heard = listen(connection);
      Scene.sendAll(connection, call);
      connection.stopSpeaking();
      assertHeard(heard, EmbeddedVoiceServer.ECHO_USER_ID, call);
      assertThat(connection.statistics().udp().orElseThrow().unauthentic()).isZero();
    }
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
