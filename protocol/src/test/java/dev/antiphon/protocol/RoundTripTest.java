package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoundTripTest {

  private final TextCodec text = new TextCodec();
  private final BinaryCodec binary = new BinaryCodec();

  @Example
  void everyRecordHasAGeneratorAndASample() {
    Set<Class<?>> records = records(GatewayMessage.class).collect(Collectors.toSet());
    assertThat(MessageArbitraries.byType().keySet()).isEqualTo(records);
    assertThat(Samples.all().map(Object::getClass).collect(Collectors.toSet())).isEqualTo(records);
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(RoundTripTest::records)
        : Stream.of(type);
  }

  @Property(tries = 3000)
  void decodingAnEncodedTextMessageReturnsTheMessage(
      @ForAll("textMessages") GatewayMessage message, @ForAll("sequences") int sequence)
      throws MalformedMessageException {
    Envelope envelope = new Envelope(sequence, message);
    assertThat(text.decode(text.encode(envelope))).isEqualTo(envelope);
  }

  @Property(tries = 1000)
  void decodingAnEncodedBinaryMessageReturnsTheMessage(
      @ForAll("binaryMessages") GatewayMessage message, @ForAll("numbers") int sequence)
      throws MalformedMessageException {
    Envelope envelope = new Envelope(sequence, message);
    assertThat(binary.decodeFromServer(binary.encodeFromServer(envelope))).isEqualTo(envelope);
    assertThat(binary.decodeFromClient(binary.encodeFromClient(message))).isEqualTo(message);
  }

  @Property(tries = 500)
  void decodingAnEncodedUnrecognizedBinaryMessageReturnsIt(
      @ForAll("opcodes") int opcode,
      @ForAll("numbers") int sequence,
      @ForAll("contents") OpaqueBytes payload)
      throws MalformedMessageException {
    Envelope envelope = new Envelope(sequence, new Unrecognized(opcode, sequence, payload));
    assertThat(binary.decodeFromServer(binary.encodeFromServer(envelope))).isEqualTo(envelope);
  }

  @Property(tries = 500)
  void decodingAnEncodedUnrecognizedTextMessageReturnsIt(
      @ForAll("opcodes") int opcode,
      @ForAll("sequences") int sequence,
      @ForAll("texts") String content)
      throws MalformedMessageException {
    String json = StrictJson.write(StrictJson.newObject().put("content", content));
    OpaqueBytes payload = OpaqueBytes.copyOf(json.getBytes(StandardCharsets.UTF_8));
    Envelope envelope = new Envelope(sequence, new Unrecognized(opcode, sequence, payload));
    assertThat(text.decode(text.encode(envelope))).isEqualTo(envelope);
  }

  @Provide
  Arbitrary<GatewayMessage> textMessages() {
    return MessageArbitraries.anyOf(Opcode.Form.TEXT);
  }

  @Provide
  Arbitrary<GatewayMessage> binaryMessages() {
    return MessageArbitraries.anyOf(Opcode.Form.BINARY);
  }

  @Provide
  Arbitrary<Integer> sequences() {
    return MessageArbitraries.sequence();
  }

  @Provide
  Arbitrary<Integer> numbers() {
    return MessageArbitraries.uint16();
  }

  @Provide
  Arbitrary<Integer> opcodes() {
    return MessageArbitraries.opcodeWithoutRecord();
  }

  @Provide
  Arbitrary<OpaqueBytes> contents() {
    return MessageArbitraries.bytes();
  }

  // UTF-8 cannot encode lone surrogates, so a payload cannot contain them.
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .all()
        .ofMaxLength(30)
        .filter(content -> StandardCharsets.UTF_8.newEncoder().canEncode(content));
  }
}
