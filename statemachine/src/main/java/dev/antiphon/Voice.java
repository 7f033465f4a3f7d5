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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Joins voice channels for one bot user, one {@link Connection} per guild.
 *
 * <p>It reaches Discord's main gateway through the application's {@link DiscordGateway}, and
 * Discord's voice servers by itself. Making one takes more than a second in a fresh JVM; keep it as
 * long as the bot runs. Safe for use by any number of threads.
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
    // First, so that nothing is left behind when the engine does not follow the table.
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
      join = Join.start(guilds, guildId, channelId);
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
    return context.callbacks().handOut(join.outcome(), join::leave);
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
   * Hears every change of state of every connection, in order for each guild: a connection's end
   * comes before the first change of the next one. Changes of a join under way are heard, too;
   * {@link Connection#onTransition} comes too late for those.
   */
  public void onTransition(Consumer<Transition> listener) {
    context.transitionListeners().add(listener);
  }

  /** The bot's user. */
  public long userId() {
    return context.runtime().userId();
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
    context.requireBlockable("close");
    if (!guilds.close()) {
      return;
    }
    subscription.close();
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
          "joinChannel would block the thread that delivers the gateway's events, and wait for one"
              + " of them for ever; call it on another thread, or use joinChannelAsync");
    }
    return Join.start(guilds, guildId, channelId);
  }

  /** Makes a {@link Voice}. */
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
      callbacks = Optional.of(Objects.requireNonNull(executor, "callbacks"));
      return this;
    }

    /**
     * Netty event loops of the application, which are left alone on closing, instead of our own.
     *
     * @throws IllegalArgumentException if the group runs neither NIO nor epoll
     */
    public Builder eventLoops(EventLoopGroup shared) {
      loops = Optional.of(EventLoops.of(Objects.requireNonNull(shared, "eventLoops")));
      return this;
    }

    /**
     * What executes the transitions of the connection flow, instead of Spring Statemachine. What is
     * decided stays the same.
     */
    public Builder engine(FlowEngineProvider provider) {
      engine = Objects.requireNonNull(provider, "engine");
      return this;
    }

    /**
     * The key by which other users know this bot again in end-to-end encrypted calls, see {@link
     * dev.antiphon.dave.DaveEncryption#pairwiseCode}. Without one every session makes its own. It
     * stays the caller's to close, after the {@code Voice}.
     */
    public Builder identity(DaveIdentity key) {
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
     * @throws IllegalStateException if the engine does not follow the table
     */
    public Voice build() {
      if (userId == 0) {
        throw new IllegalArgumentException("userId must be set to the bot's user");
      }
      return new Voice(this);
    }
  }
}
