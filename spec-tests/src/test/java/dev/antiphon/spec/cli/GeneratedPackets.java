package dev.antiphon.spec.cli;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** The packets of {@code play --frames N} as the documentation of the command describes them. */
final class GeneratedPackets {
  private static final int LENGTH = 80;

  private GeneratedPackets() {}

  /** The SHA-256 digests of the first packets, in the format of {@code serve}. */
  static List<String> digests(int count) {
    return IntStream.range(0, count).mapToObj(i -> sha256(packet(i))).toList();
  }

  private static byte[] packet(int i) {
    byte[] packet = new byte[LENGTH];
    Arrays.fill(packet, (byte) i);
    ByteBuffer.wrap(packet).put((byte) 0xF8).putInt(i);
    return packet;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
