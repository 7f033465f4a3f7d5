package dev.antiphon.internal.flow;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.TakenOver;
import java.util.OptionalLong;

/** The input of guards: limits, state, memory and event. Immutable. */
public record Situation(FlowLimits limits, FlowState at, FlowMemory memory, VoiceEvent event) {

  /**
   * Returns whether this voice state is for another channel than the own op 4 requested, while this
   * op 4 has no answer. Such a voice state only reports where Discord lists the bot.
   */
  boolean listsElsewhere() {
    return at instanceof FlowState.Waiting waiting
        && !waiting.why().isForDiscord()
        && memory.intent().unanswered()
        && channelOfEvent().isPresent()
        && !channelOfEvent().equals(memory.intent().target())
        && !confirmsMove();
  }

  /** Returns whether this voice state confirms the pending move. */
  boolean confirmsMove() {
    return channelOfEvent().isPresent() && channelOfEvent().equals(memory.intent().pendingMove());
  }

  /**
   * Returns whether this voice state comes from another process of the same bot: it has another
   * session, although every op 4 is answered and the main session is the same.
   */
  boolean isTakenOver() {
    Intent intent = memory.intent();
    int known = memory.credentials().session();
    return limits.takenOver() == TakenOver.END
        && event instanceof VoiceEvent.OwnVoiceState voiceState
        && voiceState.channelId().isPresent()
        && known != Credentials.NONE
        && voiceState.session() != known
        && !intent.unanswered()
        && !intent.leaving()
        && !intent.shownWrongly()
        && !memory.mainSessionUnconfirmed();
  }

  /**
   * Returns whether a voice server waits for this voice state as its other half (rule G3): its
   * window is open, or this voice state answers the own op 4.
   */
  boolean pairs() {
    boolean answers =
        channelOfEvent().isPresent() && channelOfEvent().equals(memory.intent().requestedChannel());
    return memory.credentials().unpaired() == Credentials.Unpaired.VOICE_SERVER
        && (answers || memory.timers().isArmed(FlowTimer.PAIR));
  }

  /** Returns the channel of a voice state or of a command. */
  OptionalLong channelOfEvent() {
    if (event instanceof VoiceEvent.OwnVoiceState voiceState) {
      return voiceState.channelId();
    }
    if (event instanceof Command.Join join) {
      return OptionalLong.of(join.channelId());
    }
    return event instanceof Command.Move move
        ? OptionalLong.of(move.channelId())
        : OptionalLong.empty();
  }

  /** Returns the credentials after this event is stored. */
  Credentials credentialsWithEvent() {
    Credentials known = memory.credentials();
    if (event instanceof VoiceEvent.VoiceServer server) {
      return withServer(known, server);
    }
    if (event instanceof VoiceEvent.OwnVoiceState voiceState) {
      return withVoiceState(known, voiceState);
    }
    return known;
  }

  private static Credentials withServer(Credentials known, VoiceEvent.VoiceServer server) {
    if (server.endpoint() == Credentials.NONE) {
      return known.withoutServer();
    }
    boolean repeated = server.endpoint() == known.endpoint() && server.token() == known.token();
    return repeated ? known : known.withServer(server.endpoint(), server.token());
  }

  private Credentials withVoiceState(Credentials known, VoiceEvent.OwnVoiceState voiceState) {
    if (voiceState.channelId().isEmpty()) {
      return known.withoutSession();
    }
    if (listsElsewhere()) {
      return known.withListingElsewhere(voiceState.session());
    }
    boolean changes =
        voiceState.session() != known.session()
            || !voiceState.channelId().equals(memory.intent().target());
    Credentials halves = pairs() ? known : known.withoutUnpaired();
    return changes
        ? halves.changedBy(voiceState.session())
        : halves.confirmedBy(voiceState.session());
  }
}
