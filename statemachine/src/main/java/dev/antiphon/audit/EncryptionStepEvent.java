package dev.antiphon.audit;

import dev.antiphon.dave.DaveRecord;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * A row that the end-to-end encryption of a connection has taken, for JDK Flight Recorder. Costs
 * nothing while nobody records.
 */
@Name("dev.antiphon.EncryptionStep")
@Label("Encryption Step")
@Description("A row of its table that the end-to-end encryption of a voice connection has taken")
@Category("Antiphon")
@StackTrace(false)
@SuppressWarnings({
  "UnusedVariable",
  "NullAway.Init"
}) // the recorder reads the fields; tell sets them
public final class EncryptionStepEvent extends Event {
  @Label("Connection")
  private String connection;

  @Label("Sequence")
  private long sequence;

  @Label("Session")
  private int session;

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

  @Label("Epoch")
  @Description("Of the group; empty without one")
  private String epoch;

  @Label("Members")
  private int members;

  @Label("Refusal")
  @Description("Why it was refused; empty if it was not")
  private String refusal;

  @Label("Effects")
  private String effects;

  private EncryptionStepEvent() {}

  /** Tells those who record of this step, which has just been taken. */
  public static void emit(AuditEntry.Encryption step) {
    EncryptionStepEvent taken = new EncryptionStepEvent();
    if (taken.shouldCommit()) {
      taken.tell(step);
      taken.commit();
    }
  }

  private void tell(AuditEntry.Encryption step) {
    DaveRecord record = step.record();
    connection = step.subject().connectionId();
    sequence = step.sequence();
    session = step.session();
    from = record.from().title();
    event = record.row().event().title();
    row = record.row().id();
    outcome = record.row().outcome().title();
    to = record.to().title();
    epoch = record.epoch().isPresent() ? Long.toUnsignedString(record.epoch().getAsLong()) : "";
    members = record.members();
    refusal = record.refusal().orElse("");
    effects = String.join(", ", record.effects());
  }
}
