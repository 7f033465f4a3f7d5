package dev.antiphon.spec.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the Javadoc of methods and constants from the sources, as plain text. */
final class Javadocs {
  private static final String COMMENT = "/\\*\\*((?:(?!\\*/).)*)\\*/";
  private static final Pattern BUILDER_METHOD =
      Pattern.compile(COMMENT + "\\s*public Builder (\\w+)\\(([^)]*)\\)", Pattern.DOTALL);
  private static final Pattern CONSTANT =
      Pattern.compile(COMMENT + "\\s*([A-Z_]+)\\(", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\{@link ([^} ]+)(?: [^}]*)?}");
  private static final Pattern CODE = Pattern.compile("\\{@code ([^}]*)}");

  private Javadocs() {}

  /** The Javadoc of builder methods by their names. For overloaded methods, the first one. */
  static Map<String, String> ofBuilder(String source) throws IOException {
    return read(source, BUILDER_METHOD);
  }

  /** The Javadoc of an enum's constants by their names. */
  static Map<String, String> ofConstants(String source) throws IOException {
    return read(source, CONSTANT);
  }

  private static Map<String, String> read(String source, Pattern what) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    what.matcher(Files.readString(Documents.ROOT.resolve(source)))
        .results()
        .forEach(match -> found.putIfAbsent(match.group(2), text(match.group(1))));
    return found;
  }

  /** The text without asterisks and tags, in one line. */
  static String text(String comment) {
    String bare = comment.replaceAll("(?m)^\\s*\\* ?", "").replaceAll("(?s)\n\\s*@.*", "");
    String linked =
        LINK.matcher(bare.replaceAll("\\s+", " "))
            .replaceAll(link -> "`" + link.group(1).replaceFirst("^#", "").replace('#', '.') + "`");
    return CODE.matcher(linked).replaceAll("`$1`").replace("<p>", "").strip();
  }
}
