package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainGatewayCodecTest {

  private final MainGatewayCodec codec = new MainGatewayCodec();

  @Test
  void encodesAVoiceStateUpdateCommand() {
    assertThat(codec.encode(new UpdateVoiceState(1, OptionalLong.of(-1), true, false)))
        .isEqualTo(
            """
            {"op":4,"d":{"guild_id":"1","channel_id":"18446744073709551615",\
            "self_mute":true,"self_deaf":false}}""");
    assertThat(codec.encode(new UpdateVoiceState(1, OptionalLong.empty(), false, true)))
        .isEqualTo(
            """
            {"op":4,"d":{"guild_id":"1","channel_id":null,"self_mute":false,"self_deaf":true}}""");
  }

  @Test
  void decodesSnowflakesThatADoubleCannotRepresent() throws MalformedMessageException {
    assertThat(
            codec.decodeUpdateVoiceState(
                """
                {"op":4,"d":{"guild_id":41771983423143937,"channel_id":127121515262115843,\
                "self_mute":false,"self_deaf":false}}"""))
        .isEqualTo(
            new UpdateVoiceState(
                41771983423143937L, OptionalLong.of(127121515262115843L), false, false));
  }

  @Test
  void encodesDispatchMessages() {
    assertThat(codec.encodeDispatch(new VoiceServerUpdate(1, "t", Optional.of("host:443")), 7))
        .isEqualTo(
            """
            {"op":0,"t":"VOICE_SERVER_UPDATE","s":7,\
            "d":{"token":"t","guild_id":"1","endpoint":"host:443"}}""");
    assertThat(
            codec.encodeDispatch(
                new VoiceStateUpdate(1, OptionalLong.empty(), 3, "s", false, true), 8))
        .isEqualTo(
            """
            {"op":0,"t":"VOICE_STATE_UPDATE","s":8,"d":{"guild_id":"1","channel_id":null,\
            "user_id":"3","session_id":"s","self_mute":false,"self_deaf":true}}""");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> codec.encodeDispatch(new VoiceServerUpdate(1, "t", Optional.empty()), -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {",\"endpoint\":null", ",\"endpoint\":\"\"", ""})
  void decodesNullEmptyAndAbsentEndpointsAsEmpty(String endpoint) throws MalformedMessageException {
    String json = "{\"token\":\"t\",\"guild_id\":\"1\"" + endpoint + "}";
    VoiceServerUpdate expected = new VoiceServerUpdate(1, "t", Optional.empty());
    assertThat(codec.decodeVoiceServer(json)).isEqualTo(expected);
    assertThat(
            codec.decodeVoiceServerDispatch(
                "{\"op\":0,\"t\":\"VOICE_SERVER_UPDATE\",\"d\":" + json + "}"))
        .isEqualTo(expected);
    assertThat(codec.encode(expected)).contains("\"endpoint\":null");
  }

  @Test
  void exceptionContainsTheFullPathOfTheInvalidField() {
    String data = "{\"guild_id\":\"1\",\"user_id\":\"3\",\"self_mute\":true,\"self_deaf\":true}";
    MalformedMessageException bare =
        catchThrowableOfType(MalformedMessageException.class, () -> codec.decodeVoiceState(data));
    assertThat(bare.field()).isEqualTo("session_id");
    assertThat(bare.opcode()).isEqualTo(-1);
    MalformedMessageException whole =
        catchThrowableOfType(
            MalformedMessageException.class,
            () ->
                codec.decodeVoiceStateDispatch(
                    "{\"op\":0,\"t\":\"VOICE_STATE_UPDATE\",\"d\":" + data + "}"));
    assertThat(whole.field()).isEqualTo("d.session_id");
    assertThat(whole.opcode()).isZero();
  }

  @Test
  void rejectsMessagesOfADifferentType() {
    MalformedMessageException opcode =
        catchThrowableOfType(
            MalformedMessageException.class,
            () -> codec.decodeUpdateVoiceState("{\"op\":2,\"d\":{\"token\":\"t\"}}"));
    assertThat(opcode.field()).isEqualTo("op");
    assertThat(opcode.expected()).isEqualTo("opcode 4");
    MalformedMessageException event =
        catchThrowableOfType(
            MalformedMessageException.class,
            () -> codec.decodeVoiceServerDispatch("{\"op\":0,\"t\":\"READY\",\"d\":{}}"));
    assertThat(event.field()).isEqualTo("t");
    assertThat(event.expected()).isEqualTo("VOICE_SERVER_UPDATE");
  }
}
