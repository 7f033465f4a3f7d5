package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Secret;

/** Resolves the pre-shared keys of an epoch (RFC 9420, section 8.4). */
interface PreSharedKeys {
  /** DAVE has no pre-shared keys, and refuses a welcome that needs one. */
  PreSharedKeys NONE =
      ids -> {
        if (!ids.isEmpty()) {
          throw new MlsException(Refusal.UNSUPPORTED, "a welcome", "it needs a pre-shared key");
        }
        return Secret.zero();
      };

  /**
   * The combined secret of these keys; zero bytes if there are no keys.
   *
   * @param ids the encoded list of PreSharedKeyID
   */
  Secret combine(Bytes ids) throws MlsException;
}
