package dev.antiphon.spec.architecture.sample;

/**
 * Ten classes in a cycle. A nested class counts as its outer class; a sealed type and its
 * subclasses count as one.
 */
public final class Ring {
  Ring02 next;
}

final class Ring02 {
  static final class Nested {
    Ring03 next;
  }
}

sealed interface Ring03 permits Ring03First, Ring03Second {}

record Ring03First(Ring04 next) implements Ring03 {}

record Ring03Second() implements Ring03 {}

final class Ring04 {
  Ring05[] next;
}

final class Ring05 {
  java.util.List<Ring06> next;
}

final class Ring06 {
  Object next() {
    return new Ring07();
  }
}

final class Ring07 {
  Class<?> next() {
    return Ring08.class;
  }
}

final class Ring08 {
  boolean isNext(Object object) {
    return object instanceof Ring09;
  }
}

final class Ring09 {
  Ring10 next() {
    return null;
  }
}

final class Ring10 {
  void next(Ring first, dev.antiphon.spec.architecture.sample.twin.Ring other) {}
}
