package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.media.JdkFrameCipher;
import dev.antiphon.dave.spi.FrameCipher;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Frames whose user the gateway has not announced, or has announced wrongly. */
class UnknownSenderTest extends ReceivingFixture {

  @Test
  void frameOfAnUnknownUserIsDecryptedWithTheKeyOfItsSender() {
    Client one = listening(1);
    Client two = joined(2);
    Client three = joined(3);
    receive(one, 0, 77, 5, frameOf(three, 30));
    receive(one, 0, 88, 6, frameOf(two, 20));
    receive(one, 0, 77, 7, new byte[] {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE});

    assertThat(heard).containsExactly("3:77:5:30", "2:88:6:20", "3:77:7:-8");
    assertThat(one.frames.statistics().users().get(3L).delivered()).isEqualTo(2);
    assertThat(one.frames.statistics().contradictions()).isZero();
  }

  @Test
  void userOfTheKeyBeatsTheAnnouncedOneAndEachContradictionIsCountedOnce() {
    Client one = listening(1);
    Client two = joined(2);
    Client three = joined(3);
    receive(one, 3, 77, 1, frameOf(two, 20));
    receive(one, 3, 77, 2, frameOf(two, 21));
    receive(one, 2, 88, 3, frameOf(three, 30));
    assertThat(one.frames.statistics().contradictions()).isEqualTo(2);
    receive(one, 9, 77, 4, frameOf(two, 22));
    receive(one, 2, 77, 5, frameOf(two, 23));

    assertThat(heard)
        .containsExactly("2:77:1:20", "2:77:2:21", "3:88:3:30", "2:77:4:22", "2:77:5:23");
    assertThat(one.frames.statistics().contradictions()).isEqualTo(3);
    assertThat(one.frames.counts().dropped()).isZero();
  }

  @Test
  void wrongAnnouncementsDoNotCountAsDecryptionFailures() {
    Client one = listening(1);
    Client two = joined(2);
    joined(3);
    for (int n = 0; n < 2 * DaveLimits.ofDefaults().decryptionFailures(); n++) {
      receive(one, 3, 77, n, frameOf(two, n));
    }
    assertThat(one.inbox).isEmpty();
    assertThat(heard).hasSize(72);
  }

  /** All members know all keys, so the key alone must not give an SSRC to another speaker. */
  @Test
  void memberCannotSpeakAsAnotherSpeakerWithItsOwnSsrc() {
    Client one = listening(1);
    Client victim = joined(2);
    Client forger = joined(3);
    receive(one, 2, 22, 1, frameOf(victim, 20));
    receive(one, 3, 33, 2, frameOf(victim, 21));
    receive(one, 3, 33, 3, frameOf(forger, 30));
    receive(one, 3, 33, 4, frameOf(victim, 22));

    assertThat(heard).containsExactly("2:22:1:20", "3:33:3:30");
    pass(1);
    one.frames.expire(now);
    assertThat(one.frames.statistics().users().get(3L).tooEarly()).isEqualTo(2);
  }

  @Test
  void ssrcOfAUserThatHasLeftGoesToItsNextUser() {
    Client one = listening(1);
    Client two = joined(2);
    Client three = joined(3);
    receive(one, 2, 77, 1, frameOf(two, 20));
    gateway.leave(2);
    deliverAll();
    receive(one, 0, 77, 2, frameOf(three, 30));

    assertThat(heard).containsExactly("2:77:1:20", "3:77:2:30");
    assertThat(one.frames.statistics().contradictions()).isZero();
  }

  @Test
  void announcementOfAProvenSsrcForItsNextUserIsAcceptedWithItsFirstFrame() {
    Client one = listening(1);
    Client two = joined(2);
    Client three = joined(3);
    receive(one, 2, 77, 1, frameOf(two, 20));
    receive(one, 3, 77, 2, frameOf(three, 30));

    assertThat(heard).containsExactly("2:77:1:20", "3:77:2:30");
  }

  @Test
  void reflectedOwnFramesAreNotDelivered() {
    Client one = listening(1);
    joined(2);
    byte[] own = frameOf(one, 10);
    receive(one, 0, 77, 1, own);
    receive(one, 1, 78, 2, own);
    assertThat(heard).isEmpty();
  }

  @Test
  void workForFramesWithoutAKeyIsLimited() {
    AtomicInteger opened = new AtomicInteger();
    Client one = gateway.join(new Client(1, gateway, key -> new CountingCipher(key, opened)));
    for (long user = 2; user <= 12; user++) {
      gateway.join(user);
    }
    deliverAll();
    int epochs = 2; // more epochs are possible while members join
    receive(one, 0, 77, 0, garbage());
    assertThat(opened.get()).isBetween(1, KeyTrials.MEMBERS_PER_FRAME * epochs);

    pass(1);
    opened.set(0);
    for (int n = 0; n < 1_000; n++) {
      receive(one, 0, 77, n, garbage());
    }
    assertThat(opened.get()).isBetween(KeyTrials.CHECKS_PER_SSRC / 2, KeyTrials.CHECKS_PER_SSRC);

    pass(1);
    opened.set(0);
    for (int n = 0; n < 50_000; n++) {
      receive(one, 0, 100 + n % 1_000, n, garbage());
    }
    assertThat(opened.get())
        .isBetween(KeyTrials.CHECKS_PER_SECOND - 8, KeyTrials.CHECKS_PER_SECOND);

    pass(1);
    one.frames.expire(now);
    DaveFrameCounts counts = one.frames.counts();
    assertThat(counts.noOwner() + counts.noRoom()).isEqualTo(51_001);
    assertThat(counts.dropped()).isEqualTo(51_001);
  }

  /** A voice server can announce another user before each packet. */
  @Test
  void workForKeptFramesIsLimitedWhenTheirUserIsAnnouncedAgainAndAgain() {
    AtomicInteger opened = new AtomicInteger();
    Client one = gateway.join(new Client(1, gateway, key -> new CountingCipher(key, opened)));
    joined(2);
    joined(3);
    pass(10);
    int epochs = 2;
    int packets = 1_000;
    for (int n = 0; n < KeptFrames.FRAMES_PER_SSRC; n++) {
      receive(one, 2, 77, n, garbage());
    }
    opened.set(0);
    for (int n = 0; n < packets; n++) {
      receive(one, 2 + n % 2, 77, n, garbage());
    }
    int everyPacketAndOneKeptFrame = 2 * epochs * packets;
    assertThat(opened.get())
        .isLessThanOrEqualTo(everyPacketAndOneKeptFrame + KeyTrials.CHECKS_PER_SSRC);
  }

  @Test
  void workForKeptFramesIsLimitedWhenTheirUserIsProvenAgainAndAgain() {
    AtomicInteger opened = new AtomicInteger();
    Client one = gateway.join(new Client(1, gateway, key -> new CountingCipher(key, opened)));
    Client two = joined(2);
    Client three = joined(3);
    pass(10);
    int epochs = 2;
    int packets = 200;
    for (int n = 0; n < KeptFrames.FRAMES_PER_SSRC; n++) {
      receive(one, 2, 77, n, garbage());
    }
    opened.set(0);
    for (int n = 0; n < packets; n++) {
      Client speaker = n % 2 == 0 ? two : three;
      receive(one, speaker.user, 77, n, frameOf(speaker, n));
    }
    int everyPacketAndTwoKeptFrames = (2 + 2) * epochs * packets;
    assertThat(opened.get())
        .isLessThanOrEqualTo(everyPacketAndTwoKeptFrames + KeyTrials.CHECKS_PER_SSRC);
  }

  /** The trials for a frame of an unknown user can use up the budget before op 5 arrives. */
  @Test
  void keptFramesAreDeliveredToTheAnnouncedUserAlthoughTheBudgetOfTrialsIsUsedUp() {
    Client one = listening(1);
    Client two = joined(2);
    Client three = joined(3);
    receive(one, 2, 22, 0, frameOf(two, 9));
    receive(one, 3, 33, 0, frameOf(three, 9));
    for (int n = 0; n < 400; n++) {
      receive(one, 0, 77, n, garbage());
    }
    heard.clear();
    pass(1);
    for (int n = 0; n < 10; n++) {
      receive(one, 3, 77, n, frameOf(two, n));
    }
    for (int n = 0; n < 400; n++) {
      receive(one, 0, 88, n, garbage());
    }
    receive(one, 2, 77, 10, frameOf(two, 10));
    assertThat(heard).hasSize(11).startsWith("2:77:0:0").endsWith("2:77:10:10");
  }

  @Test
  void keptFramesAreTriedAgainOnlyWhenKeysAreAdded() {
    AtomicInteger opened = new AtomicInteger();
    Client one = gateway.join(new Client(1, gateway, key -> new CountingCipher(key, opened)));
    joined(2);
    for (int n = 0; n < KeptFrames.FRAMES_PER_SSRC; n++) {
      receive(one, 2, 77, n, garbage());
    }
    opened.set(0);
    one.frames.update(one.session.media(), now);
    assertThat(opened.get()).isZero();
    joined(3);
    assertThat(one.frames.counts().tooEarly()).isEqualTo(KeptFrames.FRAMES_PER_SSRC);
  }

  private static final class CountingCipher implements FrameCipher {
    private final FrameCipher cipher;
    private final AtomicInteger opened;

    CountingCipher(byte[] key, AtomicInteger opened) {
      this.cipher = new JdkFrameCipher(key);
      this.opened = opened;
    }

    @Override
    public void seal(int nonce, byte[] in, int offset, int length, byte[] out, int outOffset) {
      cipher.seal(nonce, in, offset, length, out, outOffset);
    }

    @Override
    public boolean open(
        int nonce,
        byte[] aad,
        int aadLength,
        byte[] in,
        int offset,
        int length,
        byte[] out,
        int outOffset) {
      opened.incrementAndGet();
      return cipher.open(nonce, aad, aadLength, in, offset, length, out, outOffset);
    }

    @Override
    public void close() {
      cipher.close();
    }
  }

  @Test
  void senderIsFoundAmongManyMembersWithoutALostFrame() {
    Client one = listening(1);
    Client last = one;
    for (long user = 2; user <= 12; user++) {
      last = gateway.join(user);
    }
    deliverAll();
    for (int n = 0; n < 20; n++) {
      receive(one, 0, 77, n, frameOf(last, n));
      passNanos(20_000_000);
    }
    assertThat(heard).hasSize(20);
    for (int n = 0; n < 20; n++) {
      assertThat(heard.get(n)).isEqualTo("12:77:" + n + ":" + n);
    }
  }
}
