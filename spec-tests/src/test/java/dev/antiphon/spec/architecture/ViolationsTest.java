package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.spec.architecture.Violations.Kind;
import org.junit.jupiter.api.Test;

/** A check fails with details if it has found violations. */
class ViolationsTest {

  @Test
  void assertNonePassesWithoutViolations() {
    assertThatCode(() -> new Violations(Kind.CYCLE).assertNone()).doesNotThrowAnyException();
  }

  @Test
  void assertNoneThrowsWithTheDetailsOfTheViolations() {
    Violations found = new Violations(Kind.CYCLE);
    found.add("a.b", "first");
    found.add("a.b", "second");
    assertThatThrownBy(found::assertNone)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cycle in a.b\n  first\n  second\n");
  }
}
