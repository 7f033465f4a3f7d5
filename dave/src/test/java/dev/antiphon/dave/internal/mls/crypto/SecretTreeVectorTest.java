package dev.antiphon.dave.internal.mls.crypto;

import static dev.antiphon.dave.internal.mls.MlsVectors.bytes;
import static dev.antiphon.dave.internal.mls.MlsVectors.secret;
import static dev.antiphon.dave.internal.mls.MlsVectors.shown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.internal.mls.MlsVectors;
import dev.antiphon.dave.internal.mls.codec.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The test vectors for the secret tree. DAVE uses only its ratchets; the test derives the other
 * secrets.
 */
class SecretTreeVectorTest {
  @Test
  void ratchetKeysMatchTheTestVectors() throws IOException {
    List<JsonNode> cases = MlsVectors.of("secret-tree");
    assertThat(cases).hasSize(3);
    for (JsonNode vector : cases) {
      checkSenderData(vector.required("sender_data"));
      JsonNode leaves = vector.required("leaves");
      for (int leaf = 0; leaf < leaves.size(); leaf++) {
        Secret secret = leafSecret(secret(vector, "encryption_secret"), leaf, leaves.size());
        for (JsonNode test : leaves.get(leaf)) {
          checkRatchet(test, secret, "handshake");
          checkRatchet(test, secret, "application");
        }
      }
    }
  }

  private static Secret leafSecret(Secret root, int leaf, int leaves) {
    Secret secret = root;
    for (int half = leaves / 2; half > 0; half /= 2) {
      String side = (leaf & half) == 0 ? "left" : "right";
      Bytes context = Bytes.copyOf(side.getBytes(StandardCharsets.US_ASCII));
      secret = secret.expand("tree", context, Secret.LENGTH);
    }
    return secret;
  }

  private static void checkRatchet(JsonNode test, Secret leafSecret, String kind) {
    RatchetSecret ratchet = RatchetSecret.first(leafSecret.derive(kind));
    while (ratchet.generation() < test.required("generation").intValue()) {
      ratchet = ratchet.next();
    }
    assertThat(shown(ratchet.key())).isEqualTo(bytes(test, kind + "_key"));
    assertThat(shown(ratchet.nonce())).isEqualTo(bytes(test, kind + "_nonce"));
  }

  private static void checkSenderData(JsonNode test) {
    byte[] ciphertext = MlsVectors.array(test, "ciphertext");
    byte[] start = Arrays.copyOf(ciphertext, Math.min(32, ciphertext.length));
    Bytes sample = Bytes.copyOf(start);
    Secret secret = secret(test, "sender_data_secret");
    assertThat(shown(secret.expand("key", sample, Aead.KEY))).isEqualTo(bytes(test, "key"));
    assertThat(shown(secret.expand("nonce", sample, Aead.NONCE))).isEqualTo(bytes(test, "nonce"));
  }
}
