package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Secret;

/** What pre-shared keys contribute to an epoch (RFC 9420, section 8.4). */
interface PreSharedKeys {
  /** DAVE has none, and refuses a welcome that names one. */
  PreSharedKeys NONE =
      ids -> {
        if (!ids.isEmpty()) {
          throw new MlsException(Refusal.UNSUPPORTED, "a welcome", "it needs a pre-shared key");
        }
        return Secret.zero();
      };

  /**
   * The secret of some keys together, all zeros for none.
   *
   * @param ids the encoded list of PreSharedKeyID
   */
  Secret combine(Bytes ids) throws MlsException;
}
