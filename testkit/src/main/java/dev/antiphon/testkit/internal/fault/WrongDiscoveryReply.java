package dev.antiphon.testkit.internal.fault;

import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.udp.internal.DiscoveryPacket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Wrong answers to IP discovery. {@link DiscoveryPacket} documents the layout. */
final class WrongDiscoveryReply {

  private static final int SSRC_END = 7;
  private static final int ADDRESS_AT = 8;
  private static final int ADDRESS_END = 72;

  private WrongDiscoveryReply() {}

  /** Returns the wrong answer, or empty if the answer must be lost. */
  static Optional<byte[]> of(FaultAction.Discovery.How how, byte[] right) {
    byte[] wrong = right.clone();
    switch (how) {
      case DROP -> {
        return Optional.empty();
      }
      case WRONG_SSRC -> wrong[SSRC_END] ^= 1;
      case WRONG_TYPE -> wrong[1] = 1;
      case SHORT -> {
        return Optional.of(Arrays.copyOf(wrong, DiscoveryPacket.LENGTH - 4));
      }
      case UNTERMINATED -> Arrays.fill(wrong, ADDRESS_AT, ADDRESS_END, (byte) '1');
      case BAD_ADDRESS -> {
        byte[] text = "no.such.address\0".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, wrong, ADDRESS_AT, text.length);
      }
    }
    return Optional.of(wrong);
  }
}
