package dev.antiphon.internal.connection;

import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One guild of a simulated Discord with several processes of one bot. Each process has its own
 * session. A voice state goes to every process, but the voice server only to the process whose
 * session is listed. Messages have random latencies; the order of each direction is kept.
 */
final class SharedDiscord {
  private final VirtualLoop time;
  private final Iterator<Duration> latencies;
  private final List<Gateway> gateways = new ArrayList<>();
  private OptionalLong listed = OptionalLong.empty();
  private int listedSession;
  private SelfFlags shown = SelfFlags.NONE;
  private int server;

  SharedDiscord(VirtualLoop time, Iterator<Duration> latencies) {
    this.time = time;
    this.latencies = latencies;
  }

  /** The main gateway of one process. Its session is its place in the order of the processes. */
  final class Gateway implements DiscordGateway {
    private final List<UpdateVoiceState> sent = new ArrayList<>();
    private final Consumer<VoiceEvent> process;
    private final Runnable closesVoice;
    private final int session = gateways.size() + 1;
    private long lastReceived;
    private long lastSent;

    private Gateway(Consumer<VoiceEvent> process, Runnable closesVoice) {
      this.process = process;
      this.closesVoice = closesVoice;
    }

    int session() {
      return session;
    }

    /** The number of voice state updates (opcode 4). A leave and the join after it count once. */
    int updates() {
      int count = 0;
      for (int place = 0; place < sent.size(); place++) {
        boolean afterLeave = place > 0 && sent.get(place - 1).channelId().isEmpty();
        count += sent.get(place).channelId().isPresent() && afterLeave ? 0 : 1;
      }
      return count;
    }

    /** Whether the voice server accepts the credentials of this process. */
    boolean accepts(int token) {
      return listed.isPresent() && listedSession == session && token == server;
    }

    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      sent.add(update);
      lastReceived = arrival(lastReceived);
      at(lastReceived, () -> execute(update, session));
      return CompletableFuture.completedFuture(null);
    }

    private void report(VoiceEvent event) {
      lastSent = arrival(lastSent);
      at(lastSent, () -> process.accept(event));
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return () -> {};
    }
  }

  /**
   * Adds a process. It receives events of the main gateway, and learns that the voice server closes
   * its WebSocket.
   */
  Gateway connect(Consumer<VoiceEvent> process, Runnable closesVoice) {
    Gateway gateway = new Gateway(process, closesVoice);
    gateways.add(gateway);
    return gateway;
  }

  /** Whether Discord lists the bot in a channel. */
  boolean lists() {
    return listed.isPresent();
  }

  /** The session with which Discord lists the bot, or listed it last. */
  int listedSession() {
    return listedSession;
  }

  /** The next random latency. */
  Duration latency() {
    return latencies.next();
  }

  /** A leave removes the bot, whichever process is listed. */
  private void execute(UpdateVoiceState update, int by) {
    OptionalLong channel = update.channelId();
    SelfFlags flags = new SelfFlags(update.selfMute(), update.selfDeaf());
    boolean sessionChanges = channel.isPresent() && listed.isPresent() && by != listedSession;
    boolean elsewhere = !channel.equals(listed) || sessionChanges;
    if (!elsewhere && (channel.isEmpty() || flags.equals(shown))) {
      return;
    }
    int before = listedSession;
    if (listed.isPresent() && elsewhere && (channel.isEmpty() || sessionChanges)) {
      gateways.get(before - 1).closesVoice.run();
    }
    listedSession = channel.isPresent() ? by : before;
    listed = channel;
    shown = flags;
    VoiceEvent state = new VoiceEvent.OwnVoiceState(channel, listedSession, flags);
    gateways.forEach(gateway -> gateway.report(state));
    if (elsewhere && channel.isPresent()) {
      server++;
      gateways.get(by - 1).report(new VoiceEvent.VoiceServer(server, server));
    }
  }

  private long arrival(long before) {
    return Math.max(before, time.nanoTime() + latency().toNanos());
  }

  private void at(long when, Runnable work) {
    time.loop().schedule(work, when - time.nanoTime(), TimeUnit.NANOSECONDS);
  }
}
