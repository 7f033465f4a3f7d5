package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.DaveEvent;
import dev.antiphon.dave.DaveFrames;
import dev.antiphon.dave.DaveRecord;
import dev.antiphon.dave.DaveSession;
import dev.antiphon.dave.DaveStatistics;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.DaveServerMessage;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.udp.internal.FrameTransform;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DAVE at work in a connection. The arithmetic of its group takes milliseconds, so sessions live on
 * a worker, which takes the events in their order; frames are encrypted on the event loop, with the
 * keys that the session has published.
 *
 * <p>Invariant: what a session that has been replaced still says changes nothing any more, and
 * neither does what a socket says that is not the last one. The worker's backlog is bounded: the
 * sockets are not read while it is long.
 */
final class DaveEndToEnd implements EndToEnd {
  /** Events that wait for the worker before the sockets are read no more; half of it ends that. */
  static final int LONG_BACKLOG = 64;

  private static final Logger LOG = LoggerFactory.getLogger(DaveEndToEnd.class);

  private final ConnectionContext context;
  private final EventLoop loop;
  private final GatewayLink gateway;
  private final Executor worker;
  private final DaveSessions sessions;
  private final Function<LongConsumer, DaveFrames> newFrames;
  private final EncryptionRecorder recorder;
  private final FrameTransform transform = new Transform();

  private final DaveOutbox outbox;
  private int sessionsBegun;
  private int described;
  private int backlog;
  private boolean paused;
  private Optional<Run> present = Optional.empty();
  private Optional<DaveEncryption> told = Optional.empty();
  private DaveStatistics before = DaveStatistics.NONE;
  private volatile DaveStatistics statistics = DaveStatistics.NONE;

  /**
   * Nothing of a session yet.
   *
   * @param worker takes tasks one after the other; must not be the loop
   * @param sessions makes them; called on the worker
   * @param newFrames makes the frames of a session that hear of users whose frames keep failing
   * @param recorder hears of every step; called on the loop
   */
  DaveEndToEnd(
      ConnectionContext context,
      GatewayLink gateway,
      Executor worker,
      DaveSessions sessions,
      Function<LongConsumer, DaveFrames> newFrames,
      EncryptionRecorder recorder) {
    this.context = context;
    this.loop = context.loop();
    this.gateway = gateway;
    this.outbox = new DaveOutbox(loop, gateway);
    this.worker = worker;
    this.sessions = sessions;
    this.newFrames = newFrames;
    this.recorder = recorder;
  }

  @Override
  public int offeredVersion() {
    return DaveSession.VERSION;
  }

  @Override
  public void dialled(int next) {
    outbox.dialled(next);
  }

  @Override
  public void begin(long channelId) {
    close();
    present = Optional.of(new Run(++sessionsBegun, channelId));
    outbox.identified();
  }

  @Override
  public void resumed(int over) {
    if (outbox.isLast(over)) {
      outbox.resumed();
    }
  }

  @Override
  public void lost(int gone) {
    if (outbox.isLast(gone)) {
      outbox.disconnected();
    }
  }

  @Override
  public void described(int version) {
    described = version;
  }

  @Override
  public void established() {
    present.ifPresent(run -> run.begin(described));
  }

  @Override
  public void usersConnected(int from, List<Long> userIds) {
    heard(from, Optional.of(new DaveEvent.UsersConnected(userIds)));
  }

  @Override
  public void userDisconnected(int from, long userId) {
    heard(from, Optional.of(new DaveEvent.UserDisconnected(userId)));
  }

  @Override
  public void received(int from, DaveServerMessage message) {
    heard(from, DaveMessages.event(message));
  }

  private void heard(int from, Optional<DaveEvent> event) {
    if (outbox.isLast(from) && present.isPresent()) {
      event.ifPresent(present.get()::take);
    }
  }

  @Override
  public FrameTransform transform() {
    return transform;
  }

  @Override
  public Optional<DaveStatistics> statistics() {
    return Optional.of(statistics);
  }

  @Override
  public void close() {
    present.ifPresent(Run::close);
    present = Optional.empty();
    before = statistics;
    outbox.clear();
  }

  private long now() {
    return loop.ticker().nanoTime();
  }

  /** Has it done off the loop; a worker that has ended takes nothing more, nor does the loop. */
  private static void run(Executor executor, Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException ended) {
      LOG.debug("the end-to-end encryption has ended");
    }
  }

  private void begun() {
    backlog++;
    if (!paused && backlog >= LONG_BACKLOG) {
      paused = true;
      gateway.pauseReading();
    }
  }

  private void done() {
    backlog--;
    if (paused && backlog <= LONG_BACKLOG / 2) {
      paused = false;
      gateway.resumeReading();
    }
  }

  private void tell(DaveEncryption encryption) {
    Optional<DaveEncryption> news = Optional.of(encryption);
    if (!news.equals(told)) {
      told = news;
      context.observer().encryptionChanged(encryption);
    }
  }

  /** One session, from Identify to whatever ends it. */
  private final class Run extends DaveMessages.Sender {
    private final DaveFrames frames =
        newFrames.apply(user -> take(new DaveEvent.DecryptionFails(user)));
    private final int number;
    private final long channelId;
    private boolean begun;

    /** The worker need not bother any more. */
    private volatile boolean over;

    /** Made and used by the worker alone, as is what it has told since its last event. */
    private @Nullable DaveSession session;

    private List<DaveRecord> records = new ArrayList<>();

    Run(int number, long channelId) {
      this.number = number;
      this.channelId = channelId;
    }

    void begin(int version) {
      if (!begun) {
        begun = true;
        take(new DaveEvent.Begin(version));
      }
    }

    void take(DaveEvent event) {
      long nanos = now();
      begun();
      run(worker, () -> work(event, nanos));
    }

    /** On the worker; the loop hears of it in any case. */
    private void work(DaveEvent event, long nanos) {
      Runnable outcome = DaveEndToEnd.this::done;
      if (!over) {
        try {
          outcome = outcomeOf(event, nanos);
        } catch (Throwable failure) {
          outcome = () -> failed(failure);
        }
      }
      run(loop, outcome);
    }

    private Runnable outcomeOf(DaveEvent event, long nanos) {
      if (session == null) {
        session = sessions.open(channelId, record -> records.add(record));
      }
      List<DaveEffect> effects = new ArrayList<>(session.handle(event, nanos));
      if (event instanceof DaveEvent.Begin) {
        // It may be no news to this session, but to those who have heard of the one before.
        effects.add(new DaveEffect.EncryptionChanged(session.encryption()));
      }
      DaveStatistics counted = session.statistics();
      List<DaveRecord> taken = records;
      records = new ArrayList<>();
      return () -> apply(taken, effects, counted);
    }

    private void failed(Throwable failure) {
      done();
      if (isPresent()) {
        LOG.error("the end-to-end encryption failed", failure);
        context
            .events()
            .accept(
                new VoiceEvent.EffectFailed(
                    "the end-to-end encryption failed ("
                        + failure.getClass().getSimpleName()
                        + ")"));
      }
    }

    /** What one that has been replaced has decided is told of, and not carried out. */
    private void apply(List<DaveRecord> taken, List<DaveEffect> effects, DaveStatistics counted) {
      done();
      taken.forEach(record -> recorder.tell(number, channelId, record));
      if (isPresent()) {
        DaveStatistics now = before.plus(counted);
        if (now.epochs() > statistics.epochs()) {
          outbox.epochEntered();
        }
        statistics = now;
        effects.forEach(effect -> effect.accept(this));
      }
    }

    private boolean isPresent() {
      return present.isPresent() && present.get() == this;
    }

    @Override
    void say(GatewayMessage message) {
      outbox.say(message);
    }

    @Override
    public void publishMedia(DaveEffect.PublishMedia effect) {
      frames.update(effect.media(), now());
    }

    @Override
    public void encryptionChanged(DaveEffect.EncryptionChanged effect) {
      tell(effect.encryption());
    }

    @Override
    public void refused(DaveEffect.Refused effect) {
      LOG.debug("end-to-end encryption: {}", effect.sentence());
    }

    void close() {
      over = true;
      frames.close();
      run(worker, this::wipe);
    }

    private void wipe() {
      if (session != null) {
        session.close();
      }
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
      return present.isPresent()
          ? present.get().frames.protect(in, off, len, out, outOff, now())
          : DaveFrames.HELD;
    }

    @Override
    public int unprotect(long userId, byte[] in, int off, int len, byte[] out, int outOff) {
      return present.isPresent()
          ? present.get().frames.unprotect(userId, in, off, len, out, outOff, now())
          : DaveFrames.DROPPED;
    }

    @Override
    public String toString() {
      return "DAVE";
    }
  }
}
