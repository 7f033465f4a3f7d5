package dev.antiphon.internal.flow;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A statement of the model in two forms: the text for SPIN, and its effect on the {@link PromelaVariable}s in Java.
 */
record PromelaDeed(String text, Consumer<int[]> effect) {
  private static final int SHORT = 60;
  private static final PromelaTerm ELSE = PromelaTerm.named("else", 1);

  static final PromelaDeed NOTHING = new PromelaDeed("skip", facts -> {});

  static PromelaDeed set(PromelaFact fact, PromelaTerm term) {
    return new PromelaDeed(
        fact.text() + " = " + term.text(),
        facts -> facts[fact.ordinal()] = term.value().applyAsInt(facts));
  }

  static PromelaDeed set(PromelaFact fact, int number) {
    return set(fact, PromelaTerm.number(number));
  }

  static PromelaDeed all(PromelaDeed... deeds) {
    return all(Arrays.asList(deeds));
  }

  static PromelaDeed all(List<PromelaDeed> deeds) {
    List<PromelaDeed> needed = deeds.stream().filter(deed -> deed != NOTHING).toList();
    return needed.isEmpty()
        ? NOTHING
        : new PromelaDeed(
            needed.stream().map(PromelaDeed::text).collect(Collectors.joining(";\n")),
            facts -> needed.forEach(deed -> deed.effect.accept(facts)));
  }

  static PromelaDeed when(PromelaTerm condition, PromelaDeed... then) {
    return choose(List.of(new Case(condition, all(then))), NOTHING);
  }

  static PromelaDeed either(PromelaTerm condition, PromelaDeed then, PromelaDeed otherwise) {
    return choose(List.of(new Case(condition, then)), otherwise);
  }

  /** Executes the first case whose condition holds, as SPIN does within a {@code d_step}. */
  static PromelaDeed choose(List<Case> cases, PromelaDeed otherwise) {
    String options = cases.stream().map(Case::text).collect(Collectors.joining());
    String last = otherwise == NOTHING ? ":: else\n" : new Case(ELSE, otherwise).text();
    return new PromelaDeed(
        "if\n" + options + last + "fi",
        facts -> {
          for (Case one : cases) {
            if (one.condition.holds(facts)) {
              one.deed.effect.accept(facts);
              return;
            }
          }
          otherwise.effect.accept(facts);
        });
  }

  /** Executes the only case whose condition holds. SPIN reports an error if no condition holds. */
  static PromelaDeed exactlyOne(List<Case> cases) {
    String options = cases.stream().map(Case::text).collect(Collectors.joining());
    return new PromelaDeed("if\n" + options + "fi", choose(cases, NOTHING).effect);
  }

  /** The same as one deterministic step. */
  PromelaDeed atOnce() {
    return new PromelaDeed("d_step {\n" + text.indent(2) + "}", effect);
  }

  /** The same, with a name as a comment. */
  PromelaDeed atOnce(String name) {
    return new PromelaDeed("d_step { /* " + name + " */\n" + text.indent(2) + "}", effect);
  }

  /** Asserts the condition. If it does not hold, the property is broken. */
  static PromelaDeed hold(String property, PromelaTerm condition) {
    return new PromelaDeed(
        "assert(" + property + " && " + condition.text() + ")",
        facts -> {
          if (!condition.holds(facts)) {
            throw new AssertionError(property + ": " + condition.text());
          }
        });
  }

  /** A condition and its statement. */
  record Case(PromelaTerm condition, PromelaDeed deed) {
    private String text() {
      String what = deed.text;
      return what.contains("\n") || what.length() > SHORT
          ? ":: " + condition.text() + " ->\n" + what.indent(3)
          : ":: " + condition.text() + " -> " + what + "\n";
    }
  }
}
