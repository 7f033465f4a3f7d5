package dev.antiphon.spec.architecture.sample.internal;

/** An internal type that public types expose. */
public class Hidden extends Exception {
  private static final long serialVersionUID = 1;
}
