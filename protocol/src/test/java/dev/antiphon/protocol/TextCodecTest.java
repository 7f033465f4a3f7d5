package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextCodecTest {

  private final TextCodec codec = new TextCodec();

  static Stream<Samples.Text> samples() {
    return Samples.text();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void encodesEveryMessage(Samples.Text sample) {
    assertThat(codec.encode(sample.message())).isEqualTo(sample.json());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decodesEveryMessage(Samples.Text sample) throws MalformedMessageException {
    assertThat(codec.decode(sample.json())).isEqualTo(Envelope.unnumbered(sample.message()));
  }

  @Test
  void samplesExistForEveryTextOpcode() {
    Set<Integer> sampled =
        samples().map(sample -> sample.message().opcode()).collect(Collectors.toSet());
    EnumSet<Opcode> text = EnumSet.allOf(Opcode.class);
    text.removeIf(Opcode::binary);
    assertThat(sampled).containsAll(text.stream().map(Opcode::number).toList());
  }

  @Test
  void encodesTheSequenceNumberOfTheEnvelope() {
    assertThat(codec.encode(new Envelope(0, new Resumed())))
        .isEqualTo("{\"op\":9,\"d\":null,\"seq\":0}");
    assertThat(codec.encode(new Envelope(65535, new Unrecognized(12, 3, Samples.bytes("[]")))))
        .isEqualTo("{\"op\":12,\"d\":[],\"seq\":65535}");
  }

  @Test
  void fieldsWithoutAValueAreOmittedFromTheJson() throws MalformedMessageException {
    assertThat(codec.encode(new Heartbeat(7, -1))).isEqualTo("{\"op\":3,\"d\":{\"t\":7}}");
    assertThat(codec.encode(new Resume(1, "s", "t", -1))).doesNotContain("seq_ack");
    DavePrepareEpoch nothing =
        new DavePrepareEpoch(OptionalLong.empty(), OptionalInt.empty(), OptionalInt.empty());
    assertThat(codec.encode(nothing)).isEqualTo("{\"op\":24,\"d\":{}}");
    assertThat(decode("{\"op\":24,\"d\":{}}")).isEqualTo(nothing);
    assertThat(codec.encode(new Unrecognized(12, -1, OpaqueBytes.EMPTY))).isEqualTo("{\"op\":12}");
    assertThat(decode("{\"op\":12}")).isEqualTo(new Unrecognized(12, -1, OpaqueBytes.EMPTY));
  }

  @Test
  void nullAndAbsentOptionalFieldsAreDecodedEqually() throws MalformedMessageException {
    assertThat(decode("{\"op\":3,\"d\":{\"t\":7}}")).isEqualTo(new Heartbeat(7, -1));
    assertThat(decode("{\"op\":3,\"d\":{\"t\":7,\"seq_ack\":null}}"))
        .isEqualTo(new Heartbeat(7, -1));
    assertThat(decode("{\"op\":3,\"d\":{\"t\":7,\"seq_ack\":-1}}")).isEqualTo(new Heartbeat(7, -1));
    assertThat(
            decode(
                """
                {"op":7,"d":{"server_id":"1","session_id":"s","token":"t"}}"""))
        .isEqualTo(new Resume(1, "s", "t", -1));
    assertThat(
            decode(
                """
                {"op":0,"d":{"server_id":"1","user_id":"2","session_id":"s","token":"t"}}"""))
        .isEqualTo(new Identify(1, 2, "s", "t", 0));
    assertThat(decode("{\"op\":4,\"d\":{\"mode\":\"\",\"secret_key\":[]}}"))
        .isEqualTo(new SessionDescription("", TransportKey.copyOf(new byte[0]), 0));
    assertThat(codec.decode("{\"op\":9,\"seq\":null}").sequence()).isEqualTo(-1);
  }

  @Test
  void decodesASpeakingMessageOfTheServer() throws MalformedMessageException {
    assertThat(decode("{\"op\":5,\"d\":{\"user_id\":\"9\",\"ssrc\":3,\"speaking\":1}}"))
        .isEqualTo(new Speaking(OptionalLong.of(9), 1, 0, 3));
  }

  @Test
  void decodesHeartbeatsOfProtocolVersionsBefore8() throws MalformedMessageException {
    assertThat(decode("{\"op\":3,\"d\":1501184119561}"))
        .isEqualTo(new Heartbeat(1501184119561L, -1));
    assertThat(decode("{\"op\":6,\"d\":1501184119561}"))
        .isEqualTo(new HeartbeatAck(1501184119561L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"op\":3}", "{\"op\":3,\"d\":null}"})
  void decodesAHeartbeatRequestWithoutData(String json) throws MalformedMessageException {
    assertThat(decode(json)).isEqualTo(new Heartbeat(0, -1));
  }

  @Test
  void decodesNoncesOf64Bits() throws MalformedMessageException {
    assertThat(decode("{\"op\":6,\"d\":{\"t\":18446744073709551615}}"))
        .isEqualTo(new HeartbeatAck(-1));
    assertThat(codec.encode(new HeartbeatAck(-1)))
        .isEqualTo("{\"op\":6,\"d\":{\"t\":18446744073709551615}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\"", "-5", "{}", "[]", "null", "true", "1e400",
      })
  void ignoresTheHeartbeatIntervalInAReadyMessage(String value) throws MalformedMessageException {
    String json =
        """
        {"op":2,"d":{"ssrc":1,"ip":"i","port":2,"modes":[],"heartbeat_interval":%s}}"""
            .formatted(value);
    assertThat(decode(json)).isEqualTo(new Ready(1, "i", 2, List.of()));
  }

  @Test
  void decodesAnyNumberAsHeartbeatInterval() throws MalformedMessageException {
    assertThat(hello("41250")).isEqualTo(41250.0);
    assertThat(hello("13750.0")).isEqualTo(13750.0);
    assertThat(hello("-1")).isEqualTo(-1.0);
    assertThat(hello("0")).isZero();
    assertThat(hello("1e999")).isInfinite();
    assertThat(hello("123456789012345678901234567890")).isEqualTo(1.2345678901234568e29);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[1]", "\"x\"", "0"})
  void ignoresTheDataOfAResumedMessage(String data) throws MalformedMessageException {
    assertThat(decode("{\"op\":9,\"d\":" + data + "}")).isEqualTo(new Resumed());
    assertThat(decode("{\"op\":9}")).isEqualTo(new Resumed());
  }

  @Test
  void decodesSnowflakesFromStringsAndNumbers() throws MalformedMessageException {
    assertThat(
            decode(
                """
                {"op":11,"d":{"user_ids":[1,"2",9007199254740993,18446744073709551615,"007"]}}"""))
        .isEqualTo(new ClientsConnect(List.of(1L, 2L, 9007199254740993L, -1L, 7L)));
    assertThat(decode("{\"op\":13,\"d\":{\"user_id\":104694319306248192}}"))
        .isEqualTo(new ClientDisconnect(104694319306248192L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"1\""})
  void decodesTheEpochFromANumberOrAString(String epoch) throws MalformedMessageException {
    assertThat(decode("{\"op\":24,\"d\":{\"protocol_version\":1,\"epoch\":" + epoch + "}}"))
        .isEqualTo(
            new DavePrepareEpoch(OptionalLong.of(1), OptionalInt.of(1), OptionalInt.empty()));
  }

  @Test
  void ignoresUnknownFields() throws MalformedMessageException {
    assertThat(
            codec.decode(
                """
                {"v":[{"op":1}],"d":{"x":{"ssrc":"no"},"speaking":0,"ssrc":110,"experiments":[]},\
                "seq":10,"op":5,"t":null}"""))
        .isEqualTo(new Envelope(10, new Speaking(OptionalLong.empty(), 0, 0, 110)));
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 14, 15, 16, 17, 18, 19, 20, 32, 10, 33, 255, 256, Integer.MAX_VALUE})
  void opcodesWithoutARecordAreDecodedAsUnrecognized(int opcode) throws MalformedMessageException {
    String data = " {\"a\" : [1.50, 1E2, \"\\u00e9 é 𝄞\"]}";
    String json = "{ \"seq\" : 7, \"d\" :" + data + " ,\"op\":" + opcode + "}";
    assertThat(codec.decode(json))
        .isEqualTo(new Envelope(7, new Unrecognized(opcode, 7, Samples.bytes(data.strip()))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-1.5e3", "\"x \\\" }\"", "true", "null", "[]", "[ 1 , 2]", "{}"})
  void unrecognizedMessagesKeepTheExactTextOfTheirData(String data)
      throws MalformedMessageException {
    Unrecognized expected = new Unrecognized(14, -1, Samples.bytes(data));
    assertThat(decode("{\"d\":" + data + ",\"op\":14}")).isEqualTo(expected);
    assertThat(decode("{\"op\":14,\"d\":\t" + data + "\n}")).isEqualTo(expected);
    assertThat(codec.encode(expected)).isEqualTo("{\"op\":14,\"d\":" + data + "}");
  }

  @Test
  void longUnrecognizedMessagesKeepTheExactTextOfTheirData() throws MalformedMessageException {
    String data = "[" + "\"0123456789\", ".repeat(20_000) + "0]";
    assertThat(decode("{\"pad\":\"" + "x".repeat(40_000) + "\",\"d\":" + data + ",\"op\":14}"))
        .isEqualTo(new Unrecognized(14, -1, Samples.bytes(data)));
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 26, 27, 28, 29, 30})
  void binaryOpcodesInTextFramesAreDecodedAsUnrecognized(int opcode)
      throws MalformedMessageException {
    assertThat(decode("{\"op\":" + opcode + ",\"d\":{\"content\":\"AQ==\"}}"))
        .isEqualTo(new Unrecognized(opcode, -1, Samples.bytes("{\"content\":\"AQ==\"}")));
  }

  @Test
  void encodingFailsForBinaryMessages() {
    Samples.binary()
        .map(Samples.Binary::message)
        .filter(message -> !(message instanceof Unrecognized))
        .forEach(
            message ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> codec.encode(message))
                    .withMessageContaining("binary"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "1,\"op\":2", "1,\"x\":2", "} {", "nul", " ", "\"x", "1 2", "[1]]"})
  void encodingFailsForPayloadsThatAreNotJson(String payload) {
    Unrecognized message = new Unrecognized(14, -1, Samples.bytes(payload));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(message))
        .withMessageContaining("opcode 14")
        .withMessageNotContaining(payload.strip().isEmpty() ? "\n" : "\"" + payload);
  }

  @Test
  void encodingFailsForPayloadsThatAreNotUtf8() {
    OpaqueBytes bytes = OpaqueBytes.copyOf(new byte[] {'"', -1, '"'});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(new Unrecognized(14, -1, bytes)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void encodingFailsForIntervalsThatAreNotFinite(double interval) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(new Hello(interval)))
        .withMessageContaining("heartbeatInterval");
  }

  private GatewayMessage decode(String json) throws MalformedMessageException {
    return codec.decode(json).message();
  }

  private double hello(String interval) throws MalformedMessageException {
    Hello hello =
        (Hello) decode("{\"op\":8,\"d\":{\"v\":8,\"heartbeat_interval\":" + interval + "}}");
    return hello.heartbeatInterval();
  }
}
