package dev.antiphon.testkit.internal.server;

import dev.antiphon.testkit.internal.calls.Calls;
import dev.antiphon.testkit.internal.net.Ports;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.session.VoiceSession;
import dev.antiphon.testkit.record.LeaveReason;
import dev.antiphon.testkit.record.ServerEvent;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Simulates a crash and the return of the whole server, or of only its UDP port. Confined to the
 * server's loop.
 */
public final class Outage {

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  private final Ports ports;
  private final Acceptor acceptor;
  private final Calls calls;
  private final ServerRecording recording;
  private final EventLoop loop;
  private boolean dead;
  private Optional<Future<?>> comeBackTimer = Optional.empty();
  private Optional<Future<?>> udpTimer = Optional.empty();

  /** The last operation that opens or closes ports. Completed when no operation is running. */
  private CompletableFuture<Void> back = DONE;

  Outage(Ports ports, EventLoop loop, Acceptor acceptor, Calls calls, ServerRecording recording) {
    this.ports = ports;
    this.acceptor = acceptor;
    this.calls = calls;
    this.recording = recording;
    this.loop = loop;
  }

  /** Closes everything until {@link #comeBack}. */
  void die(boolean keepSessions) {
    cancel(comeBackTimer);
    cancel(udpTimer);
    dead = true;
    ports.close();
    recording.record(new ServerEvent.Died(recording.now(), keepSessions));
    acceptor.resetAll();
    if (!keepSessions) {
      List<VoiceSession> all = calls.all();
      all.forEach(session -> calls.end(session, LeaveReason.SERVER_DIED));
    }
  }

  /** Crashes for the given time. */
  void dieFor(Duration time, boolean keepSessions) {
    die(keepSessions);
    comeBackTimer = Optional.of(after(time, this::comeBack));
  }

  /** Listens again. The future completes when the server listens, or at once if it is not down. */
  CompletableFuture<Void> comeBack() {
    cancel(comeBackTimer);
    if (dead) {
      dead = false;
      back = ports.reopen().whenComplete((done, failure) -> returned(failure == null));
    }
    return back;
  }

  private void returned(boolean listening) {
    if (listening) {
      recording.record(new ServerEvent.CameBack(recording.now()));
    } else {
      dead = true;
    }
  }

  /** Closes the UDP port until {@link #openUdp}. The future completes when the port is closed. */
  CompletableFuture<Void> closeUdp() {
    cancel(udpTimer);
    back = settled().thenCompose(done -> dead ? DONE : ports.closeUdp());
    return back;
  }

  /** Closes the UDP port for the given time. */
  void closeUdpFor(Duration time) {
    closeUdp();
    udpTimer = Optional.of(after(time, this::openUdp));
  }

  /**
   * Opens the UDP port, unless it is open or the whole server is down. The future completes when
   * the port is open.
   */
  CompletableFuture<Void> openUdp() {
    cancel(udpTimer);
    back = settled().thenCompose(done -> dead || ports.isUdpOpen() ? DONE : ports.reopenUdp());
    return back;
  }

  private CompletableFuture<Void> settled() {
    return back.exceptionally(failure -> null);
  }

  private Future<?> after(Duration time, Supplier<CompletableFuture<Void>> opening) {
    return loop.schedule(
        () ->
            opening
                .get()
                .exceptionally(
                    cause -> {
                      LOG.warn("The voice server cannot open its port again: {}", cause.toString());
                      return null;
                    }),
        time.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static void cancel(Optional<Future<?>> timer) {
    timer.ifPresent(running -> running.cancel(false));
  }
}
