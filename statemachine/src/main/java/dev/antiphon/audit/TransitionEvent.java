package dev.antiphon.audit;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Unsigned;

/**
 * A row that a connection has taken, for JDK Flight Recorder; also of a step that changes no state.
 * Costs nothing while nobody records.
 */
@Name("dev.antiphon.Transition")
@Label("Transition")
@Description("A row of the flow's table that a voice connection has taken")
@Category("Antiphon")
@StackTrace(false)
@SuppressWarnings({
  "UnusedVariable",
  "NullAway.Init"
}) // the recorder reads the fields; tell sets them
public final class TransitionEvent extends Event {
  @Label("Connection")
  private String connection;

  @Label("Sequence")
  private long sequence;

  @Label("Guild")
  @Unsigned
  private long guild;

  @Label("From")
  private String from;

  @Label("Event")
  private String event;

  @Label("Row")
  private String row;

  @Label("Outcome")
  private String outcome;

  @Label("To")
  private String to;

  @Label("Cause")
  private String cause;

  @Label("Effects")
  private String effects;

  @Label("Attempt")
  private int attempt;

  @Label("Time in From")
  @Timespan
  private long inFrom;

  private TransitionEvent() {}

  /** Tells those who record of this step, which the connection has just taken. */
  public static void emit(AuditEntry.Step step) {
    TransitionEvent taken = new TransitionEvent();
    if (taken.shouldCommit()) {
      taken.tell(step.transition());
      taken.commit();
    }
  }

  private void tell(Transition transition) {
    connection = transition.connectionId();
    sequence = transition.sequence();
    guild = transition.guildId();
    from = transition.from().title();
    event = transition.event().title();
    row = transition.row();
    outcome = transition.outcome().title();
    to = transition.to().title();
    cause = transition.trigger().describe();
    effects = String.join(", ", transition.effects());
    attempt = transition.attempt();
    inFrom = transition.inFrom().toNanos();
  }
}
