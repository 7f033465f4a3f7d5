package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedMessagesTest {

  private static final Set<String> OPTIONAL =
      Set.of(
          "0 max_dave_protocol_version",
          "3 seq_ack",
          "4 dave_protocol_version",
          "5 user_id",
          "5 delay",
          "7 seq_ack",
          "24 protocol_version",
          "24 epoch",
          "24 transition_id");

  private final ObjectMapper mapper = new ObjectMapper();
  private final TextCodec codec = new TextCodec();

  static Stream<Samples.Text> samples() {
    return Samples.text().filter(sample -> !(sample.message() instanceof Unrecognized));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void exceptionNamesTheMissingField(Samples.Text sample) throws Exception {
    int opcode = sample.message().opcode();
    JsonNode frame = mapper.readTree(sample.json());
    for (var names = frame.get("d").fieldNames(); names.hasNext(); ) {
      String name = names.next();
      ObjectNode copy = frame.deepCopy();
      copy.put("seq", 12);
      ((ObjectNode) copy.get("d")).remove(name);
      if (OPTIONAL.contains(opcode + " " + name)) {
        assertThatCode(() -> codec.decode(copy.toString())).doesNotThrowAnyException();
      } else {
        MalformedMessageException e = fail(copy.toString());
        assertThat(e.field()).isEqualTo("d." + name);
        assertThat(e.found()).isEqualTo("missing");
        assertThat(e.opcode()).isEqualTo(opcode);
        assertThat(e.sequence()).isEqualTo(12);
        assertThat(e).hasMessageContaining("opcode " + opcode).hasNoCause();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void exceptionNamesTheFieldWithTheWrongType(Samples.Text sample) throws Exception {
    int opcode = sample.message().opcode();
    JsonNode frame = mapper.readTree(sample.json());
    for (var names = frame.get("d").fieldNames(); names.hasNext(); ) {
      String name = names.next();
      ObjectNode copy = frame.deepCopy();
      ((ObjectNode) copy.get("d")).put(name, true);
      MalformedMessageException e = fail(copy.toString());
      assertThat(e.field()).isEqualTo("d." + name);
      assertThat(e.found()).isEqualTo("boolean");
      assertThat(e.opcode()).isEqualTo(opcode);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"op\":2,\"d\":5}                                     | 2 | d | an object | integer",
        "{\"op\":2}                                             | 2 | d | an object | missing",
        "{\"op\":2,\"d\":{\"ssrc\":4294967296}}                 | 2 | d.ssrc |"
            + " an integer from 0 to 4294967295 | integer out of range",
        "{\"op\":2,\"d\":{\"ssrc\":-1}}                         | 2 | d.ssrc |"
            + " an integer from 0 to 4294967295 | integer out of range",
        "{\"op\":2,\"d\":{\"ssrc\":1.0}}                        | 2 | d.ssrc |"
            + " an integer from 0 to 4294967295 | fraction",
        "{\"op\":2,\"d\":{\"ssrc\":1,\"ip\":[1,2,3]}}           | 2 | d.ip | a string | array of 3",
        "{\"op\":2,\"d\":{\"ssrc\":1,\"ip\":\"\",\"port\":65536}} | 2 | d.port |"
            + " an integer from 0 to 65535 | integer out of range",
        "{\"op\":2,\"d\":{\"ssrc\":1,\"ip\":\"\",\"port\":1,\"modes\":[\"a\",7]}} | 2 |"
            + " d.modes[1] | a string | integer",
        "{\"op\":1,\"d\":{\"protocol\":\"udp\",\"data\":{\"ip\":\"x\"}}} | 1 | d.data.address |"
            + " a string | missing",
        "{\"op\":4,\"d\":{\"mode\":\"m\",\"secret_key\":[1,2,3,256]}} | 4 | d.secret_key[3] |"
            + " an integer from 0 to 255 | integer out of range",
        "{\"op\":4,\"d\":{\"mode\":\"m\",\"secret_key\":\"AQID\"}} | 4 | d.secret_key |"
            + " an array of at most 1024 | string",
        "{\"op\":11,\"d\":{\"user_ids\":[\"1\",{}]}}            | 11 | d.user_ids[1] |"
            + " an unsigned 64-bit integer, written as a string or a number | object",
        "{\"op\":13,\"d\":{\"user_id\":18446744073709551616}}   | 13 | d.user_id |"
            + " an unsigned 64-bit integer, written as a string or a number | integer out of range",
        "{\"op\":8,\"d\":{\"heartbeat_interval\":\"41250\"}}    | 8 | d.heartbeat_interval |"
            + " a number | string",
        "{\"op\":3,\"d\":\"1\"}                                 | 3 | d | an object | string",
        "{\"op\":3,\"d\":1.5}                                   | 3 | d |"
            + " an unsigned 64-bit integer | fraction",
        "{\"op\":3,\"d\":{\"t\":-1}}                            | 3 | d.t |"
            + " an unsigned 64-bit integer | integer out of range",
        "{\"op\":3,\"d\":{\"t\":1,\"seq_ack\":-2}}              | 3 | d.seq_ack |"
            + " an integer from 0 to 65535 | integer out of range",
        "{\"op\":6,\"d\":null}                                  | 6 | d | an object | null",
        "{\"op\":22,\"d\":{\"transition_id\":65536}}            | 22 | d.transition_id |"
            + " an integer from 0 to 65535 | integer out of range",
        "{\"d\":{}}                    | -1 | op | an integer from 0 to 2147483647 | missing",
        "{\"op\":\"2\"}                | -1 | op | an integer from 0 to 2147483647 | string",
        "{\"op\":-1}                   | -1 | op | an integer from 0 to 2147483647 |"
            + " integer out of range",
        "{\"op\":2147483648}           | -1 | op | an integer from 0 to 2147483647 |"
            + " integer out of range",
        "{\"op\":9,\"seq\":65536}      | 9 | seq | an integer from 0 to 65535 |"
            + " integer out of range",
        "{\"op\":9,\"seq\":-1}         | 9 | seq | an integer from 0 to 65535 |"
            + " integer out of range",
        "{\"op\":14,\"seq\":\"1\"}     | 14 | seq | an integer from 0 to 65535 | string",
        "[]                            | -1 | message | a JSON object | another value",
        "null                          | -1 | message | a JSON object | another value",
        "`   `                         | -1 | message | a JSON object | nothing",
        "{\"op\":9} {}                 | -1 | message | one JSON object | more text after its end",
        "{\"op\":9,\"op\":2}           | -1 | message |"
            + " one JSON object without duplicate names | an error at character 12",
      })
  void exceptionContainsTheExpectedAndTheFoundValue(
      String json, int opcode, String field, String expected, String found) {
    MalformedMessageException e = fail(json);
    assertThat(e.field()).isEqualTo(field);
    assertThat(e.expected()).isEqualTo(expected);
    assertThat(e.found()).isEqualTo(found);
    assertThat(e.opcode()).isEqualTo(opcode);
    assertThat(e.sequence()).isEqualTo(-1);
    assertThat(e).hasMessageContainingAll(field, expected, found).hasNoCause();
  }

  @Test
  void exceptionContainsTheSequenceNumberWhenTheOpcodeIsMissing() {
    assertThat(fail("{\"seq\":5}").sequence()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "+1", "-1", "1.0", "1e3", "0x1", " 1", "١", "1_0", "x"})
  void rejectsStringsThatAreNotSnowflakes(String text) {
    MalformedMessageException e = fail("{\"op\":13,\"d\":{\"user_id\":\"" + text + "\"}}");
    assertThat(e.field()).isEqualTo("d.user_id");
    assertThat(e.found()).isEqualTo("another string");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"op\":9",
        "{\"op\":9}}",
        "{\"op\":9}]",
        "{\"op\":9}x",
        "{'op':9}",
        "{op:9}",
        "{\"op\":9,}",
        "{\"op\":09}",
        "{\"op\":+9}",
        "{\"op\":NaN}",
        "{\"op\":8,\"d\":{\"heartbeat_interval\":Infinity}}",
        "{\"op\":9,/**/\"d\":null}",
        "{\"op\":9,\"d\":{\"a\":1,\"a\":1}}",
        "{\"op\":9,\"d\":{\"a\":[{\"b\":1,\"b\":2}]}}",
        "{\"op\":9,\"d\":\"\n\"}",
        "{\"op\":9,\"d\":\"\\x\"}",
        "\uFEFF{\"op\":9}",
        "\u0000",
      })
  void rejectsTextThatIsNotStrictJson(String json) {
    MalformedMessageException e = fail(json);
    assertThat(e.opcode()).isEqualTo(-1);
    assertThat(e.sequence()).isEqualTo(-1);
    assertThat(e.field()).isEqualTo("message");
    assertThat(e).hasNoCause();
  }

  private MalformedMessageException fail(String json) {
    MalformedMessageException e =
        catchThrowableOfType(MalformedMessageException.class, () -> codec.decode(json));
    assertThat(e).as(json).isNotNull();
    return e;
  }
}
