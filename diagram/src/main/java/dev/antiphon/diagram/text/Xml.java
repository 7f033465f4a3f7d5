package dev.antiphon.diagram.text;

import java.util.Locale;

/** Elements and attributes. An element is empty until something is written into it. */
final class Xml {
  private static final String STEP = "  ";

  private final StringBuilder text =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  private int depth;
  private boolean unfinished;

  /** Begins an element; attributes and content follow, and {@link #end}. */
  Xml begin(String name) {
    finish(">\n");
    text.append(STEP.repeat(depth)).append('<').append(name);
    unfinished = true;
    depth++;
    return this;
  }

  /** An attribute of the element just begun. */
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

  private void finish(String how) {
    if (unfinished) {
      text.append(how);
      unfinished = false;
    }
  }

  private static String escape(String value) {
    return Plain.escape(
        Plain.clean(value),
        point -> point >= ' ' && "<>&\"".indexOf(point) < 0,
        point -> String.format(Locale.ROOT, "&#%d;", point));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
