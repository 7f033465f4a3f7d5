package dev.antiphon.cli.internal.soak;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.SessionInfo;
import java.util.Optional;

/** Determines which members must hear a frame. */
final class Audience {
  private Audience() {}

  /**
   * Expects the frame at each member that is in the call of the speaker, and that has the keys of
   * the speaker. Called on the thread of the server, before it forwards the frame.
   */
  static void expect(
      EmbeddedVoiceServer server, BotInGuild speaker, ServerEvent.FrameReceived frame) {
    Optional<SessionInfo> from =
        server
            .session(frame.guildId(), frame.userId())
            .filter(session -> session.ssrc() == frame.ssrc());
    FrameLedger.FrameId id =
        new FrameLedger.FrameId(frame.ssrc(), frame.sequence(), frame.timestamp());
    speaker.arrivedLast(id);
    if (from.isPresent()) {
      for (BotInGuild other : speaker.call().everyone()) {
        if (other != speaker && isReached(server, from.get(), other)) {
          other.expect(speaker, id);
        }
      }
    }
  }

  /** The server has discarded the last frame, because Speaking (opcode 5) had not arrived. */
  static void discard(BotInGuild speaker) {
    speaker
        .lastArrived()
        .ifPresent(
            frame ->
                speaker.call().everyone().forEach(other -> other.hearing().ledger().forget(frame)));
  }

  private static boolean isReached(EmbeddedVoiceServer server, SessionInfo from, BotInGuild other) {
    return server
        .session(other.guildId(), other.userId())
        .filter(to -> to.mode().isPresent() && to.channelId().equals(from.channelId()))
        .filter(to -> other.hearing().hasKeysOf(from.userId(), to.ssrc()))
        .isPresent();
  }
}
