package dev.antiphon;

import dev.antiphon.audit.AuditPump;
import dev.antiphon.audit.AuditSink;
import dev.antiphon.audit.Transition;
import dev.antiphon.dave.DaveIdentity;
import dev.antiphon.internal.connection.BotAccount;
import dev.antiphon.internal.connection.EventLoops;
import dev.antiphon.internal.connection.PolicyPort;
import dev.antiphon.internal.connection.VoiceRuntime;
import dev.antiphon.internal.engine.FlowMachines;
import dev.antiphon.internal.engine.SpringFlowEngineProvider;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.spi.FlowEngineProvider;
import io.netty.channel.EventLoopGroup;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins voice channels for one bot user, one {@link Connection} per guild.
 *
 * <p>It uses the application's {@link DiscordGateway} for Discord's main gateway. It connects to
 * Discord's voice servers directly. Creating a {@code Voice} takes more than one second in a new
 * JVM, so keep one instance while the bot runs. This class is thread-safe.
 */
public final class Voice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Voice.class);

  private final VoiceOptions options;
  private final Optional<EventLoops> ownLoops;
  private final Optional<PolicyThread> policy;
  private final VoiceContext context;
  private final Guilds guilds;
  private final DiscordGateway.Subscription subscription;

  private Voice(Builder builder) {
    this.options = builder.options;
    // This fails if the engine does not follow the transition table. So it runs before resources
    // are opened.
    FlowMachines machines =
        new FlowMachines(new VoiceFlow(options.settings().limits()), builder.engine);
    this.ownLoops = builder.loops.isPresent() ? Optional.empty() : Optional.of(EventLoops.own());
    this.policy = options.policy().map(chosen -> new PolicyThread(chosen, options));
    EventLoops loops = builder.loops.or(() -> ownLoops).orElseThrow();
    VoiceRuntime runtime =
        new VoiceRuntime(
            new BotAccount(builder.gateway, builder.userId, builder.identity),
            options.settings(),
            loops,
            machines,
            policy.map(PolicyPort.class::cast).orElse(PolicyPort.NONE));
    Callbacks callbacks = Callbacks.on(builder.callbacks);
    DispatchThread dispatch = new DispatchThread(builder.gateway);
    this.context =
        new VoiceContext(
            runtime,
            callbacks,
            new ForbiddenWaits(loops, callbacks.executor(), dispatch),
            builder.audits.stream().map(sink -> new AuditPump(sink, Clock.systemUTC())).toList(),
            new ListenerList<>("Voice.onTransition"));
    this.guilds = new Guilds(guildId -> new Connection(context, guildId));
    this.subscription =
        subscribe(builder.gateway, new MainGatewayEvents(runtime, guilds, dispatch));
  }

  /** Releases all resources if the application's gateway fails. */
  private DiscordGateway.Subscription subscribe(
      DiscordGateway gateway, DiscordGateway.Listener events) {
    try {
      return gateway.subscribe(events);
    } catch (RuntimeException | Error e) {
      release();
      throw new IllegalStateException(
          "DiscordGateway.subscribe threw " + e.getClass().getName() + ", so no Voice was built",
          e);
    }
  }

  /** Returns a builder for a {@code Voice} that uses the application's main gateway. */
  public static Builder builder(DiscordGateway gateway) {
    return new Builder(gateway);
  }

  /**
   * Joins the channel and waits until audio can flow. The call returns at the latest after {@link
   * dev.antiphon.flow.FlowTimer#DECIDE}.
   *
   * <p>If the guild's connection is already in this channel or is already joining it, the call
   * returns that connection. If the connection is in another channel, the call moves it.
   *
   * @throws VoiceConnectException if the join or the move failed
   * @throws IllegalStateException if this {@code Voice} is closed, or if the calling thread must
   *     not wait for a join. These are event loops, threads that run a listener or a stage of a
   *     future of this {@code Voice}, and the thread that delivers the gateway's events (see {@link
   *     DiscordGateway#isDispatchThread})
   */
  public Connection joinChannel(long guildId, long channelId) {
    return await(guildId, channelId, Join::await);
  }

  /**
   * Joins like {@link #joinChannel(long, long)}, with a timeout. After the timeout, a join is
   * cancelled and the bot leaves. A move is cancelled and the connection stays in its channel.
   *
   * @throws VoiceConnectException if the join or the move failed or the timeout expired
   */
  public Connection joinChannel(long guildId, long channelId, Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    return await(guildId, channelId, join -> join.await(timeout));
  }

  /**
   * Joins the channel without waiting.
   *
   * <p>If the application cancels or completes the future first, for example with {@code
   * orTimeout}, this has the same effect as the timeout of {@link #joinChannel(long, long,
   * Duration)}.
   *
   * @return a future that completes on the executor of this {@code Voice}. It fails with the
   *     exceptions of {@link #joinChannel(long, long)}. Its {@code get} and {@code join} throw
   *     {@link IllegalStateException} on threads that must not wait, see {@link Connection}.
   */
  public CompletableFuture<Connection> joinChannelAsync(long guildId, long channelId) {
    return startAsync(guildId, channelId, join -> {});
  }

  /**
   * Joins like {@link #joinChannel(long, long, Duration)}, without waiting and without a thread for
   * the join.
   *
   * @return as {@link #joinChannelAsync(long, long)}. After the timeout, the future fails with
   *     {@link VoiceConnectException}.
   */
  public CompletableFuture<Connection> joinChannelAsync(
      long guildId, long channelId, Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    return startAsync(guildId, channelId, join -> join.limit(timeout, context.runtime().loops()));
  }

  private CompletableFuture<Connection> startAsync(
      long guildId, long channelId, Consumer<Join> limit) {
    Join join;
    try {
      join = Join.start(guilds, guildId, channelId);
    } catch (IllegalStateException e) {
      return UserFuture.failed(context.waits(), e);
    }
    limit.accept(join);
    return context.forUser(guildId, join.outcome(), join::abandon);
  }

  /** The guild's connection. Empty if the guild has no connection or its connection has ended. */
  public Optional<Connection> connection(long guildId) {
    return guilds.connection(guildId);
  }

  /** All connections that have not ended. */
  public List<Connection> connections() {
    return guilds.connections();
  }

  /**
   * Adds a listener for the changes of state of all connections. The order is kept for each guild:
   * the end of a connection comes before the first change of the next one. The listener also
   * receives the changes during a join. A listener of {@link Connection#onTransition} does not,
   * because it is added after the join.
   */
  public void onTransition(Consumer<Transition> listener) {
    context.transitionListeners().add(listener);
  }

  /** The bot's user id. */
  public long userId() {
    return context.runtime().userId();
  }

  /** The options of this {@code Voice}. */
  public VoiceOptions options() {
    return options;
  }

  /**
   * Leaves every channel, waits until the sockets are closed, and stops all threads of this {@code
   * Voice}. An event loop group of the application keeps running. A second call has no effect.
   *
   * <p>The leaves are passed to {@link DiscordGateway#send} even while the main gateway's session
   * is lost. The call waits at most 2 seconds, for all guilds together, until they are sent. If
   * {@link DiscordGateway#send} blocks, the call interrupts it after at most 5 more seconds.
   *
   * @throws VoiceCloseException if the leave of a guild could not be sent or was not confirmed in
   *     time. All resources are released nevertheless
   * @throws IllegalStateException on an event loop, because an event loop cannot wait for its own
   *     end
   */
  @Override
  public void close() {
    context.requireBlockable("close");
    if (!guilds.close()) {
      return;
    }
    Set<Long> notLeft = new HashSet<>(context.runtime().leave());
    notLeft.addAll(guilds.stillOpen());
    try {
      subscription.close();
    } catch (RuntimeException | Error e) {
      LOG.warn("the subscription of the DiscordGateway could not be closed", e);
    }
    release();
    if (!notLeft.isEmpty()) {
      throw new VoiceCloseException(notLeft);
    }
  }

  private void release() {
    context.runtime().close();
    ownLoops.ifPresent(EventLoops::close);
    policy.ifPresent(PolicyThread::close);
    context.callbacks().close();
    context.audits().forEach(AuditPump::close);
  }

  private Connection await(long guildId, long channelId, Function<Join, Connection> wait) {
    context.waits().requireJoin();
    try {
      return wait.apply(Join.start(guilds, guildId, channelId));
    } catch (VoiceConnectException e) {
      throw context.waits().explained(e);
    }
  }

  /** Builds a {@link Voice}. */
  public static final class Builder {
    private final DiscordGateway gateway;
    private long userId;
    private VoiceOptions options = VoiceOptions.ofDefaults();
    private Optional<Executor> callbacks = Optional.empty();
    private Optional<EventLoops> loops = Optional.empty();
    private FlowEngineProvider engine = new SpringFlowEngineProvider();
    private Optional<DaveIdentity> identity = Optional.empty();
    private final List<AuditSink> audits = new ArrayList<>();

    private Builder(DiscordGateway gateway) {
      this.gateway = Objects.requireNonNull(gateway, "gateway");
    }

    /** Sets the bot's user id. Required. */
    public Builder userId(long id) {
      userId = id;
      return this;
    }

    /** Sets the options of all connections. Default: {@link VoiceOptions#ofDefaults}. */
    public Builder options(VoiceOptions chosen) {
      options = Objects.requireNonNull(chosen, "options");
      return this;
    }

    /**
     * Sets the executor that runs listeners and completes futures. Default: threads of the library,
     * at most one for each guild at a time. Callbacks of one guild run one after another. The
     * callbacks of different guilds do not wait for one another, if the executor has enough
     * threads. The executor must run tasks on its own threads. An executor that runs tasks on the
     * calling thread would run them on an event loop. The executor must run each task, or throw an
     * exception: if it drops a task, futures of that guild never complete.
     */
    public Builder callbacks(Executor executor) {
      callbacks = Optional.of(Objects.requireNonNull(executor, "callbacks"));
      return this;
    }

    /**
     * Sets the Netty event loops for all sockets. Default: event loops of the library. Closing the
     * {@code Voice} does not close this group.
     *
     * @throws IllegalArgumentException if the group uses neither NIO nor epoll
     */
    public Builder eventLoops(EventLoopGroup shared) {
      loops = Optional.of(EventLoops.of(Objects.requireNonNull(shared, "eventLoops")));
      return this;
    }

    /**
     * Sets the engine that executes the transitions of the connection flow. Default: Spring
     * Statemachine. Every engine takes the same transitions, because the transition table chooses
     * them.
     */
    public Builder engine(FlowEngineProvider provider) {
      engine = Objects.requireNonNull(provider, "engine");
      return this;
    }

    /**
     * Sets the key that identifies this bot to other users in end-to-end encrypted calls, see
     * {@link dev.antiphon.dave.DaveEncryption#pairwiseCode}. Default: every session creates a new
     * key. The {@code Voice} does not close the key. Close the key after the {@code Voice}.
     */
    public Builder identity(DaveIdentity key) {
      identity = Optional.of(key);
      return this;
    }

    /**
     * Adds a sink that records every step of every connection. Call it again to add more sinks.
     * Each sink has a bounded queue and a thread, so connections never wait for it. Closing the
     * {@code Voice} writes the queued entries, but does not close the sink.
     */
    public Builder audit(AuditSink sink) {
      audits.add(Objects.requireNonNull(sink, "sink"));
      return this;
    }

    /**
     * Starts the {@code Voice} and subscribes to the gateway.
     *
     * @throws IllegalArgumentException if {@link #userId} was not set
     * @throws IllegalStateException if the engine does not follow the transition table, or {@link
     *     DiscordGateway#subscribe} fails
     */
    public Voice build() {
      if (userId == 0) {
        throw new IllegalArgumentException("userId must be set to the bot's user id");
      }
      return new Voice(this);
    }
  }
}
