package dev.antiphon.cli.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/** Writes JSON Lines. Each line is flushed immediately. Thread-safe. */
final class JsonLines {
  private final PrintWriter out;

  JsonLines(PrintWriter out) {
    this.out = out;
  }

  /** Creates an object that begins with the name of its event. */
  static ObjectNode event(String name) {
    return JsonNodeFactory.instance.objectNode().put("event", name);
  }

  /**
   * Writes one line.
   *
   * @return false if the output is closed
   */
  synchronized boolean write(String line) {
    out.write(line);
    out.write('\n');
    return !out.checkError();
  }

  /** Writes one object. */
  boolean write(ObjectNode object) {
    return write(object.toString());
  }
}
