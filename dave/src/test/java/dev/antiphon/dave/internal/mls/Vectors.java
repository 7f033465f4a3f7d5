package dev.antiphon.dave.internal.mls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.fixtures.DataFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The official test vectors of MLS for cipher suite 2. A test is skipped if they are absent. */
public final class Vectors {
  private Vectors() {}

  /** The cases of a file. */
  public static List<JsonNode> of(String name) throws IOException {
    Path file = DataFiles.MLS_VECTORS.require().resolve(name + ".json");
    List<JsonNode> cases = new ArrayList<>();
    new ObjectMapper().readTree(file.toFile()).forEach(cases::add);
    return cases;
  }

  /** The bytes of a member in hexadecimal digits. */
  public static byte[] array(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.required(field).textValue());
  }

  /** The bytes of a member in hexadecimal digits. */
  public static Bytes bytes(JsonNode node, String field) {
    return Bytes.copyOf(array(node, field));
  }

  /** The bytes of a member in hexadecimal digits, as a secret. */
  public static Secret secret(JsonNode node, String field) {
    return Secret.owning(array(node, field));
  }

  /** What a secret is, to be compared. */
  public static Bytes shown(Secret secret) {
    return Bytes.copyOf(secret.toArray());
  }
}
