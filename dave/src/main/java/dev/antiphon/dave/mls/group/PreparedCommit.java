package dev.antiphon.dave.mls.group;

import dev.antiphon.dave.mls.codec.Bytes;
import java.util.Optional;

/**
 * A commit of this member's, and the epoch that it leads to if the gateway chooses it. Whoever
 * drops it instead closes it; whoever adopts {@link #next()} does not.
 *
 * @param message the commit as it is sent, and as op 29 brings it back
 * @param welcome for those whom it adds, without an MLSMessage around it; absent if it adds nobody
 * @param next the epoch after it
 */
public record PreparedCommit(Bytes message, Optional<Bytes> welcome, Epoch next)
    implements AutoCloseable {
  /** Wipes the epoch that does not come. */
  @Override
  public void close() {
    next.close();
  }
}
