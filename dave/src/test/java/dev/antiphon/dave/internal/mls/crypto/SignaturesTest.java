package dev.antiphon.dave.internal.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Only one encoding of a signature is accepted, and the JDK verifies our signatures. */
class SignaturesTest {
  private static final String SPKI_P256 = "3059301306072a8648ce3d020106082a8648ce3d030107034200";

  private final SignatureKeyPair pair = SignatureKeyPair.generate(new SecureRandom());
  private final Bytes content = Bytes.ofLong(42);
  private final Bytes good = pair.sign("label", content);

  private Refusal refusal(Bytes key, String label, Bytes signature) {
    MlsException refused =
        catchThrowableOfType(
            MlsException.class,
            () -> Signatures.verify(key, label, content, signature, "the test"));
    return refused == null ? null : refused.refusal();
  }

  private Refusal refusal(byte[] signature) {
    return refusal(pair.publicKey(), "label", Bytes.copyOf(signature));
  }

  @Test
  void signatureIsValidWithItsKeyAndLabelAndOtherwiseRefused() throws MlsException {
    assertThat(refusal(pair.publicKey(), "label", good)).isNull();
    assertThat(refusal(pair.publicKey(), "other", good)).isEqualTo(Refusal.BAD_SIGNATURE);
    Bytes other = SignatureKeyPair.generate(new SecureRandom()).publicKey();
    assertThat(refusal(other, "label", good)).isEqualTo(Refusal.BAD_SIGNATURE);
  }

  @Test
  void signaturesAreAcceptedByTheJdk() throws GeneralSecurityException {
    byte[] encoded =
        HexFormat.of().parseHex(SPKI_P256 + HexFormat.of().formatHex(pair.publicKey().toArray()));
    ECPublicKey key =
        (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
    Signature verifier = Signature.getInstance("NONEwithECDSA");
    verifier.initVerify(key);
    verifier.update(Signatures.digest("label", content));
    assertThat(verifier.verify(good.toArray())).isTrue();
  }

  @Test
  void nonStandardEncodingsOfAValidSignatureAreRefused() {
    byte[] der = good.toArray();
    int r = der[3];
    byte[] longer = new byte[der.length + 1];
    System.arraycopy(der, 0, longer, 0, der.length);
    assertThat(refusal(longer)).isEqualTo(Refusal.BAD_SIGNATURE);
    byte[] padded = new byte[der.length + 1];
    System.arraycopy(der, 0, padded, 0, 4);
    System.arraycopy(der, 4, padded, 5, der.length - 4);
    padded[1]++;
    padded[3] = (byte) (r + 1);
    assertThat(refusal(padded)).isEqualTo(Refusal.BAD_SIGNATURE);
    byte[] longForm = new byte[der.length + 1];
    longForm[0] = 0x30;
    longForm[1] = (byte) 0x81;
    System.arraycopy(der, 1, longForm, 2, der.length - 1);
    assertThat(refusal(longForm)).isEqualTo(Refusal.BAD_SIGNATURE);
  }

  @Test
  void signatureNumbersOutOfRangeAreRefused() {
    for (BigInteger bad :
        new BigInteger[] {BigInteger.ZERO, BigInteger.ONE.negate(), P256.DOMAIN.getN()}) {
      byte[] number = bad.toByteArray();
      byte[] der = new byte[6 + number.length + 1];
      der[0] = 0x30;
      der[1] = (byte) (der.length - 2);
      der[2] = 2;
      der[3] = (byte) number.length;
      System.arraycopy(number, 0, der, 4, number.length);
      der[4 + number.length] = 2;
      der[5 + number.length] = 1;
      der[6 + number.length] = 1;
      assertThat(refusal(der)).isEqualTo(Refusal.BAD_SIGNATURE);
    }
  }

  @Test
  void publicKeysThatAreNotOnTheCurveAreRefused() {
    byte[] off = pair.publicKey().toArray();
    off[64] ^= 1;
    assertThat(refusal(Bytes.copyOf(off), "label", good)).isEqualTo(Refusal.BAD_KEY);
    off[64] ^= 1;
    off[0] = 6;
    assertThat(refusal(Bytes.copyOf(off), "label", good)).isEqualTo(Refusal.BAD_KEY);
    assertThat(refusal(Bytes.copyOf(new byte[1]), "label", good)).isEqualTo(Refusal.BAD_KEY);
  }
}
