package dev.antiphon.statemachine.connection;

import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.DaveEvent;
import dev.antiphon.dave.DaveFrames;
import dev.antiphon.dave.DaveLimits;
import dev.antiphon.dave.DaveRecord;
import dev.antiphon.dave.DaveSession;
import dev.antiphon.dave.DaveStatistics;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.udp.FrameTransform;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DAVE at work in a connection. The arithmetic of its group takes milliseconds, so sessions live on
 * a worker, which takes the events in their order; frames are encrypted on the event loop, with the
 * keys that the session has published.
 *
 * <p>Invariant: what a session that has been replaced still says changes nothing any more.
 */
final class DaveEndToEnd implements EndToEnd {
  private static final Logger LOG = LoggerFactory.getLogger(DaveEndToEnd.class);
  private static final int MOST_WAITING = 16;

  private final EventLoop loop;
  private final Executor worker;
  private final Sessions sessions;
  private final DaveLimits limits;
  private final Consumer<GatewayMessage> wire;
  private final Consumer<DaveEncryption> changes;
  private final EncryptionRecorder recorder;
  private final FrameTransform transform = new Transform();
  private final Deque<GatewayMessage> waiting = new ArrayDeque<>();
  private boolean connected;
  private int begun;
  private Optional<Run> present = Optional.empty();
  private volatile Optional<DaveStatistics> statistics = Optional.of(DaveStatistics.NONE);

  /** Makes sessions. */
  @FunctionalInterface
  interface Sessions {

    /** The session of a channel, whose steps are told of. */
    DaveSession open(long channelId, Consumer<DaveRecord> records);
  }

  /**
   * Nothing of a session yet.
   *
   * @param worker takes tasks one after the other; must not be the loop
   * @param sessions makes them; called on the worker
   * @param wire sends a message to the voice gateway; called on the loop
   * @param changes hears what has become of the encryption; called on the loop
   * @param recorder hears of every step; called on the loop
   */
  DaveEndToEnd(
      EventLoop loop,
      Executor worker,
      Sessions sessions,
      DaveLimits limits,
      Consumer<GatewayMessage> wire,
      Consumer<DaveEncryption> changes,
      EncryptionRecorder recorder) {
    this.loop = loop;
    this.worker = worker;
    this.sessions = sessions;
    this.limits = limits;
    this.wire = wire;
    this.changes = changes;
    this.recorder = recorder;
  }

  @Override
  public int offeredVersion() {
    return DaveSession.VERSION;
  }

  @Override
  public void begin(long channelId) {
    close();
    present = Optional.of(new Run(++begun, channelId));
    connected = true;
  }

  @Override
  public void interrupted() {
    connected = false;
  }

  @Override
  public void resumed() {
    connected = true;
    waiting.forEach(wire);
    waiting.clear();
  }

  private void say(GatewayMessage message) {
    if (connected) {
      wire.accept(message);
    } else {
      waiting.add(message);
      if (waiting.size() > MOST_WAITING) {
        waiting.remove();
      }
    }
  }

  @Override
  public void received(GatewayMessage message) {
    present.ifPresent(run -> DaveMessages.event(message).ifPresent(run::take));
  }

  @Override
  public FrameTransform transform() {
    return transform;
  }

  @Override
  public Optional<DaveStatistics> statistics() {
    return statistics;
  }

  @Override
  public void close() {
    present.ifPresent(Run::close);
    present = Optional.empty();
    waiting.clear();
  }

  private long now() {
    return loop.ticker().nanoTime();
  }

  /** One session, from Identify to whatever ends it. */
  private final class Run {
    private final DaveFrames frames =
        new DaveFrames(limits, user -> take(new DaveEvent.DecryptionFails(user)));
    private final int number;
    private final long channelId;

    /** Made and used by the worker alone, as is what it has told since its last event. */
    private DaveSession session;

    private List<DaveRecord> records = new ArrayList<>();

    Run(int number, long channelId) {
      this.number = number;
      this.channelId = channelId;
    }

    void take(DaveEvent event) {
      long nanos = now();
      worker.execute(() -> handle(event, nanos));
    }

    private void handle(DaveEvent event, long nanos) {
      try {
        if (session == null) {
          session = sessions.open(channelId, record -> records.add(record));
        }
        List<DaveEffect> effects = session.handle(event, nanos);
        DaveStatistics counted = session.statistics();
        List<DaveRecord> taken = records;
        records = new ArrayList<>();
        loop.execute(() -> apply(taken, effects, counted));
      } catch (RuntimeException failure) {
        LOG.error("the end-to-end encryption failed", failure);
      }
    }

    /** What one that has been replaced has decided is told of, and not carried out. */
    private void apply(List<DaveRecord> taken, List<DaveEffect> effects, DaveStatistics counted) {
      taken.forEach(record -> recorder.tell(number, channelId, record));
      if (present.filter(run -> run == this).isPresent()) {
        statistics = Optional.of(counted);
        effects.forEach(this::apply);
      }
    }

    private void apply(DaveEffect effect) {
      if (effect instanceof DaveEffect.PublishMedia publish) {
        frames.update(publish.media(), now());
      } else if (effect instanceof DaveEffect.EncryptionChanged changed) {
        changes.accept(changed.encryption());
      } else if (effect instanceof DaveEffect.Refused refused) {
        LOG.debug("end-to-end encryption: {}", refused.sentence());
      } else {
        DaveMessages.message(effect).ifPresent(DaveEndToEnd.this::say);
      }
    }

    void close() {
      frames.close();
      worker.execute(
          () -> {
            if (session != null) {
              session.close();
            }
          });
    }
  }

  /** Frames go through the keys of the session that is there; without one they are held. */
  private final class Transform implements FrameTransform {
    @Override
    public int maxOverhead() {
      return DaveFrames.MAX_OVERHEAD;
    }

    @Override
    public int protect(byte[] in, int off, int len, byte[] out, int outOff) {
      return present
          .map(run -> run.frames.protect(in, off, len, out, outOff, now()))
          .orElse(DaveFrames.HELD);
    }

    @Override
    public int unprotect(long userId, byte[] in, int off, int len, byte[] out, int outOff) {
      return present
          .map(run -> run.frames.unprotect(userId, in, off, len, out, outOff, now()))
          .orElse(DaveFrames.DROPPED);
    }

    @Override
    public String toString() {
      return "DAVE";
    }
  }
}
