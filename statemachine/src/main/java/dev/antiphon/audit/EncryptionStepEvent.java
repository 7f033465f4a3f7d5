package dev.antiphon.audit;

import dev.antiphon.dave.DaveRecord;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * The JDK Flight Recorder event for a step of a connection's end-to-end encryption. Without a
 * recording, the event costs almost nothing.
 */
@Name("dev.antiphon.EncryptionStep")
@Label("Encryption Step")
@Description("A step of the end-to-end encryption of a voice connection")
@Category("Antiphon")
@StackTrace(false)
@SuppressWarnings({
  "UnusedVariable",
  "NullAway.Init"
}) // the flight recorder reads the fields; fill() sets them
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
  @Description("The epoch of the group; empty without a group")
  private String epoch;

  @Label("Members")
  private int members;

  @Label("Refusal")
  @Description("The reason of a refusal; otherwise empty")
  private String refusal;

  @Label("Effects")
  private String effects;

  private EncryptionStepEvent() {}

  /** Emits the event for this step if a recording runs. */
  public static void emit(AuditEntry.Encryption step) {
    EncryptionStepEvent taken = new EncryptionStepEvent();
    if (taken.shouldCommit()) {
      taken.fill(step);
      taken.commit();
    }
  }

  private void fill(AuditEntry.Encryption step) {
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
