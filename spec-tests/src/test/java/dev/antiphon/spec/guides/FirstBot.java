package dev.antiphon.spec.guides;

// doc:begin FirstBot
import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.time.Duration;

public class FirstBot {
  private static final long GUILD = 1;
  private static final long CHANNEL = 2;
  private static final long BOT = 3;

  public static void main(String[] args) throws Exception {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().tls().start();
        FakeDiscordGateway gateway = FakeDiscordGateway.of(BOT, server);
        Voice voice = Voice.builder(gateway).userId(BOT).options(trusting(server)).build()) {
      voice.onTransition(step -> System.out.println(step.from() + " -> " + step.to()));
      try (Connection connection = voice.joinChannel(GUILD, CHANNEL)) {
        for (int i = 0; i < 50; i++) { // one second of audio
          connection.opusSend().send(new byte[] {(byte) 0xF8, 1, 2, 3}); // an Opus packet of 20 ms
        }
        connection.stopSpeaking();
        int received = server.awaitFrames(GUILD, BOT, 50, Duration.ofSeconds(5)).size();
        System.out.println(received + " frames were received");
        connection.disconnect();
        connection.closed().get();
      }
    }
  }

  /** Trusts the test server's self-signed certificate. With Discord, use the defaults. */
  private static VoiceOptions trusting(EmbeddedVoiceServer server) {
    return VoiceOptions.builder().trust(server.caCertificate()).build();
  }
}
// doc:end
