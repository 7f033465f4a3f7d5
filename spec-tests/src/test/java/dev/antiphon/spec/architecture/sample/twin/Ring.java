package dev.antiphon.spec.architecture.sample.twin;

import java.util.List;

/** Has the same name as a class in another package. The two packages depend on each other. */
public final class Ring {
  public List<dev.antiphon.spec.architecture.sample.Ring> others() {
    return List.of();
  }
}
