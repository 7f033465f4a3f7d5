package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames that arrive before their keys. */
class KeptFramesTest extends ReceivingFixture {

  /** Client 3 joins, and client 1 has not received the commit yet. */
  private Client joinedBeforeCommitOf(Client late) {
    Client joined = gateway.join(3);
    deliverAllExcept(late);
    return joined;
  }

  private void deliverTo(Client late) {
    while (!late.inbox.isEmpty()) {
      late.take(now);
    }
  }

  @Test
  void framesOfANewcomerAreDeliveredInOrderWhenTheKeysCome() {
    Client one = listening(1);
    joined(2);
    Client three = joinedBeforeCommitOf(one);
    receive(one, 3, 77, 1, frameOf(three, 1));
    receive(one, 0, 78, 2, frameOf(three, 2));
    receive(one, 3, 77, 3, frameOf(three, 3));
    assertThat(heard).isEmpty();
    assertThat(one.frames.keepsFrames()).isTrue();
    assertThat(one.frames.counts()).isEqualTo(DaveFrameCounts.NONE);
    deliverTo(one);
    receive(one, 3, 77, 4, frameOf(three, 4));

    assertThat(heard).containsExactlyInAnyOrder("3:77:1:1", "3:77:3:3", "3:78:2:2", "3:77:4:4");
    assertThat(heard.stream().filter(frame -> frame.contains(":77:")))
        .containsExactly("3:77:1:1", "3:77:3:3", "3:77:4:4");
    assertThat(one.frames.keepsFrames()).isFalse();
    assertThat(one.frames.counts().decrypted()).isEqualTo(4);
  }

  /**
   * The nonces of an epoch start again, so these frames look like replays of the previous epoch.
   */
  @Test
  void firstFramesOfTheNextEpochAreKeptAlthoughTheirNoncesWereReceived() {
    Client one = listening(1);
    Client two = joined(2);
    for (int n = 0; n < 10; n++) {
      receive(one, 2, 77, n, frameOf(two, n));
    }
    heard.clear();
    joinedBeforeCommitOf(one);
    receive(one, 2, 77, 10, frameOf(two, 10));
    receive(one, 2, 77, 11, frameOf(two, 11));
    assertThat(heard).isEmpty();
    deliverTo(one);

    assertThat(heard).containsExactly("2:77:10:10", "2:77:11:11");
    assertThat(one.frames.counts().dropped()).isZero();
  }

  @Test
  void realReplaysAreNotKept() {
    Client one = listening(1);
    Client two = joined(2);
    byte[] frame = frameOf(two, 1);
    receive(one, 2, 77, 1, frame);
    receive(one, 2, 77, 1, frame);

    assertThat(one.frames.keepsFrames()).isFalse();
    assertThat(one.frames.statistics().users().get(2L).replayed()).isEqualTo(1);
  }

  @Test
  void framesAreDroppedAndCountedAfterOneSecond() {
    Client one = listening(1);
    joined(2);
    Client three = joinedBeforeCommitOf(one);
    receive(one, 3, 77, 1, frameOf(three, 1));
    receive(one, 0, 78, 2, frameOf(three, 2));
    passNanos(SECOND - 1);
    assertThat(one.frames.expire(now)).isTrue();
    passNanos(1);
    assertThat(one.frames.expire(now)).isFalse();
    deliverTo(one);

    assertThat(heard).isEmpty();
    assertThat(one.frames.statistics().users().get(3L).tooEarly()).isEqualTo(1);
    assertThat(one.frames.statistics().others().noOwner()).isEqualTo(1);
  }

  @Test
  void silenceAndUnencryptedFramesAreNotKept() {
    Client one = listening(1);
    joined(2);
    receive(one, 3, 77, 1, garbage());
    receive(one, 3, 77, 2, new byte[] {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE});
    receive(one, 3, 77, 3, new byte[] {1, 2, 3, 4});

    assertThat(heard).containsExactly("3:77:2:-8");
    assertThat(one.frames.statistics().users().get(3L).notEncrypted()).isEqualTo(1);
  }

  @Test
  void frameThatCanBeDecryptedIsNotDelayedByAKeptFrame() {
    Client one = listening(1);
    Client two = joined(2);
    byte[] old = frameOf(two, 1);
    Client three = joinedBeforeCommitOf(one);
    receive(one, 2, 77, 2, frameOf(two, 2));
    receive(one, 2, 77, 1, old);
    assertThat(heard).containsExactly("2:77:1:1");
    deliverTo(one);
    assertThat(heard).containsExactly("2:77:1:1", "2:77:2:2");
    assertThat(three.session.state()).isNotNull();
  }

  @Test
  void keptFramesOfAnSsrcAreDeliveredWhenItsUserIsAnnounced() {
    Client one = listening(1);
    Client two = joined(2);
    Client three = joined(3);
    receive(one, 2, 22, 0, frameOf(two, 9));
    receive(one, 3, 33, 0, frameOf(three, 9));
    heard.clear();
    // User 2 already has an SSRC and user 3 is announced, so no other key is tried.
    receive(one, 3, 77, 1, frameOf(two, 1));
    receive(one, 3, 77, 2, frameOf(two, 2));
    assertThat(heard).isEmpty();
    receive(one, 2, 77, 3, frameOf(two, 3));
    assertThat(heard).containsExactly("2:77:1:1", "2:77:2:2", "2:77:3:3");
  }

  @Test
  void numberOfKeptFramesIsLimited() {
    Client one = listening(1);
    joined(2);
    for (int n = 0; n < 60; n++) {
      receive(one, 5, 77, n, garbage());
    }
    assertThat(one.frames.statistics().users().get(5L).noRoom()).isEqualTo(10);
    for (int ssrc = 100; ssrc < 100 + 70; ssrc++) {
      receive(one, 6, ssrc, 0, garbage());
    }
    assertThat(one.frames.statistics().users().get(6L).noRoom()).isEqualTo(7);
    pass(1);
    one.frames.expire(now);
    assertThat(one.frames.statistics().users().get(5L).dropped()).isEqualTo(60);
    assertThat(one.frames.statistics().users().get(6L).dropped()).isEqualTo(70);
  }

  @Test
  void memoryOfKeptFramesIsLimited() {
    Client one = listening(1);
    joined(2);
    byte[] large = new byte[100_000];
    System.arraycopy(garbage(), 0, large, large.length - 40, 40);
    for (int n = 0; n < 20; n++) {
      receive(one, 5, 70 + n, n, large);
    }
    assertThat(one.frames.statistics().users().get(5L).noRoom()).isEqualTo(10);
  }

  @Test
  void listenerCanCloseTheFramesDuringTheDelivery() {
    Client one = listening(1);
    joined(2);
    Client three = joinedBeforeCommitOf(one);
    for (int n = 0; n < 3; n++) {
      receive(one, 3, 77, n, frameOf(three, n));
    }
    List<Long> delivered = new ArrayList<>();
    one.frames.deliverTo(
        (user, ssrc, position, frame, offset, length) -> {
          delivered.add(position);
          one.frames.close();
        });
    deliverTo(one);
    receive(one, 3, 77, 3, frameOf(three, 3));

    assertThat(delivered).containsExactly(0L);
    assertThat(one.frames.keepsFrames()).isFalse();
    assertThat(one.frames.counts().dropped()).isEqualTo(3);
  }

  @Test
  void keptFramesAreCountedWhenTheSessionEnds() {
    Client one = listening(1);
    joined(2);
    receive(one, 5, 77, 1, garbage());
    one.frames.close();
    assertThat(one.frames.statistics().users().get(5L).tooEarly()).isEqualTo(1);
  }

  @Test
  void memberWhoseFramesNeverFitAKeyIsReported() {
    Client one = listening(1);
    Client two = joined(2);
    receive(one, 2, 77, 0, frameOf(two, 1));
    for (int n = 0; n < DaveLimits.ofDefaults().decryptionFailures() + 2; n++) {
      receive(one, 2, 77, n, garbage());
    }
    assertThat(one.inbox).containsExactly(new DaveEvent.DecryptionFails(2));
  }
}
