package dev.antiphon.diagram.text;

import java.util.Locale;

/** Writes JSON strings. YAML can read them, too. */
final class Json {
  private Json() {}

  static String quote(String text) {
    return '"' + PlainText.escape(text, Json::isSafe, Json::unit) + '"';
  }

  private static boolean isSafe(int point) {
    return point >= ' ' && point != '"' && point != '\\';
  }

  private static String unit(int point) {
    return String.format(Locale.ROOT, "\\u%04x", point);
  }
}
