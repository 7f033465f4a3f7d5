package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.LIMIT;
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

/** Frames reach the other users of a channel with the user id of their sender. */
class TwoBotsTest {
  private static final long FIRST = 1001;
  private static final long SECOND = 1002;
  private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

  private record ReceivedFrame(OptionalLong userId, byte[] frame) {}

  @Test
  void twoBotsReceiveEachOthersFrames() throws Exception {
    List<byte[]> sent = TestEnvironment.frames(20);
    List<byte[]> answer = TestEnvironment.frames(40).subList(20, 40);
    try (TestEnvironment env = TestEnvironment.open()) {
      Connection first = env.bot(FIRST, options -> {}).join();
      Connection second = env.bot(SECOND, options -> {}).join();
      BlockingQueue<ReceivedFrame> atFirst = listen(first);
      BlockingQueue<ReceivedFrame> atSecond = listen(second);

      TestEnvironment.sendAll(first, sent);
      first.stopSpeaking();
      TestEnvironment.sendAll(second, answer);
      second.stopSpeaking();

      assertReceived(atSecond, FIRST, sent);
      assertReceived(atFirst, SECOND, answer);
    }
  }

  @Test
  void echoIsReceivedFromTheEchoUser() throws Exception {
    List<byte[]> sent = TestEnvironment.frames(10);
    try (TestEnvironment env = TestEnvironment.open(server -> server.echo(true))) {
      Connection connection = env.bot().join();
      BlockingQueue<ReceivedFrame> received = listen(connection);
      TestEnvironment.sendAll(connection, sent);
      connection.stopSpeaking();
      assertReceived(received, EmbeddedVoiceServer.ECHO_USER_ID, sent);
      assertThat(connection.statistics().udp().orElseThrow().unauthentic()).isZero();
    }
  }

  private static BlockingQueue<ReceivedFrame> listen(Connection connection) {
    BlockingQueue<ReceivedFrame> received = new LinkedBlockingQueue<>();
    connection.onOpus(
        (userId, ssrc, sequence, timestamp, frame) -> {
          if (!Arrays.equals(frame, SILENCE)) {
            received.add(new ReceivedFrame(userId, frame));
          }
        });
    return received;
  }

  private static void assertReceived(
      BlockingQueue<ReceivedFrame> received, long speaker, List<byte[]> frames)
      throws InterruptedException {
    for (byte[] frame : frames) {
      ReceivedFrame next = received.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      assertThat(next.frame()).isEqualTo(frame);
      assertThat(next.userId()).hasValue(speaker);
    }
  }
}
