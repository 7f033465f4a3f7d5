package dev.antiphon.spec.architecture.sample.twin;

import java.util.List;

/** There is another class of this name, in a package that this one needs and is needed by. */
public final class Ring {
  public List<dev.antiphon.spec.architecture.sample.Ring> others() {
    return List.of();
  }
}
