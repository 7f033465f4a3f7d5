package dev.antiphon.spec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.protocol.EncryptionMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs {@code play} against {@code serve} with every encryption mode, with and without TLS. */
class PlayAgainstServeTest {
  private static final int FRAMES = 250;
  private static final String TOKEN = "token-that-must-stay-secret";
  private static final String SESSION = "session-that-must-stay-secret";

  /**
   * Four parallel runs of five seconds: both modes, with TLS and plain. Two players share each
   * server and receive each other.
   */
  @Test
  void everyFrameArrivesInOrder() throws Exception {
    try (RunningServer tls = new RunningServer("--token", TOKEN);
        RunningServer plain = new RunningServer("--plain", "--heartbeat-interval", "1000")) {
      List<CompletableFuture<CommandResult>> runs = new ArrayList<>();
      for (EncryptionMode mode : EncryptionMode.values()) {
        String user = user(mode);
        runs.add(play(tls.port(), user, mode, "--ca", tls.ca()));
        runs.add(play(plain.port(), user, mode, "--plain"));
      }
      for (CompletableFuture<CommandResult> run : runs) {
        assertPlayed(run.get(30, TimeUnit.SECONDS));
      }
      for (RunningServer server : List.of(tls, plain)) {
        assertReceived(server.end());
        assertThat(server.code()).isZero();
      }
    }
  }

  private static CompletableFuture<CommandResult> play(
      String port, String user, EncryptionMode mode, String... protection) {
    String[] args = {
      "play",
      "--endpoint",
      "localhost:" + port,
      "--guild",
      "41771983423143937",
      "--channel",
      "127121515262115840",
      "--user",
      user,
      "--session",
      SESSION,
      "--token",
      TOKEN,
      "--mode",
      mode.wireName(),
      "--frames",
      String.valueOf(FRAMES),
      "--timeout",
      "25"
    };
    String[] all = Stream.of(args, protection).flatMap(Arrays::stream).toArray(String[]::new);
    return CompletableFuture.supplyAsync(
        () -> CommandResult.command(all), task -> new Thread(task).start());
  }

  private static void assertPlayed(CommandResult run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).doesNotContain(TOKEN).doesNotContain(SESSION);
    JsonNode result = run.lastLine();
    assertThat(result.get("event").asText()).isEqualTo("result");
    assertThat(result.get("ok").asBoolean()).isTrue();
    assertThat(result.get("cause").isNull()).isTrue();
    assertThat(result.get("frames_sent").asInt()).isEqualTo(FRAMES);
    assertThat(result.get("frames_dropped").asInt()).isZero();
    assertThat(result.get("frames_received").asInt())
        .as("frames received from the other player")
        .isPositive();
    assertThat(run.lines().stream().limit(run.lines().size() - 1).map(l -> l.get("to").asText()))
        .containsExactly(
            "AwaitingServerUpdate",
            "Identifying",
            "Ready",
            "Discovering",
            "Selecting",
            "Established",
            "Disconnected");
  }

  private static void assertReceived(List<JsonNode> lines) {
    assertThat(lines.toString()).doesNotContain(TOKEN).doesNotContain(SESSION);
    assertThat(lines.get(0).get("event").asText()).isEqualTo("listening");
    JsonNode summary = lines.get(lines.size() - 1);
    assertThat(summary.get("event").asText()).isEqualTo("summary");
    assertThat(summary.get("violations")).isEmpty();
    assertThat(summary.get("frames").asInt()).isEqualTo(2 * (FRAMES + 5));
    List<String> expected = GeneratedPackets.digests(FRAMES);
    for (EncryptionMode mode : EncryptionMode.values()) {
      assertThat(
              lines.stream()
                  .filter(line -> line.get("event").asText().equals("frame_received"))
                  .filter(line -> line.get("user_id").asText().equals(user(mode)))
                  .filter(line -> !line.get("silence").asBoolean())
                  .map(line -> line.get("sha256").asText()))
          .isEqualTo(expected);
    }
  }

  private static String user(EncryptionMode mode) {
    return String.valueOf(104694319306248192L + mode.ordinal());
  }
}
