package dev.antiphon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MainGatewayRoundTripTest {

  private final MainGatewayCodec codec = new MainGatewayCodec();

  @Property(tries = 300)
  void decodingAnEncodedCommandReturnsTheCommand(
      @ForAll long guild,
      @ForAll Optional<Long> channel,
      @ForAll boolean mute,
      @ForAll boolean deaf)
      throws MalformedMessageException {
    UpdateVoiceState command = new UpdateVoiceState(guild, optional(channel), mute, deaf);
    assertThat(codec.decodeUpdateVoiceState(codec.encode(command))).isEqualTo(command);
  }

  @Property(tries = 300)
  void decodingAnEncodedVoiceStateReturnsTheVoiceState(
      @ForAll long guild,
      @ForAll Optional<Long> channel,
      @ForAll long user,
      @ForAll String session,
      @ForAll boolean mute)
      throws MalformedMessageException {
    VoiceStateUpdate update =
        new VoiceStateUpdate(guild, optional(channel), user, session, mute, !mute);
    assertThat(codec.decodeVoiceState(codec.encode(update))).isEqualTo(update);
    assertThat(codec.decodeVoiceStateDispatch(codec.encodeDispatch(update, 1))).isEqualTo(update);
  }

  @Property(tries = 300)
  void decodingAnEncodedVoiceServerReturnsTheVoiceServer(
      @ForAll long guild, @ForAll String token, @ForAll Optional<String> endpoint)
      throws MalformedMessageException {
    VoiceServerUpdate update = new VoiceServerUpdate(guild, token, endpoint);
    assertThat(codec.decodeVoiceServer(codec.encode(update))).isEqualTo(update);
    assertThat(codec.decodeVoiceServerDispatch(codec.encodeDispatch(update, 1))).isEqualTo(update);
  }

  private static OptionalLong optional(Optional<Long> value) {
    return value.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }
}
