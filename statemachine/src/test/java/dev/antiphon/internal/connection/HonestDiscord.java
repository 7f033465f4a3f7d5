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
 * One guild of a Discord that does what op 4 says and tells the truth, but far away: what is said
 * in either direction is on its way for a while, in order. A main session that is resumed has
 * missed nothing; with a new one whatever was on its way is lost, and the bot is in no channel.
 */
final class HonestDiscord implements DiscordGateway {
  private static final int LEAVES_THAT_MAY_FAIL = 2;

  private final VirtualLoop time;
  private final Consumer<VoiceEvent> bot;
  private final Deque<VoiceEvent> missed = new ArrayDeque<>();
  private OptionalLong listed = OptionalLong.empty();
  private SelfFlags shown = SelfFlags.NONE;
  private Duration distance = Duration.ZERO;
  private long lastHeard;
  private long lastTold;
  private final MainGatewayPort port = new MainGatewayPort(this, Runnable::run);
  private boolean fails;
  private int leavesFailed;
  private int mainSession;
  private int session = 1;
  private int server;

  HonestDiscord(VirtualLoop time, Consumer<VoiceEvent> bot) {
    this.time = time;
    this.bot = bot;
  }

  OptionalLong listed() {
    return listed;
  }

  /** The way to it, as connections take it. */
  MainGatewayPort port() {
    return port;
  }

  boolean away() {
    return port.isAway();
  }

  /** So long is everything on its way from now on. */
  void moveAway(Duration newDistance) {
    distance = newDistance;
  }

  /** The next op 4 cannot be sent. */
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

  /** A moderator puts the bot into the channel, or out of all; one that is in none stays there. */
  void moderate(OptionalLong channel) {
    if (listed.isPresent()) {
      put(channel, shown);
    }
  }

  /** The bot gets another voice server. */
  void nameServer() {
    if (listed.isPresent()) {
      server++;
      tell(new VoiceEvent.VoiceServer(server, server));
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
    lastHeard = arrival(lastHeard);
    onArrival(
        lastHeard,
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
    tell(new VoiceEvent.OwnVoiceState(channel, session, flags));
    if (elsewhere) {
      nameServer();
    }
  }

  private void tell(VoiceEvent event) {
    lastTold = arrival(lastTold);
    onArrival(
        lastTold,
        () -> {
          if (port.isAway()) {
            missed.add(event);
          } else {
            bot.accept(event);
          }
        });
  }

  /** Nothing overtakes what was said before. */
  private long arrival(long before) {
    return Math.max(before, time.nanoTime() + distance.toNanos());
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
