package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.TransportKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class VaultTest {
  private static final int REMEMBERED = 16;

  @Test
  void equalValuesHaveEqualNumbersAndTheFirstNumberIsOne() {
    NumberedSecrets<String> numbers = new NumberedSecrets<>();
    assertThat(numbers.numberOf("a")).isEqualTo(1);
    assertThat(numbers.numberOf("b")).isEqualTo(2);
    assertThat(numbers.numberOf("a")).isEqualTo(1);
    assertThat(numbers.value(2)).isEqualTo("b");
  }

  @Test
  void onlyTheLastSixteenValuesAreStoredAndNoNumberIsReused() {
    NumberedSecrets<Integer> numbers = new NumberedSecrets<>();
    for (int value = 1; value <= REMEMBERED + 1; value++) {
      assertThat(numbers.numberOf(value)).isEqualTo(value);
    }
    assertThatThrownBy(() -> numbers.value(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("number 1 is no longer in the vault");
    assertThat(numbers.value(2)).isEqualTo(2);
    assertThat(numbers.numberOf(1)).isEqualTo(REMEMBERED + 2);
  }

  @Test
  void clearedVaultIsEmptyAndStoresNothing() {
    Vault vault = filled();
    vault.clear();
    assertThatThrownBy(() -> vault.sessions().value(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vault.tokens().value(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vault.endpoints().value(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vault.keys().value(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vault.addresses().value(1)).isInstanceOf(IllegalStateException.class);
    assertThat(vault.tokens().numberOf("another secret")).isEqualTo(2);
    assertThatThrownBy(() -> vault.tokens().value(2)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void hostOfAStoredEndpointIsReturnedWithoutThePort() {
    Vault vault = new Vault();
    int named = vault.endpoints().numberOf("voice.discord.media:443");
    int unusable = vault.endpoints().numberOf("no endpoint at all:x");
    assertThat(vault.host(named)).contains("voice.discord.media");
    assertThat(vault.host(unusable)).isEmpty();
    assertThat(vault.host(named + 7)).isEmpty();
    vault.clear();
    assertThat(vault.host(named)).isEmpty();
  }

  @Test
  void keysWithEqualBytesHaveEqualNumbers() {
    Vault vault = filled();
    assertThat(vault.keys().numberOf(TransportKey.copyOf(new byte[32]))).isEqualTo(1);
    assertThat(vault.keys().numberOf(TransportKey.copyOf(new byte[] {1}))).isEqualTo(2);
  }

  @Test
  void toStringContainsNoSecret() {
    assertThat(filled().toString()).isEqualTo("Vault");
    assertThat(filled().tokens().toString()).doesNotContain("secret");
  }

  private static Vault filled() {
    Vault vault = new Vault();
    vault.sessions().numberOf("secret session");
    vault.tokens().numberOf("secret token");
    vault.endpoints().numberOf("secret.example:443");
    vault.keys().numberOf(TransportKey.copyOf(new byte[32]));
    vault.addresses().numberOf(new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000));
    return vault;
  }

  @Test
  void textOfAPeerIsPutOnOneLineAndIsHiddenIfItContainsASecret() {
    Vault vault = new Vault();
    vault.tokens().numberOf("a1b2c3");
    vault.sessions().numberOf("d4e5f6");
    assertThat(vault.readable(" go\n\u2028away\u0007 ")).isEqualTo("go away");
    assertThat(vault.readable("your token a1b2c3 is bad")).doesNotContain("a1b2c3");
    assertThat(vault.readable("session d4e5f6 expired")).doesNotContain("d4e5f6");
    assertThat(vault.readable("x".repeat(500))).hasSize(123);
    assertThat(vault.readable("")).isEmpty();
    vault.clear();
    assertThat(vault.readable("your token a1b2c3 is bad")).doesNotContain("a1b2c3");
    assertThat(vault.readable("")).isEmpty();
  }
}
