package dev.antiphon.spec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.spec.flow.Decisions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code play} against {@code serve --faults}: which close codes end the run, and which cause
 * resumes or rejoins.
 */
class PlayThroughClosesTest {
  private static final int FRAMES = 60;
  private static final int REJOINS = 8;
  private static final List<Integer> ENDING = Decisions.ending(VoiceState.ESTABLISHED);

  /** The players. Each is closed with its own code after the twentieth frame of a session. */
  private enum Player {
    CLOSED_IN_EVERY_SESSION(4006, true),
    CLOSED_WITH_FINAL_CODE(ENDING.get(0), true),
    CLOSED_WITH_OTHER_FINAL_CODE(ENDING.get(1), true),
    SERVER_CRASHED(4015, false),
    MODE_REFUSED(4016, false);

    private final int code;
    private final boolean always;

    Player(int code, boolean always) {
      this.code = code;
      this.always = always;
    }

    private int user() {
      return 100 + ordinal();
    }

    private String rule() {
      return "{\"when\":{\"frame\":20,\"user\":\"%d\"},\"do\":{\"close\":%d},\"times\":%d}"
          .formatted(user(), code, always ? 0 : 1);
    }
  }

  /**
   * All players run at the same time, each in its own guild. Then the server's record is checked.
   */
  @Test
  void playEndsOrReconnectsAsExpectedForEachCloseCode() throws Exception {
    try (RunningServer server = new RunningServer("--plain", "--faults", script())) {
      Map<Player, CompletableFuture<CommandResult>> runs = new EnumMap<>(Player.class);
      for (Player player : Player.values()) {
        runs.put(player, play(server.port(), player));
      }
      Map<Player, CommandResult> ran = new EnumMap<>(Player.class);
      for (Player player : Player.values()) {
        ran.put(player, runs.get(player).get(60, TimeUnit.SECONDS));
      }
      List<JsonNode> events = server.end();

      assertThatRetriesAreExhausted(ran.get(Player.CLOSED_IN_EVERY_SESSION), events);
      assertThatThePlayerNeverDialsAgain(Player.CLOSED_WITH_FINAL_CODE, ran, events);
      assertThatThePlayerNeverDialsAgain(Player.CLOSED_WITH_OTHER_FINAL_CODE, ran, events);
      assertThatNoFrameIsLost(ran.get(Player.SERVER_CRASHED), events);
      assertThatTheOtherModeIsTaken(ran.get(Player.MODE_REFUSED), events);
      // This also counts a dial without an Identify.
      assertThat(named(events, "connected")).hasSize((1 + REJOINS) + 1 + 1 + 2 + 2);
    }
  }

  private static void assertThatRetriesAreExhausted(CommandResult run, List<JsonNode> events) {
    assertFailed(run, "RetriesExhausted");
    assertThat(run.lastLine().get("rejoins").asInt()).isEqualTo(REJOINS);
    assertThat(run.err()).contains("4006");
    assertThat(of(Player.CLOSED_IN_EVERY_SESSION, events, "identified")).hasSize(1 + REJOINS);
    assertThat(of(Player.CLOSED_IN_EVERY_SESSION, events, "resumed")).isEmpty();
  }

  private static void assertThatThePlayerNeverDialsAgain(
      Player player, Map<Player, CommandResult> ran, List<JsonNode> events) {
    assertFailed(ran.get(player), Decisions.cause(player.code, VoiceState.ESTABLISHED).title());
    assertThat(ran.get(player).err()).contains(String.valueOf(player.code));
    assertThat(of(player, events, "identified")).hasSize(1);
    assertThat(of(player, events, "resumed")).isEmpty();
  }

  private static void assertThatNoFrameIsLost(CommandResult run, List<JsonNode> events) {
    assertPlayed(run, 1, 0);
    assertThat(of(Player.SERVER_CRASHED, events, "frame_received"))
        .filteredOn(frame -> !frame.get("silence").asBoolean())
        .extracting(frame -> frame.get("sha256").asText())
        .isEqualTo(GeneratedPackets.digests(FRAMES));
  }

  private static void assertThatTheOtherModeIsTaken(CommandResult run, List<JsonNode> events) {
    assertPlayed(run, 0, 1);
    assertThat(of(Player.MODE_REFUSED, events, "protocol_selected"))
        .extracting(selected -> selected.get("mode").asText())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrder(
            Stream.of(EncryptionMode.values())
                .map(EncryptionMode::wireName)
                .toArray(String[]::new));
  }

  private static void assertFailed(CommandResult run, String cause) {
    assertThat(run.code()).isEqualTo(1);
    JsonNode result = run.lastLine();
    assertThat(result.get("ok").asBoolean()).isFalse();
    assertThat(result.get("cause").asText()).isEqualTo(cause);
    assertThat(result.get("message").asText()).isEqualTo(run.err().strip());
  }

  private static void assertPlayed(CommandResult run, int resumes, int rejoins) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    JsonNode result = run.lastLine();
    assertThat(result.get("ok").asBoolean()).isTrue();
    assertThat(result.get("frames_sent").asInt()).isEqualTo(FRAMES);
    assertThat(result.get("frames_dropped").asInt()).isZero();
    assertThat(result.get("resumes").asInt()).isEqualTo(resumes);
    assertThat(result.get("rejoins").asInt()).isEqualTo(rejoins);
  }

  private static List<JsonNode> named(List<JsonNode> lines, String event) {
    return lines.stream().filter(line -> line.get("event").asText().equals(event)).toList();
  }

  private static List<JsonNode> of(Player player, List<JsonNode> lines, String event) {
    return named(lines, event).stream()
        .filter(line -> line.path("user_id").asText().equals(String.valueOf(player.user())))
        .toList();
  }

  private static String script() {
    return Stream.of(Player.values()).map(Player::rule).collect(Collectors.joining(",", "[", "]"));
  }

  /** Shortens the delays before a rejoin and the spacing between two op 4. */
  private static CompletableFuture<CommandResult> play(String port, Player player) {
    String arguments =
        "play --plain --endpoint localhost:%s --guild %d --channel 2 --user %d --session s --token t"
                .formatted(port, player.user(), player.user())
            + " --frames %d --timeout 50 --option rejoins=%d".formatted(framesOf(player), REJOINS)
            + " --option soonDelay=10 --option rejoinDelay=10 --option longestRejoinDelay=20"
            + " --option voiceStateSpacing=1";
    return CompletableFuture.supplyAsync(
        () -> CommandResult.command(arguments.split(" ")), task -> new Thread(task).start());
  }

  /** A player that is always closed must not reach the end of its frames. */
  private static int framesOf(Player player) {
    return player.always ? 100_000 : FRAMES;
  }
}
