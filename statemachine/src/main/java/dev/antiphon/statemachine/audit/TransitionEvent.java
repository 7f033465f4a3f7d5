package dev.antiphon.statemachine.audit;

import dev.antiphon.statemachine.flow.Decision;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
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
public final class TransitionEvent extends Event {
  @Label("Connection")
  private String connection;

  @Label("Guild")
  @Unsigned
  private long guild;

  @Label("From")
  private String from;

  @Label("Event")
  private String event;

  @Label("Row")
  private String row;

  @Label("To")
  private String to;

  private TransitionEvent() {}

  /** Tells those who record of this step, which the connection has just taken. */
  public static void emit(String connectionId, long guildId, Decision step) {
    TransitionEvent taken = new TransitionEvent();
    if (taken.shouldCommit()) {
      taken.connection = connectionId;
      taken.guild = guildId;
      taken.from = step.from().title();
      taken.event = step.kind().title();
      taken.row = step.row().id();
      taken.to = step.to().title();
      taken.commit();
    }
  }
}
