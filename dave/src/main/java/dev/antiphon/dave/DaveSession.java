package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.group.MemberIdentity;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The session of one client in Discord's end-to-end encryption. It receives the messages of the
 * voice gateway as events, and returns effects: messages to send and keys to use (whitepaper 1.1.4;
 * Discord documentation, Voice Connections, End-to-End Encryption). Its decisions are in {@link
 * DaveTable#SESSION}.
 *
 * <p>A session does no I/O and has no clock: its owner passes the time, in nanoseconds of one clock
 * that never goes back, such as {@link System#nanoTime()}. An event can take about ten milliseconds
 * of CPU time, so do not call a session on an event loop.
 *
 * <p>Not thread safe: only one thread at a time may call it. The objects that it returns are
 * immutable and can be passed to any thread.
 *
 * <p>No event makes an open session throw an exception. An invalid commit or welcome makes the
 * session restart with a new key package, within the limits of {@link DaveLimits#recoveries}. Any
 * other invalid message is refused and counted, and changes nothing. After each event, the session
 * wipes the secrets that it no longer needs.
 */
public final class DaveSession implements AutoCloseable {
  /** The highest supported protocol version, for Identify (op 0). */
  public static final int VERSION = DaveMemory.HIGHEST_VERSION;

  private final DaveSettings settings;
  private final DaveFlow flow;
  private final Runnable wipeIdentity;
  private final Optional<Consumer<DaveRecord>> records;
  private DaveConfiguration now = DaveConfiguration.INITIAL;
  private DaveStatistics statistics = DaveStatistics.NONE;
  private boolean closed;

  DaveSession(
      DaveSettings settings,
      Supplier<PendingMember> pendingMembers,
      Runnable wipe,
      Optional<Consumer<DaveRecord>> records) {
    this.settings = settings;
    this.flow = new DaveFlow(settings, pendingMembers);
    this.wipeIdentity = wipe;
    this.records = records;
  }

  /**
   * Returns a builder of a session for one user in one channel.
   *
   * @param userId our own user id
   * @param channelId the voice channel; it is also the id of the group
   */
  public static Builder builder(long userId, long channelId) {
    return new Builder(userId, channelId);
  }

  /**
   * Handles an event.
   *
   * @param event the event
   * @param nanos the current time in nanoseconds
   * @return the effects, to be executed in this order
   * @throws IllegalStateException if the session is closed
   */
  public List<DaveEffect> handle(DaveEvent event, long nanos) {
    return handle(List.of(event), nanos);
  }

  /**
   * Handles several events in this order. Consecutive {@link DaveEvent.Proposals} are committed
   * together after the last of them, which saves the time and the messages of all other commits.
   * Otherwise the result is the same as that of one call for each event.
   *
   * @param events the events; can be empty
   * @param nanos the current time in nanoseconds
   * @return the effects of all events, to be executed in this order
   * @throws IllegalStateException if the session is closed
   */
  public List<DaveEffect> handle(List<DaveEvent> events, long nanos) {
    requireOpen();
    Deque<DaveEvent> due = new ArrayDeque<>(events);
    List<DaveEffect> effects = new ArrayList<>();
    while (!due.isEmpty()) {
      DaveEvent event = due.removeFirst();
      effects.addAll(step(event, nanos, due.peekFirst() instanceof DaveEvent.Proposals));
      while (memory().hasHandleableMessage()) {
        DaveEvent early = memory().early().first();
        now = now.with(memory().with(memory().early().withoutFirst()));
        effects.addAll(step(early, nanos, isFollowed(due)));
      }
    }
    return List.copyOf(effects);
  }

  /** Whether the next event after an early message is a message with proposals. */
  private boolean isFollowed(Deque<DaveEvent> due) {
    EarlyMessages early = memory().early();
    DaveEvent next = early.isEmpty() ? due.peekFirst() : early.first();
    return next instanceof DaveEvent.Proposals;
  }

  private List<DaveEffect> step(DaveEvent event, long nanos, boolean followed) {
    DaveDecision decision = flow.decide(now, event, nanos, followed);
    now = decision.step().after();
    statistics = statistics.with(decision.row());
    decision.released().forEach(DaveSession::wipe);
    records.ifPresent(consumer -> consumer.accept(decision.record()));
    return decision.effects();
  }

  private static void wipe(AutoCloseable secret) {
    try {
      secret.close();
    } catch (Exception e) {
      throw new IllegalStateException("A secret could not be wiped", e);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The session is closed");
    }
  }

  /** The current state. */
  public DaveState state() {
    return now.state();
  }

  /** The current media keys. */
  public DaveMedia media() {
    return memory().media(settings);
  }

  /** The current encryption status. */
  public DaveEncryption encryption() {
    requireOpen();
    return memory().encryption(settings);
  }

  /** The counters of this session. */
  public DaveStatistics statistics() {
    return statistics;
  }

  DaveMemory memory() {
    return now.memory();
  }

  /**
   * Wipes all secrets of the session. The {@link DaveFrames} of the session has its own secrets:
   * close it, too.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      memory().closeables().forEach(DaveSession::wipe);
      now = DaveConfiguration.INITIAL;
      wipeIdentity.run();
    }
  }

  /** The user and the state. It contains nothing secret. */
  @Override
  public String toString() {
    return "DaveSession[" + Long.toUnsignedString(settings.self()) + ", " + state().title() + "]";
  }

  /** Builds a session. */
  public static final class Builder {
    private final long userId;
    private final long channelId;
    private Optional<DaveIdentity> identity = Optional.empty();
    private DaveLimits limits = DaveLimits.ofDefaults();
    private SecureRandom random = new SecureRandom();
    private Optional<Consumer<DaveRecord>> records = Optional.empty();
    private boolean required;
    private Instant time = Instant.now();
    private long timeNanos = System.nanoTime();

    private Builder(long userId, long channelId) {
      this.userId = userId;
      this.channelId = channelId;
    }

    /**
     * Signs with this identity instead of a new one, so that pairwise codes stay the same over
     * several sessions. The caller closes the identity after all sessions that use it.
     */
    public Builder identity(DaveIdentity other) {
      identity = Optional.of(other);
      return this;
    }

    /** Uses these limits instead of {@link DaveLimits#ofDefaults}. */
    public Builder limits(DaveLimits others) {
      limits = Objects.requireNonNull(others, "limits");
      return this;
    }

    /** Uses this random source for keys. Default: a new {@link SecureRandom}. */
    public Builder random(SecureRandom source) {
      random = Objects.requireNonNull(source, "random");
      return this;
    }

    /**
     * Calls this consumer after every event, in order, also after events without effects. Buffered
     * messages that are handled later have records of their own. {@link DaveSession#handle} calls
     * the consumer on the thread that called {@code handle}, before {@code handle} returns. The
     * consumer must be quick and must not throw.
     */
    public Builder records(Consumer<DaveRecord> consumer) {
      records = Optional.of(consumer);
      return this;
    }

    /**
     * Whether encryption is required. If it is, no frame is ever sent unencrypted: with version 0,
     * frames are held back and {@link DaveEncryption#keyWait} has the reason {@link
     * KeyWait.Reason#NOT_ENCRYPTED}. Received unencrypted frames are not accepted, except silence.
     * Default: false.
     */
    public Builder required(boolean encryption) {
      required = encryption;
      return this;
    }

    /**
     * Sets the time of day at a time of the owner's clock, for {@link KeyWait#since}. Default: the
     * current time, and {@link System#nanoTime()}.
     *
     * @param timeOfDay the time of day
     * @param nanos the same time on the clock whose times are passed to {@link DaveSession#handle},
     *     in nanoseconds
     */
    public Builder clock(Instant timeOfDay, long nanos) {
      time = Objects.requireNonNull(timeOfDay, "timeOfDay");
      timeNanos = nanos;
      return this;
    }

    /** Creates the session. */
    public DaveSession build() {
      DaveIdentity used = identity.orElseGet(() -> DaveIdentity.generate(random));
      MemberIdentity member = new MemberIdentity(userId, used.signer(), random);
      Runnable wipe = identity.isPresent() ? () -> {} : used::close;
      return new DaveSession(
          new DaveSettings(limits, userId, required, time, timeNanos),
          () -> new MlsPendingMember(channelId, member),
          wipe,
          records);
    }
  }
}
