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

/**
 * Answers opcode 4 in the way that the test has set. Guarded by the monitor of the {@link
 * VoiceStates}.
 */
final class Answers {

  /** The maximum number of held opcode 4 commands. Further commands are never answered. */
  private static final int MAX_HELD = 100_000;

  private final VoiceStates states;
  private final MainSession session;
  private final Map<Long, Answering> byChannel = new HashMap<>();
  private final Queue<UpdateVoiceState> held = new ArrayDeque<>();
  private Answering defaultAnswer = Answering.FULLY;
  private Order order = Order.STATE_FIRST;
  private boolean holding;

  Answers(VoiceStates states, MainSession session) {
    this.states = states;
    this.session = session;
  }

  void setDefault(Answering how) {
    synchronized (states) {
      defaultAnswer = Objects.requireNonNull(how, "how");
    }
  }

  void inChannel(long channelId, Answering how) {
    synchronized (states) {
      byChannel.put(channelId, Objects.requireNonNull(how, "how"));
    }
  }

  void order(Order newOrder) {
    synchronized (states) {
      order = Objects.requireNonNull(newOrder, "order");
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

  /** Discards the held commands. They are never answered. */
  void forget() {
    synchronized (states) {
      held.clear();
    }
  }

  CompletionStage<Void> take(UpdateVoiceState update) {
    synchronized (states) {
      if (!session.dispatcher().isUp()) {
        return failed("The main session is down.");
      }
      if (answering(update) == Answering.FAILING) {
        return failed("The test made the main gateway fail to send.");
      }
      if (!holding) {
        answer(update);
      } else if (held.size() < MAX_HELD) {
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
        ? byChannel.getOrDefault(update.channelId().getAsLong(), defaultAnswer)
        : defaultAnswer;
  }

  private void answer(UpdateVoiceState update) {
    Answering how = answering(update);
    if (how == Answering.SILENTLY
        || (how == Answering.UNLESS_LISTED && states.listsOther(session, update))) {
      return;
    }
    if (how == Answering.WITH_NEW_SESSION) {
      restart();
      return;
    }
    switch (states.apply(session, update)) {
      case NOTHING -> {}
      case FLAGS, LEFT -> dispatch(states.state(update.guildId()));
      case JOINED -> joined(update.guildId(), how);
    }
  }

  private void restart() {
    session.dispatcher().lose();
    session.dispatcher().forget();
    states.discard(session).forEach(state -> states.revoke(state.guildId()));
    session.dispatcher().begin();
  }

  private void joined(long guildId, Answering how) {
    if (order == Order.SERVER_FIRST) {
      server(guildId, how);
    }
    if (how != Answering.WITHOUT_STATE) {
      dispatch(states.state(guildId));
    }
    if (order == Order.STATE_FIRST) {
      server(guildId, how);
    }
  }

  private void server(long guildId, Answering how) {
    if (how == Answering.WITHOUT_ENDPOINT) {
      dispatch(states.noServer(guildId));
    } else if (how != Answering.WITHOUT_SERVER) {
      dispatch(states.server(guildId));
    }
  }

  private void dispatch(VoiceStateUpdate update) {
    states.dispatch(listener -> listener.voiceStateUpdate(update));
  }

  private void dispatch(VoiceServerUpdate update) {
    session.dispatcher().dispatch(listener -> listener.voiceServerUpdate(update));
  }
}
