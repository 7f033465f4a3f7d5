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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Joins voice channels for one bot user, one {@link Connection} per guild.
 *
 * <p>It uses the application's {@link DiscordGateway} for Discord's main gateway. It connects to
 * Discord's voice servers directly. Creating a {@code Voice} takes more than one second in a new
 * JVM, so keep one instance while the bot runs. This class is thread-safe.
 */
public final class Voice implements AutoCloseable {
  private final VoiceOptions options;
  private final Optional<EventLoops> ownLoops;
  private final Optional<PolicyThread> policy;
  private final VoiceContext context;
  private final Guilds guilds;
  private final DispatchThread dispatch = new DispatchThread();
  private final DiscordGateway.Subscription subscription;

  private Voice(Builder builder) {
    this.options = builder.options;
    // This fails if the engine does not follow the transition table. So it runs before resources
    // are opened.
    FlowMachines machines =
        new FlowMachines(new VoiceFlow(options.settings().limits()), builder.engine);
    this.ownLoops = builder.loops.isPresent() ? Optional.empty() : Optional.of(EventLoops.own());
    this.policy = options.policy().map(chosen -> new PolicyThread(chosen, options));
    VoiceRuntime runtime =
        new VoiceRuntime(
            new BotAccount(builder.gateway, builder.userId, builder.identity),
            options.settings(),
            builder.loops.or(() -> ownLoops).orElseThrow(),
            machines,
            policy.map(PolicyPort.class::cast).orElse(PolicyPort.NONE));
    this.context =
        new VoiceContext(
            runtime,
            Callbacks.on(builder.callbacks),
            builder.audits.stream().map(sink -> new AuditPump(sink, Clock.systemUTC())).toList(),
            new CopyOnWriteArrayList<>());
    this.guilds = new Guilds(guildId -> new Connection(context, guildId));
    this.subscription = builder.gateway.subscribe(new MainGatewayEvents(runtime, guilds, dispatch));
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
   * @throws IllegalStateException if this {@code Voice} is closed, or if the calling thread is the
   *     thread that delivers the gateway events for which the join waits
   */
  public Connection joinChannel(long guildId, long channelId) {
    return start(guildId, channelId).await();
  }

  /**
   * Joins like {@link #joinChannel(long, long)}, with a timeout. After the timeout, a join is
   * cancelled and the bot leaves. A move is cancelled and the connection stays in its channel.
   *
   * @throws VoiceConnectException if the join or the move failed or the timeout expired
   */
  public Connection joinChannel(long guildId, long channelId, Duration timeout) {
    return start(guildId, channelId).await(timeout);
  }

  /**
   * Joins the channel without waiting.
   *
   * @return a future that completes on the executor of this {@code Voice}. It fails with the
   *     exceptions of {@link #joinChannel(long, long)}. Cancelling the future has the same effect
   *     as the timeout of {@link #joinChannel(long, long, Duration)}.
   */
  public CompletableFuture<Connection> joinChannelAsync(long guildId, long channelId) {
    Join join;
    try {
      join = Join.start(guilds, guildId, channelId);
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
    return context.callbacks().forUser(join.outcome(), join::cancel);
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
   * is lost. The call waits at most 2 seconds, for all guilds together, until they are sent.
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
    try (subscription) {
      if (!notLeft.isEmpty()) {
        throw new VoiceCloseException(notLeft);
      }
    } finally {
      release();
    }
  }

  private void release() {
    context.runtime().close();
    ownLoops.ifPresent(EventLoops::close);
    policy.ifPresent(PolicyThread::close);
    context.callbacks().close();
    context.audits().forEach(AuditPump::close);
  }

  private Join start(long guildId, long channelId) {
    context.requireBlockable("joinChannel");
    if (dispatch.isCurrentThread()) {
      throw new IllegalStateException(
          "joinChannel would block the thread that delivers the gateway's events, and it needs"
              + " those events; call it on another thread, or use joinChannelAsync");
    }
    return Join.start(guilds, guildId, channelId);
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
     * Sets the executor that runs listeners and completes futures. Default: one thread of the
     * library. The executor must run tasks on its own threads. An executor that runs tasks on the
     * calling thread would run them on an event loop.
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
     * @throws IllegalStateException if the engine does not follow the transition table
     */
    public Voice build() {
      if (userId == 0) {
        throw new IllegalArgumentException("userId must be set to the bot's user id");
      }
      return new Voice(this);
    }
  }
}
