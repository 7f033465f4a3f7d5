package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Each limit is met exactly, and passed by one. */
class DecodeLimitsTest {

  private final TextCodec text = new TextCodec();
  private final BinaryCodec binary = new BinaryCodec();

  @Test
  void messageLength() {
    String frame = "{\"op\":9}";
    String longest = frame + " ".repeat(DecodeLimits.MAX_MESSAGE_LENGTH - frame.length());
    accepted(longest);
    MalformedMessageException e = refused(longest + " ");
    assertThat(e.opcode()).isEqualTo(-1);
    assertThat(e.expected()).isEqualTo("at most 1048576 characters");
    assertThat(e.found()).isEqualTo("1048577 characters");
  }

  @Test
  void frameLength() throws MalformedMessageException {
    byte[] longest = new byte[DecodeLimits.MAX_FRAME_LENGTH];
    longest[2] = 25;
    Envelope envelope = binary.decodeFromServer(longest);
    assertThat(binary.encodeFromServer(envelope)).isEqualTo(longest);
    byte[] tooLong = new byte[longest.length + 1];
    for (var e :
        new MalformedMessageException[] {
          catchThrowableOfType(
              MalformedMessageException.class, () -> binary.decodeFromServer(tooLong)),
          catchThrowableOfType(
              MalformedMessageException.class, () -> binary.decodeFromClient(tooLong))
        }) {
      assertThat(e.opcode()).isEqualTo(-1);
      assertThat(e.expected()).isEqualTo("at most 1048576 bytes");
      assertThat(e.found()).isEqualTo("1048577 bytes");
    }
  }

  @Test
  void nestingDepth() {
    int inside = DecodeLimits.MAX_NESTING_DEPTH - 1;
    accepted(withData("[".repeat(inside) + "]".repeat(inside)));
    refusedByLimit(withData("[".repeat(inside + 1) + "]".repeat(inside + 1)));
    refusedByLimit(withData("[".repeat(500_000)));
    refusedByLimit("{\"a\":".repeat(100_000));
  }

  @Test
  void tokens() {
    // Six tokens stand around the elements: {, "op", 14, "d", [ and ]. The last } is the seventh.
    int elements = DecodeLimits.MAX_TOKENS - 7;
    accepted(withData(array("{", elements)));
    refusedByLimit(withData(array("{", elements + 1)));
  }

  @Test
  void nameLength() {
    String longest = "n".repeat(DecodeLimits.MAX_NAME_LENGTH);
    accepted("{\"op\":9,\"" + longest + "\":0}");
    refusedByLimit("{\"op\":9,\"" + longest + "n\":0}");
    refusedByLimit("{\"op\":9,\"d\":{\"" + longest + "n\":0}}");
  }

  @Test
  void stringLength() {
    String longest = "s".repeat(DecodeLimits.MAX_STRING_LENGTH);
    accepted(withData("\"" + longest + "\""));
    refusedByLimit(withData("\"" + longest + "s\""));
    refusedByLimit(withData("[\"" + longest + "\\n\"]"));
  }

  @Test
  void numberLength() {
    String longest = "9".repeat(DecodeLimits.MAX_NUMBER_LENGTH);
    accepted(withData(longest));
    refusedByLimit(withData(longest + "9"));
    refusedByLimit(withData("1." + longest));
  }

  @Test
  void textLength() {
    String longest = "t".repeat(DecodeLimits.MAX_TEXT_LENGTH);
    accepted(resume(longest));
    MalformedMessageException e = refused(resume(longest + "t"));
    assertThat(e.opcode()).isEqualTo(7);
    assertThat(e.field()).isEqualTo("d.token");
    assertThat(e.found()).isEqualTo("string of 4097");
  }

  @Test
  void userIds() {
    accepted(clientsConnect(DecodeLimits.MAX_USER_IDS));
    assertThat(clientsConnect(DecodeLimits.MAX_USER_IDS))
        .as("the message limits leave room for as many")
        .hasSizeLessThan(DecodeLimits.MAX_MESSAGE_LENGTH);
    MalformedMessageException e = refused(clientsConnect(DecodeLimits.MAX_USER_IDS + 1));
    assertThat(e.field()).isEqualTo("d.user_ids");
    assertThat(e.found()).isEqualTo("array of 32769");
  }

  @Test
  void modes() {
    accepted(ready(DecodeLimits.MAX_MODES));
    MalformedMessageException e = refused(ready(DecodeLimits.MAX_MODES + 1));
    assertThat(e.field()).isEqualTo("d.modes");
    assertThat(e.found()).isEqualTo("array of 257");
  }

  @Test
  void keyLength() {
    accepted(sessionDescription(DecodeLimits.MAX_KEY_LENGTH));
    MalformedMessageException e = refused(sessionDescription(DecodeLimits.MAX_KEY_LENGTH + 1));
    assertThat(e.field()).isEqualTo("d.secret_key");
    assertThat(e.found()).isEqualTo("array of 1025");
  }

  private static String withData(String data) {
    return "{\"op\":14,\"d\":" + data + "}";
  }

  /** An array with this many tokens inside; an odd one ends with a number. */
  private static String array(String open, int tokens) {
    String pairs = String.join(",", Collections.nCopies(tokens / 2, open + "}"));
    return "[" + pairs + (tokens % 2 == 0 ? "" : ",0") + "]";
  }

  private static String resume(String token) {
    return "{\"op\":7,\"d\":{\"server_id\":\"1\",\"session_id\":\"s\",\"token\":\""
        + token
        + "\"}}";
  }

  private static String clientsConnect(int users) {
    String ids = String.join(",", Collections.nCopies(users, "\"18446744073709551615\""));
    return "{\"op\":11,\"d\":{\"user_ids\":[" + ids + "]}}";
  }

  private static String ready(int modes) {
    String names = String.join(",", Collections.nCopies(modes, "\"mode\""));
    return "{\"op\":2,\"d\":{\"ssrc\":1,\"ip\":\"i\",\"port\":1,\"modes\":[" + names + "]}}";
  }

  private static String sessionDescription(int keyLength) {
    String key = String.join(",", Collections.nCopies(keyLength, "255"));
    return "{\"op\":4,\"d\":{\"mode\":\"m\",\"secret_key\":[" + key + "]}}";
  }

  private void accepted(String json) {
    assertThatCode(() -> text.decode(json)).doesNotThrowAnyException();
  }

  private MalformedMessageException refused(String json) {
    MalformedMessageException e =
        catchThrowableOfType(MalformedMessageException.class, () -> text.decode(json));
    assertThat(e).isNotNull();
    return e;
  }

  private void refusedByLimit(String json) {
    MalformedMessageException e = refused(json);
    assertThat(e.opcode()).isEqualTo(-1);
    assertThat(e.field()).isEqualTo("message");
    assertThat(e.expected()).isEqualTo("JSON within the decode limits");
  }
}
