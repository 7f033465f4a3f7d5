package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import dev.antiphon.dave.DaveFrameStatistics;
import dev.antiphon.dave.DaveFrames;
import dev.antiphon.dave.DaveRecord;
import dev.antiphon.dave.DaveSession;
import dev.antiphon.dave.DaveStatistics;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.DaveServerMessage;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.udp.internal.FrameTransform;
import dev.antiphon.udp.internal.OutgoingAudio;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs DAVE in a connection. The group cryptography takes milliseconds, so sessions run on a worker
 * thread, which handles the events in order. Frames are encrypted on the event loop with the keys
 * that the session has published.
 *
 * <p>Invariants: results of a replaced session have no effect. Messages of older sockets have no
 * effect. The worker's backlog is bounded, because the sockets are not read while it is long.
 */
final class DaveEndToEnd implements EndToEndEncryption {
  /**
   * At this number of waiting events, reading from the sockets pauses. At half of it, reading
   * resumes.
   */
  static final int LONG_BACKLOG = 64;

  private static final Logger LOG = LoggerFactory.getLogger(DaveEndToEnd.class);

  private final ConnectionContext context;
  private final EventLoop loop;
  private final GatewayLink gateway;
  private final DaveWork.Workers workers;
  private final DaveSessions sessions;
  private final Function<LongConsumer, DaveFrames> newFrames;
  private final EncryptionRecorder recorder;
  private final DaveTransform transform;

  private final EncryptionWarnings warnings;
  private final UnencryptedSpeech unencrypted;
  private final DaveOutbox outbox;
  private int sessionsBegun;
  private int dialled;
  private int described;
  private int backlog;
  private boolean paused;
  private Optional<Run> current = Optional.empty();
  private DaveStatistics before = DaveStatistics.NONE;
  private volatile DaveStatistics statistics = DaveStatistics.NONE;

  /**
   * Starts without a session.
   *
   * @param audio its frames are encrypted
   * @param required whether no frame may be sent unencrypted
   * @param workers run the sessions; must not be the event loop
   * @param sessions creates the sessions; called on the worker
   * @param newFrames creates the frame encryption of a session; its argument is called with the ids
   *     of users whose frames fail repeatedly
   * @param recorder records every step; called on the event loop
   */
  DaveEndToEnd(
      ConnectionContext context,
      GatewayLink gateway,
      OutgoingAudio audio,
      boolean required,
      DaveWork.Workers workers,
      DaveSessions sessions,
      Function<LongConsumer, DaveFrames> newFrames,
      EncryptionRecorder recorder) {
    this.context = context;
    this.loop = context.loop();
    this.transform = new DaveTransform(loop);
    this.gateway = gateway;
    this.warnings = new EncryptionWarnings(context.subject().guildId(), loop);
    this.unencrypted =
        new UnencryptedSpeech(context, audio, warnings, required, this::allowUnencrypted);
    this.outbox = new DaveOutbox(loop, gateway);
    this.workers = workers;
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
    dialled = next;
    outbox.dialled(next);
  }

  @Override
  public void begin(long channelId) {
    endSession();
    Run next = new Run(++sessionsBegun, channelId, dialled);
    current = Optional.of(next);
    transform.begin(next.frames);
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
    current.ifPresent(run -> run.begin(described));
  }

  @Override
  public void usersConnected(int from, List<Long> userIds) {
    deliver(from, Optional.of(new DaveEvent.UsersConnected(userIds)));
  }

  @Override
  public void userDisconnected(int from, long userId) {
    deliver(from, Optional.of(new DaveEvent.UserDisconnected(userId)));
  }

  @Override
  public void received(int from, DaveServerMessage message) {
    deliver(from, DaveMessages.event(message));
  }

  private void deliver(int from, Optional<DaveEvent> event) {
    if (outbox.isLast(from) && current.isPresent()) {
      event.ifPresent(current.get()::take);
    }
  }

  @Override
  public void keysOverdue(int session) {
    current.filter(run -> run.keys.session() == session).ifPresent(Run::keysOverdue);
  }

  @Override
  public FrameTransform transform() {
    return transform;
  }

  @Override
  public Optional<DaveFrameStatistics> framesReceived() {
    return Optional.of(transform.statistics());
  }

  @Override
  public Optional<DaveStatistics> statistics() {
    return Optional.of(statistics);
  }

  @Override
  public boolean awaitsKeys() {
    return unencrypted.isAwaitingKeys();
  }

  @Override
  public void close() {
    unencrypted.close();
    warnings.close();
    endSession();
  }

  private void endSession() {
    current.ifPresent(Run::close);
    current = Optional.empty();
    transform.end();
    before = statistics;
    outbox.clear();
  }

  private long now() {
    return loop.ticker().nanoTime();
  }

  private void taskAdded() {
    backlog++;
    if (!paused && backlog >= LONG_BACKLOG) {
      paused = true;
      gateway.pauseReading();
    }
  }

  private void tasksDone(int count) {
    backlog -= count;
    if (paused && backlog <= LONG_BACKLOG / 2) {
      paused = false;
      gateway.resumeReading();
    }
  }

  private void allowUnencrypted() {
    current.ifPresent(run -> run.frames.allowPlain());
  }

  /** One session, from Identify to its end. */
  private final class Run extends DaveMessages.Sender implements DaveWork.Owner {
    private final DaveFrames frames = newFrames.apply(this::decryptionFails);
    private final int number;
    private final long channelId;
    private final KeyReports keys;
    private final FailingMembers failing;
    private boolean begun;

    private final DaveWork work;

    Run(int number, long channelId, int socket) {
      this.number = number;
      this.channelId = channelId;
      this.keys = new KeyReports(context.events(), socket);
      this.failing = new FailingMembers(warnings, channelId, InstantSource.system());
      this.work =
          new DaveWork(workers, loop, records -> sessions.open(channelId, records::add), this);
    }

    void begin(int version) {
      if (!begun) {
        begun = true;
        unencrypted.begin(version, channelId);
        take(new DaveEvent.Begin(version));
      }
    }

    void keysOverdue() {
      LOG.warn(
          "guild {}, channel {}: no keys of the end-to-end encryption for {} ({}). The encryption"
              + " recovers if that can help; otherwise the connection rejoins later",
          Long.toUnsignedString(context.subject().guildId()),
          Long.toUnsignedString(channelId),
          keys.keyWait()
              .map(wait -> Duration.between(wait.since(), Instant.now()))
              .orElse(Duration.ZERO),
          keys.keyWait().map(wait -> wait.reason().name()).orElse("unknown reason"));
      take(new DaveEvent.KeysOverdue());
    }

    private void decryptionFails(long user) {
      failing.reported(user, frames::statistics);
      take(new DaveEvent.DecryptionFails(user));
    }

    void take(DaveEvent event) {
      taskAdded();
      work.add(event, now());
    }

    /** Records the steps. The effects of a replaced session are not executed. */
    @Override
    public void handled(
        int events, List<DaveRecord> records, List<DaveEffect> effects, DaveStatistics all) {
      tasksDone(events);
      records.forEach(record -> recorder.record(number, channelId, record));
      if (isCurrent()) {
        records.forEach(failing::handled);
        DaveStatistics now = before.plus(all);
        if (now.epochs() > statistics.epochs()) {
          outbox.epochEntered();
        }
        statistics = now;
        execute(effects, epochsInUse(all));
      }
    }

    private void execute(List<DaveEffect> effects, long epochsInUse) {
      try {
        keys.used(epochsInUse);
        effects.forEach(effect -> effect.accept(this));
        keys.report();
      } catch (RuntimeException | Error failure) {
        failed(failure);
      }
    }

    /** A transition that is executed without a new epoch brings no new keys. */
    private static long epochsInUse(DaveStatistics all) {
      return Math.min(all.transitions(), all.epochs());
    }

    @Override
    public void unhandled(int events, @Nullable Throwable failure) {
      tasksDone(events);
      if (failure != null && isCurrent()) {
        failed(failure);
      }
    }

    private void failed(Throwable failure) {
      LOG.error("the end-to-end encryption failed", failure);
      String name = failure.getClass().getSimpleName();
      context
          .events()
          .accept(new VoiceEvent.EffectFailed("the end-to-end encryption failed (" + name + ")"));
    }

    private boolean isCurrent() {
      return current.isPresent() && current.get() == this;
    }

    @Override
    void send(GatewayMessage message) {
      outbox.send(message);
    }

    @Override
    public void awaitRecovery(DaveEffect.AwaitRecovery effect) {
      loop.schedule(this::recover, effect.delay().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void recover() {
      if (isCurrent()) {
        take(new DaveEvent.RecoveryDue());
      }
    }

    @Override
    public void publishMedia(DaveEffect.PublishMedia effect) {
      frames.update(effect.media(), now());
      if (unencrypted.isAllowed()) {
        frames.allowPlain();
      }
    }

    @Override
    public void encryptionChanged(DaveEffect.EncryptionChanged effect) {
      unencrypted.report(effect.encryption(), channelId);
      keys.changed(effect.encryption());
    }

    @Override
    public void refused(DaveEffect.Refused effect) {
      LOG.debug("end-to-end encryption: {}", effect.sentence());
    }

    void close() {
      frames.close();
      work.close();
    }
  }
}
