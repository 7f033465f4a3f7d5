package dev.antiphon.spec.architecture;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasModifiers;

/** Public and protected things are what other modules can use. */
final class Visibility {
  private Visibility() {}

  /** Of the thing alone: what it stands in may be hidden. */
  static boolean of(HasModifiers thing) {
    return !thing.getModifiers().contains(JavaModifier.SYNTHETIC)
        && (thing.getModifiers().contains(JavaModifier.PUBLIC)
            || thing.getModifiers().contains(JavaModifier.PROTECTED));
  }
}
