package dev.antiphon.spec;

// readme:begin
import dev.antiphon.Connection;
import dev.antiphon.OggOpusSource;
import dev.antiphon.Voice;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.protocol.DiscordGateway;
import java.nio.file.Path;

class JoinAndPlay {
  static void run(DiscordGateway gateway, long bot, long guild, long channel) throws Exception {
    try (Voice voice = Voice.builder(gateway).userId(bot).build()) {
      voice.onTransition(transition -> System.out.println(transition.toJson()));
      Connection connection = voice.joinChannel(guild, channel);
      connection.onOpus((user, ssrc, sequence, timestamp, frame) -> received(frame));
      connection.play(OggOpusSource.open(Path.of("hello.ogg"))).get();
    } catch (VoiceConnectException e) {
      System.err.println(e.getMessage()); // the cause in one sentence
    }
  }

  private static void received(byte[] frame) {} // one Opus packet; do not block here
}
// readme:end
