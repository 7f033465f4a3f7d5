package dev.antiphon.testkit.internal.fault;

import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.internal.session.Target;

/** What a fault does to parts of the server that {@link Faults} do not know. On the loop. */
public interface FaultEffects {

  /** The server dies for a while. */
  void die(FaultAction.Die death);

  /** Something besides; nothing that comes of it is a moment of the script. */
  void extra(FaultExtra extra, Target target);
}
