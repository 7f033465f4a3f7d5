package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.group.MemberIdentity;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One client's session of Discord's end-to-end encryption. It takes what the voice gateway says,
 * and answers what to send and which keys to use (whitepaper 1.1.4; Discord documentation, Voice
 * Connections, End-to-End Encryption). Its decisions are in {@link DaveTable#SESSION}.
 *
 * <p>It does no I/O and has no clock: its owner passes the time, in nanoseconds of one clock that
 * never goes back, such as {@link System#nanoTime()}. An event takes up to some ten milliseconds of
 * arithmetic, so a session belongs on a thread that is not an event loop.
 *
 * <p>Not thread safe: one thread at a time. What it returns never changes and may go anywhere.
 *
 * <p>No event makes it throw. What is not in order is refused and counted, and changes nothing.
 * Secrets that are no longer needed are wiped at the end of the event.
 */
public final class DaveSession implements AutoCloseable {
  /** The highest protocol version that is spoken, for Identify. */
  public static final int VERSION = DaveMemory.HIGHEST_VERSION;

  private final long userId;
  private final DaveFlow flow;
  private final Runnable wipeIdentity;
  private final Optional<Consumer<DaveRecord>> records;
  private DaveConfiguration now = DaveConfiguration.INITIAL;
  private DaveStatistics statistics = DaveStatistics.NONE;
  private boolean closed;

  DaveSession(
      long userId,
      DaveLimits limits,
      Supplier<PendingMember> pendingMembers,
      Runnable wipe,
      Optional<Consumer<DaveRecord>> records) {
    this.userId = userId;
    this.flow = new DaveFlow(limits, userId, pendingMembers);
    this.wipeIdentity = wipe;
    this.records = records;
  }

  /**
   * A session for one user in one channel.
   *
   * @param userId our own user
   * @param channelId the voice channel, which is the group's id
   */
  public static Builder builder(long userId, long channelId) {
    return new Builder(userId, channelId);
  }

  /**
   * Takes an event.
   *
   * @param event what happened
   * @param nanos when
   * @return what to do now, in this order
   * @throws IllegalStateException if the session is closed
   */
  public List<DaveEffect> handle(DaveEvent event, long nanos) {
    requireOpen();
    List<DaveEffect> effects = new ArrayList<>(step(event, nanos));
    while (memory().hasDue()) {
      EarlyMessages early = memory().early();
      DaveEvent due = early.first();
      now = now.with(memory().with(early.withoutFirst()));
      effects.addAll(step(due, nanos));
    }
    return List.copyOf(effects);
  }

  private List<DaveEffect> step(DaveEvent event, long nanos) {
    DaveDecision decision = flow.decide(now, event, nanos);
    now = decision.step().after();
    statistics = statistics.with(decision.row());
    decision.dropped().forEach(DaveSession::wipe);
    records.ifPresent(told -> told.accept(decision.record()));
    return decision.effects();
  }

  private static void wipe(AutoCloseable secret) {
    try {
      secret.close();
    } catch (Exception e) {
      throw new IllegalStateException("a secret could not be wiped", e);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
  }

  /** The state. */
  public DaveState state() {
    return now.state();
  }

  /** What the frames have to know now. */
  public DaveMedia media() {
    return memory().media(userId);
  }

  /** What the application can show now. */
  public DaveEncryption encryption() {
    requireOpen();
    return memory().encryption(userId);
  }

  /** What has been counted. */
  public DaveStatistics statistics() {
    return statistics;
  }

  DaveMemory memory() {
    return now.memory();
  }

  /** Wipes every secret that is its own; a {@link DaveFrames} wipes what it holds. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      memory().holdings().forEach(DaveSession::wipe);
      now = DaveConfiguration.INITIAL;
      wipeIdentity.run();
    }
  }

  /** The state and nothing secret. */
  @Override
  public String toString() {
    return "DaveSession[" + Long.toUnsignedString(userId) + ", " + state().title() + "]";
  }

  /** Makes sessions. */
  public static final class Builder {
    private final long userId;
    private final long channelId;
    private Optional<DaveIdentity> identity = Optional.empty();
    private DaveLimits limits = DaveLimits.ofDefaults();
    private SecureRandom random = new SecureRandom();
    private Optional<Consumer<DaveRecord>> records = Optional.empty();

    private Builder(long userId, long channelId) {
      this.userId = userId;
      this.channelId = channelId;
    }

    /**
     * Signs with this key instead of a fresh one, so that pairwise codes stay the same over
     * sessions. It stays the caller's to close, after all sessions that use it.
     */
    public Builder identity(DaveIdentity other) {
      identity = Optional.of(other);
      return this;
    }

    /** Other limits than the usual ones. */
    public Builder limits(DaveLimits others) {
      limits = Objects.requireNonNull(others, "limits");
      return this;
    }

    /** Where keys come from, if not from a source of its own. */
    public Builder random(SecureRandom source) {
      random = Objects.requireNonNull(source, "random");
      return this;
    }

    /**
     * Hears of every step, in order, also of those that do nothing: on the thread of {@link
     * DaveSession#handle}, before that returns. It must be quick and must not throw.
     */
    public Builder records(Consumer<DaveRecord> told) {
      records = Optional.of(told);
      return this;
    }

    /** The session. */
    public DaveSession build() {
      DaveIdentity used = identity.orElseGet(() -> DaveIdentity.generate(random));
      MemberIdentity member = new MemberIdentity(userId, used.signer(), random);
      Runnable wipe = identity.isPresent() ? () -> {} : used::close;
      return new DaveSession(
          userId, limits, () -> new MlsPendingMember(channelId, member), wipe, records);
    }
  }
}
