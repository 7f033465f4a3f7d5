package dev.antiphon.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.machine.Phone.Do;
import dev.antiphon.machine.Phone.If;
import dev.antiphon.machine.Phone.What;
import dev.antiphon.machine.Phone.Where;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowTest {
  private final Row<Where, What, If, Do> guarded = row("P1.ID.1");
  private final Row<Where, What, If, Do> narrowed = row("P1.RI.1");
  private final Row<Where, What, If, Do> last = row("P1.RI.2");

  private static Row<Where, What, If, Do> row(String id) {
    return Phone.table().row(id).orElseThrow();
  }

  @Test
  void substateReturnsTheSubstateThatTheRowLeadsTo() {
    assertThat(guarded.substate()).contains(Where.SOFT);
    assertThat(narrowed.substate()).contains(Where.LOUD);
    assertThat(last.substate()).isEmpty();
  }

  @Test
  void withIdChangesOnlyTheId() {
    assertThat(guarded.withId("P1.ID.2").withId("P1.ID.1")).isEqualTo(guarded);
    assertThat(guarded.withId("P1.ID.2").id()).isEqualTo("P1.ID.2");
  }

  @Test
  void rowIsNarrowedWhenItAppliesOnlyToSomeSubstatesOfItsState() {
    assertThat(narrowed.isNarrowed()).isTrue();
    assertThat(last.isNarrowed()).isFalse();
    assertThat(guarded.isNarrowed()).isFalse();
  }

  @Test
  void targetIsTheCurrentStateWhenTheRowNamesNoTarget() {
    assertThat(guarded.target(Where.IDLE)).isEqualTo(Where.SOFT);
    assertThat(last.target(Where.LOUD)).isEqualTo(Where.LOUD);
    assertThat(narrowed.target(Where.SOFT)).isEqualTo(Where.LOUD);
    assertThat(guarded.changesState()).isTrue();
    assertThat(narrowed.changesState()).isFalse();
  }

  @Test
  void rowIsCopiedWithOneChangedComponent() {
    assertThat(guarded.withMoreActions(List.of(Do.CONNECT)).actions())
        .containsExactly(Do.NOTE, Do.CONNECT);
    assertThat(guarded.withActions(List.of()).withActions(List.of(Do.NOTE))).isEqualTo(guarded);
    assertThat(guarded.withGuard(Optional.empty()).withGuard(guarded.guard())).isEqualTo(guarded);
    assertThat(guarded.withOutcome(Outcome.IGNORED, Optional.empty()).to()).isEmpty();
    Row<Where, What, If, Do> elsewhere = last.withFrom(Set.of(Where.LOUD));
    assertThat(elsewhere.from()).containsExactly(Where.LOUD);
    assertThat(elsewhere.isNarrowed()).isTrue();
  }

  @Test
  void rowWithoutStatesIsRejected() {
    assertThatThrownBy(() -> guarded.withFrom(Set.of()))
        .isInstanceOf(TableException.class)
        .hasMessage("row P1.ID.1 has no state in which it is tried; name at least one state");
  }
}
