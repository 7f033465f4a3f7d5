package dev.antiphon.dave.internal.media;

import static dev.antiphon.dave.internal.media.FrameOutcome.DECRYPTED;
import static dev.antiphon.dave.internal.media.FrameOutcome.NOT_AUTHENTIC;
import static dev.antiphon.dave.internal.media.FrameOutcome.NO_KEY;
import static dev.antiphon.dave.internal.media.FrameOutcome.REPLAYED;
import static dev.antiphon.dave.internal.media.FrameOutcome.TOO_FAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long the keys of epochs and generations are kept. */
class KeyRetentionTest {
  private static final byte[] SPEECH = new byte[40];
  private static final long GENERATION = 1L << 24;

  /** The time that the fastest sender needs for one generation, in seconds. */
  private static final double FASTEST = GENERATION / 170.0;

  private final ReferenceSender older = new ReferenceSender(1);
  private final ReferenceSender newer = new ReferenceSender(2);
  private final Receiver receiver = new Receiver(older);

  @Test
  void framesOfTheOlderEpochAreDecryptedUntilTenSecondsAfterAFrameOfTheNewerEpoch() {
    receiver.add(newer);
    receiver.pass(60);
    assertThat(receiver.receive(older.frame(1, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(newer.frame(1, SPEECH))).isEqualTo(DECRYPTED);
    receiver.pass(9.9);
    assertThat(receiver.receive(newer.frame(2, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(older.frame(2, SPEECH))).isEqualTo(DECRYPTED);
    receiver.pass(0.1);
    assertThat(receiver.receive(older.frame(3, SPEECH))).isEqualTo(NOT_AUTHENTIC);
    assertThat(receiver.decryptor.epochs()).isEqualTo(1);
  }

  @Test
  void retiredEpochsAreRemovedAfterTenSecondsEvenWhenTheSenderIsSilent() {
    receiver.add(newer);
    receiver.decryptor.retireBefore(2, receiver.now + SenderEpoch.RETENTION_NANOS);
    receiver.pass(5);
    receiver.decryptor.retireBefore(2, receiver.now + SenderEpoch.RETENTION_NANOS);
    receiver.pass(4.9);
    assertThat(receiver.receive(older.frame(1, SPEECH))).isEqualTo(DECRYPTED);
    receiver.pass(0.1);
    assertThat(receiver.receive(older.frame(2, SPEECH))).isEqualTo(NOT_AUTHENTIC);
    assertThat(receiver.receive(newer.frame(1, SPEECH))).isEqualTo(DECRYPTED);
  }

  @Test
  void allEpochsCanBeRemoved() {
    receiver.decryptor.retireBefore(2, receiver.now + SenderEpoch.RETENTION_NANOS);
    receiver.pass(9.9);
    assertThat(receiver.receive(older.frame(1, SPEECH))).isEqualTo(DECRYPTED);
    receiver.pass(0.1);
    assertThat(receiver.receive(older.frame(2, SPEECH))).isEqualTo(NO_KEY);
    receiver.add(newer);
    receiver.pass(60);
    assertThat(receiver.receive(newer.frame(1, SPEECH))).isEqualTo(DECRYPTED);
  }

  @Test
  void eachEpochHasSeparateNonces() {
    receiver.receive(older.frame(5, SPEECH));
    receiver.add(newer);
    assertThat(receiver.receive(newer.frame(1, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(older.frame(5, SPEECH))).isEqualTo(REPLAYED);
    assertThat(receiver.receive(older.frame(6, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(newer.frame(5, SPEECH))).isEqualTo(DECRYPTED);
  }

  @Test
  void oldestEpochsAreRemovedWhenThereAreTooMany() {
    List<ReferenceSender> senders = IntStream.range(10, 20).mapToObj(ReferenceSender::new).toList();
    var oldest = senders.get(0).base();
    receiver.add(oldest);
    senders.forEach(receiver::add);
    assertThat(receiver.decryptor.epochs()).isEqualTo(FrameDecryptor.MAX_EPOCHS);
    assertThatThrownBy(oldest::toArray).isInstanceOf(IllegalStateException.class);
    assertThat(receiver.receive(senders.get(1).frame(1, SPEECH))).isEqualTo(NOT_AUTHENTIC);
    assertThat(receiver.receive(senders.get(2).frame(1, SPEECH))).isEqualTo(DECRYPTED);
  }

  @Test
  void secretsOfRemovedEpochsAreWiped() {
    var base = newer.base();
    receiver.add(base);
    receiver.decryptor.retireBefore(3, receiver.now + SenderEpoch.RETENTION_NANOS);
    receiver.pass(10);
    receiver.add(older);
    assertThat(receiver.decryptor.epochs()).isEqualTo(1);
    assertThatThrownBy(base::toArray).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keyGenerationIsRefusedBeforeTheFastestSenderCanReachIt() {
    receiver.pass(FASTEST - 2);
    assertThat(receiver.receive(older.frame(GENERATION, SPEECH))).isEqualTo(TOO_FAR);
    receiver.pass(3);
    assertThat(receiver.receive(older.frame(GENERATION, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(older.frame(2 * GENERATION, SPEECH))).isEqualTo(TOO_FAR);
  }

  @Test
  void framesOfTheOlderKeyGenerationAreDecryptedForTenSeconds() {
    receiver.receive(older.frame(GENERATION - 4, SPEECH));
    receiver.pass(FASTEST + 1);
    assertThat(receiver.receive(older.frame(GENERATION + 1, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(older.frame(GENERATION - 1, SPEECH))).isEqualTo(DECRYPTED);
    receiver.pass(9.9);
    assertThat(receiver.receive(older.frame(GENERATION, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(older.frame(GENERATION - 2, SPEECH))).isEqualTo(DECRYPTED);
    receiver.pass(0.1);
    assertThat(receiver.receive(older.frame(GENERATION - 3, SPEECH))).isEqualTo(TOO_FAR);
    assertThat(receiver.receive(older.frame(GENERATION + 2, SPEECH))).isEqualTo(DECRYPTED);
  }

  @Test
  void forgedKeyGenerationDoesNotChangeTheKeys() {
    receiver.receive(older.frame(1, SPEECH));
    receiver.pass(3 * FASTEST + 2);
    byte[] forged = older.frame(3 * GENERATION, SPEECH);
    forged[0]++;
    assertThat(receiver.receive(forged)).isEqualTo(NOT_AUTHENTIC);
    receiver.pass(11);
    assertThat(receiver.receive(older.frame(2, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(older.frame(GENERATION, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(older.frame(3 * GENERATION, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(older.frame(3 * GENERATION - 1, SPEECH))).isEqualTo(NO_KEY);
  }

  @Test
  void keyGenerationMoreThan250AheadIsRefused() {
    receiver.pass(300 * FASTEST);
    assertThat(receiver.receive(older.frame(251 * GENERATION, SPEECH))).isEqualTo(TOO_FAR);
    assertThat(receiver.receive(older.frame(250 * GENERATION, SPEECH))).isEqualTo(DECRYPTED);
  }

  @Test
  void keyGenerationContinuesToIncreaseWhenTheNonceReturnsToZero() {
    receiver.pass(300 * FASTEST);
    receiver.receive(older.frame(250 * GENERATION, SPEECH));
    assertThat(receiver.receive(older.frame((1L << 32) - 2, SPEECH))).isEqualTo(DECRYPTED);
    // While generation 0 is kept, the most significant byte 0 is mapped to it.
    assertThat(receiver.receive(older.frame((1L << 32) + 1, SPEECH))).isEqualTo(REPLAYED);
    receiver.pass(10);
    assertThat(receiver.receive(older.frame((1L << 32) + 1, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(older.frame((1L << 32) - 1, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(older.frame(1L << 32, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(older.frame((1L << 32) + 1, SPEECH))).isEqualTo(REPLAYED);
  }
}
