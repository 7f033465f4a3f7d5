package dev.antiphon.internal.connection;

import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One guild of a simulated Discord. It executes voice state updates (opcode 4) and reports correct
 * events, but with a latency in both directions. The order is kept. A resumed main session receives
 * all missed events. A new main session loses the messages in transit, and the bot is in no
 * channel.
 */
final class SimulatedDiscord implements DiscordGateway {
  private static final int LEAVES_THAT_MAY_FAIL = 2;

  private final VirtualLoop time;
  private final Consumer<VoiceEvent> bot;
  private final Deque<VoiceEvent> missed = new ArrayDeque<>();
  private OptionalLong listed = OptionalLong.empty();
  private SelfFlags shown = SelfFlags.NONE;
  private Duration latency = Duration.ZERO;
  private long lastReceived;
  private long lastSent;
  private final MainGatewayPort port = new MainGatewayPort(this, Runnable::run);
  private boolean fails;
  private int leavesFailed;
  private int mainSession;
  private int session = 1;
  private int server;

  SimulatedDiscord(VirtualLoop time, Consumer<VoiceEvent> bot) {
    this.time = time;
    this.bot = bot;
  }

  OptionalLong listed() {
    return listed;
  }

  /** The port that connections use to send to this Discord. */
  MainGatewayPort port() {
    return port;
  }

  boolean away() {
    return port.isAway();
  }

  /** Sets the latency in each direction. */
  void setLatency(Duration newLatency) {
    latency = newLatency;
  }

  /** The next voice state update cannot be sent. */
  void failNext() {
    fails = true;
  }

  void loseMain() {
    port.setAway(true);
  }

  void resumeMain() {
    port.setAway(false);
    while (!missed.isEmpty()) {
      bot.accept(missed.remove());
    }
  }

  void renewMain() {
    port.setAway(false);
    missed.clear();
    mainSession++;
    session++;
    listed = OptionalLong.empty();
  }

  /**
   * A moderator moves the bot to the channel or disconnects it. It has no effect if the bot is in
   * no channel.
   */
  void moderate(OptionalLong channel) {
    if (listed.isPresent()) {
      put(channel, shown);
    }
  }

  /** Discord assigns another voice server. */
  void nameServer() {
    if (listed.isPresent()) {
      server++;
      report(new VoiceEvent.VoiceServer(server, server));
    }
  }

  @Override
  public CompletionStage<Void> send(UpdateVoiceState update) {
    boolean leave = update.channelId().isEmpty();
    if (fails && !(leave && leavesFailed == LEAVES_THAT_MAY_FAIL)) {
      fails = false;
      leavesFailed += leave ? 1 : 0;
      return CompletableFuture.failedFuture(new IllegalStateException("not sent"));
    }
    leavesFailed = 0;
    lastReceived = arrival(lastReceived);
    onArrival(
        lastReceived,
        () -> put(update.channelId(), new SelfFlags(update.selfMute(), update.selfDeaf())));
    return CompletableFuture.completedFuture(null);
  }

  private void put(OptionalLong channel, SelfFlags flags) {
    boolean elsewhere = !channel.equals(listed);
    if (!elsewhere && (channel.isEmpty() || flags.equals(shown))) {
      return;
    }
    listed = channel;
    shown = flags;
    report(new VoiceEvent.OwnVoiceState(channel, session, flags));
    if (elsewhere) {
      nameServer();
    }
  }

  private void report(VoiceEvent event) {
    lastSent = arrival(lastSent);
    onArrival(
        lastSent,
        () -> {
          if (port.isAway()) {
            missed.add(event);
          } else {
            bot.accept(event);
          }
        });
  }

  /** The arrival time. The order is kept, so it is not before the previous arrival. */
  private long arrival(long before) {
    return Math.max(before, time.nanoTime() + latency.toNanos());
  }

  private void onArrival(long when, Runnable work) {
    int sentIn = mainSession;
    time.loop()
        .schedule(
            () -> {
              if (sentIn == mainSession) {
                work.run();
              }
            },
            when - time.nanoTime(),
            TimeUnit.NANOSECONDS);
  }

  @Override
  public Subscription subscribe(Listener listener) {
    return () -> {};
  }
}
