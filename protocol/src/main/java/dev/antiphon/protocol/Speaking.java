package dev.antiphon.protocol;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * Opcode 5, from clients and the server: the speaker of an SSRC and the kind of audio.
 *
 * <p>The client must send this message before its first audio packet. The server adds the user and
 * omits {@code delay}. The decoder reads an absent {@code delay} as 0. Source: Discord
 * documentation, Voice Connections, "Speaking".
 *
 * @param userId the speaker, an unsigned 64-bit snowflake; present only in messages from the server
 * @param speaking a bitmask of {@link SpeakingFlag}s, unknown bits included; 0 = the speaker
 *     stopped
 * @param delay the delay in milliseconds; bots send 0
 * @param ssrc the SSRC of the speaker's audio, unsigned 32-bit
 */
public record Speaking(OptionalLong userId, int speaking, int delay, long ssrc)
    implements ClientMessage, ServerMessage {

  public Speaking {
    Objects.requireNonNull(userId, "userId");
    IntegerRange.INT31.require("speaking", speaking);
    IntegerRange.INT31.require("delay", delay);
    IntegerRange.UINT32.require("ssrc", ssrc);
  }

  @Override
  public int opcode() {
    return Opcode.SPEAKING.number();
  }

  @Override
  public void accept(Receiver receiver) {
    receiver.speaking(this);
  }
}
