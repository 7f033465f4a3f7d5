package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import java.util.Optional;

/**
 * A commit of this member, and the epoch after it. If the gateway chooses the commit, the member
 * enters {@link #next()} and does not close this object. Otherwise the member closes it.
 *
 * @param message the commit as it is sent, and as op 29 contains it
 * @param welcome the welcome for the new members, without an MLSMessage around it; absent if there
 *     are no new members
 * @param next the epoch after the commit
 */
public record PreparedCommit(Bytes message, Optional<Bytes> welcome, Epoch next)
    implements AutoCloseable {
  /** The body of op 28: the commit, directly followed by the welcome. */
  public byte[] body() {
    MlsWriter body = new MlsWriter().bytes(message);
    welcome.ifPresent(body::bytes);
    return body.toArray();
  }

  /** Whether these bytes from op 29 are this commit. */
  public boolean is(byte[] commit) {
    return message.equals(Bytes.copyOf(commit));
  }

  /** Wipes the epoch, when the commit was not chosen. */
  @Override
  public void close() {
    next.close();
  }
}
