package dev.antiphon.diagram.text;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Any text, made fit for a language. */
final class Plain {
  /** A picture is not read to the end of a longer text, and layouts break on it. */
  static final int LONGEST = 200;

  private static final int REPLACEMENT = 0xFFFD;
  private static final String CUT = "…";
  private static final String BETWEEN_WORDS = "[]/";
  private static final String WITHIN_WORDS = "-_";

  private Plain() {}

  /**
   * The text without what no language takes: control characters other than line feeds, halves of
   * pairs, and code points that are no characters are replaced.
   */
  static String clean(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace('\t', ' ');
    StringBuilder clean = new StringBuilder(lines.length());
    lines.codePoints().map(Plain::character).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static int character(int point) {
    boolean none =
        (point != '\n' && Character.isISOControl(point))
            || Character.getType(point) == Character.SURROGATE
            || point == 0x2028
            || point == 0x2029
            || point == 0xFEFF
            || (point & 0xFFFE) == 0xFFFE
            || (point >= 0xFDD0 && point <= 0xFDEF);
    return none ? REPLACEMENT : point;
  }

  /** The lines of a text for a picture, clean and cut after {@value #LONGEST} characters. */
  static List<String> lines(String text) {
    String clean = clean(text);
    int points = clean.codePointCount(0, clean.length());
    String shown =
        points <= LONGEST ? clean : clean.substring(0, clean.offsetByCodePoints(0, LONGEST)) + CUT;
    return List.of(shown.split("\n", -1));
  }

  /** The text with each character that is not safe replaced by its escape. */
  static String escape(String text, IntPredicate safe, IntFunction<String> escape) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (safe.test(point)) {
                escaped.appendCodePoint(point);
              } else {
                escaped.append(escape.apply(point));
              }
            });
    return escaped.toString();
  }

  /**
   * The line of a picture with each character escaped that could mean something: letters, digits,
   * spaces and those named are kept, and brackets, slashes, hyphens and underscores where words
   * surround them, since these mean something only in a row.
   */
  static String escapeLine(String line, String harmless, IntFunction<String> escape) {
    int[] points = line.codePoints().toArray();
    StringBuilder escaped = new StringBuilder(line.length());
    for (int i = 0; i < points.length; i++) {
      int point = points[i];
      boolean kept =
          isWord(point)
              || harmless.indexOf(point) >= 0
              || (BETWEEN_WORDS.indexOf(point) >= 0
                  && isWord(points, i - 1)
                  && isWord(points, i + 1))
              || (WITHIN_WORDS.indexOf(point) >= 0
                  && isLetter(points, i - 1)
                  && isLetter(points, i + 1));
      if (kept) {
        escaped.appendCodePoint(point);
      } else {
        escaped.append(escape.apply(point));
      }
    }
    return escaped.toString();
  }

  /** Letters, digits and the space of any script: what no language gives a meaning to. */
  static boolean isWord(int point) {
    return point == ' ' || Character.isLetterOrDigit(point);
  }

  private static boolean isWord(int[] points, int at) {
    boolean atEdge = at < 0 || at == points.length;
    return atEdge ? points.length > 1 : isWord(points[at]);
  }

  private static boolean isLetter(int[] points, int at) {
    return at >= 0 && at < points.length && Character.isLetterOrDigit(points[at]);
  }
}
