package dev.antiphon.diagram.text;

import java.util.Locale;

/**
 * Writes XML elements and attributes. An element without content is written as an empty element.
 */
final class Xml {
  private static final String STEP = "  ";

  private final StringBuilder text =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  private int depth;
  private boolean unfinished;

  /** Begins an element. Attributes and content follow; {@link #end} ends it. */
  Xml begin(String name) {
    finish(">\n");
    text.append(STEP.repeat(depth)).append('<').append(name);
    unfinished = true;
    depth++;
    return this;
  }

  /** Adds an attribute to the element just begun. */
  Xml with(String name, String value) {
    text.append(' ').append(name).append("=\"").append(escape(value)).append('"');
    return this;
  }

  /** Ends an element. */
  Xml end(String name) {
    depth--;
    if (unfinished) {
      finish("/>\n");
    } else {
      text.append(STEP.repeat(depth)).append("</").append(name).append(">\n");
    }
    return this;
  }

  private void finish(String ending) {
    if (unfinished) {
      text.append(ending);
      unfinished = false;
    }
  }

  private static String escape(String value) {
    return PlainText.escape(
        PlainText.clean(value),
        point -> point >= ' ' && "<>&\"".indexOf(point) < 0,
        point -> String.format(Locale.ROOT, "&#%d;", point));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
