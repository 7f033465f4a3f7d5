package dev.antiphon.diagram.file;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A text around a part that is generated, which stands between two lines: {@code <!-- generated:
 * NAME -->} and {@code <!-- end: NAME -->}.
 *
 * @param before up to and with the first marker's line
 * @param part each line with its end
 * @param after from the second marker on
 */
record MarkedText(String before, String part, String after) {
  private static final int LINES = Pattern.MULTILINE | Pattern.UNIX_LINES;
  private static final String LINE_END = "[ \\t]*(?:\\r?\\n|\\z)";

  /**
   * Finds the part of a text.
   *
   * @param where what the text is called when a marker is missing
   * @throws MarkerException when a marker is not there just once, or the second comes first
   */
  static MarkedText of(String where, String text, String name) {
    String beginning = "<!-- generated: " + name + " -->";
    String ending = "<!-- end: " + name + " -->";
    MatchResult first = only(where, text, beginning);
    MatchResult last = only(where, text, ending);
    if (last.start() < first.end()) {
      throw new MarkerException(where + ": " + ending + " stands before " + beginning);
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

  /** Whether the part says this, however its lines end. */
  boolean says(String wanted) {
    return part.replace("\r\n", "\n").equals(wanted);
  }

  /** The whole text with another part, the lines of which end as the text's do. */
  String with(String wanted) {
    boolean windows = before.endsWith("\r\n");
    return before + (windows ? wanted.replace("\n", "\r\n") : wanted) + after;
  }
}
