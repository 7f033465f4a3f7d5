package dev.antiphon.spec;

// readme:begin
import dev.antiphon.Connection;
import dev.antiphon.OggOpusSource;
import dev.antiphon.Voice;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.protocol.DiscordGateway;
import java.nio.file.Path;
import java.util.OptionalLong;

class JoinAndPlay {
  static void run(DiscordGateway gateway, long bot, long guild, long channel) throws Exception {
    try (Voice voice = Voice.builder(gateway).userId(bot).build();
        Connection connection = voice.joinChannel(guild, channel)) {
      connection.onTransition(transition -> System.out.println(transition.toJson()));
      connection.onOpus((user, ssrc, sequence, timestamp, frame) -> heard(user, frame));
      connection.play(OggOpusSource.open(Path.of("hello.ogg"))).get();
    } catch (VoiceConnectException e) {
      System.err.println(e.getMessage()); // such as: Discord did not answer. Possible causes: …
    }
  }

  private static void heard(OptionalLong user, byte[] frame) {
    System.out.println(user + " said " + frame.length + " bytes of Opus");
  }
}
// readme:end
