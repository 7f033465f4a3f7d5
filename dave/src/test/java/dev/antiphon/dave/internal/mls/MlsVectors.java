package dev.antiphon.dave.internal.mls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The official test vectors of MLS for cipher suite 2. The system property {@code antiphon.shared}
 * names the folder with them. If the vectors are absent, the tests that need them are skipped with
 * a message.
 */
public final class MlsVectors {
  private MlsVectors() {}

  /** The test cases of a file. */
  public static List<JsonNode> of(String name) throws IOException {
    Path file =
        Path.of(System.getProperty("antiphon.shared", ""), "dave", "vectors", name + ".json");
    assumeTrue(Files.isRegularFile(file), "The file with MLS test vectors does not exist: " + file);
    List<JsonNode> cases = new ArrayList<>();
    new ObjectMapper().readTree(file.toFile()).forEach(cases::add);
    return cases;
  }

  /** The bytes of a field with hexadecimal digits. */
  public static byte[] array(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.required(field).textValue());
  }

  /** The bytes of a field with hexadecimal digits. */
  public static Bytes bytes(JsonNode node, String field) {
    return Bytes.copyOf(array(node, field));
  }

  /** The bytes of a field with hexadecimal digits, as a secret. */
  public static Secret secret(JsonNode node, String field) {
    return Secret.owning(array(node, field));
  }

  /** The bytes of a secret, for comparison. */
  public static Bytes shown(Secret secret) {
    return Bytes.copyOf(secret.toArray());
  }
}
