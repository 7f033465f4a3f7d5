package dev.antiphon.dave.internal.mls.group;

import static dev.antiphon.dave.internal.mls.MlsVectors.bytes;
import static dev.antiphon.dave.internal.mls.MlsVectors.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.internal.mls.MlsVectors;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The test vectors for framing: the public messages. */
class MessageProtectionVectorTest {
  private static final String PRIVATE = "Only private messages need it, and DAVE has none.";

  private static final Map<String, String> OMITTED =
      Map.of(
          "encryption_secret", PRIVATE,
          "sender_data_secret", PRIVATE,
          "proposal_priv", PRIVATE,
          "commit_priv", PRIVATE,
          "application", "DAVE has no application messages.",
          "application_priv", "DAVE has no application messages.");

  private static final Set<String> USED =
      Set.of(
          "cipher_suite",
          "group_id",
          "epoch",
          "tree_hash",
          "confirmed_transcript_hash",
          "signature_priv",
          "signature_pub",
          "membership_key",
          "proposal",
          "proposal_pub",
          "commit",
          "commit_pub");

  @Test
  void everyFieldOfTheTestVectorsIsUsedOrSkippedWithAReason() throws IOException {
    for (JsonNode vector : MlsVectors.of("message-protection")) {
      assertThat(vector.propertyStream().map(Map.Entry::getKey))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(USED.stream(), OMITTED.keySet().stream()).toList());
    }
  }

  @Test
  void publicMessagesOfTheTestVectorsAndOurOwnMessagesAreValid() throws IOException, MlsException {
    List<JsonNode> cases = MlsVectors.of("message-protection");
    assertThat(cases).hasSize(1);
    for (JsonNode vector : cases) {
      check(vector, "proposal");
      check(vector, "commit");
    }
  }

  private static void check(JsonNode vector, String kind) throws MlsException {
    GroupContext context =
        new GroupContext(
            bytes(vector, "group_id"),
            vector.required("epoch").longValue(),
            bytes(vector, "tree_hash"),
            bytes(vector, "confirmed_transcript_hash"),
            List.of());
    Secret membershipKey = secret(vector, "membership_key");
    byte[] encoded = MlsVectors.array(vector, kind + "_pub");
    PublicMessage message = PublicMessage.parse(encoded);
    assertThat(message.encode().toArray()).isEqualTo(encoded);
    assertThat(message.content().content().encode()).isEqualTo(bytes(vector, kind));
    message.verifyMembership(membershipKey, context);
    message.verifySignature(bytes(vector, "signature_pub"), Optional.of(context));

    SignatureKeyPair signer = SignatureKeyPair.of(secret(vector, "signature_priv"));
    PublicMessage ours =
        PublicMessage.sign(signer, message.content(), Optional.of(context))
            .tagged(message.confirmationTag(), membershipKey, context);
    PublicMessage again = PublicMessage.parse(ours.encode().toArray());
    again.verifyMembership(membershipKey, context);
    again.verifySignature(bytes(vector, "signature_pub"), Optional.of(context));
  }
}
