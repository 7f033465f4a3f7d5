package dev.antiphon.machine;

import java.util.List;
import java.util.Optional;

/** A telephone as a small machine with substates, for the tests of this package. */
final class Phone {
  static final List<Where> STATES = List.of(Where.values());
  static final List<What> EVENTS = List.of(What.values());

  private Phone() {}

  /** States that contain the substates of the table. */
  enum Whole implements State {
    RINGING("Ringing", "RI");

    private final String title;
    private final String code;

    Whole(String title, String code) {
      this.title = title;
      this.code = code;
    }

    @Override
    public String title() {
      return title;
    }

    @Override
    public String code() {
      return code;
    }
  }

  /** The states of the table. */
  enum Where implements State {
    IDLE("Idle", "ID", Optional.empty()),
    SOFT("softly", "RI", Optional.of(Whole.RINGING)),
    LOUD("loudly", "RI", Optional.of(Whole.RINGING)),
    TALKING("Talking", "TA", Optional.empty());

    private final String title;
    private final String code;
    private final Optional<State> whole;

    Where(String title, String code, Optional<State> whole) {
      this.title = title;
      this.code = code;
      this.whole = whole;
    }

    @Override
    public String title() {
      return title;
    }

    @Override
    public String code() {
      return code;
    }

    @Override
    public State superstate() {
      return whole.orElse(this);
    }
  }

  /** The events. */
  enum What implements Kind {
    CALL("P1", "a call"),
    LIFT("P2", "lifted");

    private final String line;
    private final String title;

    What(String line, String title) {
      this.line = line;
      this.title = title;
    }

    @Override
    public String line() {
      return line;
    }

    @Override
    public String title() {
      return title;
    }
  }

  /** The guards. */
  enum If implements Titled {
    NIGHT("it is night"),
    KNOWN("the caller is known");

    private final String title;

    If(String title) {
      this.title = title;
    }

    @Override
    public String title() {
      return title;
    }
  }

  /** The actions. */
  enum Do implements Titled {
    NOTE("note the caller"),
    CONNECT("connect");

    private final String title;

    Do(String title) {
      this.title = title;
    }

    @Override
    public String title() {
      return title;
    }
  }

  static TableWriter.Plain<Where, What, If, Do> writer() {
    return TableWriter.table(STATES, EVENTS);
  }

  static Table<Where, What, If, Do> table() {
    return writer()
        .on(What.CALL)
        .in(Where.IDLE)
        .when(If.NIGHT)
        .goTo(Where.SOFT)
        .doing(Do.NOTE)
        .otherwise()
        .goTo(Where.LOUD)
        .doing(Do.NOTE)
        .in(Where.SOFT)
        .when(If.KNOWN)
        .stayAs(Where.LOUD)
        .in(Whole.RINGING)
        .refuse("it rings already")
        .elsewhere()
        .violate()
        .on(What.LIFT)
        .in(Whole.RINGING)
        .goTo(Where.TALKING)
        .doing(Do.CONNECT, Do.NOTE)
        .in(Where.IDLE)
        .stay("somebody may dial")
        .everywhere()
        .ignore("it is lifted already")
        .table();
  }
}
