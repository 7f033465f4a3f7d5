package dev.antiphon.dave.internal.mls.group;

import static dev.antiphon.dave.internal.mls.MlsVectors.bytes;
import static dev.antiphon.dave.internal.mls.MlsVectors.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.internal.mls.MlsVectors;
import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The test vectors for clients that join and then process commits. Every welcome that is followed
 * by commits uses a pre-shared key. DAVE has none, so this test combines the keys. Some cases are
 * omitted because their commits need features that DAVE does not have. Each omitted case must be
 * refused for that reason, and every other case must pass.
 */
class PassiveClientVectorTest {
  private static final String PSK = "A commit uses a pre-shared key.";

  private static final Map<String, Map<Integer, String>> OMITTED =
      Map.of(
          "passive-client-welcome",
          Map.of(),
          "passive-client-handling-commit",
          Map.of(2, PSK, 3, PSK, 5, PSK, 9, PSK, 10, PSK, 12, PSK));

  @Test
  void clientJoinsWithTheWelcomeOfEverySupportedTestVector() throws IOException, MlsException {
    all("passive-client-welcome", 8);
  }

  @Test
  void clientAppliesTheCommitsOfEverySupportedTestVector() throws IOException, MlsException {
    all("passive-client-handling-commit", 13);
  }

  private static void all(String file, int expected) throws IOException, MlsException {
    List<JsonNode> cases = MlsVectors.of(file);
    assertThat(cases).hasSize(expected);
    for (int i = 0; i < expected; i++) {
      JsonNode vector = cases.get(i);
      if (OMITTED.get(file).containsKey(i)) {
        MlsException refused = catchThrowableOfType(MlsException.class, () -> run(vector));
        assertThat(refused).as(file + " " + i).isNotNull();
        assertThat(refused.refusal()).isEqualTo(Refusal.UNSUPPORTED);
      } else {
        run(vector);
      }
    }
  }

  private static void run(JsonNode vector) throws MlsException {
    Epoch epoch = join(vector);
    assertThat(epoch.authenticator()).isEqualTo(bytes(vector, "initial_epoch_authenticator"));
    for (JsonNode step : vector.required("epochs")) {
      ProposalQueue queue = ProposalQueue.EMPTY;
      for (JsonNode proposal : step.required("proposals")) {
        byte[] message = HexFormat.of().parseHex(proposal.textValue());
        queue = queue.with(epoch.check(PublicMessage.parse(message), user -> false));
      }
      epoch = epoch.apply(PublicMessage.parse(MlsVectors.array(step, "commit")), queue);
      assertThat(epoch.authenticator()).isEqualTo(bytes(step, "epoch_authenticator"));
    }
  }

  private static Epoch join(JsonNode vector) throws MlsException {
    SignatureKeyPair signer = SignatureKeyPair.of(secret(vector, "signature_priv"));
    WelcomeProcessor processor =
        new WelcomeProcessor(
            Profile.VECTORS,
            new MemberIdentity(0, signer, new SecureRandom()),
            KeyPackage.parse(MlsVectors.array(vector, "key_package")),
            HpkeKeyPair.of(secret(vector, "init_priv")),
            HpkeKeyPair.of(secret(vector, "encryption_priv")),
            ids -> combine(ids, vector.required("external_psks")));
    MlsReader reader = new MlsReader(MlsVectors.array(vector, "welcome"));
    WireFormat.readHeader(reader, WireFormat.WELCOME);
    Optional<Bytes> tree =
        vector.required("ratchet_tree").isNull()
            ? Optional.empty()
            : Optional.of(bytes(vector, "ratchet_tree"));
    return processor.join(Welcome.read(reader), Optional.empty(), tree);
  }

  /** Combines external pre-shared keys (RFC 9420, section 8.4). */
  private static Secret combine(Bytes ids, JsonNode known) throws MlsException {
    List<Bytes> list = new ArrayList<>();
    MlsReader reader = new MlsReader(ids.toArray());
    while (reader.hasRemaining()) {
      list.add(
          Proposal.UnsupportedProposal.read(Proposal.UnsupportedProposal.PRE_SHARED_KEY, reader)
              .body());
    }
    Secret combined = Secret.zero();
    for (int i = 0; i < list.size(); i++) {
      MlsReader id = new MlsReader(list.get(i).toArray());
      assertThat(id.uint8()).isEqualTo(1);
      Bytes label = new MlsWriter().bytes(list.get(i)).uint16(i).uint16(list.size()).toBytes();
      combined =
          Secret.zero()
              .extract(key(known, id.opaque()))
              .expand("derived psk", label, Secret.LENGTH)
              .extract(combined);
    }
    return combined;
  }

  private static Secret key(JsonNode known, Bytes id) {
    for (JsonNode one : known) {
      if (bytes(one, "psk_id").equals(id)) {
        return secret(one, "psk");
      }
    }
    throw new AssertionError("an unknown pre-shared key");
  }
}
