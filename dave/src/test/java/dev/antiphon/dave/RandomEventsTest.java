package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/**
 * Random events in random order: a session keeps its invariants and limits, and wipes its secrets.
 */
class RandomEventsTest {
  private static final DaveLimits LIMITS =
      new DaveLimits(
          3,
          4,
          3,
          3,
          40,
          3,
          Duration.ofSeconds(10),
          Duration.ofSeconds(24),
          Duration.ofSeconds(10),
          36,
          2,
          Duration.ofSeconds(40),
          Duration.ofMinutes(3));

  private static final DaveSettings SETTINGS = DaveSettings.of(LIMITS, FakeMls.SELF);

  /** An event after a delay in seconds. */
  record Input(int seconds, DaveEvent event) {}

  private static final class Run {
    private final FakeMls fakeMls = new FakeMls();
    private final DaveFlow flow = new DaveFlow(SETTINGS, fakeMls::pendingMember);
    private final Set<Integer> answered = new HashSet<>();
    private DaveConfiguration here = DaveConfiguration.INITIAL;
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(60).toNanos();
    private boolean offered = true;

    private DaveDecision take(Input input) {
      nanos += Duration.ofSeconds(input.seconds()).toNanos();
      DaveDecision decision = step(input.event());
      while (here.memory().hasHandleableMessage()) {
        EarlyMessages early = here.memory().early();
        here = here.with(here.memory().with(early.withoutFirst()));
        step(early.first());
      }
      return decision;
    }

    private DaveDecision step(DaveEvent event) {
      DaveDecision decision = flow.decide(here, event, nanos);
      SessionInvariants.check(decision, SETTINGS, nanos);
      decision.effects().forEach(effect -> checkEffect(effect, decision));
      decision.released().forEach(RandomEventsTest::close);
      here = decision.step().after();
      answered.retainAll(here.memory().transitions().pending().keySet());
      return decision;
    }

    private void checkEffect(DaveEffect effect, DaveDecision decision) {
      if (effect instanceof DaveEffect.SendTransitionReady ready) {
        assertThat(answered.add(ready.transitionId()))
            .as("each transition is answered once")
            .isTrue();
      } else if (effect instanceof DaveEffect.SendInvalidCommitWelcome) {
        assertThat(offered)
            .as("a new key package between two reports of an invalid commit")
            .isTrue();
        offered = false;
      } else if (effect instanceof DaveEffect.SendKeyPackage) {
        offered = true;
      }
      assertThat(decision.effects()).hasSizeLessThan(6);
    }
  }

  private static void close(AutoCloseable made) {
    try {
      made.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Property(tries = 300)
  void invariantsHoldAndUnusedSecretsAreWipedAfterRandomEvents(
      @ForAll("inputs") List<Input> inputs) {
    Run run = new Run();
    for (Input input : inputs) {
      run.take(input);
      Set<AutoCloseable> held = new HashSet<>(run.here.memory().membership().closeables().toList());
      assertThat(run.fakeMls.open()).containsExactlyInAnyOrderElementsOf(held);
    }
  }

  @Property(tries = 100)
  void equalEventsLeadToEqualDecisions(@ForAll("inputs") List<Input> inputs) {
    Run one = new Run();
    Run two = new Run();
    for (Input input : inputs) {
      DaveDecision first = one.take(input);
      DaveDecision second = two.take(input);
      assertThat(second.row()).isSameAs(first.row());
      assertThat(second.effects()).hasSameSizeAs(first.effects());
      assertThat(CanonicalMemory.of(two.here, two.nanos, LIMITS))
          .isEqualTo(CanonicalMemory.of(one.here, one.nanos, LIMITS));
    }
  }

  @Property(tries = 40)
  void sessionDoesNotJoinAGroupWhenItReceivesRandomBytes(
      @ForAll("garbage") List<DaveEvent> events) {
    try (DaveSession session = DaveSession.builder(1, 2).limits(LIMITS).build()) {
      session.handle(new DaveEvent.Begin(1), 0);
      session.handle(new DaveEvent.ExternalSender(FakeMls.gateway(1)), 0);
      for (DaveEvent event : events) {
        session.handle(event, 0);
        assertThat(session.state()).isIn(DaveState.PENDING, DaveState.LOST);
        assertThat(session.media().sending()).isEqualTo(DaveMedia.Sending.HOLD);
        assertThat(session.toString() + session.memory()).doesNotContain("Secret[");
      }
    }
  }

  @Provide
  Arbitrary<List<DaveEvent>> garbage() {
    Arbitrary<DaveBytes> content =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(200).map(DaveBytes::copyOf);
    Arbitrary<Integer> id = Arbitraries.integers().between(0, 0xffff);
    Arbitrary<DaveEvent> any =
        Arbitraries.oneOf(
            content.map(DaveEvent.ExternalSender::new),
            Combinators.combine(Arbitraries.integers().between(-1, 300), content)
                .as(DaveEvent.Proposals::new),
            Combinators.combine(id, content).as(DaveEvent.CommitAnnounced::new),
            Combinators.combine(id, content).as(DaveEvent.Welcome::new),
            id.map(DaveEvent.ExecuteTransition::new),
            Arbitraries.longs().list().ofMaxSize(9).map(DaveEvent.UsersConnected::new),
            Arbitraries.longs().map(DaveEvent.UserDisconnected::new),
            Arbitraries.longs().map(DaveEvent.DecryptionFails::new));
    return any.list().ofMaxSize(25);
  }

  @Provide
  Arbitrary<List<Input>> inputs() {
    Arbitrary<Integer> seconds = Arbitraries.frequency(tuple(6, 0), tuple(2, 3), tuple(1, 40));
    return Combinators.combine(seconds, events()).as(Input::new).list().ofMaxSize(60);
  }

  private static Tuple2<Integer, Integer> tuple(int weight, int value) {
    return Tuple.of(weight, value);
  }

  private static Arbitrary<DaveEvent> events() {
    Arbitrary<Integer> version = Arbitraries.of(0, 1, 1, 1);
    Arbitrary<Integer> id = Arbitraries.of(0, 1, 2, 3, 4, 65_535);
    Arbitrary<Long> user = Arbitraries.of(1L, 2L, 3L, 4L, 5L);
    return Arbitraries.frequencyOf(
        List.of(
            weighed(1, version.map(DaveEvent.Begin::new)),
            weighed(2, user.list().ofMaxSize(5).map(DaveEvent.UsersConnected::new)),
            weighed(1, user.map(DaveEvent.UserDisconnected::new)),
            weighed(2, Combinators.combine(id, version).as(DaveEvent.PrepareTransition::new)),
            weighed(4, id.map(DaveEvent.ExecuteTransition::new)),
            weighed(
                1,
                Combinators.combine(Arbitraries.of(1L, 1L, 2L), version)
                    .as(DaveEvent.PrepareEpoch::new)),
            weighed(2, Arbitraries.of(1, 1, 1, 2).map(RandomEventsTest::sender)),
            weighed(
                4,
                Combinators.combine(
                        Arbitraries.of(0, 0, 0, 1, 2),
                        words("2", "3", "45", "0", "9", "2345678", "bad"))
                    .as(DaveEvent.Proposals::new)),
            weighed(
                6,
                Combinators.combine(id, words("own", "good", "bad", "past", "removes us"))
                    .as(DaveEvent.CommitAnnounced::new)),
            weighed(
                4,
                Combinators.combine(id, words("good", "good", "bad", "for another"))
                    .as(DaveEvent.Welcome::new)),
            weighed(1, user.map(DaveEvent.DecryptionFails::new))));
  }

  private static DaveEvent sender(int number) {
    return new DaveEvent.ExternalSender(FakeMls.gateway(number));
  }

  private static Arbitrary<DaveBytes> words(String... words) {
    return Arbitraries.of(words).map(FakeMls::message);
  }

  @SuppressWarnings("unchecked")
  private static Tuple2<Integer, Arbitrary<DaveEvent>> weighed(
      int weight, Arbitrary<? extends DaveEvent> events) {
    return Tuple.of(weight, (Arbitrary<DaveEvent>) events);
  }
}
