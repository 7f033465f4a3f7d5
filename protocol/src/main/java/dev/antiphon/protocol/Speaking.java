package dev.antiphon.protocol;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * Opcode 5, both ways: who speaks under which SSRC, and how.
 *
 * <p>The client must send it before its first audio packet. The server adds the user and leaves
 * {@code delay} out, which is read as 0. Source: Discord documentation, Voice Connections,
 * "Speaking".
 *
 * @param userId the speaker, an unsigned 64-bit snowflake; only from the server
 * @param speaking bitmask of {@link SpeakingFlag}s; unknown bits are kept; 0 = stopped
 * @param delay milliseconds; 0 for bots
 * @param ssrc SSRC of the speaker's audio, unsigned 32 bit
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
