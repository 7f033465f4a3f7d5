package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.KeyWait;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the changes of the end-to-end encryption of a connection that a user must know: at most one
 * line in a second. Runs on the event loop only.
 */
final class EncryptionWarnings {
  private static final Logger LOG = LoggerFactory.getLogger(EncryptionWarnings.class);

  private enum Topic {
    UNENCRYPTED,
    MISSING_KEYS,
    FAILING_MEMBER
  }

  private final long guildId;
  private final LimitedLog<Topic> log;
  private long dropped;

  EncryptionWarnings(long guildId, EventLoop loop) {
    this.guildId = guildId;
    this.log = new LimitedLog<>(loop, LOG::warn);
  }

  /**
   * The call is not encrypted, and {@code framesDropped} frames were dropped.
   *
   * @param written called when the line about this end is written; not called if the encryption
   *     changes before
   */
  void ended(long channelId, long framesDropped, Runnable written) {
    dropped += framesDropped;
    warn(
        Topic.UNENCRYPTED,
        channelId,
        () ->
            "the call is not encrypted end to end (%d waiting frames dropped)."
                    .formatted(takeDropped())
                + " Later frames are sent without end-to-end encryption. To prevent this, set the"
                + " option endToEnd to REQUIRED",
        written);
  }

  /** No frame is sent unencrypted any more. */
  void resumed(long channelId, DaveEncryption.Status status) {
    warn(
        Topic.UNENCRYPTED,
        channelId,
        () -> {
          takeDropped();
          return "frames are no longer sent without end-to-end encryption (status %s)"
              .formatted(status);
        },
        () -> {});
  }

  private long takeDropped() {
    long taken = dropped;
    dropped = 0;
    return taken;
  }

  /** The status has changed. A warning is logged if keys cannot come any more. */
  void changed(Optional<DaveEncryption> before, DaveEncryption now, long channelId) {
    Optional<KeyWait.Reason> reason = reason(Optional.of(now));
    if (reason.isPresent() && !reason.equals(reason(before))) {
      explanation(reason.get())
          .ifPresent(
              text ->
                  warn(
                      Topic.MISSING_KEYS,
                      channelId,
                      () ->
                          "keys of the end-to-end encryption are missing (%s): %s"
                              .formatted(reason.get(), text),
                      () -> {}));
    }
  }

  /**
   * Frames of a member cannot be decrypted, and no recovery is left.
   *
   * @param since when this was noticed
   * @param until when the recoveries start again, if that is known
   */
  void cannotDecrypt(long channelId, long userId, Instant since, Optional<Instant> until) {
    warn(
        Topic.FAILING_MEMBER,
        channelId,
        () ->
            "frames of user %s cannot be decrypted since %s. No recovery is left%s. The user's"
                    .formatted(
                        Long.toUnsignedString(userId),
                        seconds(since),
                        until.map(end -> " until " + seconds(end)).orElse(""))
                + " frames are dropped until the group changes. This session logs no further line"
                + " about frames that cannot be decrypted",
        () -> {});
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private void warn(Topic topic, long channelId, Supplier<String> text, Runnable written) {
    String where =
        "guild %s, channel %s: "
            .formatted(Long.toUnsignedString(guildId), Long.toUnsignedString(channelId));
    log.write(topic, () -> where + text.get(), written);
  }

  /** Logs what was held back. */
  void close() {
    log.close();
  }

  private static Optional<KeyWait.Reason> reason(Optional<DaveEncryption> encryption) {
    return encryption.flatMap(DaveEncryption::keyWait).map(KeyWait::reason);
  }

  private static Optional<String> explanation(KeyWait.Reason reason) {
    return switch (reason) {
      case RECOVERIES_SPENT ->
          Optional.of(
              "the bot cannot follow the group of the call, and all recoveries are used up. The"
                  + " connection rejoins while it has retries. If this repeats, the audit shows"
                  + " which messages were refused");
      case OTHER_CHANNEL ->
          Optional.of(
              "the voice server sends messages of the group of another channel. The connection"
                  + " rejoins while it has retries. If this repeats, check that the main gateway"
                  + " lists the bot in this channel");
      default -> Optional.empty();
    };
  }
}
