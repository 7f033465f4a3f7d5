package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * Codes that people compare to detect an attacker between them (whitepaper, section Verification).
 * Each code consists of groups of five digits.
 */
final class VerificationCode {
  /** The version of the fingerprint format. */
  private static final int VERSION = 0;

  /** The salt of all pairwise fingerprints. The protocol defines it. */
  private static final byte[] SALT = HexFormat.of().parseHex("24cab17a7af8ec2b82b412b92dab192e");

  private static final int COST = 16_384;
  private static final int BLOCK = 8;
  private static final int LANES = 2;
  private static final int FINGERPRINT = 64;

  private static final int GROUP = 5;
  private static final int MODULUS = 100_000;
  private static final int PRIVACY_GROUPS = 6;
  private static final int PAIRWISE_GROUPS = 9;

  private VerificationCode() {}

  /** The code of an epoch: 30 digits of its authenticator. */
  static String privacy(Bytes authenticator) {
    return digits(authenticator.toArray(), PRIVACY_GROUPS);
  }

  /** The code of two members: 45 digits. It is the same for both members and in every group. */
  static String pairwise(long user, Bytes key, long otherUser, Bytes otherKey) {
    byte[] blobs =
        Stream.of(fingerprint(user, key), fingerprint(otherUser, otherKey))
            .map(Bytes::toArray)
            .sorted(Arrays::compareUnsigned)
            .collect(MlsWriter::new, MlsWriter::bytes, (one, two) -> {})
            .toArray();
    return digits(SCrypt.generate(blobs, SALT, COST, BLOCK, LANES, FINGERPRINT), PAIRWISE_GROUPS);
  }

  private static Bytes fingerprint(long user, Bytes key) {
    return new MlsWriter().uint16(VERSION).bytes(key).uint64(user).toBytes();
  }

  private static String digits(byte[] data, int groups) {
    return IntStream.range(0, groups)
        .mapToObj(group -> group(data, group * GROUP))
        .collect(Collectors.joining(" "));
  }

  private static String group(byte[] data, int from) {
    long number = 0;
    for (int i = from; i < from + GROUP; i++) {
      number = number << 8 | (data[i] & 0xff);
    }
    return String.valueOf(MODULUS + number % MODULUS).substring(1);
  }
}
