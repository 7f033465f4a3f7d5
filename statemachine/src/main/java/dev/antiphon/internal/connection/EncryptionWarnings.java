package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.KeyWait;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the changes of the end-to-end encryption that a user must know, once for each change. */
record EncryptionWarnings(AuditEntry.Subject subject) {
  private static final Logger LOG = LoggerFactory.getLogger(EncryptionWarnings.class);

  /** The call is not encrypted, and {@code dropped} frames were dropped. */
  void ended(long channelId, long dropped) {
    LOG.warn(
        "guild {}, channel {}: the call is not encrypted end to end ({} waiting frames dropped)."
            + " Later frames are sent without end-to-end encryption. To prevent this, set the"
            + " option endToEnd to REQUIRED",
        Long.toUnsignedString(subject.guildId()),
        Long.toUnsignedString(channelId),
        dropped);
  }

  /** The status has changed. A warning is logged if keys cannot come any more. */
  void changed(Optional<DaveEncryption> before, DaveEncryption now, long channelId) {
    Optional<KeyWait.Reason> reason = reason(Optional.of(now));
    if (reason.isPresent() && !reason.equals(reason(before))) {
      explanation(reason.get())
          .ifPresent(
              text ->
                  LOG.warn(
                      "guild {}, channel {}: keys of the end-to-end encryption are missing"
                          + " ({}): {}",
                      Long.toUnsignedString(subject.guildId()),
                      Long.toUnsignedString(channelId),
                      reason.get(),
                      text));
    }
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
