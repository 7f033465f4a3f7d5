package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The violations that a check has found. */
final class Violations {
  /** The kinds of violations, each with the start of its message. */
  enum Kind {
    CYCLE("cycle in"),
    LEAK("leak:"),
    PACKAGE("package in several modules:"),
    NAME("name twice:"),
    NUMBER("number:"),
    DOCUMENTATION("documentation:");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  private final Kind kind;
  private final Map<String, String> found = new TreeMap<>();

  Violations(Kind kind) {
    this.kind = kind;
  }

  /** Adds a violation with its name and details. */
  void add(String name, String details) {
    found.merge(kind.prefix + " " + name, details, (one, other) -> one + "\n  " + other);
  }

  /** The names of the violations, without details. */
  Collection<String> names() {
    return found.keySet();
  }

  /** One line for each violation, followed by one line for each detail. */
  String text() {
    StringBuilder text = new StringBuilder();
    found.forEach((name, details) -> text.append(name).append("\n  ").append(details).append('\n'));
    return text.toString();
  }

  /** Fails if there is a violation. */
  void assertNone() {
    assertThat(text()).as("violations").isEmpty();
  }
}
