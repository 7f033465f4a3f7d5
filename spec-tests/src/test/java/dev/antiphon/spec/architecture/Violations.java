package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What a check has found that must not be. */
final class Violations {
  /** The first words of each. */
  enum Kind {
    CYCLE("cycle in"),
    LEAK("leak:"),
    PACKAGE("package in several modules:"),
    NAME("name twice:"),
    NUMBER("number:"),
    DOCUMENTATION("documentation:");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final Kind kind;
  private final Map<String, String> found = new TreeMap<>();

  Violations(Kind kind) {
    this.kind = kind;
  }

  /** A violation by a name for it, and what there is to say of it. */
  void add(String name, String details) {
    found.merge(kind.words + " " + name, details, (one, other) -> one + "\n  " + other);
  }

  /** Without what there is to say of them. */
  Collection<String> names() {
    return found.keySet();
  }

  /** A line for each, and below it a line for each thing that there is to say of it. */
  String text() {
    StringBuilder text = new StringBuilder();
    found.forEach((name, details) -> text.append(name).append("\n  ").append(details).append('\n'));
    return text.toString();
  }

  /** Fails if anything is found. */
  void areNone() {
    assertThat(text()).as("violations").isEmpty();
  }
}
