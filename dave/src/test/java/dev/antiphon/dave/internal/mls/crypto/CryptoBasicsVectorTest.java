package dev.antiphon.dave.internal.mls.crypto;

import static dev.antiphon.dave.internal.mls.MlsVectors.bytes;
import static dev.antiphon.dave.internal.mls.MlsVectors.secret;
import static dev.antiphon.dave.internal.mls.MlsVectors.shown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.internal.mls.MlsVectors;
import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test vectors for labelled hashing, derivation, signing and encryption. */
class CryptoBasicsVectorTest {
  private final SecureRandom random = new SecureRandom();
  private JsonNode vector;

  @BeforeEach
  void read() throws IOException {
    List<JsonNode> cases = MlsVectors.of("crypto-basics");
    assertThat(cases).hasSize(1);
    vector = cases.get(0);
  }

  @Test
  void referenceHashMatchesTheTestVector() {
    JsonNode test = vector.required("ref_hash");
    assertThat(Hash.reference(test.required("label").textValue(), bytes(test, "value")))
        .isEqualTo(bytes(test, "out"));
  }

  @Test
  void expandedAndDerivedSecretsMatchTheTestVectors() {
    JsonNode expand = vector.required("expand_with_label");
    Secret expanded =
        secret(expand, "secret")
            .expand(
                expand.required("label").textValue(),
                bytes(expand, "context"),
                expand.required("length").intValue());
    assertThat(shown(expanded)).isEqualTo(bytes(expand, "out"));
    JsonNode derive = vector.required("derive_secret");
    assertThat(shown(secret(derive, "secret").derive(derive.required("label").textValue())))
        .isEqualTo(bytes(derive, "out"));
    JsonNode tree = vector.required("derive_tree_secret");
    Bytes generation =
        new MlsWriter().uint32((int) tree.required("generation").longValue()).toBytes();
    Secret derived =
        secret(tree, "secret")
            .expand(
                tree.required("label").textValue(), generation, tree.required("length").intValue());
    assertThat(shown(derived)).isEqualTo(bytes(tree, "out"));
  }

  @Test
  void signatureOfTheTestVectorAndOurOwnSignatureAreValid() throws MlsException {
    JsonNode test = vector.required("sign_with_label");
    String label = test.required("label").textValue();
    Bytes content = bytes(test, "content");
    Bytes key = bytes(test, "pub");
    Signatures.verify(key, label, content, bytes(test, "signature"), "the vector");
    SignatureKeyPair pair = SignatureKeyPair.of(secret(test, "priv"));
    assertThat(pair.publicKey()).isEqualTo(key);
    Signatures.verify(key, label, content, pair.sign(label, content), "ours");
  }

  @Test
  void ciphertextOfTheTestVectorAndOurOwnCiphertextAreDecrypted() throws MlsException {
    JsonNode test = vector.required("encrypt_with_label");
    String label = test.required("label").textValue();
    Bytes context = bytes(test, "context");
    HpkeKeyPair pair = HpkeKeyPair.of(secret(test, "priv"));
    assertThat(pair.publicKey()).isEqualTo(bytes(test, "pub"));
    HpkeCiphertext sealed =
        new HpkeCiphertext(bytes(test, "kem_output"), bytes(test, "ciphertext"));
    Secret opened = Hpke.decrypt(pair, label, context, sealed, random, "the vector");
    assertThat(shown(opened)).isEqualTo(bytes(test, "plaintext"));
    HpkeCiphertext ours = Hpke.encrypt(pair.publicKey(), label, context, opened, random);
    assertThat(shown(Hpke.decrypt(pair, label, context, ours, random, "ours")))
        .isEqualTo(bytes(test, "plaintext"));
  }
}
