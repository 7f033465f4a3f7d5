package dev.antiphon.cli.internal.soak;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.DaveFrameStatistics;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What one bot hears in one guild. Thread-safe. */
final class Hearing {
  private final long listener;
  private final boolean encrypted;
  private final Measurements measurements;
  private final FrameLedger ledger = new FrameLedger();
  private final LongAdder frames = new LongAdder();
  private final LongAdder speech = new LongAdder();

  /** The current connection, after its listener was set. */
  private volatile @Nullable Connection current;

  /** What the ended connections have received. */
  private DaveFrameStatistics before = DaveFrameStatistics.NONE;

  Hearing(long listener, boolean encrypted, Measurements measurements) {
    this.listener = listener;
    this.encrypted = encrypted;
    this.measurements = measurements;
  }

  /** A connection begins. */
  void begin(Connection connection) {
    connection.onOpus(
        (user, ssrc, sequence, timestamp, frame) -> {
          ledger.heard(new FrameLedger.FrameId(ssrc, sequence, timestamp));
          received(user, frame);
        });
    current = connection;
  }

  /** A connection has ended. */
  synchronized void end(Connection connection) {
    before = before.plus(receivedBy(connection));
    current = null;
  }

  private void received(OptionalLong user, byte[] frame) {
    frames.increment();
    measurements.framesHeard.increment();
    if (EndlessSpeech.contains(frame)) {
      speech.increment();
      requireSpeaker(user, EndlessSpeech.speakerOf(frame));
    }
  }

  /** With encryption, the keys name the speaker. Without it, the speaker may be unknown. */
  private void requireSpeaker(OptionalLong named, long speaker) {
    boolean known = named.isPresent() || encrypted;
    if (known && !named.equals(OptionalLong.of(speaker))) {
      measurements.brokenInvariants.add(
          "User %d heard a frame of user %d as a frame of %s.".formatted(listener, speaker, named));
    }
  }

  /** The number of frames from other bots in the guild. */
  long frames() {
    return frames.sum();
  }

  /** The number of frames from other bots in the guild, without silence frames. */
  long speech() {
    return speech.sum();
  }

  /**
   * Returns true if the bot is established with this SSRC, and has the keys of this member of its
   * group.
   */
  boolean hasKeysOf(long speaker, long ssrc) {
    Connection present = current;
    return present != null
        && present.state() instanceof ConnectionState.Established established
        && established.ssrc() == ssrc
        && present
            .encryption()
            .filter(now -> now.status() == DaveEncryption.Status.ON)
            .filter(now -> now.members().stream().anyMatch(one -> one.userId() == speaker))
            .isPresent();
  }

  FrameLedger ledger() {
    return ledger;
  }

  /** The counts of all received frames of all connections. */
  synchronized DaveFrameStatistics counts() {
    Connection present = current;
    return present == null ? before : before.plus(receivedBy(present));
  }

  private static DaveFrameStatistics receivedBy(Connection connection) {
    return connection.statistics().framesReceived().orElse(DaveFrameStatistics.NONE);
  }
}
