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
 * The JDK Flight Recorder event for a step of a connection. Steps that do not change the state are
 * included. Without a recording, the event costs almost nothing.
 */
@Name("dev.antiphon.Transition")
@Label("Transition")
@Description("A step of a voice connection")
@Category("Antiphon")
@StackTrace(false)
@SuppressWarnings({
  "UnusedVariable",
  "NullAway.Init"
}) // the flight recorder reads the fields; fill() sets them
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

  /** Emits the event for this step if a recording runs. */
  public static void emit(AuditEntry.Step step) {
    TransitionEvent taken = new TransitionEvent();
    if (taken.shouldCommit()) {
      taken.fill(step.transition());
      taken.commit();
    }
  }

  private void fill(Transition transition) {
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
