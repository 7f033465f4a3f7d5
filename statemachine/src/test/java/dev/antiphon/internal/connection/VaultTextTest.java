package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.TransportKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A close reason is shown only if no part of a secret of eight characters or more is in it. */
class VaultTextTest {
  private static final int PART = 8;
  private static final String WITHHELD = "(withheld, it contains a secret)";

  /** A secret, a text and the place in the text where a part of the secret is put. */
  record Reason(String secret, String text, int at, int from, int length) {
    String leaking() {
      int place = Math.min(at, text.length());
      return text.substring(0, place)
          + secret.substring(from, from + length)
          + text.substring(place);
    }
  }

  @Property
  void textWithAPartOfASecretIsWithheld(
      @ForAll("reasons") Reason reason, @ForAll boolean session, @ForAll boolean upperCase) {
    Vault vault = vault(reason.secret(), session);
    String leaking = upperCase ? reason.leaking().toUpperCase(Locale.ROOT) : reason.leaking();
    assertThat(vault.readable(leaking)).isEqualTo(WITHHELD);
  }

  @Property
  void textWithoutAPartOfASecretIsUnchanged(
      @ForAll("similarSecrets") String secret,
      @ForAll("texts") String text,
      @ForAll boolean session) {
    boolean leaks =
        IntStream.rangeClosed(0, secret.length() - PART)
            .mapToObj(from -> secret.substring(from, from + PART).toLowerCase(Locale.ROOT))
            .anyMatch(text.toLowerCase(Locale.ROOT)::contains);
    assertThat(vault(secret, session).readable(text)).isEqualTo(leaks ? WITHHELD : text);
  }

  @Test
  void sevenCharactersOfASecretAreShownAndEightAreNot() {
    Vault vault = vault("0123456789abcdef", true);
    assertThat(vault.readable("session 3456789 expired")).isEqualTo("session 3456789 expired");
    assertThat(vault.readable("session 3456789a expired")).isEqualTo(WITHHELD);
    assertThat(vault.readable("session 89ABCDEF expired")).isEqualTo(WITHHELD);
  }

  @Test
  void textWithAPartOfAKeyInHexBase64OrDecimalNumbersIsWithheld() {
    byte[] key = new byte[32];
    IntStream.range(0, key.length).forEach(i -> key[i] = (byte) (37 * i + 11));
    Vault vault = new Vault();
    vault.keys().numberOf(TransportKey.copyOf(key));
    assertThat(vault.readable("key " + HexFormat.of().formatHex(key).substring(9, 17)))
        .isEqualTo(WITHHELD);
    assertThat(vault.readable("key " + Base64.getEncoder().encodeToString(key).substring(3, 11)))
        .isEqualTo(WITHHELD);
    assertThat(vault.readable("key [11, 48, 85, 122]")).isEqualTo(WITHHELD);
    assertThat(vault.readable("key 196,233,14")).isEqualTo(WITHHELD);
    assertThat(vault.readable("key rotation")).isEqualTo("key rotation");
  }

  @Test
  void keyInUseIsKnownAlsoAfterManyKeysThatWereNeverUsed() {
    Vault vault = new Vault();
    int used = vault.keys().numberOf(TransportKey.copyOf(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
    vault.keys().value(used);
    IntStream.range(0, 100)
        .forEach(i -> vault.keys().numberOf(TransportKey.copyOf(new byte[] {(byte) i})));
    assertThat(vault.readable("key 0102030405060708")).isEqualTo(WITHHELD);
    assertThat(vault.keys().find(used)).isPresent();
  }

  @Test
  void partBehindTheLongestTextIsCutOffAndIsNotAReasonToWithhold() {
    Vault vault = vault("0123456789abcdef", false);
    assertThat(vault.readable("x".repeat(123) + "01234567")).isEqualTo("x".repeat(123));
    assertThat(vault.readable("x".repeat(120) + "01234567")).isEqualTo("x".repeat(120) + "012");
  }

  @Provide
  Arbitrary<String> secrets() {
    return Arbitraries.strings()
        .withChars("abcdefABCDEF0123456789")
        .ofMinLength(PART)
        .ofMaxLength(64);
  }

  @Provide
  Arbitrary<String> similarSecrets() {
    return Arbitraries.strings().withChars("abC").ofMinLength(PART).ofMaxLength(20);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("abc").ofMinLength(0).ofMaxLength(123);
  }

  @Provide
  Arbitrary<Reason> reasons() {
    Arbitrary<String> words = Arbitraries.strings().withChars("ghi ").ofMaxLength(50);
    return secrets()
        .flatMap(
            secret ->
                Arbitraries.integers()
                    .between(0, secret.length() - PART)
                    .flatMap(
                        from ->
                            Combinators.combine(
                                    words,
                                    Arbitraries.integers().between(0, 50),
                                    Arbitraries.integers().between(PART, secret.length() - from))
                                .as(
                                    (text, at, length) ->
                                        new Reason(secret, text, at, from, length))));
  }

  private static Vault vault(String secret, boolean session) {
    Vault vault = new Vault();
    (session ? vault.sessions() : vault.tokens()).numberOf(secret);
    return vault;
  }
}
