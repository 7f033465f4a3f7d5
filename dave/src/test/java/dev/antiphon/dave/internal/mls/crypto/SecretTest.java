package dev.antiphon.dave.internal.mls.crypto;

import static dev.antiphon.dave.internal.mls.MlsVectors.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Secrets are wiped when they are closed, are never in a text, and are never shared. */
class SecretTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void closedSecretIsWipedAndCannotBeUsed() {
    byte[] bytes = {1, 2, 3};
    Secret secret = Secret.owning(bytes);
    Secret copy = secret.copy();
    secret.close();
    assertThat(bytes).containsOnly(0);
    assertThatIllegalStateException().isThrownBy(secret::toArray);
    assertThatIllegalStateException().isThrownBy(secret::copy);
    assertThatIllegalStateException().isThrownBy(() -> secret.derive("label"));
    assertThatIllegalStateException().isThrownBy(() -> secret.mac(Bytes.EMPTY));
    assertThat(copy.toArray()).containsExactly(1, 2, 3);
  }

  @Test
  void toStringContainsNoSecret() {
    HpkeKeyPair pair = HpkeKeyPair.generate(random);
    SignatureKeyPair signer = SignatureKeyPair.generate(random);
    assertThat(Secret.zero()).hasToString("Secret[32 bytes]");
    assertThat(pair).hasToString("HpkeKeyPair[" + pair.publicKey() + "]");
    assertThat(signer).hasToString("SignatureKeyPair[" + signer.publicKey() + "]");
    assertThat(RatchetSecret.first(Secret.zero()).next())
        .hasToString("RatchetSecret[generation 1]");
  }

  @Test
  void keyPairStaysOpenAfterItsCopyIsClosed() {
    HpkeKeyPair pair = HpkeKeyPair.generate(random);
    pair.copy().close();
    assertThat(HpkeKeyPair.of(pair.privateKey().copy()).publicKey()).isEqualTo(pair.publicKey());
  }

  @Test
  void firstRatchetSecretHas16BytesAndTheNextSecretHas32Bytes() {
    Secret base = Secret.copyOf(new byte[16]);
    try (RatchetSecret zero = RatchetSecret.first(base);
        RatchetSecret one = zero.next()) {
      Bytes generation = Bytes.copyOf(new byte[4]);
      assertThat(zero.key().length()).isEqualTo(16);
      assertThat(shown(one.key()))
          .isEqualTo(
              shown(
                  base.expand("secret", generation, 32)
                      .expand("key", Bytes.copyOf(new byte[] {0, 0, 0, 1}), 16)));
    }
  }

  @Test
  void privateKeysOutsideTheValidRangeAreRefused() {
    byte[] order = P256.DOMAIN.getN().toByteArray();
    byte[] unsigned = Arrays.copyOfRange(order, 1, 33);
    assertThatIllegalArgumentException().isThrownBy(() -> HpkeKeyPair.of(Secret.zero()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignatureKeyPair.of(Secret.copyOf(unsigned)));
  }
}
