package dev.antiphon.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The chain of the lines: each carries the SHA-256 (FIPS 180-4) of its predecessor's hash and its
 * own content, so that no line can be changed, swapped, inserted or removed without all that follow
 * it. Not for several threads at once.
 */
final class AuditChain {

  /** What stands before the first line of all. */
  static final String ORIGIN = "0".repeat(64);

  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final MessageDigest digest;
  private byte[] head;

  /** A chain that goes on from that hash. */
  AuditChain(String head) {
    this.head = HEX.parseHex(head);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The hash of the next line, which becomes the head. */
  String next(byte[] content, int length) {
    digest.update(head);
    digest.update(content, 0, length);
    head = digest.digest();
    return head();
  }

  /** Whether it is a hash as we write it. */
  static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }

  /** A hash as bytes. */
  static byte[] bytes(String hash) {
    return HEX.parseHex(hash);
  }

  /** The hash of the last line. */
  String head() {
    return HEX.formatHex(head);
  }
}
