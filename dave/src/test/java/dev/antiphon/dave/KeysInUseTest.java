package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys for encryption and decryption after changes of the group and of the version. */
class KeysInUseTest {
  private final FakeGateway gateway = new FakeGateway();
  private final Random random = new Random(1);
  private long now = 1_000;
  private Client one;
  private Client two;

  @BeforeEach
  void joinTwoClients() {
    one = joined(1);
    two = joined(2);
  }

  @AfterEach
  void close() {
    gateway.clients.values().forEach(Client::close);
  }

  private Client joined(long user) {
    Client client = gateway.join(user);
    deliverAll();
    return client;
  }

  private void deliverAll() {
    pass(1);
    gateway.deliverAll(random, now);
  }

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
    gateway.clients.values().forEach(client -> client.now = now);
  }

  private void both(DaveEvent event) {
    one.handle(event, now);
    two.handle(event, now);
  }

  private byte[] frameOf(Client sender) {
    byte[] wire = new byte[40 + DaveFrames.MAX_OVERHEAD];
    int length = sender.frames.protect(new byte[40], 0, 40, wire, 0, now);
    assertThat(length).isGreaterThan(40);
    return Arrays.copyOf(wire, length);
  }

  private int receive(byte[] frame, long sender) {
    return one.frames.unprotect(sender, frame, 0, frame.length, new byte[frame.length], 0, now);
  }

  @Test
  void keysOfARemovedMemberAreDeletedAfterTenSecondsEvenWithoutAnEvent() {
    Client three = joined(3);
    byte[] first = frameOf(three);
    byte[] second = frameOf(three);
    gateway.leave(3);
    deliverAll();
    assertThat(one.session.encryption().members()).hasSize(2);
    pass(9);
    assertThat(receive(first, 3)).isEqualTo(40);
    pass(1);
    assertThat(receive(second, 3)).isEqualTo(DaveFrames.DROPPED);
    one.assertDecrypts(two, true);
  }

  @Test
  void oldKeysAreDeletedAfterTheConfiguredRetentionTime() {
    Client three = joined(3);
    byte[] frame = frameOf(three);
    DaveLimits defaults = DaveLimits.ofDefaults();
    DaveLimits limits =
        new DaveLimits(
            defaults.users(),
            defaults.proposals(),
            defaults.transitions(),
            defaults.keptMessages(),
            defaults.keptBytes(),
            defaults.epochs(),
            Duration.ofSeconds(2),
            defaults.downgradeWindow(),
            defaults.upgradeWindow(),
            defaults.decryptionFailures(),
            defaults.recoveries(),
            defaults.recoverySpacing(),
            defaults.recoveryMemory());
    DaveFrames frames = new DaveFrames(limits, user -> {});
    frames.update(one.session.media(), now);
    gateway.leave(3);
    deliverAll();
    frames.update(one.session.media(), now);
    pass(2);
    assertThat(frames.unprotect(3, frame, 0, frame.length, new byte[60], 0, now))
        .isEqualTo(DaveFrames.DROPPED);
    frames.close();
  }

  @Test
  void keysOfAnAbandonedGroupAreDeletedAfterTenSecondsEvenWithoutAnEvent() {
    byte[] first = frameOf(two);
    byte[] second = frameOf(two);
    gateway.leave(2);
    deliverAll();
    pass(9);
    assertThat(receive(first, 2)).isEqualTo(40);
    pass(1);
    assertThat(receive(second, 2)).isEqualTo(DaveFrames.DROPPED);
  }

  @Test
  void membersDecryptEachOtherAgainAfterADowngradeAndAnUpgrade() {
    both(new DaveEvent.PrepareTransition(50, 0));
    both(new DaveEvent.ExecuteTransition(50));
    pass(60);
    one.assertDecrypts(two, false);
    both(new DaveEvent.PrepareTransition(51, 1));
    both(new DaveEvent.ExecuteTransition(51));
    one.assertDecrypts(two, true);
    two.assertDecrypts(one, true);
  }

  @Test
  void framesInTheNextEpochAreEncryptedWhenAnAnnouncedDowngradeIsNotExecuted() {
    both(new DaveEvent.PrepareTransition(50, 0));
    joined(3);
    one.assertDecrypts(two, true);
  }

  @Test
  void framesInANewEpochStayUnencryptedDuringADowngrade() {
    both(new DaveEvent.PrepareTransition(50, 0));
    gateway.join(3);
    while (gateway.deliver(random, now)) {
      // The transition is not executed yet.
    }
    both(new DaveEvent.ExecuteTransition(50));
    assertThat(one.session.media().sending()).isEqualTo(DaveMedia.Sending.PLAIN);
    deliverAll();
    assertThat(one.session.media().sending()).isEqualTo(DaveMedia.Sending.PLAIN);
  }
}
