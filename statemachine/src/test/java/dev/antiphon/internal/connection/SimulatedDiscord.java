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
 * channel. Another process of the same bot can join; then Discord lists the session of that
 * process.
 */
final class SimulatedDiscord implements DiscordGateway {
  private static final int LEAVES_THAT_MAY_FAIL = 2;

  /** The session of another process of the same bot. */
  private static final int OTHER_SESSION = 1_000;

  private final VirtualLoop time;
  private final Consumer<VoiceEvent> bot;
  private final Deque<VoiceEvent> missed = new ArrayDeque<>();
  private final Deque<UpdateVoiceState> kept = new ArrayDeque<>();
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
  private int listedSession = 1;
  private int inTransit;
  private boolean keeps;
  private boolean lastFailed;
  private boolean otherIsUndisturbed;
  private boolean otherWasRemoved;
  private int server;

  SimulatedDiscord(VirtualLoop time, Consumer<VoiceEvent> bot) {
    this.time = time;
    this.bot = bot;
  }

  /** The channel in which this process is listed. */
  OptionalLong listed() {
    return listedSession == OTHER_SESSION ? OptionalLong.empty() : listed;
  }

  /** The last update was not sent. */
  boolean lastFailed() {
    return lastFailed;
  }

  /** A leave removed the other process, although this process had not asked for a channel. */
  boolean otherWasRemoved() {
    return otherWasRemoved;
  }

  /** The updates that are sent while the main session is lost are delivered later, or they fail. */
  void keepWhileAway(boolean keep) {
    keeps = keep;
  }

  /** This process asks for a channel. After that, it may remove the other process. */
  void joinRequested() {
    otherIsUndisturbed = false;
  }

  /**
   * Another process of the bot joins. It has no effect if the bot is listed, if a message is in
   * transit, or if the main session is not the one in which this process was listed last.
   */
  void joinFromOtherProcess(long channel) {
    boolean known = listedSession == session || listedSession == OTHER_SESSION;
    if (listed.isEmpty() && inTransit == 0 && missed.isEmpty() && known) {
      otherIsUndisturbed = true;
      put(OptionalLong.of(channel), SelfFlags.NONE, OTHER_SESSION);
    }
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
    while (!kept.isEmpty()) {
      transmit(kept.remove());
    }
    while (!missed.isEmpty()) {
      bot.accept(missed.remove());
    }
  }

  void renewMain() {
    port.setAway(false);
    missed.clear();
    kept.clear();
    inTransit = 0;
    mainSession++;
    session++;
    otherIsUndisturbed = false;
    listed = listed().isPresent() ? OptionalLong.empty() : listed;
  }

  /**
   * A moderator moves the bot to the channel or disconnects it. It has no effect if the bot is in
   * no channel.
   */
  void moderate(OptionalLong channel) {
    if (listed.isPresent()) {
      otherIsUndisturbed &= channel.isPresent();
      put(channel, shown, listedSession);
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
      return failed();
    }
    if (port.isAway() && !keeps) {
      return failed();
    }
    leavesFailed = 0;
    lastFailed = false;
    if (port.isAway()) {
      kept.add(update);
    } else {
      transmit(update);
    }
    return CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Void> failed() {
    lastFailed = true;
    return CompletableFuture.failedFuture(new IllegalStateException("not sent"));
  }

  private void transmit(UpdateVoiceState update) {
    lastReceived = arrival(lastReceived);
    onArrival(
        lastReceived,
        () -> {
          boolean leave = update.channelId().isEmpty();
          boolean other = listed.isPresent() && listedSession == OTHER_SESSION;
          otherWasRemoved |= leave && other && otherIsUndisturbed;
          put(
              update.channelId(),
              new SelfFlags(update.selfMute(), update.selfDeaf()),
              leave ? listedSession : session);
        });
  }

  private void put(OptionalLong channel, SelfFlags flags, int by) {
    boolean elsewhere = !channel.equals(listed) || (channel.isPresent() && by != listedSession);
    if (!elsewhere && (channel.isEmpty() || flags.equals(shown))) {
      return;
    }
    listed = channel;
    listedSession = by;
    shown = flags;
    report(new VoiceEvent.OwnVoiceState(channel, by, flags));
    if (elsewhere && by != OTHER_SESSION) {
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
    inTransit++;
    time.loop()
        .schedule(
            () -> {
              if (sentIn == mainSession) {
                inTransit--;
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
