package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "c-atl10-1a2b3c4d.discord.media, c-atl10-1a2b3c4d.discord.media, 443",
    "rotterdam1234.discord.gg:2048, rotterdam1234.discord.gg, 2048",
    "localhost:1, localhost, 1",
    "localhost:65535, localhost, 65535",
    "127.0.0.1, 127.0.0.1, 443",
    "127.0.0.1:80, 127.0.0.1, 80",
    "[::1], ::1, 443",
    "[2001:db8::1]:8443, 2001:db8::1, 8443",
    "[::ffff:10.0.0.1]:5, ::ffff:10.0.0.1, 5",
    "1a.b, 1a.b, 443",
  })
  void parsesHostAndPort(String text, String host, int port) {
    assertThat(Endpoint.parse(text)).isEqualTo(new Endpoint(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ":443",
        "host:",
        "host:0",
        "host:65536",
        "host:99999",
        "host:000443",
        "host:+1",
        "host:-1",
        "host:1:2",
        "host:٤٤٣",
        "wss://host",
        "//host",
        "host/",
        "host/path",
        "host:443/",
        "host?v=4",
        "host#x",
        "user@host",
        "user:1@host",
        "host name",
        " host",
        "host ",
        "host\n",
        "host\r\nX: y",
        "host%00",
        "-host",
        "host-",
        "a..b",
        ".a",
        "a.",
        "under_score",
        "hôte",
        "127.1",
        "256.0.0.1",
        "1.2.3.4.5",
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "a.1b",
        "1b",
        "foo.1bar:4443",
        "::1",
        "2001:db8::1",
        "[::1",
        "::1]",
        "[]",
        "[]:1",
        "[host]:1",
        "[127.0.0.1]",
        "[fe80::1%eth0]",
        "[::1]443",
        "[::1]:",
        "[::1]:0",
        "[[::1]]",
        "[:::1]",
        "[12345::]"
      })
  void rejectsTextThatIsNotAnEndpoint(String text) {
    assertThatExceptionOfType(InvalidEndpointException.class)
        .isThrownBy(() -> Endpoint.parse(text))
        .withMessageContaining("expected");
  }

  @Test
  void rejectsHostNamesAndLabelsThatAreTooLong() {
    String label = "a".repeat(63);
    assertThat(Endpoint.parse(label + ".example").host()).startsWith(label);
    assertThatThrownBy(() -> Endpoint.parse(label + "a.example"))
        .isInstanceOf(InvalidEndpointException.class);
    String longest = (label + ".").repeat(3) + "a".repeat(61);
    assertThat(Endpoint.parse(longest + ":65535").host()).hasSize(253);
    assertThatThrownBy(() -> Endpoint.parse(longest + "a"))
        .isInstanceOf(InvalidEndpointException.class);
    assertThatThrownBy(() -> Endpoint.parse("a".repeat(1_000_000)))
        .isInstanceOf(InvalidEndpointException.class)
        .hasMessageContaining("1000000 characters");
  }

  @Test
  void exceptionMessageContainsOnlyShortPrintableAsciiText() {
    assertThatThrownBy(() -> Endpoint.parse("evil\n\u001b[31m" + "x".repeat(100)))
        .message()
        .matches("[\\x20-\\x7e]+")
        .hasSizeLessThan(200);
  }

  @Property
  void parsingTheTextOfAnEndpointReturnsTheEndpoint(
      @ForAll("hosts") String host, @ForAll @IntRange(min = 1, max = 65535) int port) {
    Endpoint endpoint = new Endpoint(host, port);
    assertThat(Endpoint.parse(endpoint.toString())).isEqualTo(endpoint);
  }

  @Property
  void anyTextIsParsedOrRejected(@ForAll("randomText") String text) {
    try {
      Endpoint endpoint = Endpoint.parse(text);
      assertThat(text).startsWith(endpoint.host().contains(":") ? "[" : endpoint.host());
      assertThat(text).matches("[A-Za-z0-9.:\\[\\]-]+");
      assertThat(endpoint.port()).isBetween(1, 65535);
      assertThat(URI.create("wss://" + endpoint).getHost()).isNotNull();
    } catch (InvalidEndpointException e) {
      assertThat(e).hasMessageContaining("expected");
    }
  }

  @Provide
  Arbitrary<String> hosts() {
    Arbitrary<String> label =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(63);
    Arbitrary<String> names = label.list().ofMinSize(1).ofMaxSize(3).map(l -> String.join(".", l));
    Arbitrary<String> v4 =
        Arbitraries.integers()
            .between(0, 255)
            .list()
            .ofSize(4)
            .map(
                l ->
                    l.stream()
                        .map(String::valueOf)
                        .collect(java.util.stream.Collectors.joining(".")));
    Arbitrary<String> v6 =
        Arbitraries.integers()
            .between(0, 0xFFFF)
            .list()
            .ofSize(8)
            .map(
                l ->
                    l.stream()
                        .map(Integer::toHexString)
                        .collect(java.util.stream.Collectors.joining(":")));
    return Arbitraries.oneOf(names, v4, v6);
  }

  @Provide
  Arbitrary<String> randomText() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(300),
        Arbitraries.strings().withChars("ab1.:-[]@/?# %\n").ofMaxLength(20));
  }
}
