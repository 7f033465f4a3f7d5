package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Messages at each limit are decoded, and messages one above each limit are rejected. */
class DecodeLimitsTest {

  private final TextCodec text = new TextCodec();
  private final BinaryCodec binary = new BinaryCodec();

  @Test
  void limitsTheMessageLength() {
    String frame = "{\"op\":9}";
    String longest = frame + " ".repeat(DecodeLimits.MAX_MESSAGE_LENGTH - frame.length());
    accepted(longest);
    MalformedMessageException e = rejected(longest + " ");
    assertThat(e.opcode()).isEqualTo(-1);
    assertThat(e.expected()).isEqualTo("at most 1048576 characters");
    assertThat(e.found()).isEqualTo("1048577 characters");
  }

  @Test
  void limitsTheFrameLength() throws MalformedMessageException {
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
  void limitsTheNestingDepth() {
    int inside = DecodeLimits.MAX_NESTING_DEPTH - 1;
    accepted(withData("[".repeat(inside) + "]".repeat(inside)));
    rejectedByLimit(withData("[".repeat(inside + 1) + "]".repeat(inside + 1)));
    rejectedByLimit(withData("[".repeat(500_000)));
    rejectedByLimit("{\"a\":".repeat(100_000));
  }

  @Test
  void limitsTheNumberOfTokens() {
    // There are seven tokens outside the elements: {, "op", 14, "d", [, ] and }.
    int elements = DecodeLimits.MAX_TOKENS - 7;
    accepted(withData(array("{", elements)));
    rejectedByLimit(withData(array("{", elements + 1)));
  }

  @Test
  void limitsTheNameLength() {
    String longest = "n".repeat(DecodeLimits.MAX_NAME_LENGTH);
    accepted("{\"op\":9,\"" + longest + "\":0}");
    rejectedByLimit("{\"op\":9,\"" + longest + "n\":0}");
    rejectedByLimit("{\"op\":9,\"d\":{\"" + longest + "n\":0}}");
  }

  @Test
  void limitsTheStringLength() {
    String longest = "s".repeat(DecodeLimits.MAX_STRING_LENGTH);
    accepted(withData("\"" + longest + "\""));
    rejectedByLimit(withData("\"" + longest + "s\""));
    rejectedByLimit(withData("[\"" + longest + "\\n\"]"));
  }

  @Test
  void limitsTheNumberLength() {
    String longest = "9".repeat(DecodeLimits.MAX_NUMBER_LENGTH);
    accepted(withData(longest));
    rejectedByLimit(withData(longest + "9"));
    rejectedByLimit(withData("1." + longest));
  }

  @Test
  void limitsTheTextLength() {
    String longest = "t".repeat(DecodeLimits.MAX_TEXT_LENGTH);
    accepted(resumeMessage(longest));
    MalformedMessageException e = rejected(resumeMessage(longest + "t"));
    assertThat(e.opcode()).isEqualTo(7);
    assertThat(e.field()).isEqualTo("d.token");
    assertThat(e.found()).isEqualTo("string of 4097");
  }

  @Test
  void limitsTheNumberOfUserIds() {
    accepted(clientsConnectMessage(DecodeLimits.MAX_USER_IDS));
    assertThat(clientsConnectMessage(DecodeLimits.MAX_USER_IDS))
        .as("a message with the maximum number of users stays below the length limit")
        .hasSizeLessThan(DecodeLimits.MAX_MESSAGE_LENGTH);
    MalformedMessageException e = rejected(clientsConnectMessage(DecodeLimits.MAX_USER_IDS + 1));
    assertThat(e.field()).isEqualTo("d.user_ids");
    assertThat(e.found()).isEqualTo("array of 32769");
  }

  @Test
  void limitsTheNumberOfModes() {
    accepted(readyMessage(DecodeLimits.MAX_MODES));
    MalformedMessageException e = rejected(readyMessage(DecodeLimits.MAX_MODES + 1));
    assertThat(e.field()).isEqualTo("d.modes");
    assertThat(e.found()).isEqualTo("array of 257");
  }

  @Test
  void limitsTheKeyLength() {
    accepted(sessionDescriptionMessage(DecodeLimits.MAX_KEY_LENGTH));
    MalformedMessageException e =
        rejected(sessionDescriptionMessage(DecodeLimits.MAX_KEY_LENGTH + 1));
    assertThat(e.field()).isEqualTo("d.secret_key");
    assertThat(e.found()).isEqualTo("array of 1025");
  }

  private static String withData(String data) {
    return "{\"op\":14,\"d\":" + data + "}";
  }

  /**
   * An array that contains this number of tokens. For an odd number, the last element is a number.
   */
  private static String array(String open, int tokens) {
    String pairs = String.join(",", Collections.nCopies(tokens / 2, open + "}"));
    return "[" + pairs + (tokens % 2 == 0 ? "" : ",0") + "]";
  }

  private static String resumeMessage(String token) {
    return "{\"op\":7,\"d\":{\"server_id\":\"1\",\"session_id\":\"s\",\"token\":\""
        + token
        + "\"}}";
  }

  private static String clientsConnectMessage(int users) {
    String ids = String.join(",", Collections.nCopies(users, "\"18446744073709551615\""));
    return "{\"op\":11,\"d\":{\"user_ids\":[" + ids + "]}}";
  }

  private static String readyMessage(int modes) {
    String names = String.join(",", Collections.nCopies(modes, "\"mode\""));
    return "{\"op\":2,\"d\":{\"ssrc\":1,\"ip\":\"i\",\"port\":1,\"modes\":[" + names + "]}}";
  }

  private static String sessionDescriptionMessage(int keyLength) {
    String key = String.join(",", Collections.nCopies(keyLength, "255"));
    return "{\"op\":4,\"d\":{\"mode\":\"m\",\"secret_key\":[" + key + "]}}";
  }

  private void accepted(String json) {
    assertThatCode(() -> text.decode(json)).doesNotThrowAnyException();
  }

  private MalformedMessageException rejected(String json) {
    MalformedMessageException e =
        catchThrowableOfType(MalformedMessageException.class, () -> text.decode(json));
    assertThat(e).isNotNull();
    return e;
  }

  private void rejectedByLimit(String json) {
    MalformedMessageException e = rejected(json);
    assertThat(e.opcode()).isEqualTo(-1);
    assertThat(e.field()).isEqualTo("message");
    assertThat(e.expected()).isEqualTo("JSON within the decode limits");
  }
}
