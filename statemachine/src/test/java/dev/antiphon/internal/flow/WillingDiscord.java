package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A Discord that grants whatever a flow asks for: it answers op 4 unless that changes nothing, and
 * its voice servers let in whoever dials.
 *
 * <p>Sessions and tokens are numbered; a voice server has the number of the token made for it.
 */
final class WillingDiscord {
  private static final long SECOND = 1_000;

  private final FlowSimulation flow;
  private final List<Effect.SendVoiceState> asked = new ArrayList<>();
  private OptionalLong listed;
  private int session = 1;
  private int token;
  private int heard;

  /** The flow is in the channel that it wants, by the credentials that it has; nothing is asked. */
  WillingDiscord(FlowSimulation flow) {
    this.flow = flow;
    listed = flow.memory().intent().listed();
    token = flow.memory().credentials().token();
    heard = flow.decisions().size();
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

  /** The bot is in this channel from now on. */
  void list(long channel) {
    listed = OptionalLong.of(channel);
    flow.voiceState(channel, session);
  }

  /** The bot is in no channel from now on. */
  void delist() {
    listed = OptionalLong.empty();
    flow.on(new VoiceEvent.OwnVoiceState(listed, session));
  }

  /** The bot has another session; its next voice state says so. */
  void renewSession() {
    session++;
  }

  /** The bot's main session is another one, in which it is in no channel and told of none. */
  void renewMainSession() {
    listen();
    asked.clear();
    listed = OptionalLong.empty();
    session++;
    flow.mainSession(VoiceEvent.MainSession.Change.NEW);
  }

  /** The bot gets another voice server. */
  void nameServer() {
    token++;
    flow.voiceServer(token, token);
  }

  /** The bot's voice server is taken away. */
  void takeServer() {
    flow.voiceServerGone();
  }

  /** The voice servers let in whoever dials. */
  void letIn() {
    listen();
    if (flow.memory().socket().held()) {
      if (flow.state() == VoiceState.IDENTIFYING) {
        flow.establish();
      } else if (flow.state() == VoiceState.RESUMING) {
        flow.resume();
      }
    }
  }

  /** What was asked first is granted, if anything was. */
  void grantOne() {
    listen();
    if (!asked.isEmpty()) {
      answer(asked.remove(0).channelId());
    }
  }

  /** Time passes; whatever is asked for is granted within a second. */
  void letPass(long milliseconds) {
    for (long left = milliseconds; left > 0; left -= SECOND) {
      for (listen(); left >= SECOND && !asked.isEmpty(); listen()) {
        grantOne();
      }
      flow.advanceMillis(Math.min(left, SECOND));
    }
  }

  /** Everything is granted, until the flow stands or has ended, or a long time has passed. */
  void grantAll() {
    for (int second = 0; second < 300 && !settled(); second++) {
      letIn();
      while (!asked.isEmpty()) {
        answer(asked.remove(0).channelId());
        letIn();
      }
      if (!settled()) {
        flow.advanceMillis(SECOND);
      }
    }
  }

  private boolean settled() {
    listen();
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

  private void listen() {
    for (FlowDecision decision : flow.decisions().subList(heard, flow.decisions().size())) {
      decision.effects().stream()
          .filter(Effect.SendVoiceState.class::isInstance)
          .map(Effect.SendVoiceState.class::cast)
          .forEach(this::ask);
    }
    heard = flow.decisions().size();
  }

  /** A newer op 4 replaces those that have not been sent; a leave stays before its join. */
  private void ask(Effect.SendVoiceState op4) {
    asked.removeIf(older -> op4.channelId().isEmpty() || older.channelId().isPresent());
    asked.add(op4);
  }
}
