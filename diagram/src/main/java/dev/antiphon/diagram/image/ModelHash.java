package dev.antiphon.diagram.image;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.text.TextFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The SHA-256 hash of a diagram's content. It is stored inside the picture. Two pictures with the
 * same hash differ only by fonts.
 *
 * @param hex 64 hexadecimal digits
 */
public record ModelHash(String hex) {
  private static final String KEYWORD = "antiphon-diagram";
  private static final String NAME = "sha256=";
  private static final Pattern MARK = Pattern.compile(KEYWORD + "[ \0]" + NAME + "([0-9a-f]{64})");
  private static final int LAST_CHUNK = 12;
  private static final int CHUNK_FRAME = 12;
  private static final int CHUNK_TYPE = 4;

  /** The hash of the content of this diagram. */
  public static ModelHash of(StateDiagram diagram) {
    byte[] drawn = TextFormat.PLANTUML.write(diagram).getBytes(StandardCharsets.UTF_8);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new ModelHash(HexFormat.of().formatHex(digest.digest(drawn)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }

  /** The hash in a picture; empty if the picture was not drawn by this library. */
  public static Optional<ModelHash> in(byte[] picture) {
    Matcher matcher = MARK.matcher(new String(picture, StandardCharsets.ISO_8859_1));
    Optional<ModelHash> last = Optional.empty();
    while (matcher.find()) {
      last = Optional.of(new ModelHash(matcher.group(1)));
    }
    return last;
  }

  /** Appends the hash as a comment at the end of the SVG. */
  byte[] intoSvg(byte[] svg) {
    String text = new String(svg, StandardCharsets.UTF_8).stripTrailing();
    String comment = "\n<!-- " + KEYWORD + " " + NAME + hex + " -->\n";
    return (text + comment).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Inserts the hash as a tEXt chunk before the last chunk (W3C PNG, sections 5.3 and 11.3.3.2).
   */
  byte[] intoPng(byte[] png) {
    byte[] content = ("tEXt" + KEYWORD + "\0" + NAME + hex).getBytes(StandardCharsets.ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    int before = png.length - LAST_CHUNK;
    return ByteBuffer.allocate(png.length + content.length - CHUNK_TYPE + CHUNK_FRAME)
        .put(png, 0, before)
        .putInt(content.length - CHUNK_TYPE)
        .put(content)
        .putInt((int) checksum.getValue())
        .put(png, before, LAST_CHUNK)
        .array();
  }
}
