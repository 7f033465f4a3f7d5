package dev.antiphon.diagram.junit;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.image.ModelHash;
import dev.antiphon.diagram.image.PictureFormat;
import dev.antiphon.diagram.text.TextFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Asserts that a file shows a diagram as it is now.
 *
 * <p>The ending of the file's name says what it is: {@code .mmd}, {@code .puml}, {@code .dot},
 * {@code .scxml}, {@code .md}, {@code .svg} or {@code .png}. Texts are compared byte for byte, but
 * for the ends of lines, which a checkout may change; pictures by the hash of their model, since
 * fonts differ from machine to machine.
 *
 * <p>When the system property {@value #UPDATE} is {@code true}, a file that is not up to date is
 * written anew instead.
 */
public final class Diagrams {
  /** The system property that asks for files to be written anew. */
  public static final String UPDATE = "antiphon.update";

  private static final Map<String, TextFormat> TEXTS =
      Map.of(
          "mmd", TextFormat.MERMAID,
          "mermaid", TextFormat.MERMAID,
          "puml", TextFormat.PLANTUML,
          "plantuml", TextFormat.PLANTUML,
          "dot", TextFormat.DOT,
          "gv", TextFormat.DOT,
          "scxml", TextFormat.SCXML,
          "md", TextFormat.MARKDOWN);
  private static final Map<String, PictureFormat> PICTURES =
      Map.of("svg", PictureFormat.SVG, "png", PictureFormat.PNG);

  private Diagrams() {}

  /**
   * Asserts that the file shows the diagram as it is now, or writes it.
   *
   * @throws AssertionError when it does not, or is not there
   * @throws IllegalArgumentException when the ending of its name is none of those above
   * @throws UncheckedIOException when it can be neither read nor written
   */
  public static void assertUpToDate(Path file, StateDiagram diagram) {
    try {
      TextFormat text = TEXTS.get(ending(file));
      if (text != null) {
        byte[] wanted = text.write(diagram).getBytes(StandardCharsets.UTF_8);
        settle(file, there(file).filter(bytes -> Arrays.equals(unix(bytes), wanted)), () -> wanted);
      } else {
        PictureFormat picture = picture(file);
        Optional<ModelHash> wanted = Optional.of(ModelHash.of(diagram));
        settle(
            file,
            there(file).filter(bytes -> ModelHash.in(bytes).equals(wanted)),
            () -> picture.draw(diagram));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void settle(Path file, Optional<byte[]> fresh, Content content)
      throws IOException {
    if (fresh.isPresent()) {
      return;
    }
    if (!Boolean.getBoolean(UPDATE)) {
      String what = Files.exists(file) ? " does not show the diagram as it is now" : " is missing";
      throw new AssertionError(
          file + what + ": run the test with -D" + UPDATE + "=true to write it anew");
    }
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    Files.write(file, content.bytes());
  }

  private static Optional<byte[]> there(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  private static byte[] unix(byte[] text) {
    return new String(text, StandardCharsets.UTF_8)
        .replace("\r\n", "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static PictureFormat picture(Path file) {
    PictureFormat format = PICTURES.get(ending(file));
    if (format == null) {
      throw new IllegalArgumentException("no format is known by the name of " + file);
    }
    return format;
  }

  private static String ending(Path file) {
    String name = file.toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** What is drawn only when it is to be written. */
  @FunctionalInterface
  private interface Content {
    byte[] bytes();
  }
}
