package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.Hash;

/** The transcript hashes over all commits of a group (RFC 9420, section 8.2). */
final class TranscriptHash {
  private TranscriptHash() {}

  /** The confirmed transcript hash, for the context of the next epoch. */
  static Bytes confirmed(Bytes interim, PublicMessage commit) {
    return Hash.of(new MlsWriter().bytes(interim).bytes(commit.transcriptInput()).toArray());
  }

  /** The interim transcript hash: the start value for the following commit. */
  static Bytes interim(Bytes confirmed, Bytes confirmationTag) {
    return Hash.of(new MlsWriter().bytes(confirmed).opaque(confirmationTag).toArray());
  }
}
