package dev.antiphon.flow;

import dev.antiphon.protocol.CloseCode;

/** The cause of a transition: a close code, a timer, a failure, or another event. */
public sealed interface Trigger {

  /** Returns the trigger in a few words, without secrets. */
  String describe();

  /**
   * The voice WebSocket was closed. {@code text} is the close reason of the server; it can be
   * empty.
   */
  record Closed(int code, String text) implements Trigger {
    /** Creates a close without a text. */
    public Closed(int code) {
      this(code, "");
    }

    @Override
    public String describe() {
      String meaning = CloseCode.of(code).map(CloseCode::meaning).orElse("");
      return "closed with "
          + code
          + (meaning.isEmpty() ? "" : " (" + meaning + ")")
          + (text.isEmpty() || text.equals(meaning) ? "" : ": " + text);
    }
  }

  /**
   * A deadline or a time window ended.
   *
   * @param detail what the connection waited for, or the usual causes; can be empty
   */
  record TimedOut(FlowTimer timer, String detail) implements Trigger {
    /** Creates a timeout without a detail. */
    public TimedOut(FlowTimer timer) {
      this(timer, "");
    }

    @Override
    public String describe() {
      return timer.meaning() + (detail.isEmpty() ? "" : ": " + detail);
    }
  }

  /** An operation failed. {@code what} is a sentence without secrets. */
  record Failure(String what) implements Trigger {
    @Override
    public String describe() {
      return what;
    }
  }

  /** Another event. Only its kind is known. */
  record Event(EventKind kind) implements Trigger {
    @Override
    public String describe() {
      return kind.title();
    }
  }
}
