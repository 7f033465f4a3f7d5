package dev.antiphon.flow;

import dev.antiphon.protocol.CloseCode;

/** What triggered a transition: a close code, a timer, a failure, or simply an event. */
public sealed interface Trigger {

  /** The trigger in a few words, without a secret. */
  String describe();

  /**
   * The voice socket was closed; {@code text} is what the server said beside the code, if it did.
   */
  record Closed(int code, String text) implements Trigger {
    /** The server said nothing beside the code. */
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

  /** A deadline or window passed. */
  record TimedOut(FlowTimer timer) implements Trigger {
    @Override
    public String describe() {
      return timer.meaning();
    }
  }

  /** Something could not be done; {@code what} is a sentence that names no secret. */
  record Failure(String what) implements Trigger {
    @Override
    public String describe() {
      return what;
    }
  }

  /** The event itself says all. */
  record Event(EventKind kind) implements Trigger {
    @Override
    public String describe() {
      return kind.title();
    }
  }
}
