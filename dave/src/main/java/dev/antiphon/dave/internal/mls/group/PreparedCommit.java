package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
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
  /** The body of op 28: the commit, and directly behind it the welcome. */
  public byte[] body() {
    MlsWriter body = new MlsWriter().bytes(message);
    welcome.ifPresent(body::bytes);
    return body.toArray();
  }

  /** Whether these bytes, of op 29, are this commit. */
  public boolean is(byte[] commit) {
    return message.equals(Bytes.copyOf(commit));
  }

  /** Wipes the epoch that does not come. */
  @Override
  public void close() {
    next.close();
  }
}
