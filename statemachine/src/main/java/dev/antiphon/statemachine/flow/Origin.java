package dev.antiphon.statemachine.flow;

import dev.antiphon.protocol.CloseCode;

/** What triggered a transition: a close code, a timer, a failure, or simply an event. */
public sealed interface Origin {

  /** The trigger in a few words, without a secret. */
  String describe();

  /** The voice socket was closed. */
  record Closed(int code) implements Origin {
    @Override
    public String describe() {
      return CloseCode.of(code)
          .map(known -> "closed with " + code + " (" + known.meaning() + ")")
          .orElse("closed with " + code);
    }
  }

  /** A deadline or window passed. */
  record TimedOut(FlowTimer timer) implements Origin {
    @Override
    public String describe() {
      return timer.meaning();
    }
  }

  /** Something could not be done; {@code what} is a sentence that names no secret. */
  record Failure(String what) implements Origin {
    @Override
    public String describe() {
      return what;
    }
  }

  /** The event itself says all. */
  record Event(EventKind kind) implements Origin {
    @Override
    public String describe() {
      return kind.title();
    }
  }
}
