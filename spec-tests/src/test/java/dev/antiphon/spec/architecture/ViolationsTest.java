package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.spec.architecture.Violations.Kind;
import org.junit.jupiter.api.Test;

/** A check fails when it finds something, and says what. */
class ViolationsTest {

  @Test
  void nothingFoundPasses() {
    assertThatCode(() -> new Violations(Kind.CYCLE).areNone()).doesNotThrowAnyException();
  }

  @Test
  void whatIsFoundFailsWithItsDetails() {
    Violations found = new Violations(Kind.CYCLE);
    found.add("a.b", "first");
    found.add("a.b", "second");
    assertThatThrownBy(found::areNone)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cycle in a.b\n  first\n  second\n");
  }
}
