package dev.antiphon.dave.internal.mls.crypto;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** Verifies signatures (RFC 9420, section 5.1.2). */
public final class Signatures {
  /** The maximum length in bytes: two numbers of 33 bytes and three headers of two bytes. */
  private static final int MAX_LENGTH = 72;

  private Signatures() {}

  /**
   * VerifyWithLabel. Refuses an invalid signature. A signature is accepted only in DER, with two
   * numbers between 1 and the order.
   */
  public static void verify(
      Bytes publicKey, String label, Bytes content, Bytes signature, String subject)
      throws MlsException {
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, new ECPublicKeyParameters(P256.point(publicKey), P256.DOMAIN));
    BigInteger[] rs = decode(signature, subject);
    if (!verifier.verifySignature(digest(label, content), rs[0], rs[1])) {
      throw new MlsException(Refusal.BAD_SIGNATURE, subject);
    }
  }

  /** Refuses a public key that is not a point of the curve. */
  public static void checkKey(Bytes publicKey) throws MlsException {
    P256.point(publicKey);
  }

  private static BigInteger[] decode(Bytes signature, String subject) throws MlsException {
    if (signature.length() > MAX_LENGTH) {
      throw new MlsException(
          Refusal.BAD_SIGNATURE, subject, signature.length() + " bytes, expected 72 or fewer");
    }
    try {
      return StandardDSAEncoding.INSTANCE.decode(P256.DOMAIN.getN(), signature.toArray());
    } catch (IOException | RuntimeException e) {
      throw new MlsException(Refusal.BAD_SIGNATURE, subject, "not two numbers in DER");
    }
  }

  /** The hash of SignContent. */
  static byte[] digest(String label, Bytes content) {
    return Hash.sha256(new MlsWriter().label(label).opaque(content).toArray());
  }
}
