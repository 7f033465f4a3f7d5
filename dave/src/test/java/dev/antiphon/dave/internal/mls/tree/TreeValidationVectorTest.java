package dev.antiphon.dave.internal.mls.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.internal.mls.MlsVectors;
import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test vectors for trees: hashes, resolutions, parent hashes, signatures. */
class TreeValidationVectorTest {
  @Test
  void everyTreeIsValidAndItsHashesMatchTheTestVectors() throws IOException, MlsException {
    List<JsonNode> cases = MlsVectors.of("tree-validation");
    assertThat(cases).hasSize(14);
    for (JsonNode vector : cases) {
      Bytes encoded = MlsVectors.bytes(vector, "tree");
      MlsReader reader = new MlsReader(encoded.toArray());
      RatchetTree tree = RatchetTree.read(reader);
      reader.end("the vector");
      assertThat(tree.encode()).isEqualTo(encoded);
      for (int node = 0; node < tree.size(); node++) {
        String hash = vector.required("tree_hashes").get(node).textValue();
        assertThat(tree.hash(node).toArray()).isEqualTo(HexFormat.of().parseHex(hash));
        List<Integer> resolution =
            vector.required("resolutions").get(node).valueStream().map(JsonNode::intValue).toList();
        assertThat(tree.resolution(node)).isEqualTo(resolution);
      }
      TreeValidator.check(tree);
      for (int leaf : tree.leaves()) {
        tree.leaf(leaf).orElseThrow().verifySignature(MlsVectors.bytes(vector, "group_id"), leaf);
      }
    }
  }
}
