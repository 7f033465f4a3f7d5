package dev.antiphon.cli.internal.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The page without its data. The Content Security Policy of the page contains the hashes of its
 * scripts and styles. It forbids all other scripts and styles, and all requests.
 */
final class Template {
  private static final List<String> STYLES = List.of("theme.css", "page.css");
  private static final List<String> SCRIPTS =
      List.of(
          "model.js",
          "words.js",
          "summary.js",
          "diagram.js",
          "details.js",
          "causes.js",
          "drawing.js",
          "timeline.js",
          "page.js");
  private static final String DATA = "@data@";

  private final String before;
  private final String after;

  /** Writes the data at its place in the page. */
  @FunctionalInterface
  interface Data {
    void writeTo(Writer out) throws IOException;
  }

  /** Reads the template from the resources. */
  Template() {
    String style = joined(STYLES);
    String script = joined(SCRIPTS);
    String policy =
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src %s; script-src %s"
            .formatted(source(style), source(script));
    String page =
        resource("page.html")
            .replace("@policy@", policy)
            .replace("@style@", style)
            .replace("@script@", script);
    int at = page.indexOf(DATA);
    before = page.substring(0, at);
    after = page.substring(at + DATA.length());
  }

  void write(Writer out, Data data) throws IOException {
    out.write(before);
    data.writeTo(out);
    out.write(after);
  }

  private static String joined(List<String> names) {
    return names.stream().map(Template::resource).collect(Collectors.joining("\n", "\n", ""));
  }

  private static String source(String inline) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(inline.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is not packaged");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
