package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which users' decryption failures are counted. */
class DecryptionFailureCountTest {
  private static final byte[] FORGED = forged();

  private static byte[] forged() {
    byte[] frame = new byte[40];
    frame[36] = 1;
    frame[37] = 12;
    frame[38] = (byte) 0xfa;
    frame[39] = (byte) 0xfa;
    return frame;
  }

  @Test
  void failuresOfAMemberAreCountedEvenWhenManyUnknownSendersFail() {
    FakeGateway gateway = new FakeGateway();
    Client one = gateway.join(1);
    gateway.join(2);
    gateway.deliverAll(new Random(1), Duration.ofSeconds(1).toNanos());
    DaveLimits limits = DaveLimits.ofDefaults();
    List<Long> failing = new ArrayList<>();
    DaveFrames frames = new DaveFrames(limits, failing::add);
    frames.update(one.session.media(), one.now);
    LongStream.range(100, 100 + limits.users()).forEach(stranger -> fail(frames, stranger));
    for (int i = 0; i < limits.decryptionFailures(); i++) {
      fail(frames, 2);
    }
    assertThat(failing).containsExactly(2L);
    frames.close();
    gateway.clients.values().forEach(Client::close);
  }

  @Test
  void failureCountsOfUnknownSendersAreResetWhenTheKeysAreUpdated() {
    FakeGateway gateway = new FakeGateway();
    Client one = gateway.join(1);
    gateway.deliverAll(new Random(1), Duration.ofSeconds(1).toNanos());
    DaveLimits limits = DaveLimits.ofDefaults();
    List<Long> failing = new ArrayList<>();
    DaveFrames frames = new DaveFrames(limits, failing::add);
    LongStream.range(100, 100 + limits.users()).forEach(stranger -> fail(frames, stranger));
    frames.update(one.session.media(), one.now);
    for (int i = 0; i < limits.decryptionFailures(); i++) {
      fail(frames, 3);
    }
    assertThat(failing).containsExactly(3L);
    gateway.clients.values().forEach(Client::close);
  }

  private static void fail(DaveFrames frames, long user) {
    int length = frames.unprotect(user, FORGED, 0, FORGED.length, new byte[FORGED.length], 0, 1);
    assertThat(length).isEqualTo(DaveFrames.DROPPED);
  }
}
