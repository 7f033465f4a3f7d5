package dev.antiphon.testkit.internal.fault;

import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.internal.session.Target;

/** Effects of faults on server parts outside of {@link Faults}. Confined to the server's loop. */
public interface FaultEffects {

  /** Crashes the server for the given time. */
  void die(FaultAction.Die crash);

  /** Sends something additional, which triggers no rule. */
  void extra(FaultExtra extra, Target target);
}
