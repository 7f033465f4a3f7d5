package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.spec.architecture.Violations.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of known violations neither grows nor keeps what is gone. */
class ViolationsTest {
  private static final List<String> LISTED =
      List.of("# a comment", "", "cycle in a.b", "leak: a.B -> a.internal.C");

  @Test
  void everyLineOfTheListIsReadByACheck() {
    assertThat(Violations.unread()).isEmpty();
    assertThat(Violations.unread(LISTED)).isEmpty();
    assertThat(Violations.unread(List.of("cycles in a.b"))).containsExactly("cycles in a.b");
  }

  @Test
  void whatIsListedAndFoundPasses() {
    assertThatCode(() -> found("a.b").areOnly(LISTED)).doesNotThrowAnyException();
    assertThatCode(() -> new Violations(Kind.NAME).areOnly(LISTED)).doesNotThrowAnyException();
  }

  @Test
  void whatIsNotListedFailsWithItsDetails() {
    assertThatThrownBy(() -> found("a.b", "a.c").areOnly(LISTED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("violations that architecture-debt.txt does not list")
        .hasMessageContaining("cycle in a.c\n  details of a.c")
        .hasMessageNotContaining("a.b");
  }

  @Test
  void whatIsListedAndGoneFails() {
    assertThatThrownBy(() -> found().areOnly(LISTED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("violations that are gone")
        .hasMessageContaining("cycle in a.b");
  }

  @Test
  void anUpdateRemovesOnlyWhatIsGone() {
    assertThat(found("a.c").stillOwed(LISTED))
        .containsExactly("# a comment", "", "leak: a.B -> a.internal.C");
    assertThat(found("a.b", "a.c").stillOwed(LISTED)).isEqualTo(LISTED);
  }

  private static Violations found(String... names) {
    Violations found = new Violations(Kind.CYCLE);
    for (String name : names) {
      found.add(name, "details of " + name);
    }
    return found;
  }
}
