package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.udp.internal.OutgoingAudio;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the status of the encryption, and decides when frames may be sent unencrypted. Runs on
 * the event loop only.
 *
 * <p>Invariant: no frame that was accepted before the status became OFF is sent unencrypted. Later
 * frames are sent only when the application has been told about this change, and the warning about
 * it is logged. At most one report of such a change waits for the application.
 */
final class UnencryptedSpeech {
  private static final Logger LOG = LoggerFactory.getLogger(UnencryptedSpeech.class);
  private static final long RETRY_SECONDS = 1;

  private final ConnectionContext context;
  private final OutgoingAudio audio;
  private final EncryptionWarnings warnings;
  private final boolean required;
  private final Runnable allow;
  private Optional<DaveEncryption> latest = Optional.empty();
  private int changes;
  private boolean told;
  private boolean logged;
  private boolean telling;
  private boolean closed;
  private Optional<ScheduledFuture<?>> retry = Optional.empty();

  /**
   * Starts without a status.
   *
   * @param warnings logs the changes
   * @param required whether frames are never sent unencrypted
   * @param allow runs when frames may be sent unencrypted
   */
  UnencryptedSpeech(
      ConnectionContext context,
      OutgoingAudio audio,
      EncryptionWarnings warnings,
      boolean required,
      Runnable allow) {
    this.context = context;
    this.audio = audio;
    this.warnings = warnings;
    this.required = required;
    this.allow = allow;
  }

  /** Whether frames may be sent unencrypted now. */
  boolean isAllowed() {
    return told && logged;
  }

  /** Whether frames wait for keys although other users are present. */
  boolean isAwaitingKeys() {
    return !closed
        && latest
            .filter(now -> now.status() == DaveEncryption.Status.WAITING && now.awaitsKeys())
            .isPresent();
  }

  /**
   * A session begins with this version. Version 0 is reported at once, before a join completes, so
   * that the first frames of the application are not dropped.
   */
  void begin(int version, long channelId) {
    if (version == 0 && !required) {
      report(DaveEncryption.off(context.subject().userId()), channelId);
    }
  }

  /**
   * Reports the status if it differs from the last one.
   *
   * @param channelId the channel, for the log
   */
  void report(DaveEncryption now, long channelId) {
    Optional<DaveEncryption> before = latest;
    if (closed || before.equals(Optional.of(now))) {
      return;
    }
    latest = Optional.of(now);
    warnings.changed(before, now, channelId);
    context.observer().encryptionKnown(now);
    boolean wasOff = before.filter(this::isOff).isPresent();
    if (isOff(now) && !wasOff) {
      end(now, channelId);
    } else {
      if (!isOff(now) && wasOff) {
        forget();
        audio.resume();
        warnings.resumed(channelId, now.status());
      }
      context.observer().encryptionChanged(now);
    }
  }

  private boolean isOff(DaveEncryption encryption) {
    return !required && encryption.status() == DaveEncryption.Status.OFF;
  }

  private void forget() {
    told = false;
    logged = false;
  }

  private void end(DaveEncryption now, long channelId) {
    int change = ++changes;
    long before = audio.framesDropped().discarded();
    audio.discard();
    long dropped = audio.framesDropped().discarded() - before;
    warnings.ended(channelId, dropped, () -> logged(change));
    tell(now);
  }

  private void tell(DaveEncryption now) {
    if (telling) {
      return; // told() tells again
    }
    telling = true;
    int change = changes;
    context
        .observer()
        .encryptionEnded(now, () -> onLoop(() -> told(change)), () -> onLoop(this::refused));
  }

  private void told(int change) {
    telling = false;
    Optional<DaveEncryption> off = latest.filter(this::isOff);
    if (closed || off.isEmpty()) {
      return;
    }
    if (change != changes) {
      tell(off.get());
    } else {
      told = true;
      allowIfReady();
    }
  }

  private void logged(int change) {
    if (!closed && change == changes) {
      logged = true;
      allowIfReady();
    }
  }

  private void allowIfReady() {
    if (isAllowed()) {
      audio.resume();
      allow.run();
    }
  }

  private void refused() {
    telling = false;
    if (!closed) {
      retry =
          Optional.of(context.loop().schedule(this::tellAgain, RETRY_SECONDS, TimeUnit.SECONDS));
    }
  }

  private void tellAgain() {
    if (!closed && !told) {
      latest.filter(this::isOff).ifPresent(this::tell);
    }
  }

  private void onLoop(Runnable task) {
    if (context.loop().inEventLoop()) {
      task.run();
      return;
    }
    try {
      context.loop().execute(task);
    } catch (RejectedExecutionException ended) {
      LOG.debug("the event loop has ended before the application was told");
    }
  }

  /** No frame is sent unencrypted from now on. */
  void close() {
    closed = true;
    forget();
    retry.ifPresent(timer -> timer.cancel(false));
  }
}
