package dev.antiphon.internal.flow;

import dev.antiphon.flow.FlowTimer;
import java.util.OptionalLong;

/** All that a guard may ask; nothing of it can change. */
public record Situation(FlowLimits limits, FlowState at, FlowMemory memory, VoiceEvent event) {

  /**
   * Whether this is a voice state of a channel other than the one that our own op 4, as yet
   * unanswered, asked for: until that is answered it says only where Discord lists us.
   */
  boolean listsElsewhere() {
    return at instanceof FlowState.Waiting waiting
        && !waiting.why().isForDiscord()
        && memory.intent().unanswered()
        && channelOfEvent().isPresent()
        && !channelOfEvent().equals(memory.intent().target())
        && !confirmsMove();
  }

  /** Whether this is the voice state that a pending move waits for. */
  boolean confirmsMove() {
    return channelOfEvent().isPresent() && channelOfEvent().equals(memory.intent().pendingMove());
  }

  /**
   * Whether a voice server waits for just this voice state as its other half (rule G3): its window
   * is open, or this answers our own op 4, however long that has taken.
   */
  boolean pairs() {
    boolean answers =
        channelOfEvent().isPresent() && channelOfEvent().equals(memory.intent().asked());
    return memory.credentials().unpaired() == Credentials.Unpaired.VOICE_SERVER
        && (answers || memory.timers().isArmed(FlowTimer.PAIR));
  }

  /** The channel of a voice state, or of a command. */
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

  /** The credentials as they are once this event has been taken note of. */
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
      return known.listedElsewhere(voiceState.session());
    }
    boolean changes =
        voiceState.session() != known.session()
            || !voiceState.channelId().equals(memory.intent().target());
    Credentials halves = pairs() ? known : known.unpairedNoMore();
    return changes
        ? halves.changedBy(voiceState.session())
        : halves.confirmedBy(voiceState.session());
  }
}
