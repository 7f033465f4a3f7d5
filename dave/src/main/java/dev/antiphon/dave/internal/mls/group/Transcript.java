package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.Hash;

/** The running hashes over all commits of a group (RFC 9420, section 8.2). */
final class Transcript {
  private Transcript() {}

  /** The hash that the next epoch's context carries. */
  static Bytes confirmed(Bytes interim, PublicMessage commit) {
    return Hash.of(new MlsWriter().bytes(interim).bytes(commit.transcriptInput()).toArray());
  }

  /** What the commit after that continues from. */
  static Bytes interim(Bytes confirmed, Bytes confirmationTag) {
    return Hash.of(new MlsWriter().bytes(confirmed).opaque(confirmationTag).toArray());
  }
}
