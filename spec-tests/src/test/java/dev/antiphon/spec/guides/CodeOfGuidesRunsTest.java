package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the code of the guides. */
class CodeOfGuidesRunsTest {
  private static final long BOT = 3;

  @Test
  void firstBotPrintsTheOutputShownInTheQuickStart() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      FirstBot.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    GeneratedParts.of("docs/quick-start.md")
        .hold(
            "what you see",
            "```\n" + written.toString(StandardCharsets.UTF_8).replace("\r", "").strip() + "\n```");
  }

  @Test
  void exampleRaisesTheRejoinLimit() {
    for (VoiceOptions options : List.of(Snippets.rejoins(), Snippets.byName())) {
      assertThat(options.retries().rejoins()).isEqualTo(20);
      assertThat(options.retries().longestRejoinDelay()).isEqualTo(Duration.ofMinutes(2));
    }
  }

  @Test
  void exampleWritesAnAuditFile(@TempDir Path folder) throws Exception {
    try (FakeDiscordGateway gateway = FakeDiscordGateway.of(BOT, "localhost:1")) {
      gateway.answering(Answering.SILENTLY);
      Snippets.audited(gateway, BOT, folder, voice -> voice.joinChannelAsync(1, 2));
    }
    assertThat(Files.readString(folder.resolve("voice-000001.jsonl"))).contains("A1.IDLE.1");
  }

  @Test
  void exampleWithACustomEngineReceivesTheTransitions() throws Exception {
    Queue<String> rows = new ConcurrentLinkedQueue<>();
    try (FakeDiscordGateway gateway = FakeDiscordGateway.of(BOT, "localhost:1")) {
      gateway.answering(Answering.SILENTLY);
      try (Voice voice =
          Snippets.withCustomEngine(gateway, BOT, transition -> rows.add(transition.row()))) {
        rows.clear(); // the check of the engine when the Voice is built
        voice.joinChannelAsync(1, 2);
      }
    }
    assertThat(rows).containsExactly("A1.IDLE.1", "A5.ASU.1");
  }

  @Test
  void exampleSendsAMessageWhenTheJoinFails() {
    List<String> messages = new ArrayList<>();
    VoiceOptions options = VoiceOptions.builder().set("server", "20").serverRequests(1).build();
    try (FakeDiscordGateway gateway = FakeDiscordGateway.of(BOT, "localhost:1");
        Voice voice = Voice.builder(gateway).userId(BOT).options(options).build()) {
      gateway.answering(Answering.SILENTLY);
      Snippets.join(voice, 1, 2, messages::add);
    }
    assertThat(messages).singleElement().asString().contains("channel is full", "nothing came");
  }
}
