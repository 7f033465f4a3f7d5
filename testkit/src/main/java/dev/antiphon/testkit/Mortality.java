package dev.antiphon.testkit;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the server die and come back. Confined to the server's loop. */
final class Mortality {

  private static final Logger LOG = LoggerFactory.getLogger(Mortality.class);

  private final Ports ports;
  private final Sockets sockets;
  private final Hall hall;
  private final Recording recording;
  private final EventLoop loop;
  private boolean dead;
  private Optional<Future<?>> resurrection = Optional.empty();
  private CompletableFuture<Void> back = CompletableFuture.completedFuture(null);

  Mortality(Ports ports, Sockets sockets, Hall hall, Recording recording) {
    this.ports = ports;
    this.sockets = sockets;
    this.hall = hall;
    this.recording = recording;
    this.loop = sockets.loop();
  }

  /** Nothing is reachable any more, until {@link #comeBack}. */
  void die(boolean keepSessions) {
    resurrection.ifPresent(timer -> timer.cancel(false));
    resurrection = Optional.empty();
    dead = true;
    ports.close();
    recording.record(new ServerEvent.Died(recording.now(), keepSessions));
    sockets.resetClients();
    if (!keepSessions) {
      List<VoiceSession> all = hall.all();
      all.forEach(session -> hall.end(session, LeaveReason.SERVER_DIED));
    }
  }

  /** Dead for so long. */
  void dieFor(Duration time, boolean keepSessions) {
    die(keepSessions);
    resurrection =
        Optional.of(
            loop.schedule(
                () ->
                    comeBack()
                        .exceptionally(
                            cause -> {
                              LOG.warn("The voice server can not come back: {}", cause.toString());
                              return null;
                            }),
                time.toMillis(),
                TimeUnit.MILLISECONDS));
  }

  /** Listens again; completes when it does, and at once when it was not dead. */
  CompletableFuture<Void> comeBack() {
    resurrection.ifPresent(timer -> timer.cancel(false));
    resurrection = Optional.empty();
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
}
