package dev.antiphon.dave.internal.mls.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.internal.mls.MlsVectors;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test vectors for indices of nodes. */
class TreeMathVectorTest {
  @Test
  void childrenParentAndSiblingOfEveryNodeMatchTheTestVectors() throws IOException {
    List<JsonNode> cases = MlsVectors.of("tree-math");
    assertThat(cases).hasSize(10);
    for (JsonNode vector : cases) {
      int leaves = vector.required("n_leaves").intValue();
      int root = vector.required("root").intValue();
      assertThat(TreeMath.root(leaves)).isEqualTo(root);
      for (int node = 0; node < vector.required("n_nodes").intValue(); node++) {
        boolean leaf = TreeMath.isLeaf(node);
        check(vector.required("left").get(node), leaf, leaf ? 0 : TreeMath.left(node));
        check(vector.required("right").get(node), leaf, leaf ? 0 : TreeMath.right(node));
        check(vector.required("parent").get(node), node == root, TreeMath.parent(node));
        check(vector.required("sibling").get(node), node == root, TreeMath.sibling(node));
      }
    }
  }

  private static void check(JsonNode expected, boolean absent, int actual) {
    assertThat(expected.isNull()).isEqualTo(absent);
    if (!absent) {
      assertThat(actual).isEqualTo(expected.intValue());
    }
  }

  @Test
  void coversReturnsTrueOnlyForTheLeavesBelowTheNode() {
    for (int node = 0; node < 31; node++) {
      for (int leaf = 0; leaf < 16; leaf++) {
        int at = 2 * leaf;
        while (at != node && at != TreeMath.root(16)) {
          at = TreeMath.parent(at);
        }
        assertThat(TreeMath.covers(node, leaf)).isEqualTo(at == node);
      }
    }
  }
}
