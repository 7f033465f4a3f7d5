package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Decoding any input returns a message or throws {@link MalformedMessageException}, and throws no
 * other exception.
 */
class RobustnessTest {

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1.5",
          "1e400",
          "99999999999999999999999",
          "\"\"",
          "\"7\"",
          "[]",
          "{}",
          "[[1]]",
          "{\"t\":{}}");

  private final TextCodec text = new TextCodec();
  private final BinaryCodec binary = new BinaryCodec();
  private final MainGatewayCodec mainGateway = new MainGatewayCodec();

  @Property(tries = 2000)
  void decodesOrRejectsAnyText(@ForAll("texts") String any) {
    decodeText(any);
  }

  @Property(tries = 2000)
  void decodesOrRejectsAnyBytes(@ForAll byte[] any) {
    decodeBinary(any);
  }

  @Property(tries = 5000)
  void decodesOrRejectsDamagedTextMessages(
      @ForAll("textMessages") GatewayMessage message, @ForAll Random random) {
    String json = text.encode(new Envelope(random.nextInt(0x10000), message));
    decodeText(random.nextBoolean() ? damage(json, random) : swapValue(json, random));
  }

  @Property(tries = 2000)
  void decodesOrRejectsDamagedBinaryMessages(
      @ForAll("binaryMessages") GatewayMessage message, @ForAll Random random) {
    decodeBinary(
        damage(binary.encodeFromServer(new Envelope(random.nextInt(0x10000), message)), random));
  }

  @Property(tries = 2000)
  void decodesOrRejectsMessagesWithFieldsOfTheWrongType(
      @ForAll("opcodes") int opcode, @ForAll Random random) {
    StringBuilder json = new StringBuilder("{\"op\":" + opcode + ",\"d\":{");
    for (String field :
        List.of(
            "server_id",
            "user_id",
            "session_id",
            "token",
            "protocol",
            "data",
            "ssrc",
            "ip",
            "port",
            "modes",
            "t",
            "seq_ack",
            "mode",
            "secret_key",
            "speaking",
            "delay",
            "user_ids",
            "heartbeat_interval",
            "transition_id",
            "protocol_version",
            "epoch")) {
      json.append('"').append(field).append("\":").append(value(random)).append(',');
    }
    decodeText(json.append("\"x\":0}}").toString());
  }

  private void decodeText(String any) {
    expectMessageOrException(() -> text.decode(any));
    expectMessageOrException(() -> mainGateway.decodeVoiceState(any));
    expectMessageOrException(() -> mainGateway.decodeVoiceServerDispatch(any));
    expectMessageOrException(() -> mainGateway.decodeUpdateVoiceState(any));
  }

  private void decodeBinary(byte[] any) {
    expectMessageOrException(() -> binary.decodeFromServer(any));
    expectMessageOrException(() -> binary.decodeFromClient(any));
  }

  private interface Decoding {
    Object run() throws MalformedMessageException;
  }

  private static void expectMessageOrException(Decoding decoding) {
    try {
      assertThat(decoding.run()).isNotNull();
    } catch (MalformedMessageException e) {
      assertThat(e.field()).isNotBlank();
      assertThat(e.expected()).isNotBlank();
      assertThat(e.found()).isNotBlank();
      assertThat(e).hasNoCause();
    }
  }

  private static String value(Random random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  /** Replaces a random value between a colon and the next comma or bracket. */
  private static String swapValue(String json, Random random) {
    String[] parts = json.split("(?<=:)", -1);
    int chosen = 1 + random.nextInt(parts.length - 1);
    parts[chosen] = parts[chosen].replaceFirst("^(\"[^\"]*\"|[^,}\\[{]+)", value(random));
    return String.join("", parts);
  }

  private static String damage(String json, Random random) {
    int at = random.nextInt(json.length());
    int end = at + random.nextInt(json.length() - at + 1);
    char other =
        random.nextBoolean() ? "\"{}[],:\\-.e0".charAt(random.nextInt(12)) : anyChar(random);
    return switch (random.nextInt(5)) {
      case 0 -> json.substring(0, at);
      case 1 -> json.substring(0, at) + json.substring(end);
      case 2 -> json.substring(0, at) + other + json.substring(at);
      case 3 ->
          json.substring(0, at)
              + (char) (json.charAt(at) ^ 1 << random.nextInt(16))
              + json.substring(at + 1);
      default -> json.substring(0, end) + json.substring(at);
    };
  }

  private static char anyChar(Random random) {
    return (char) random.nextInt(0x10000);
  }

  private static byte[] damage(byte[] frame, Random random) {
    int at = random.nextInt(frame.length);
    if (random.nextBoolean()) {
      return Arrays.copyOf(frame, at);
    }
    byte[] copy = frame.clone();
    copy[at] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all(),
        Arbitraries.strings()
            .withChars("{}[]\":,\\\n 0123456789-+.eEopdsqtrufalsn")
            .ofMaxLength(60),
        Arbitraries.strings().ascii().ofMaxLength(40).map(tail -> "{\"op\":2,\"d\":" + tail + "}"));
  }

  @Provide
  Arbitrary<Integer> opcodes() {
    return Arbitraries.integers().between(0, 33);
  }

  @Provide
  Arbitrary<GatewayMessage> textMessages() {
    return MessageArbitraries.anyOf(Opcode.Form.TEXT);
  }

  @Provide
  Arbitrary<GatewayMessage> binaryMessages() {
    return MessageArbitraries.anyOf(Opcode.Form.BINARY);
  }
}
