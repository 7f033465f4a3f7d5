package dev.antiphon.dave.internal.mls.group;

import static dev.antiphon.dave.internal.mls.MlsVectors.bytes;
import static dev.antiphon.dave.internal.mls.MlsVectors.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.internal.mls.MlsVectors;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test vectors for transcript hashes. */
class TranscriptHashVectorTest {
  @Test
  void transcriptHashesAndConfirmationTagMatchTheTestVectors() throws IOException, MlsException {
    List<JsonNode> cases = MlsVectors.of("transcript-hashes");
    assertThat(cases).hasSize(1);
    for (JsonNode vector : cases) {
      byte[] content = MlsVectors.array(vector, "authenticated_content");
      // An AuthenticatedContent is a message without the version and the membership tag.
      byte[] whole = new MlsWriter().uint16(1).bytes(content).opaque(new byte[0]).toArray();
      PublicMessage commit = PublicMessage.read(new MlsReader(whole));
      assertThat(commit.authenticatedContent().toArray()).isEqualTo(content);
      assertThat(TranscriptHash.confirmed(bytes(vector, "interim_transcript_hash_before"), commit))
          .isEqualTo(bytes(vector, "confirmed_transcript_hash_after"));
      assertThat(
              TranscriptHash.interim(
                  bytes(vector, "confirmed_transcript_hash_after"),
                  commit.confirmationTag().orElseThrow()))
          .isEqualTo(bytes(vector, "interim_transcript_hash_after"));
      assertThat(
              secret(vector, "confirmation_key")
                  .mac(bytes(vector, "confirmed_transcript_hash_after")))
          .isEqualTo(commit.confirmationTag().orElseThrow());
    }
  }
}
