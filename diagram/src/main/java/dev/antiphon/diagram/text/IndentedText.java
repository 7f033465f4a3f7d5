package dev.antiphon.diagram.text;

/** Lines, indented; they end in a line feed on every machine. */
final class Page {
  private static final String STEP = "  ";

  private final StringBuilder text = new StringBuilder();
  private int depth;

  Page line(String content) {
    text.append(STEP.repeat(depth)).append(content).append('\n');
    return this;
  }

  Page open(String content) {
    line(content);
    depth++;
    return this;
  }

  Page close(String content) {
    depth--;
    return line(content);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
