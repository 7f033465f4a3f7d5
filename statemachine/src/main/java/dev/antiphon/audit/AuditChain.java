package dev.antiphon.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The hash chain of the lines. Each line contains a SHA-256 hash (FIPS 180-4) over the previous
 * line's hash and this line's content. So a line that is changed, swapped, inserted or removed
 * invalidates all following lines. It is not thread-safe.
 */
final class AuditChain {

  /** The hash before the first line of the first file. */
  static final String ORIGIN = "0".repeat(64);

  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final MessageDigest digest;
  private byte[] head;

  /** Continues the chain after this hash. */
  AuditChain(String head) {
    this.head = HEX.parseHex(head);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Computes the hash of the next line, which becomes the head. */
  String next(byte[] content, int length) {
    digest.update(head);
    digest.update(content, 0, length);
    head = digest.digest();
    return head();
  }

  /** Whether the text is a hash in the format of the audit: 64 lowercase hexadecimal digits. */
  static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }

  /** Converts a hash from text to bytes. */
  static byte[] bytes(String hash) {
    return HEX.parseHex(hash);
  }

  /** The hash of the last line. */
  String head() {
    return HEX.formatHex(head);
  }
}
