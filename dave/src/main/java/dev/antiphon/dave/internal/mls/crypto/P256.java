package dev.antiphon.dave.internal.mls.crypto;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * The curve P-256. Points are encoded as 65 bytes without compression (RFC 9420, section 5.1.1).
 */
final class P256 {
  static final int POINT = 65;
  static final int SCALAR = 32;

  static final ECDomainParameters DOMAIN = domain();

  private static final int UNCOMPRESSED = 4;
  private static final int BLINDING_BITS = 64;

  private P256() {}

  private static ECDomainParameters domain() {
    X9ECParameters curve = CustomNamedCurves.getByName("P-256");
    return new ECDomainParameters(curve);
  }

  /** Decodes a point of the curve. */
  static ECPoint point(Bytes encoded) throws MlsException {
    if (encoded.length() != POINT || encoded.at(0) != UNCOMPRESSED) {
      throw new MlsException(
          Refusal.BAD_KEY,
          "a public key",
          encoded.length() + " bytes, expected " + POINT + " bytes that begin with 04");
    }
    try {
      return DOMAIN.getCurve().decodePoint(encoded.toArray());
    } catch (IllegalArgumentException e) {
      throw new MlsException(Refusal.BAD_KEY, "a public key", "not a point of P-256");
    }
  }

  /** Decodes a scalar. The caller checks it with {@link #inRange}. */
  static BigInteger scalar(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  static boolean inRange(BigInteger scalar) {
    return scalar.signum() > 0 && scalar.compareTo(DOMAIN.getN()) < 0;
  }

  static Bytes publicKey(BigInteger scalar) {
    ECPoint point = new FixedPointCombMultiplier().multiply(DOMAIN.getG(), scalar);
    return Bytes.copyOf(point.getEncoded(false));
  }

  /**
   * The x coordinate of the point multiplied by the scalar. A random multiple of the order is added
   * to the scalar, so that each multiplication with the same key has different steps (blinding
   * against side channels).
   */
  static byte[] agree(BigInteger scalar, ECPoint point, SecureRandom random) {
    BigInteger blind = new BigInteger(BLINDING_BITS, random).multiply(DOMAIN.getN());
    ECPoint shared = point.multiply(scalar.add(blind));
    return BigIntegers.asUnsignedByteArray(
        SCALAR, shared.normalize().getAffineXCoord().toBigInteger());
  }
}
