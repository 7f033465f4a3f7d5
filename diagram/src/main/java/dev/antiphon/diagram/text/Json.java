package dev.antiphon.diagram.text;

import java.util.Locale;

/** Strings as JSON writes them, which YAML reads. */
final class Json {
  private Json() {}

  static String quote(String text) {
    return '"' + Plain.escape(text, Json::isSafe, Json::unit) + '"';
  }

  private static boolean isSafe(int point) {
    return point >= ' ' && point != '"' && point != '\\';
  }

  private static String unit(int point) {
    return String.format(Locale.ROOT, "\\u%04x", point);
  }
}
