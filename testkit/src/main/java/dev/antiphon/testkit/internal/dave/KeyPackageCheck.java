package dev.antiphon.testkit.internal.dave;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.group.KeyPackage;
import dev.antiphon.dave.internal.mls.tree.LeafSource;
import dev.antiphon.protocol.OpaqueBytes;

/**
 * Which key packages the delivery service takes. Source: DAVE whitepaper, "Group Creation and
 * Member Addition"; RFC 9420, section 10.1.
 */
public final class KeyPackageCheck {

  private static final int LONGEST = 1 << 14;
  private static final LeafSource FOR_EVER = new LeafSource.OfKeyPackage(0, -1);

  private KeyPackageCheck() {}

  /** The key package, if this user may offer it. */
  public static KeyPackage checked(OpaqueBytes body, long userId) throws RefusedOfferException {
    if (body.length() > LONGEST) {
      throw new RefusedOfferException(
          "The key package has %d bytes, more than %d.".formatted(body.length(), LONGEST));
    }
    KeyPackage keyPackage = valid(body);
    if (keyPackage.userId() != userId) {
      throw new RefusedOfferException(
          "The key package is of user %s.".formatted(Long.toUnsignedString(keyPackage.userId())));
    }
    if (!keyPackage.leaf().source().equals(FOR_EVER)) {
      throw new RefusedOfferException("The key package has a lifetime other than 0 to 2^64-1.");
    }
    return keyPackage;
  }

  private static KeyPackage valid(OpaqueBytes body) throws RefusedOfferException {
    try {
      KeyPackage keyPackage = KeyPackage.parse(body.toByteArray());
      keyPackage.validate();
      return keyPackage;
    } catch (MlsException e) {
      throw new RefusedOfferException(e);
    }
  }
}
