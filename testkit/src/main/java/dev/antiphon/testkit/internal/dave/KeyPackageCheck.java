package dev.antiphon.testkit.internal.dave;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.group.KeyPackage;
import dev.antiphon.dave.internal.mls.tree.LeafSource;
import dev.antiphon.protocol.OpaqueBytes;

/**
 * Checks key packages for the delivery service. Source: DAVE whitepaper, "Group Creation and Member
 * Addition"; RFC 9420, section 10.1.
 */
public final class KeyPackageCheck {

  private static final int LONGEST = 1 << 14;
  private static final LeafSource FOR_EVER = new LeafSource.OfKeyPackage(0, -1);

  private KeyPackageCheck() {}

  /** Returns the key package if this user is allowed to offer it. */
  public static KeyPackage checked(OpaqueBytes body, long userId) throws RefusedOfferException {
    if (body.length() > LONGEST) {
      throw new RefusedOfferException(
          "The key package has %d bytes; at most %d are allowed."
              .formatted(body.length(), LONGEST));
    }
    KeyPackage keyPackage = valid(body);
    if (keyPackage.userId() != userId) {
      throw new RefusedOfferException(
          "The key package belongs to another user: %s."
              .formatted(Long.toUnsignedString(keyPackage.userId())));
    }
    if (!keyPackage.leaf().source().equals(FOR_EVER)) {
      throw new RefusedOfferException("The lifetime of the key package must be 0 to 2^64-1.");
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
