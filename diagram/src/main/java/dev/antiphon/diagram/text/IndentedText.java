package dev.antiphon.diagram.text;

/**
 * Collects indented lines. Each line ends with a line feed, independent of the operating system.
 */
final class IndentedText {
  private static final String STEP = "  ";

  private final StringBuilder text = new StringBuilder();
  private int depth;

  IndentedText line(String content) {
    text.append(STEP.repeat(depth)).append(content).append('\n');
    return this;
  }

  IndentedText open(String content) {
    line(content);
    depth++;
    return this;
  }

  IndentedText close(String content) {
    depth--;
    return line(content);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
