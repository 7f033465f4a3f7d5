package dev.antiphon.machine;

/** Something that a table shows to people by name: a state, a kind of event, a guard, an action. */
public interface Titled {

  /** The name that people read, in a few words. */
  String title();
}
