package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session that requires encryption neither sends nor accepts unencrypted frames. */
class RequiredTest {
  private static final byte[] PLAIN = {1, 2, 3, 4};

  private final DaveSession session =
      DaveSession.builder(1, FakeGateway.CHANNEL).required(true).build();
  private final DaveFrames frames = new DaveFrames(DaveLimits.ofDefaults(), user -> {});

  @BeforeEach
  void announceAnotherUser() {
    take(new DaveEvent.UsersConnected(List.of(2L)));
  }

  @AfterEach
  void close() {
    session.close();
    frames.close();
  }

  private void take(DaveEvent event) {
    session.handle(event, 0);
    frames.update(session.media(), 0);
  }

  private void assertHeld() {
    assertThat(session.media().sending()).isEqualTo(DaveMedia.Sending.HOLD);
    assertThat(session.encryption().status()).isEqualTo(DaveEncryption.Status.WAITING);
    assertThat(frames.protect(PLAIN, 0, 4, new byte[40], 0, 0)).isEqualTo(DaveFrames.HELD);
    assertThat(frames.unprotect(2, PLAIN, 0, 4, new byte[4], 0, 0)).isEqualTo(DaveFrames.DROPPED);
  }

  @Test
  void framesAreHeldWhenTheSessionBeginsWithVersion0() {
    take(new DaveEvent.Begin(0));
    assertHeld();
    assertThat(session.encryption().keyWait().orElseThrow().reason())
        .isEqualTo(KeyWait.Reason.NOT_ENCRYPTED);
    assertThat(session.encryption().awaitsKeys()).isTrue();
  }

  @Test
  void framesAreHeldAfterADowngradeAndAnUpgrade() {
    take(new DaveEvent.Begin(1));
    take(new DaveEvent.PrepareTransition(5, 0));
    assertHeld();
    take(new DaveEvent.ExecuteTransition(5));
    assertHeld();
    take(new DaveEvent.PrepareTransition(6, 1));
    take(new DaveEvent.ExecuteTransition(6));
    assertHeld();
  }
}
