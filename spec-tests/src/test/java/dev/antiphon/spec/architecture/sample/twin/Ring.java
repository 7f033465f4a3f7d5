package dev.antiphon.spec.architecture.sample.twin;

/** There is another class of this name. */
public final class Ring {
  private Ring() {}
}
