package dev.antiphon.diagram.file;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A text with a generated part between two marker lines: {@code <!-- generated: NAME -->} and
 * {@code <!-- end: NAME -->}.
 *
 * @param before the text up to and including the first marker line
 * @param part the generated part, with all line endings
 * @param after the text from the second marker line on
 */
record MarkedText(String before, String part, String after) {
  private static final int LINES = Pattern.MULTILINE | Pattern.UNIX_LINES;
  private static final String LINE_END = "[ \\t]*(?:\\r?\\n|\\z)";

  /**
   * Finds the part of a text.
   *
   * @param where the name of the text, for messages
   * @throws MarkerException if a marker is missing or occurs twice, or if the markers are in the
   *     wrong order
   */
  static MarkedText of(String where, String text, String name) {
    String beginning = "<!-- generated: " + name + " -->";
    String ending = "<!-- end: " + name + " -->";
    MatchResult first = only(where, text, beginning);
    MatchResult last = only(where, text, ending);
    if (last.start() < first.end()) {
      throw new MarkerException(
          where + ": the line " + ending + " comes before the line " + beginning);
    }
    return new MarkedText(
        text.substring(0, first.end()),
        text.substring(first.end(), last.start()),
        text.substring(last.start()));
  }

  private static MatchResult only(String where, String text, String marker) {
    List<MatchResult> lines =
        Pattern.compile("^" + Pattern.quote(marker) + LINE_END, LINES)
            .matcher(text)
            .results()
            .toList();
    if (lines.isEmpty()) {
      throw new MarkerException(where + " has no line " + marker);
    }
    if (lines.size() > 1) {
      throw new MarkerException(where + " has the line " + marker + " more than once");
    }
    return lines.get(0);
  }

  /** Whether the part is equal to this text, except for line endings. */
  boolean isEqualTo(String wanted) {
    return part.replace("\r\n", "\n").equals(wanted);
  }

  /** The whole text with another part. The part gets the line endings of the text. */
  String with(String wanted) {
    boolean windows = before.endsWith("\r\n");
    return before + (windows ? wanted.replace("\n", "\r\n") : wanted) + after;
  }
}
