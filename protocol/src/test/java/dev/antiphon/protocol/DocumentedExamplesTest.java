package dev.antiphon.protocol;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.antiphon.fixtures.DataFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Decodes the examples of Discord's documentation. The system property {@code antiphon.shared}
 * names the directory with the examples. Without it, the test is skipped.
 */
class DocumentedExamplesTest {

  private static final long GUILD = 41771983423143937L;

  private interface Expectation {
    void check(String json) throws MalformedMessageException;
  }

  private final ObjectMapper mapper = new ObjectMapper();
  private final TextCodec voice = new TextCodec();
  private final MainGatewayCodec main = new MainGatewayCodec();

  private final Map<String, Expectation> expectations =
      Map.ofEntries(
          entry(
              "Gateway Voice State Update Example",
              json ->
                  assertThat(main.decodeUpdateVoiceState(json))
                      .isEqualTo(
                          new UpdateVoiceState(
                              GUILD, OptionalLong.of(127121515262115840L), false, false))),
          entry(
              "Example Voice Server Update Payload",
              json ->
                  assertThat(main.decodeVoiceServerDispatch(json))
                      .isEqualTo(
                          new VoiceServerUpdate(
                              GUILD,
                              "my_token",
                              Optional.of("sweetwater-12345.discord.media:2048")))),
          entry(
              "Example Voice State",
              json -> {
                MalformedMessageException e =
                    catchThrowableOfType(
                        MalformedMessageException.class, () -> main.decodeVoiceState(json));
                assertThat(e.field()).isEqualTo("guild_id");
                assertThat(e.found()).isEqualTo("missing");
              }),
          entry(
              "Example Voice Identify Payload",
              decodes(new Identify(GUILD, 104694319306248192L, "my_session_id", "my_token", 1))),
          entry(
              "Example Voice Ready Payload",
              decodes(
                  new Ready(
                      1,
                      "127.0.0.1",
                      1234,
                      List.of(
                          "xsalsa20_poly1305",
                          "xsalsa20_poly1305_suffix",
                          "xsalsa20_poly1305_lite")))),
          entry("Example Hello Payload", decodes(new Hello(41250))),
          entry("Example Heartbeat Payload since V8", decodes(new Heartbeat(1501184119561L, 10))),
          entry("Example Heartbeat Payload below V8", decodes(new Heartbeat(1501184119561L, -1))),
          entry(
              "Example Heartbeat ACK Payload since V8", decodes(new HeartbeatAck(1501184119561L))),
          entry(
              "Example Heartbeat ACK Payload below V8", decodes(new HeartbeatAck(1501184119561L))),
          entry("Example Ready Payload", fails(2, "d.ssrc", "missing")),
          entry(
              "Example Select Protocol Payload",
              decodes(new SelectProtocol("udp", "127.0.0.1", 1337, "aead_aes256_gcm_rtpsize"))),
          entry(
              "Example Session Description Payload",
              decodes(
                  new SessionDescription(
                      "aead_aes256_gcm_rtpsize",
                      TransportKey.copyOf(new byte[] {(byte) 251, 100, 11}),
                      1))),
          entry("Example Speaking Payload", decodes(new Speaking(OptionalLong.empty(), 5, 0, 1))),
          entry(
              "Example Resume Connection Payload Since V8",
              decodes(new Resume(GUILD, "my_session_id", "my_token", 10))),
          entry(
              "Example Resume Connection Payload Before V8",
              decodes(new Resume(GUILD, "my_session_id", "my_token", -1))),
          entry("Example Resumed Payload", decodes(new Resumed())),
          entry(
              "Example Message With Sequence Number",
              json ->
                  assertThat(voice.decode(json))
                      .isEqualTo(new Envelope(10, new Speaking(OptionalLong.empty(), 0, 0, 110)))));

  @TestFactory
  List<DynamicTest> everyExampleDecodesAsExpected() throws IOException {
    if (DataFiles.DISCORD_EXAMPLES.isAbsent()) {
      return List.of(skipped());
    }
    List<JsonNode> examples =
        mapper
            .readerFor(JsonNode.class)
            .<JsonNode>readValues(DataFiles.DISCORD_EXAMPLES.require().toFile())
            .readAll();
    Set<String> titles =
        examples.stream().map(example -> example.get("title").asText()).collect(Collectors.toSet());
    assertThat(titles)
        .as("the examples in the file are the examples that this test expects")
        .isEqualTo(expectations.keySet());
    return examples.stream().map(this::test).toList();
  }

  private DynamicTest test(JsonNode example) {
    String title = example.get("title").asText();
    return DynamicTest.dynamicTest(
        title, () -> expectations.get(title).check(example.get("payload").toString()));
  }

  // An aborted factory is not reported as a test. An aborted test is reported as skipped.
  private static DynamicTest skipped() {
    return DynamicTest.dynamicTest(
        "examples of the documentation", DataFiles.DISCORD_EXAMPLES::require);
  }

  private Expectation decodes(GatewayMessage message) {
    return json -> assertThat(voice.decode(json)).isEqualTo(Envelope.unnumbered(message));
  }

  private Expectation fails(int opcode, String field, String found) {
    return json -> {
      MalformedMessageException e =
          catchThrowableOfType(MalformedMessageException.class, () -> voice.decode(json));
      assertThat(e.opcode()).isEqualTo(opcode);
      assertThat(e.field()).isEqualTo(field);
      assertThat(e.found()).isEqualTo(found);
    };
  }
}
