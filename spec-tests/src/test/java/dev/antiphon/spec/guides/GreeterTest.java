package dev.antiphon.spec.guides;

// doc:begin GreeterTest
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.fault.FaultScript;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GreeterTest {
  private static final long GUILD = 1;
  private static final long CHANNEL = 2;
  private static final long BOT = 3;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final List<byte[]> GREETING =
      IntStream.range(0, 20).mapToObj(i -> new byte[] {(byte) 0xF8, (byte) i}).toList();

  private EmbeddedVoiceServer server;
  private FakeDiscordGateway discord;
  private Voice voice;

  @BeforeEach
  void start() {
    server = EmbeddedVoiceServer.builder().plain().start();
    discord = FakeDiscordGateway.strict(BOT, server);
    VoiceOptions quick =
        VoiceOptions.builder()
            .allowPlain(true)
            .severed(Duration.ofMillis(100)) // a short wait, because no event follows
            .set("server", "500")
            .voiceStateSpacing(Duration.ofMillis(1))
            .build();
    voice = Voice.builder(discord).userId(BOT).options(quick).build();
  }

  @AfterEach
  void stop() {
    voice.close();
    discord.close();
    server.close();
  }

  @Test
  void greetingIsReceived() throws Exception {
    greet();
    assertGreetingIsReceived();
  }

  @Test
  void greetingIsReceivedAfterAConnectionLoss() throws Exception {
    FaultScript script = FaultScript.parse("[{\"when\": {\"frame\": 10}, \"do\": \"reset\"}]");
    server.addFault(script.rules().get(0));
    greet();
    assertGreetingIsReceived();
  }

  @Test
  void greeterReportsAKick() throws Exception {
    for (List<Step> order : List.of(List.of(Step.STATE, Step.CLOSE), List.of(Step.CLOSE))) {
      CompletableFuture<String> left = greet();
      discord.kicked(GUILD).emitAll(order);
      assertThat(left.get(10, TimeUnit.SECONDS)).isEqualTo("I was kicked.");
    }
  }

  @Test
  void joinFailsWhenTheChannelIsFull() {
    discord.answering(CHANNEL, Answering.SILENTLY);
    assertThat(CompletableFuture.supplyAsync(() -> voice.joinChannel(GUILD, CHANNEL)))
        .failsWithin(LIMIT)
        .withThrowableThat()
        .withMessageContaining("Discord did not answer");
  }

  private CompletableFuture<String> greet() throws InterruptedException {
    return new Greeter(voice, GREETING).greet(GUILD, CHANNEL);
  }

  private void assertGreetingIsReceived() {
    assertThat(server.awaitFrames(GUILD, BOT, GREETING.size(), LIMIT))
        .extracting(frame -> frame.opus().toByteArray())
        .containsExactlyElementsOf(GREETING);
  }
}
// doc:end
