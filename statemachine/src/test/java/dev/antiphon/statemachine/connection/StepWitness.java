package dev.antiphon.statemachine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.statemachine.audit.Transition;
import dev.antiphon.statemachine.flow.Decision;
import dev.antiphon.statemachine.flow.EventKind;
import dev.antiphon.statemachine.flow.PolicyQuestion;
import java.util.Optional;
import java.util.OptionalLong;

/** Remembers what a connection has told of its last step, and says whether that is the truth. */
final class StepWitness implements ConnectionObserver {
  private Optional<Decision> decided = Optional.empty();
  private Optional<Transition> transition = Optional.empty();
  private Optional<Snapshot> published = Optional.empty();
  private long transitions;

  @Override
  public void decided(Decision decision) {
    decided = Optional.of(decision);
    transition = Optional.empty();
    published = Optional.empty();
  }

  @Override
  public void transitioned(Transition told, Snapshot after) {
    transitions++;
    transition = Optional.of(told);
    published = Optional.of(after);
  }

  /** States that this step, and no other, was told of. */
  void assertSaw(Decision decision, Snapshot after) {
    assertThat(decided).as("the step that was told").contains(decision);
    assertThat(transition.isPresent()).isEqualTo(decision.row().changesState());
    transition.ifPresent(
        told -> {
          assertThat(told.row()).isEqualTo(decision.row().id());
          assertThat(told.sequence()).isEqualTo(transitions);
          assertThat(published).contains(after);
        });
  }

  @Override
  public void violated(EventKind kind) {}

  @Override
  public void asked(PolicyQuestion question, int number) {}

  @Override
  public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {}
}
