package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Tokens, session ids and keys never appear in {@code toString()} or in an exception. */
class SecretsTest {

  private final TextCodec codec = new TextCodec();
  private final MainGatewayCodec mainGateway = new MainGatewayCodec();

  @Property(tries = 300)
  void toStringHidesTokensAndSessionIds(
      @ForAll("secrets") String session, @ForAll("secrets") String token) {
    OpaqueBytes payload = OpaqueBytes.copyOf((session + token).getBytes(StandardCharsets.UTF_8));
    for (Object value :
        List.of(
            new Envelope(1, new Identify(1, 2, session, token, 1)),
            new Resume(1, session, token, 5),
            new VoiceStateUpdate(1, OptionalLong.of(2), 3, session, true, false),
            new VoiceServerUpdate(1, token, Optional.of("localhost:1")),
            new Unrecognized(12, -1, payload),
            new MlsCommitWelcome(payload))) {
      assertThat(value.toString()).doesNotContain(session).doesNotContain(token);
    }
  }

  @Property(tries = 300)
  void toStringHidesKeys(@ForAll("keys") byte[] bytes) {
    TransportKey key = TransportKey.copyOf(bytes);
    SessionDescription description = new SessionDescription("mode", key, 1);
    for (String text : List.of(key.toString(), description.toString())) {
      assertHidden(text, bytes);
      assertThat(text).contains("TransportKey[32 bytes]");
    }
  }

  @Property(tries = 3000)
  void exceptionsHideTokensAndSessionIds(
      @ForAll("secrets") String session, @ForAll("secrets") String token, @ForAll Random random) {
    String identify = codec.encode(new Identify(1, 2, session, token, 1));
    String update = mainGateway.encode(new VoiceServerUpdate(1, token, Optional.empty()));
    for (String json : List.of(identify, update)) {
      String damaged = damage(json, random);
      for (Decoding decoding : decodings()) {
        assertThat(messageOf(decoding, damaged)).doesNotContain(session).doesNotContain(token);
      }
    }
  }

  @Property(tries = 500)
  void exceptionsHideKeys(@ForAll("keys") byte[] bytes, @ForAll Random random) {
    String json = codec.encode(new SessionDescription("mode", TransportKey.copyOf(bytes), 1));
    assertHidden(messageOf(codec::decode, damage(json, random)), bytes);
  }

  private static void assertHidden(String text, byte[] key) {
    int[] numbers = IntStream.range(0, 8).map(i -> Byte.toUnsignedInt(key[i])).toArray();
    String list = Arrays.toString(numbers);
    assertThat(text)
        .doesNotContain(list.substring(1, list.length() - 1))
        .doesNotContain(list.substring(1, list.length() - 1).replace(" ", ""))
        .doesNotContain(HexFormat.of().formatHex(key, 0, 8))
        .doesNotContain(Base64.getEncoder().encodeToString(key).substring(0, 10));
  }

  private List<Decoding> decodings() {
    return List.of(
        codec::decode,
        mainGateway::decodeVoiceServer,
        mainGateway::decodeVoiceServerDispatch,
        mainGateway::decodeVoiceState);
  }

  private interface Decoding {
    Object decode(String json) throws MalformedMessageException;
  }

  private static String messageOf(Decoding decoding, String json) {
    try {
      return decoding.decode(json).toString();
    } catch (MalformedMessageException e) {
      assertThat(e).hasNoCause();
      return e + e.field() + e.expected() + e.found();
    }
  }

  private static String damage(String json, Random random) {
    int at = random.nextInt(json.length());
    return switch (random.nextInt(3)) {
      case 0 -> json.substring(0, at);
      case 1 -> json.substring(0, at) + json.substring(at + 1);
      default -> json.substring(0, at) + "\"{}[],:x".charAt(random.nextInt(8)) + json.substring(at);
    };
  }

  @Provide
  Arbitrary<String> secrets() {
    return Arbitraries.strings().withCharRange('a', 'z').numeric().ofLength(24);
  }

  @Provide
  Arbitrary<byte[]> keys() {
    return Arbitraries.bytes().array(byte[].class).ofSize(32);
  }
}
