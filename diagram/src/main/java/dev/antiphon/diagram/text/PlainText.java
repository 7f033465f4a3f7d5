package dev.antiphon.diagram.text;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Cleans and escapes texts for the output languages. */
final class PlainText {
  /**
   * The largest number of characters in a picture. Longer texts are hard to read and break layouts.
   */
  static final int LONGEST = 200;

  private static final int REPLACEMENT = 0xFFFD;
  private static final String CUT = "…";
  private static final String BETWEEN_WORDS = "[]/";
  private static final String WITHIN_WORDS = "-_";

  private PlainText() {}

  /**
   * Replaces characters that no language accepts: control characters except line feeds, unpaired
   * surrogates, and code points that are not characters.
   */
  static String clean(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace('\t', ' ');
    StringBuilder clean = new StringBuilder(lines.length());
    lines.codePoints().map(PlainText::character).forEach(clean::appendCodePoint);
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

  /** The lines of a text for a picture, cleaned and cut after {@value #LONGEST} characters. */
  static List<String> lines(String text) {
    String clean = clean(text);
    int points = clean.codePointCount(0, clean.length());
    String shown =
        points <= LONGEST ? clean : clean.substring(0, clean.offsetByCodePoints(0, LONGEST)) + CUT;
    return List.of(shown.split("\n", -1));
  }

  /** Escapes each character that is not safe. */
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
   * Escapes each character of a line that could have a special meaning. Letters, digits, spaces and
   * the harmless characters are kept. Brackets, slashes, hyphens and underscores are kept between
   * words, because only a sequence of them has a special meaning.
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

  /**
   * Whether this is a letter, a digit or a space. These have no special meaning in any of the
   * languages.
   */
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
