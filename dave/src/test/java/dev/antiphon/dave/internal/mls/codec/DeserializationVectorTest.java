package dev.antiphon.dave.internal.mls.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.internal.mls.MlsVectors;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test vectors for headers of variable length. */
class DeserializationVectorTest {
  @Test
  void lengthHeadersAreReadAndWrittenAsInTheTestVectors() throws IOException, MlsException {
    List<JsonNode> cases = MlsVectors.of("deserialization");
    assertThat(cases).hasSize(14);
    for (JsonNode vector : cases) {
      int length = vector.required("length").intValue();
      byte[] header = MlsVectors.array(vector, "vlbytes_header");
      assertThat(new MlsReader(header).header()).isEqualTo(length);
      assertThat(new MlsWriter().header(length).toArray()).isEqualTo(header);
    }
  }
}
