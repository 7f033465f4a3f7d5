package dev.antiphon.internal.flow;

import java.util.LinkedHashMap;
import java.util.Map;

/** The named definitions of the model, in the order of their definition. */
final class PromelaLibrary {
  private final Map<String, Integer> limits = new LinkedHashMap<>();
  private final Map<String, String> definitions = new LinkedHashMap<>();

  /** A limit with a default value that the user of SPIN can override. */
  PromelaTerm limit(String name, int number) {
    limits.put(name, number);
    return PromelaTerm.named(name, number);
  }

  PromelaTerm term(String name, PromelaTerm body) {
    String text = body.text().startsWith("!") ? "(" + body.text() + ")" : body.text();
    define(name, "#define " + name + " " + text);
    return new PromelaTerm(name, body.value());
  }

  PromelaStatement statement(String name, PromelaStatement... body) {
    PromelaStatement all = PromelaStatement.all(body);
    define(name, "inline " + name + "() {\n" + all.text().indent(2) + "}");
    return new PromelaStatement(name + "()", all.effect());
  }

  Map<String, Integer> limits() {
    return limits;
  }

  String definitions() {
    return String.join("\n", definitions.values()) + "\n";
  }

  private void define(String name, String definition) {
    if (definitions.put(name, definition) != null) {
      throw new IllegalStateException(name + " is defined twice");
    }
  }
}
