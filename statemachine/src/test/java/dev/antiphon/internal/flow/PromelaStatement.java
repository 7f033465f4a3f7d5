package dev.antiphon.internal.flow;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A statement of the model in two forms: the text for SPIN, and its effect on the {@link
 * PromelaVariable}s in Java.
 */
record PromelaStatement(String text, Consumer<int[]> effect) {
  private static final int SHORT = 60;
  private static final PromelaTerm ELSE = PromelaTerm.named("else", 1);

  static final PromelaStatement NOTHING = new PromelaStatement("skip", variables -> {});

  static PromelaStatement set(PromelaVariable variable, PromelaTerm term) {
    return new PromelaStatement(
        variable.text() + " = " + term.text(),
        variables -> variables[variable.ordinal()] = term.value().applyAsInt(variables));
  }

  static PromelaStatement set(PromelaVariable variable, int number) {
    return set(variable, PromelaTerm.number(number));
  }

  static PromelaStatement all(PromelaStatement... statements) {
    return all(Arrays.asList(statements));
  }

  static PromelaStatement all(List<PromelaStatement> statements) {
    List<PromelaStatement> needed =
        statements.stream().filter(statement -> statement != NOTHING).toList();
    return needed.isEmpty()
        ? NOTHING
        : new PromelaStatement(
            needed.stream().map(PromelaStatement::text).collect(Collectors.joining(";\n")),
            variables -> needed.forEach(statement -> statement.effect.accept(variables)));
  }

  static PromelaStatement when(PromelaTerm condition, PromelaStatement... then) {
    return choose(List.of(new Case(condition, all(then))), NOTHING);
  }

  static PromelaStatement either(
      PromelaTerm condition, PromelaStatement then, PromelaStatement otherwise) {
    return choose(List.of(new Case(condition, then)), otherwise);
  }

  /** Executes the first case whose condition holds, as SPIN does within a {@code d_step}. */
  static PromelaStatement choose(List<Case> cases, PromelaStatement otherwise) {
    String options = cases.stream().map(Case::text).collect(Collectors.joining());
    String last = otherwise == NOTHING ? ":: else\n" : new Case(ELSE, otherwise).text();
    return new PromelaStatement(
        "if\n" + options + last + "fi",
        variables -> {
          for (Case one : cases) {
            if (one.condition.holds(variables)) {
              one.statement.effect.accept(variables);
              return;
            }
          }
          otherwise.effect.accept(variables);
        });
  }

  /** Executes the only case whose condition holds. SPIN reports an error if no condition holds. */
  static PromelaStatement exactlyOne(List<Case> cases) {
    String options = cases.stream().map(Case::text).collect(Collectors.joining());
    return new PromelaStatement("if\n" + options + "fi", choose(cases, NOTHING).effect);
  }

  /** The same as one deterministic step. */
  PromelaStatement atOnce() {
    return new PromelaStatement("d_step {\n" + text.indent(2) + "}", effect);
  }

  /** The same, with a name as a comment. */
  PromelaStatement atOnce(String name) {
    return new PromelaStatement("d_step { /* " + name + " */\n" + text.indent(2) + "}", effect);
  }

  /** Asserts the condition. If it does not hold, the property is broken. */
  static PromelaStatement hold(String property, PromelaTerm condition) {
    return new PromelaStatement(
        "assert(" + property + " && " + condition.text() + ")",
        variables -> {
          if (!condition.holds(variables)) {
            throw new AssertionError(property + ": " + condition.text());
          }
        });
  }

  /** A condition and its statement. */
  record Case(PromelaTerm condition, PromelaStatement statement) {
    private String text() {
      String body = statement.text;
      return body.contains("\n") || body.length() > SHORT
          ? ":: " + condition.text() + " ->\n" + body.indent(3)
          : ":: " + condition.text() + " -> " + body + "\n";
    }
  }
}
