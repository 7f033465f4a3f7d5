package dev.antiphon.dave.internal.mls.group;

import static dev.antiphon.dave.internal.mls.MlsVectors.bytes;
import static dev.antiphon.dave.internal.mls.MlsVectors.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.internal.mls.MlsVectors;
import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.crypto.Hpke;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test vectors for welcomes: secrets and group information, without a tree. */
class WelcomeVectorTest {
  @Test
  void welcomeOfTheTestVectorIsDecryptedAndItsConfirmationTagMatches()
      throws IOException, MlsException {
    List<JsonNode> cases = MlsVectors.of("welcome");
    assertThat(cases).hasSize(1);
    for (JsonNode vector : cases) {
      KeyPackage keyPackage = KeyPackage.parse(MlsVectors.array(vector, "key_package"));
      MlsReader reader = new MlsReader(MlsVectors.array(vector, "welcome"));
      WireFormat.readHeader(reader, WireFormat.WELCOME);
      Welcome welcome = Welcome.read(reader);
      reader.end("the vector");
      Welcome.Entry entry = welcome.only(keyPackage.reference()).secrets().get(0);
      Secret encoded =
          Hpke.decrypt(
              HpkeKeyPair.of(secret(vector, "init_priv")),
              "Welcome",
              welcome.encryptedGroupInfo(),
              entry.secrets(),
              new SecureRandom(),
              "the welcome");
      GroupSecrets secrets = GroupSecrets.decode(encoded);
      Secret noPsk = PreSharedKeys.NONE.combine(secrets.preSharedKeys());
      GroupInfo info = WelcomeProcessor.open(welcome.encryptedGroupInfo(), secrets.joiner(), noPsk);
      info.verifySignature(bytes(vector, "signer_pub"));
      KeySchedule schedule = KeySchedule.of(secrets.joiner(), noPsk, info.context());
      Bytes tag = schedule.confirmationTag(info.context());
      assertThat(tag).isEqualTo(info.confirmationTag());
    }
  }
}
