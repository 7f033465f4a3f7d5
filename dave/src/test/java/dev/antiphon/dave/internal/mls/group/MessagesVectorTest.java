package dev.antiphon.dave.internal.mls.group;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.internal.mls.MlsVectors;
import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The test vectors for encodings. All structures that DAVE supports are decoded and encoded to the
 * same bytes; the others are refused. The keys and hashes in the vectors are random bytes, so only
 * the format can be checked.
 */
class MessagesVectorTest {
  private interface Codec {
    Encodable read(MlsReader reader) throws MlsException;
  }

  private static final Map<String, Codec> READ =
      Map.ofEntries(
          entry("mls_welcome", wrapped(WireFormat.WELCOME, Welcome::read)),
          entry("mls_key_package", wrapped(WireFormat.KEY_PACKAGE, KeyPackage::read)),
          entry("ratchet_tree", RatchetTree::read),
          entry("add_proposal", proposal(1)),
          entry("update_proposal", proposal(2)),
          entry("remove_proposal", proposal(3)),
          entry("pre_shared_key_proposal", proposal(4)),
          entry("re_init_proposal", proposal(5)),
          entry("external_init_proposal", proposal(6)),
          entry("group_context_extensions_proposal", proposal(7)),
          entry("commit", Commit::read),
          entry("public_message_proposal", PublicMessage::read),
          entry("public_message_commit", PublicMessage::read));

  private static final Map<String, String> OMITTED =
      Map.of(
          "mls_group_info", "It has cipher suite 1; only suite 2 is supported in a group context.",
          "group_secrets", "It contains pre-shared keys, which DAVE does not have.",
          "public_message_application", "DAVE has no application messages.",
          "private_message", "DAVE has no private messages.");

  @Test
  void supportedStructuresAreDecodedAndEncodedToTheSameBytes() throws IOException, MlsException {
    List<JsonNode> cases = MlsVectors.of("messages");
    assertThat(cases).hasSize(20);
    for (JsonNode vector : cases) {
      for (Map.Entry<String, Codec> codec : READ.entrySet()) {
        byte[] bytes = MlsVectors.array(vector, codec.getKey());
        MlsReader reader = new MlsReader(bytes);
        Encodable decoded = codec.getValue().read(reader);
        reader.end(codec.getKey());
        assertThat(decoded.encode().toArray()).as(codec.getKey()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void unsupportedStructuresAreRefused() throws IOException {
    for (JsonNode vector : MlsVectors.of("messages")) {
      assertThat(refusal(() -> GroupInfo.read(header(vector, "mls_group_info", 4))))
          .isEqualTo(Refusal.UNSUPPORTED);
      Secret secrets = MlsVectors.secret(vector, "group_secrets");
      assertThat(refusal(() -> PreSharedKeys.NONE.combine(preSharedKeys(secrets))))
          .isEqualTo(Refusal.UNSUPPORTED);
      for (String name : List.of("public_message_application", "private_message")) {
        byte[] message = MlsVectors.array(vector, name);
        assertThat(refusal(() -> PublicMessage.parse(message))).isEqualTo(Refusal.UNSUPPORTED);
      }
    }
  }

  @Test
  void everyStructureIsDecodedOrSkippedWithAReason() throws IOException {
    for (JsonNode vector : MlsVectors.of("messages")) {
      TreeSet<String> named = new TreeSet<>(READ.keySet());
      named.addAll(OMITTED.keySet());
      assertThat(vector.propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet()))
          .isEqualTo(named);
    }
  }

  private static Bytes preSharedKeys(Secret encoded) throws MlsException {
    try (GroupSecrets secrets = GroupSecrets.decode(encoded)) {
      return secrets.preSharedKeys();
    }
  }

  private interface Reading {
    Object run() throws MlsException;
  }

  private static Refusal refusal(Reading reading) {
    MlsException refused = catchThrowableOfType(MlsException.class, reading::run);
    assertThat(refused).isNotNull();
    return refused.refusal();
  }

  private static MlsReader header(JsonNode vector, String name, int format) throws MlsException {
    MlsReader reader = new MlsReader(MlsVectors.array(vector, name));
    WireFormat.readHeader(reader, format);
    return reader;
  }

  /** A codec for a structure in an MLSMessage. */
  private static Codec wrapped(int format, Codec codec) {
    return reader -> {
      WireFormat.readHeader(reader, format);
      Encodable content = codec.read(reader);
      return writer -> WireFormat.header(writer, format).struct(content);
    };
  }

  /** A codec for a proposal without its type. */
  private static Codec proposal(int type) {
    return reader -> {
      byte[] typed = new MlsWriter().uint16(type).bytes(reader.remaining()).toArray();
      MlsReader whole = new MlsReader(typed);
      byte[] again = Proposal.read(whole).encode().toArray();
      whole.end("a proposal");
      return writer -> writer.bytes(Arrays.copyOfRange(again, 2, again.length));
    };
  }
}
