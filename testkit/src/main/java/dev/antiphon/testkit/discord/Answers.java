package dev.antiphon.testkit.discord;

import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Order;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How opcode 4 is answered. Guarded by the monitor of the {@link VoiceStates}. */
final class Answers {

  /** So many opcode 4 wait for their answers; what exceeds them is never answered. */
  private static final int MOST_HELD = 100_000;

  private final VoiceStates states;
  private final Dispatcher dispatcher;
  private final Map<Long, Answering> byChannel = new HashMap<>();
  private final Queue<UpdateVoiceState> held = new ArrayDeque<>();
  private Answering usual = Answering.FULLY;
  private Order order = Order.STATE_FIRST;
  private boolean holding;

  Answers(VoiceStates states, Dispatcher dispatcher) {
    this.states = states;
    this.dispatcher = dispatcher;
  }

  void usually(Answering how) {
    synchronized (states) {
      usual = Objects.requireNonNull(how, "how");
    }
  }

  void inChannel(long channelId, Answering how) {
    synchronized (states) {
      byChannel.put(channelId, Objects.requireNonNull(how, "how"));
    }
  }

  void order(Order which) {
    synchronized (states) {
      order = Objects.requireNonNull(which, "which");
    }
  }

  void hold() {
    synchronized (states) {
      holding = true;
    }
  }

  void release() {
    synchronized (states) {
      holding = false;
      held.forEach(this::answer);
      held.clear();
    }
  }

  /** What is held will never be answered. */
  void forget() {
    synchronized (states) {
      held.clear();
    }
  }

  CompletionStage<Void> take(UpdateVoiceState update) {
    synchronized (states) {
      if (!dispatcher.isUp()) {
        return failed("The main session is down.");
      }
      if (answering(update) == Answering.FAILING) {
        return failed("The main gateway was told to fail to send.");
      }
      if (!holding) {
        answer(update);
      } else if (held.size() < MOST_HELD) {
        held.add(update);
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  private static CompletionStage<Void> failed(String why) {
    return CompletableFuture.failedFuture(new IOException(why));
  }

  private Answering answering(UpdateVoiceState update) {
    return update.channelId().isPresent()
        ? byChannel.getOrDefault(update.channelId().getAsLong(), usual)
        : usual;
  }

  private void answer(UpdateVoiceState update) {
    Answering how = answering(update);
    if (how == Answering.SILENTLY) {
      return;
    }
    switch (states.apply(update)) {
      case NOTHING -> {}
      case FLAGS, LEFT -> tell(states.state(update.guildId()));
      case JOINED -> joined(update.guildId(), how);
    }
  }

  private void joined(long guildId, Answering how) {
    if (order == Order.SERVER_FIRST) {
      server(guildId, how);
    }
    if (how != Answering.WITHOUT_STATE) {
      tell(states.state(guildId));
    }
    if (order == Order.STATE_FIRST) {
      server(guildId, how);
    }
  }

  private void server(long guildId, Answering how) {
    if (how == Answering.WITHOUT_ENDPOINT) {
      tell(states.noServer(guildId));
    } else if (how != Answering.WITHOUT_SERVER) {
      tell(states.server(guildId));
    }
  }

  private void tell(VoiceStateUpdate update) {
    dispatcher.tell(listener -> listener.voiceStateUpdate(update));
  }

  private void tell(VoiceServerUpdate update) {
    dispatcher.tell(listener -> listener.voiceServerUpdate(update));
  }
}
