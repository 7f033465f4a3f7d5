package dev.antiphon.testkit;

/** What {@link Faults} have the other parts of the server do. On the loop. */
interface FaultDeeds {

  /** The server dies for a while. */
  void die(FaultAction.Die death);

  /** Something besides; nothing that comes of it is a moment of the script. */
  void besides(FaultExtra extra, Party party);
}
