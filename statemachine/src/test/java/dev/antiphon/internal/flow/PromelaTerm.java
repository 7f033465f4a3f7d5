package dev.antiphon.internal.flow;

import java.util.function.IntBinaryOperator;
import java.util.function.ToIntFunction;

/**
 * An expression of the model in two forms: the text for SPIN, and its value for given {@link
 * PromelaVariable}s in Java. True is one, false is zero.
 */
record PromelaTerm(String text, ToIntFunction<int[]> value) {

  static PromelaTerm number(int number) {
    return named(Integer.toString(number), number);
  }

  static PromelaTerm named(String name, int number) {
    return new PromelaTerm(name, variables -> number);
  }

  static PromelaTerm not(PromelaTerm term) {
    return new PromelaTerm("!" + term.text, variables -> truth(!term.holds(variables)));
  }

  /** Whether the expression is true. */
  boolean holds(int[] variables) {
    return value.applyAsInt(variables) != 0;
  }

  PromelaTerm and(PromelaTerm other) {
    return new PromelaTerm(
        between("&&", other), variables -> truth(holds(variables) && other.holds(variables)));
  }

  PromelaTerm or(PromelaTerm other) {
    return new PromelaTerm(
        between("||", other), variables -> truth(holds(variables) || other.holds(variables)));
  }

  PromelaTerm is(PromelaTerm other) {
    return with("==", other, (left, right) -> truth(left == right));
  }

  PromelaTerm isNot(PromelaTerm other) {
    return with("!=", other, (left, right) -> truth(left != right));
  }

  PromelaTerm less(PromelaTerm other) {
    return with("<", other, (left, right) -> truth(left < right));
  }

  PromelaTerm plus(PromelaTerm other) {
    return with("+", other, Integer::sum);
  }

  PromelaTerm minus(PromelaTerm other) {
    return with("-", other, (left, right) -> left - right);
  }

  /** The bits that are set in both. */
  PromelaTerm both(PromelaTerm other) {
    return with("&", other, (left, right) -> left & right);
  }

  /** The bits that are set in at least one of them. */
  PromelaTerm either(PromelaTerm other) {
    return with("|", other, (left, right) -> left | right);
  }

  /** The bits that are set in this but not in the other. */
  PromelaTerm without(PromelaTerm other) {
    return new PromelaTerm(
        "(" + text + " & ~" + other.text + ")",
        variables -> value.applyAsInt(variables) & ~other.value.applyAsInt(variables));
  }

  /** The first term if this is true, otherwise the second. */
  PromelaTerm choose(PromelaTerm then, PromelaTerm otherwise) {
    return new PromelaTerm(
        "(" + text + " -> " + then.text + " : " + otherwise.text + ")",
        variables -> (holds(variables) ? then : otherwise).value.applyAsInt(variables));
  }

  private PromelaTerm with(String operator, PromelaTerm other, IntBinaryOperator operation) {
    return new PromelaTerm(
        between(operator, other),
        variables ->
            operation.applyAsInt(value.applyAsInt(variables), other.value.applyAsInt(variables)));
  }

  private String between(String operator, PromelaTerm other) {
    return "(" + text + " " + operator + " " + other.text + ")";
  }

  private static int truth(boolean value) {
    return value ? 1 : 0;
  }
}
