package dev.antiphon.dave.internal.mls.group;

import static dev.antiphon.dave.internal.mls.MlsVectors.bytes;
import static dev.antiphon.dave.internal.mls.MlsVectors.secret;
import static dev.antiphon.dave.internal.mls.MlsVectors.shown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.internal.mls.MlsVectors;
import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The test vectors for the key schedule. The test adds their pre-shared keys, because DAVE has
 * none. It derives the secrets that DAVE does not use from the epoch secret.
 */
class KeyScheduleVectorTest {
  private static final Map<String, String> UNUSED =
      Map.of(
          "sender_data_secret", "sender data",
          "encryption_secret", "encryption",
          "external_secret", "external",
          "resumption_psk", "resumption");

  @Test
  void secretsOfEveryEpochMatchTheTestVectors() throws IOException, MlsException {
    List<JsonNode> cases = MlsVectors.of("key-schedule");
    assertThat(cases).hasSize(1);
    Bytes groupId = bytes(cases.get(0), "group_id");
    Secret init = secret(cases.get(0), "initial_init_secret");
    long number = 0;
    for (JsonNode epoch : cases.get(0).required("epochs")) {
      GroupContext context =
          new GroupContext(
              groupId,
              number++,
              bytes(epoch, "tree_hash"),
              bytes(epoch, "confirmed_transcript_hash"),
              List.of());
      assertThat(context.encode()).isEqualTo(bytes(epoch, "group_context"));
      MlsReader reader = new MlsReader(MlsVectors.array(epoch, "group_context"));
      assertThat(GroupContext.read(reader)).isEqualTo(context);
      init = check(epoch, init, context);
    }
    assertThat(number).isEqualTo(5);
  }

  private static Secret check(JsonNode epoch, Secret init, GroupContext context) {
    Secret joiner = KeySchedule.joiner(init, secret(epoch, "commit_secret"), context);
    assertThat(shown(joiner)).isEqualTo(bytes(epoch, "joiner_secret"));
    Secret psk = secret(epoch, "psk_secret");
    assertThat(shown(KeySchedule.welcome(joiner, psk))).isEqualTo(bytes(epoch, "welcome_secret"));
    Secret epochSecret = KeySchedule.epochSecret(joiner, psk, context);
    UNUSED.forEach(
        (field, label) ->
            assertThat(shown(epochSecret.derive(label))).isEqualTo(bytes(epoch, field)));
    assertThat(HpkeKeyPair.derive(epochSecret.derive("external")).publicKey())
        .isEqualTo(bytes(epoch, "external_pub"));
    KeySchedule schedule = KeySchedule.ofEpoch(epochSecret);
    assertThat(shown(schedule.init())).isEqualTo(bytes(epoch, "init_secret"));
    assertThat(shown(schedule.exporter())).isEqualTo(bytes(epoch, "exporter_secret"));
    assertThat(shown(schedule.authenticator())).isEqualTo(bytes(epoch, "epoch_authenticator"));
    assertThat(shown(schedule.confirmation())).isEqualTo(bytes(epoch, "confirmation_key"));
    assertThat(shown(schedule.membership())).isEqualTo(bytes(epoch, "membership_key"));
    JsonNode export = epoch.required("exporter");
    Secret exported =
        schedule.export(
            export.required("label").textValue(),
            bytes(export, "context"),
            export.required("length").intValue());
    assertThat(HexFormat.of().formatHex(exported.toArray()))
        .isEqualTo(export.required("secret").textValue());
    return schedule.init();
  }
}
