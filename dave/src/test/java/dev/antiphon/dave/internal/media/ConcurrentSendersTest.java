package dev.antiphon.dave.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Users share no state, so their frames can be processed on different threads. */
class ConcurrentSendersTest {
  private static final int USERS = 8;
  private static final int FRAMES = 500;

  @Test
  void framesOfEightUsersAreDecryptedOnFourThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Long>> calls =
          IntStream.range(0, USERS).<Callable<Long>>mapToObj(user -> () -> talk(user)).toList();
      for (Future<Long> decrypted : threads.invokeAll(calls)) {
        assertThat(decrypted.get()).isEqualTo(FRAMES);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static long talk(int user) {
    ReferenceSender sender = new ReferenceSender(user);
    Receiver receiver = new Receiver(sender);
    try (FrameEncryptor encryptor = FrameEncryptor.of(JdkFrameCipher::new, sender.base())) {
      byte[] out = new byte[100 + FrameEncryptor.MAX_OVERHEAD];
      for (int i = 0; i < FRAMES; i++) {
        byte[] speech = new byte[i % 100];
        Arrays.fill(speech, (byte) user);
        int length = encryptor.encrypt(speech, 0, speech.length, out, 0);
        receiver.receive(Arrays.copyOf(out, length));
        assertThat(receiver.plain).isEqualTo(speech);
      }
    }
    return receiver.decryptor.count(FrameOutcome.DECRYPTED);
  }
}
