package dev.antiphon;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.AuditPump;
import dev.antiphon.audit.AuditSink;
import dev.antiphon.audit.Transition;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.internal.connection.EventLoops;
import dev.antiphon.internal.connection.VoiceRuntime;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.protocol.DiscordGateway;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Joins voice channels for one bot user, one {@link Connection} per guild.
 *
 * <p>It reaches Discord's main gateway through the application's {@link DiscordGateway}, and
 * Discord's voice servers by itself. Making one takes more than a second in a fresh JVM; keep it as
 * long as the bot runs. Safe for use by any number of threads.
 */
public final class Voice implements AutoCloseable {
  private final DiscordGateway gateway;
  private final long userId;
  private final VoiceOptions options;
  private final Optional<EventLoops> ownLoops;
  private final VoiceRuntime runtime;
  private final Executor callbacks;
  private final Optional<ExecutorService> ownCallbacks;
  private final Guilds guilds = new Guilds(this);
  private final DeliveryThread delivery = new DeliveryThread();
  private final List<Consumer<Transition>> transitionListeners = new CopyOnWriteArrayList<>();
  private final List<AuditPump> audits;
  private final Optional<PolicyDesk> policy;
  private final DiscordGateway.Subscription subscription;

  private Voice(Builder builder) {
    this.gateway = builder.gateway;
    this.userId = builder.userId;
    this.options = builder.options;
    this.audits =
        builder.audits.stream().map(sink -> new AuditPump(sink, Clock.systemUTC())).toList();
    this.policy = options.policy().map(chosen -> new PolicyDesk(chosen, options));
    this.ownCallbacks =
        builder.callbacks == null
            ? Optional.of(Executors.newSingleThreadExecutor(Voice::callbackThread))
            : Optional.empty();
    this.callbacks = ownCallbacks.map(Executor.class::cast).orElse(builder.callbacks);
    this.ownLoops = builder.loops == null ? Optional.of(EventLoops.own()) : Optional.empty();
    this.runtime =
        new VoiceRuntime(options.settings(), ownLoops.orElse(builder.loops), builder.identity);
    this.subscription = gateway.subscribe(new MainGatewayEvents(this, delivery));
  }

  /** A builder of a {@code Voice} that speaks through the application's gateway. */
  public static Builder builder(DiscordGateway gateway) {
    return new Builder(gateway);
  }

  /**
   * Joins the channel, waiting until audio can flow. Every step has a deadline, so it ends.
   *
   * <p>A join of the channel that is joined, or being joined, in that guild waits for that one; for
   * another channel it is a move of the guild's connection.
   *
   * @throws VoiceConnectException if it did not succeed
   * @throws IllegalStateException if this {@code Voice} is closed, or the calling thread is one
   *     that the join itself depends on
   */
  public Connection joinChannel(long guildId, long channelId) {
    return start(guildId, channelId).await();
  }

  /**
   * As {@link #joinChannel(long, long)}, but gives up after the timeout, and leaves; a move is then
   * taken back instead.
   *
   * @throws VoiceConnectException if it did not succeed in time
   */
  public Connection joinChannel(long guildId, long channelId, Duration timeout) {
    return start(guildId, channelId).await(timeout);
  }

  /**
   * Joins the channel without waiting. The future completes on the executor of this {@code Voice},
   * exceptionally with what {@link #joinChannel(long, long)} would throw; cancelling it leaves.
   */
  public CompletableFuture<Connection> joinChannelAsync(long guildId, long channelId) {
    Join join;
    try {
      join = guilds.join(guildId, channelId);
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
    return handOut(join.outcome(), join::leave);
  }

  /** The guild's connection that has not ended, if there is one. */
  public Optional<Connection> connection(long guildId) {
    return guilds.connection(guildId);
  }

  /** All connections that have not ended. */
  public List<Connection> connections() {
    return guilds.connections();
  }

  /**
   * Hears every change of state of every connection, in order for each; also those of a join that
   * is under way, which {@link Connection#onTransition} comes too late for.
   */
  public void onTransition(Consumer<Transition> listener) {
    transitionListeners.add(listener);
  }

  /** The bot's user. */
  public long userId() {
    return userId;
  }

  /** The options that it was made with. */
  public VoiceOptions options() {
    return options;
  }

  /**
   * Leaves every channel, waits until the sockets are closed, and releases every thread that this
   * {@code Voice} made. An event loop group of the application is left alone.
   *
   * @throws IllegalStateException on an event loop, which cannot wait for its own end
   */
  @Override
  public void close() {
    requireBlockable("close");
    if (!guilds.close()) {
      return;
    }
    subscription.close();
    runtime.close();
    ownLoops.ifPresent(EventLoops::close);
    policy.ifPresent(PolicyDesk::close);
    ownCallbacks.ifPresent(ExecutorService::shutdown);
    audits.forEach(AuditPump::close);
  }

  void audit(AuditEntry entry) {
    for (AuditPump audit : audits) {
      audit.accept(entry);
    }
  }

  VoiceRuntime runtime() {
    return runtime;
  }

  DiscordGateway gateway() {
    return gateway;
  }

  Executor callbacks() {
    return callbacks;
  }

  /**
   * What users get instead of a future of our own: it completes on their executor, so that what
   * they chain to it never runs on an event loop, and its cancellation does what {@code cancelled}
   * says.
   */
  <T> CompletableFuture<T> handOut(CompletableFuture<T> own, Runnable cancelled) {
    CompletableFuture<T> handedOut = new CompletableFuture<>();
    own.whenComplete(
        (value, failure) ->
            onCallbacks(
                () -> {
                  if (failure == null) {
                    handedOut.complete(value);
                  } else {
                    handedOut.completeExceptionally(Join.unwrap(failure));
                  }
                }));
    handedOut.whenComplete(
        (value, failure) -> {
          if (handedOut.isCancelled()) {
            cancelled.run();
          }
        });
    return handedOut;
  }

  /** An executor that takes nothing more must not leave a future undone: then it is done here. */
  private void onCallbacks(Runnable completion) {
    try {
      callbacks.execute(completion);
    } catch (RuntimeException e) {
      // Rejected, or whatever else an application's executor may throw.
      completion.run();
    }
  }

  /** The application's policy, if it has one. */
  Optional<PolicyDesk> policy() {
    return policy;
  }

  List<Consumer<Transition>> transitionListeners() {
    return transitionListeners;
  }

  /** Called on the event loop, before anybody else hears of it. */
  void transitioned(Connection connection, Snapshot after) {
    if (after.state().isTerminal()) {
      guilds.forget(connection);
    }
  }

  /** Refuses what would wait on a thread that must never wait. */
  void requireBlockable(String what) {
    if (runtime.loops().isCurrentThread()) {
      throw new IllegalStateException(
          what + " would block an event loop; call it on another thread");
    }
  }

  private Join start(long guildId, long channelId) {
    requireBlockable("joinChannel");
    if (delivery.isCurrentThread()) {
      throw new IllegalStateException(
          "joinChannel would block the thread that delivers the gateway's events, and wait for one"
              + " of them for ever; call it on another thread, or use joinChannelAsync");
    }
    return guilds.join(guildId, channelId);
  }

  private static Thread callbackThread(Runnable work) {
    Thread thread = new Thread(work, "antiphon-callbacks");
    thread.setDaemon(true);
    return thread;
  }

  /** Makes a {@link Voice}. */
  public static final class Builder {
    private final DiscordGateway gateway;
    private long userId;
    private VoiceOptions options = VoiceOptions.ofDefaults();
    private Executor callbacks;
    private EventLoops loops;
    private Optional<SignatureKeyPair> identity = Optional.empty();
    private final List<AuditSink> audits = new ArrayList<>();

    private Builder(DiscordGateway gateway) {
      this.gateway = Objects.requireNonNull(gateway, "gateway");
    }

    /** The bot's user; required. */
    public Builder userId(long id) {
      userId = id;
      return this;
    }

    /** How connections behave. */
    public Builder options(VoiceOptions chosen) {
      options = Objects.requireNonNull(chosen, "options");
      return this;
    }

    /**
     * Where listeners run and futures complete, instead of on one thread of our own. It must have
     * threads: one that runs what it is given on the calling thread would run it on an event loop.
     */
    public Builder callbacks(Executor executor) {
      callbacks = Objects.requireNonNull(executor, "callbacks");
      return this;
    }

    /** Event loops of the application, which are left alone on closing, instead of our own. */
    public Builder eventLoops(EventLoops shared) {
      loops = Objects.requireNonNull(shared, "eventLoops");
      return this;
    }

    /**
     * The key by which other users know this bot again in end-to-end encrypted calls, see {@link
     * dev.antiphon.dave.DaveEncryption#pairwiseCode}. Without one every session makes its own. It
     * stays the caller's to close, after the {@code Voice}.
     */
    public Builder identity(SignatureKeyPair key) {
      identity = Optional.of(key);
      return this;
    }

    /**
     * Where every step of every connection is recorded; more than one may be named. It gets a
     * bounded queue and a thread of its own: the connections never wait for it. Closing the {@code
     * Voice} lets what waits be written, and leaves the sink open.
     */
    public Builder audit(AuditSink sink) {
      audits.add(Objects.requireNonNull(sink, "sink"));
      return this;
    }

    /**
     * Starts the {@code Voice} and subscribes to the gateway.
     *
     * @throws IllegalArgumentException if no user was named
     */
    public Voice build() {
      if (userId == 0) {
        throw new IllegalArgumentException("userId must be set to the bot's user");
      }
      return new Voice(this);
    }
  }
}
