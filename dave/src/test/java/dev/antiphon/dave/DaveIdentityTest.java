package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class DaveIdentityTest {

  @Test
  void storedPrivateKeyRestoresTheSameIdentity() {
    try (DaveIdentity made = DaveIdentity.generate();
        DaveIdentity read = DaveIdentity.of(made.privateKey())) {
      assertThat(made.privateKey()).hasSize(DaveIdentity.PRIVATE_KEY_LENGTH);
      assertThat(made.publicKey().length()).isEqualTo(65);
      assertThat(read.publicKey()).isEqualTo(made.publicKey());
    }
  }

  @Test
  void twoNewIdentitiesHaveDifferentKeys() {
    SecureRandom random = new SecureRandom();
    try (DaveIdentity one = DaveIdentity.generate(random);
        DaveIdentity other = DaveIdentity.generate(random)) {
      assertThat(one.publicKey()).isNotEqualTo(other.publicKey());
    }
  }

  @Test
  void invalidPrivateKeyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DaveIdentity.of(new byte[31]))
        .withMessage("A private key must have 32 bytes, had 31");
    assertThatIllegalArgumentException().isThrownBy(() -> DaveIdentity.of(new byte[32]));
  }

  @Test
  void closedIdentityThrowsWhenThePrivateKeyIsRequested() {
    DaveIdentity identity = DaveIdentity.generate();
    identity.close();
    assertThatIllegalStateException().isThrownBy(identity::privateKey);
  }

  @Test
  void identityKeepsItsOwnCopyOfTheArrayOfTheCaller() {
    try (DaveIdentity made = DaveIdentity.generate()) {
      byte[] key = made.privateKey();
      try (DaveIdentity read = DaveIdentity.of(key)) {
        key[0] ^= 1;
        assertThat(read.privateKey()).isEqualTo(made.privateKey());
      }
    }
  }

  @Test
  void identityStaysOpenAfterItsSessionIsClosedAndToStringContainsNoSecret() {
    try (DaveIdentity identity = DaveIdentity.generate()) {
      DaveSession session = DaveSession.builder(1, 2).identity(identity).build();
      session.handle(new DaveEvent.Begin(1), 0);
      session.close();
      assertThat(identity.privateKey()).hasSize(32);
      assertThat(identity.toString())
          .isEqualTo("DaveIdentity[" + identity.publicKey() + "]")
          .doesNotContain(DaveBytes.copyOf(identity.privateKey()).toHex().substring(0, 16));
    }
  }
}
