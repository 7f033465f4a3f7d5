package dev.antiphon.testkit;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A double of the main gateway for one bot user: answers opcode 4 as Discord does.
 *
 * <ul>
 *   <li>A channel in which Discord does not list the user: VOICE_STATE_UPDATE with it and the
 *       session id, then VOICE_SERVER_UPDATE with a fresh token.
 *   <li>The same channel again: no answer at all; with other mute or deaf flags a
 *       VOICE_STATE_UPDATE.
 *   <li>No channel: VOICE_STATE_UPDATE without a channel; no answer if the user was in none.
 * </ul>
 *
 * <p>Events are delivered on one daemon thread of its own, in order; all methods may be called from
 * any thread. Source: Discord documentation, Gateway Events, "Update Voice State", and Voice
 * Connections, "Retrieving Voice Server Information".
 */
public final class FakeDiscordGateway implements DiscordGateway, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FakeDiscordGateway.class);
  private static final int SECRET_BYTES = 16;
  private static final int MAX_RECORDED = 100_000;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  /** What becomes of an opcode 4. */
  public enum Answering {
    /** As Discord does. */
    FULLY,
    /** Not at all, as for a full channel or without permission to connect; nothing changes. */
    SILENTLY,
    /** The VOICE_SERVER_UPDATE is withheld. */
    WITHOUT_SERVER,
    /** The VOICE_SERVER_UPDATE has no endpoint, as when no server is available. */
    WITHOUT_ENDPOINT,
    /** {@link #send} fails; nothing changes. */
    FAILING
  }

  /** Which of the two events of a join comes first. */
  public enum Order {
    /** VOICE_STATE_UPDATE, then VOICE_SERVER_UPDATE: what Discord usually does. */
    STATE_FIRST,
    /** The other way round, which Discord does not rule out. */
    SERVER_FIRST
  }

  private record Listed(long channelId, boolean selfMute, boolean selfDeaf) {}

  /** One subscription: a listener may be subscribed more than once. */
  private static final class Subscriber {
    private final Listener listener;

    Subscriber(Listener listener) {
      this.listener = listener;
    }

    void hear(Consumer<Listener> event) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("A listener of the main gateway's double threw: {}", e.toString());
        LOG.debug("Thrown by the listener", e);
      }
    }
  }

  private final long userId;
  private final String endpoint;
  private final Optional<EmbeddedVoiceServer> checkedBy;
  private final SecureRandom random = new SecureRandom();
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final SoleThread thread = new SoleThread("antiphon-testkit-gateway");
  private final ExecutorService delivery = Executors.newSingleThreadExecutor(thread);

  private final Object lock = new Object();
  private final Map<Long, Listed> listed = new HashMap<>();
  private final List<UpdateVoiceState> sent = new ArrayList<>();
  private final String sessionId;
  private Answering answering = Answering.FULLY;
  private Order order = Order.STATE_FIRST;

  private FakeDiscordGateway(
      long userId, String endpoint, Optional<EmbeddedVoiceServer> checkedBy) {
    this.userId = userId;
    this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    this.checkedBy = checkedBy;
    this.sessionId = secret();
  }

  /** Sends clients to this server, which accepts any token. */
  public static FakeDiscordGateway of(long userId, EmbeddedVoiceServer server) {
    return new FakeDiscordGateway(userId, server.endpoint(), Optional.empty());
  }

  /** Sends clients to this server, which accepts only what this gateway issued last. */
  public static FakeDiscordGateway strict(long userId, EmbeddedVoiceServer server) {
    return new FakeDiscordGateway(userId, server.endpoint(), Optional.of(server));
  }

  /** Sends clients anywhere. */
  public static FakeDiscordGateway of(long userId, String endpoint) {
    return new FakeDiscordGateway(userId, endpoint, Optional.empty());
  }

  /** From now on opcode 4 is answered in this way. */
  public FakeDiscordGateway answering(Answering how) {
    synchronized (lock) {
      answering = Objects.requireNonNull(how, "how");
    }
    return this;
  }

  /** From now on the events of a join come in this order. */
  public FakeDiscordGateway order(Order which) {
    synchronized (lock) {
      order = Objects.requireNonNull(which, "which");
    }
    return this;
  }

  /** Every opcode 4 handed to {@link #send}, also those that failed; oldest first. */
  public List<UpdateVoiceState> sent() {
    synchronized (lock) {
      return List.copyOf(sent);
    }
  }

  /** The channel in which Discord lists the user. */
  public OptionalLong channelIn(long guildId) {
    synchronized (lock) {
      Listed in = listed.get(guildId);
      return in == null ? OptionalLong.empty() : OptionalLong.of(in.channelId());
    }
  }

  @Override
  public CompletionStage<Void> send(UpdateVoiceState update) {
    synchronized (lock) {
      if (sent.size() < MAX_RECORDED) {
        sent.add(update);
      }
      if (answering == Answering.FAILING) {
        return CompletableFuture.failedFuture(
            new IOException("The main gateway was told to fail to send."));
      }
      if (answering != Answering.SILENTLY) {
        answer(update);
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  private void answer(UpdateVoiceState update) {
    long guildId = update.guildId();
    Listed before = listed.get(guildId);
    if (update.channelId().isEmpty()) {
      if (listed.remove(guildId) != null) {
        deliverState(update);
      }
      return;
    }
    Listed now = new Listed(update.channelId().getAsLong(), update.selfMute(), update.selfDeaf());
    if (now.equals(before)) {
      return;
    }
    listed.put(guildId, now);
    if (before != null && before.channelId() == now.channelId()) {
      deliverState(update);
    } else if (order == Order.STATE_FIRST) {
      deliverState(update);
      deliverServer(guildId);
    } else {
      deliverServer(guildId);
      deliverState(update);
    }
  }

  private void deliverState(UpdateVoiceState update) {
    VoiceStateUpdate state =
        new VoiceStateUpdate(
            update.guildId(),
            update.channelId(),
            userId,
            sessionId,
            update.selfMute(),
            update.selfDeaf());
    deliver(listener -> listener.voiceStateUpdate(state));
  }

  private void deliverServer(long guildId) {
    if (answering != Answering.WITHOUT_SERVER) {
      String token = secret();
      checkedBy.ifPresent(server -> server.issueCredentials(guildId, userId, sessionId, token));
      VoiceServerUpdate server =
          new VoiceServerUpdate(
              guildId,
              token,
              answering == Answering.WITHOUT_ENDPOINT ? Optional.empty() : Optional.of(endpoint));
      deliver(listener -> listener.voiceServerUpdate(server));
    }
  }

  private void deliver(Consumer<Listener> event) {
    try {
      delivery.execute(() -> subscribers.forEach(subscriber -> subscriber.hear(event)));
    } catch (RejectedExecutionException e) {
      LOG.debug("The main gateway's double is closed; an event is not delivered.");
    }
  }

  @Override
  public Subscription subscribe(Listener listener) {
    Subscriber subscriber = new Subscriber(Objects.requireNonNull(listener, "listener"));
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Delivers nothing more and waits for the thread, unless called on it. */
  @Override
  public void close() {
    delivery.shutdownNow();
    subscribers.clear();
    thread.awaitEnd(CLOSE_LIMIT);
  }

  @Override
  public String toString() {
    return "FakeDiscordGateway[user " + Long.toUnsignedString(userId) + ", " + endpoint + "]";
  }
}
