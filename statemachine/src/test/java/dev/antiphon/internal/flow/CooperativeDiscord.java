package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A simulated Discord that grants every request of a flow. It answers each op 4 that changes
 * something. Its voice servers accept every dial.
 *
 * <p>Sessions and tokens are numbers. A voice server has the same number as its token.
 */
final class CooperativeDiscord {
  private static final long SECOND = 1_000;

  private final FlowSimulation flow;
  private final List<Effect.SendVoiceState> asked = new ArrayList<>();
  private OptionalLong listed;
  private int session = 1;
  private int token;
  private int processedSteps;

  /** Starts with the channel and the credentials of the flow, without open requests. */
  CooperativeDiscord(FlowSimulation flow) {
    this.flow = flow;
    listed = flow.memory().intent().listed();
    token = flow.memory().credentials().token();
    processedSteps = flow.decisions().size();
  }

  int session() {
    return session;
  }

  int token() {
    return token;
  }

  OptionalLong listed() {
    return listed;
  }

  /** Lists the bot in this channel. */
  void list(long channel) {
    listed = OptionalLong.of(channel);
    flow.voiceState(channel, session);
  }

  /** Lists the bot in no channel. */
  void delist() {
    listed = OptionalLong.empty();
    flow.on(new VoiceEvent.OwnVoiceState(listed, session));
  }

  /** Gives the bot a new session. Its next voice state contains it. */
  void renewSession() {
    session++;
  }

  /** Starts a new main session, in which the bot is listed in no channel. */
  void renewMainSession() {
    readRequests();
    asked.clear();
    listed = OptionalLong.empty();
    session++;
    flow.mainSession(VoiceEvent.MainSession.Change.NEW);
  }

  /** Names another voice server. */
  void nameServer() {
    token++;
    flow.voiceServer(token, token);
  }

  /** Takes the voice server away. */
  void takeServer() {
    flow.voiceServerGone();
  }

  /** Completes the handshake or the resume of a dialled socket. */
  void acceptDial() {
    readRequests();
    if (flow.memory().socket().held()) {
      if (flow.state() == VoiceState.IDENTIFYING) {
        flow.establish();
      } else if (flow.state() == VoiceState.RESUMING) {
        flow.resume();
      }
    }
  }

  /** Answers the oldest request, if there is one. */
  void grantOne() {
    readRequests();
    if (!asked.isEmpty()) {
      answer(asked.remove(0).channelId());
    }
  }

  /** Advances the clock. Each request is answered within one second. */
  void advance(long milliseconds) {
    for (long left = milliseconds; left > 0; left -= SECOND) {
      for (readRequests(); left >= SECOND && !asked.isEmpty(); readRequests()) {
        grantOne();
      }
      flow.advanceMillis(Math.min(left, SECOND));
    }
  }

  /**
   * Answers every request until the flow is established or ended, or until 300 seconds have passed.
   */
  void grantAll() {
    for (int second = 0; second < 300 && !settled(); second++) {
      acceptDial();
      while (!asked.isEmpty()) {
        answer(asked.remove(0).channelId());
        acceptDial();
      }
      if (!settled()) {
        flow.advanceMillis(SECOND);
      }
    }
  }

  private boolean settled() {
    readRequests();
    return flow.state().isTerminal() || asked.isEmpty() && flow.state() == VoiceState.ESTABLISHED;
  }

  private void answer(OptionalLong channel) {
    if (channel.equals(listed)) {
      return;
    }
    if (channel.isPresent()) {
      list(channel.getAsLong());
      nameServer();
    } else {
      delist();
    }
  }

  private void readRequests() {
    for (FlowDecision decision :
        flow.decisions().subList(processedSteps, flow.decisions().size())) {
      decision.effects().stream()
          .filter(Effect.SendVoiceState.class::isInstance)
          .map(Effect.SendVoiceState.class::cast)
          .forEach(this::ask);
    }
    processedSteps = flow.decisions().size();
  }

  /** A new op 4 replaces older unsent ones. A leave stays before its join. */
  private void ask(Effect.SendVoiceState op4) {
    asked.removeIf(older -> op4.channelId().isEmpty() || older.channelId().isPresent());
    asked.add(op4);
  }
}
