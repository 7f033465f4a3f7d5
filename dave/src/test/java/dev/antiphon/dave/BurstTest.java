package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proposals that wait are committed once. The test counts commits; {@link BurstTimes} measures. */
class BurstTest {
  private static final DaveEvent BAD = new DaveEvent.Proposals(0, FakeMls.message("bad"));
  private static final DaveEvent OTHER = new DaveEvent.ExecuteTransition(9);

  private final Burst burst = new Burst(12);

  @Test
  void consecutiveProposalsAreCommittedOnceAfterTheLast() {
    try (DaveSession apart = burst.session();
        DaveSession together = burst.session()) {
      List<DaveEffect> effects = apart.handle(burst.apart(), 0);
      together.handle(burst.together(), 0);
      assertThat(apart.statistics().commits()).isEqualTo(1);
      assertThat(effects).filteredOn(DaveEffect.SendCommitWelcome.class::isInstance).hasSize(1);
      assertThat(apart.memory().membership().queue())
          .isEqualTo(together.memory().membership().queue());
      assertThat(apart.state()).isEqualTo(DaveState.AWAITING_COMMIT);
    }
  }

  @Test
  void proposalsBeforeAnotherEventAreCommittedBeforeIt() {
    List<DaveRecord> records = new ArrayList<>();
    try (DaveSession session = burst.session(records)) {
      List<DaveEvent> proposals = burst.apart();
      records.clear();
      session.handle(
          List.of(
              proposals.get(0), proposals.get(1), OTHER, proposals.get(2), OTHER, proposals.get(3)),
          0);
      assertThat(records)
          .extracting(record -> record.row().event())
          .containsExactly(
              DaveEventKind.PROPOSALS_FOLLOWED,
              DaveEventKind.PROPOSALS_COMMITTED,
              DaveEventKind.EXECUTE_UNKNOWN,
              DaveEventKind.PROPOSALS_COMMITTED,
              DaveEventKind.EXECUTE_UNKNOWN,
              DaveEventKind.PROPOSALS_COMMITTED);
      assertThat(session.statistics().commits()).isEqualTo(3);
    }
  }

  @Test
  void proposalsAreCommittedWhenTheLastMessageOfABurstIsInvalidOrRepeated() {
    for (DaveEvent last : List.of(BAD, burst.apart().get(0))) {
      try (DaveSession session = burst.session()) {
        DaveEvent first = burst.apart().get(0);
        List<DaveEffect> effects = session.handle(List.of(first, last), 0);
        assertThat(session.statistics().commits()).isEqualTo(1);
        assertThat(effects)
            .filteredOn(DaveEffect.Refused.class::isInstance)
            .hasSize(last.equals(BAD) ? 1 : 0);
      }
    }
  }

  @Test
  void invalidProposalsAtTheBeginningOfABurstAreRefused() {
    try (DaveSession session = burst.session()) {
      session.handle(List.of(BAD, BAD, burst.apart().get(0), burst.apart().get(1)), 0);
      assertThat(session.statistics().refused()).isEqualTo(2);
      assertThat(session.statistics().commits()).isEqualTo(1);
    }
  }

  @Test
  void bufferedProposalsAreCommittedOnce() {
    try (DaveSession session = DaveSession.builder(1, FakeGateway.CHANNEL).build()) {
      session.handle(new DaveEvent.Begin(1), 0);
      burst.announce(session);
      session.handle(burst.apart().subList(0, 5), 0);
      assertThat(session.statistics().commits()).isZero();
      session.handle(List.of(burst.sender(), burst.apart().get(5)), 0);
      assertThat(session.statistics().commits()).isEqualTo(1);
      assertThat(session.memory().membership().queue().proposals()).hasSize(6);
    }
  }
}
