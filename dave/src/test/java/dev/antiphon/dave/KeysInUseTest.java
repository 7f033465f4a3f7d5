package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which keys frames are decrypted and encrypted with as the group and the version change. */
class KeysInUseTest {
  private final FakeGateway hub = new FakeGateway();
  private final Random chance = new Random(1);
  private long now = 1_000;
  private Client one;
  private Client two;

  @BeforeEach
  void twoAreInTheGroup() {
    one = joined(1);
    two = joined(2);
  }

  @AfterEach
  void close() {
    hub.clients.values().forEach(Client::close);
  }

  private Client joined(long user) {
    Client client = hub.join(user);
    settle();
    return client;
  }

  private void settle() {
    pass(1);
    hub.settle(chance, now);
  }

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
    hub.clients.values().forEach(client -> client.now = now);
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

  private int heard(byte[] frame, long sender) {
    return one.frames.unprotect(sender, frame, 0, frame.length, new byte[frame.length], 0, now);
  }

  @Test
  void whoWasRemovedIsNotHeardAfterTenSecondsThoughNothingElseHappens() {
    Client three = joined(3);
    byte[] first = frameOf(three);
    byte[] second = frameOf(three);
    hub.leave(3);
    settle();
    assertThat(one.session.encryption().members()).hasSize(2);
    pass(9);
    assertThat(heard(first, 3)).isEqualTo(40);
    pass(1);
    assertThat(heard(second, 3)).isEqualTo(DaveFrames.DROPPED);
    one.hears(two, true);
  }

  @Test
  void theSessionsLimitSaysHowLongOldKeysLast() {
    Client three = joined(3);
    byte[] frame = frameOf(three);
    DaveLimits usual = DaveLimits.ofDefaults();
    DaveLimits hasty =
        new DaveLimits(
            usual.users(),
            usual.proposals(),
            usual.transitions(),
            usual.keptMessages(),
            usual.keptBytes(),
            usual.epochs(),
            Duration.ofSeconds(2),
            usual.downgradeWindow(),
            usual.upgradeWindow(),
            usual.decryptionFailures(),
            usual.recoverySpacing());
    DaveFrames frames = new DaveFrames(hasty, user -> {});
    frames.update(one.session.media(), now);
    hub.leave(3);
    settle();
    frames.update(one.session.media(), now);
    pass(2);
    assertThat(frames.unprotect(3, frame, 0, frame.length, new byte[60], 0, now))
        .isEqualTo(DaveFrames.DROPPED);
    frames.close();
  }

  @Test
  void theKeysOfAGroupThatIsGivenUpGoThoughNothingElseHappens() {
    byte[] first = frameOf(two);
    byte[] second = frameOf(two);
    hub.leave(2);
    settle();
    pass(9);
    assertThat(heard(first, 2)).isEqualTo(40);
    pass(1);
    assertThat(heard(second, 2)).isEqualTo(DaveFrames.DROPPED);
  }

  @Test
  void theSameKeysServeAgainAfterALongTimeInClear() {
    both(new DaveEvent.PrepareTransition(50, 0));
    both(new DaveEvent.ExecuteTransition(50));
    pass(60);
    one.hears(two, false);
    both(new DaveEvent.PrepareTransition(51, 1));
    both(new DaveEvent.ExecuteTransition(51));
    one.hears(two, true);
    two.hears(one, true);
  }

  @Test
  void aDowngradeThatNeverComesDoesNotPutTheNextEpochInClear() {
    both(new DaveEvent.PrepareTransition(50, 0));
    joined(3);
    one.hears(two, true);
  }

  @Test
  void anEpochDuringADowngradeStaysInClear() {
    both(new DaveEvent.PrepareTransition(50, 0));
    hub.join(3);
    while (hub.deliver(chance, now)) {
      // Nobody executes yet.
    }
    both(new DaveEvent.ExecuteTransition(50));
    assertThat(one.session.media().sending()).isEqualTo(DaveMedia.Sending.PLAIN);
    settle();
    assertThat(one.session.media().sending()).isEqualTo(DaveMedia.Sending.PLAIN);
  }
}
