package dev.antiphon.spec.architecture;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasModifiers;

/** Whether other modules can use a type or member: it is public or protected. */
final class Visibility {
  private Visibility() {}

  /** Checks only the element itself; its enclosing type can be hidden. */
  static boolean of(HasModifiers element) {
    return !element.getModifiers().contains(JavaModifier.SYNTHETIC)
        && (element.getModifiers().contains(JavaModifier.PUBLIC)
            || element.getModifiers().contains(JavaModifier.PROTECTED));
  }
}
