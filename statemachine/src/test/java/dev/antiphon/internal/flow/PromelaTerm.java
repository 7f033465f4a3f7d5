package dev.antiphon.internal.flow;

import java.util.function.IntBinaryOperator;
import java.util.function.ToIntFunction;

/**
 * An expression of the model, written once for both who judge it: the text that SPIN reads, and
 * what it is worth for given {@link PromelaFact}s. True is one, false is zero.
 */
record PromelaTerm(String text, ToIntFunction<int[]> value) {

  static PromelaTerm number(int number) {
    return named(Integer.toString(number), number);
  }

  static PromelaTerm named(String name, int number) {
    return new PromelaTerm(name, facts -> number);
  }

  static PromelaTerm not(PromelaTerm term) {
    return new PromelaTerm("!" + term.text, facts -> truth(!term.holds(facts)));
  }

  /** Whether it is true. */
  boolean holds(int[] facts) {
    return value.applyAsInt(facts) != 0;
  }

  PromelaTerm and(PromelaTerm other) {
    return new PromelaTerm(
        between("&&", other), facts -> truth(holds(facts) && other.holds(facts)));
  }

  PromelaTerm or(PromelaTerm other) {
    return new PromelaTerm(
        between("||", other), facts -> truth(holds(facts) || other.holds(facts)));
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

  /** The bits of both. */
  PromelaTerm both(PromelaTerm other) {
    return with("&", other, (left, right) -> left & right);
  }

  /** The bits of either. */
  PromelaTerm either(PromelaTerm other) {
    return with("|", other, (left, right) -> left | right);
  }

  /** The bits of this that are not of the other. */
  PromelaTerm without(PromelaTerm other) {
    return new PromelaTerm(
        "(" + text + " & ~" + other.text + ")",
        facts -> value.applyAsInt(facts) & ~other.value.applyAsInt(facts));
  }

  /** One term if this is true, or another. */
  PromelaTerm choose(PromelaTerm then, PromelaTerm otherwise) {
    return new PromelaTerm(
        "(" + text + " -> " + then.text + " : " + otherwise.text + ")",
        facts -> (holds(facts) ? then : otherwise).value.applyAsInt(facts));
  }

  private PromelaTerm with(String operator, PromelaTerm other, IntBinaryOperator operation) {
    return new PromelaTerm(
        between(operator, other),
        facts -> operation.applyAsInt(value.applyAsInt(facts), other.value.applyAsInt(facts)));
  }

  private String between(String operator, PromelaTerm other) {
    return "(" + text + " " + operator + " " + other.text + ")";
  }

  private static int truth(boolean value) {
    return value ? 1 : 0;
  }
}
