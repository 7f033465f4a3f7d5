package dev.antiphon.spec.architecture.sample.internal;

/** Internal, and named by public types. */
public class Hidden extends Exception {
  private static final long serialVersionUID = 1;
}
