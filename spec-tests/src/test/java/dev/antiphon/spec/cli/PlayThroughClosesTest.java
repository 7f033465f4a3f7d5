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
 * {@code play} against {@code serve --faults}: which close codes end the run, which are survived,
 * and what that costs.
 */
class PlayThroughClosesTest {
  private static final int FRAMES = 60;
  private static final int REJOINS = 8;
  private static final List<Integer> ENDING = Decisions.ending(VoiceState.ESTABLISHED);

  /** Players, each closed in a way of its own after the twentieth frame of a session. */
  private enum Player {
    NEVER_LEFT_IN_PEACE(4006, true),
    ENDED_AT_ONCE(ENDING.get(0), true),
    ENDED_AT_ONCE_OTHERWISE(ENDING.get(1), true),
    ON_A_CRASHED_SERVER(4015, false),
    OF_A_REFUSED_MODE(4016, false);

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

  /** All at once, each in a guild of its own, and the server's own record in the end. */
  @Test
  void eachCloseCodeHasItsEnd() throws Exception {
    try (Serving server = new Serving("--plain", "--faults", script())) {
      Map<Player, CompletableFuture<Ran>> runs = new EnumMap<>(Player.class);
      for (Player player : Player.values()) {
        runs.put(player, play(server.port(), player));
      }
      Map<Player, Ran> ran = new EnumMap<>(Player.class);
      for (Player player : Player.values()) {
        ran.put(player, runs.get(player).get(60, TimeUnit.SECONDS));
      }
      List<JsonNode> seen = server.end();

      assertThatRetriesAreExhausted(ran.get(Player.NEVER_LEFT_IN_PEACE), seen);
      assertThatItNeverDialsAgain(Player.ENDED_AT_ONCE, ran, seen);
      assertThatItNeverDialsAgain(Player.ENDED_AT_ONCE_OTHERWISE, ran, seen);
      assertThatNoFrameIsLost(ran.get(Player.ON_A_CRASHED_SERVER), seen);
      assertThatTheOtherModeIsTaken(ran.get(Player.OF_A_REFUSED_MODE), seen);
      // Also a dial that never came to an Identify would be counted here.
      assertThat(named(seen, "connected")).hasSize((1 + REJOINS) + 1 + 1 + 2 + 2);
    }
  }

  private static void assertThatRetriesAreExhausted(Ran run, List<JsonNode> seen) {
    assertFailed(run, "RetriesExhausted");
    assertThat(run.lastLine().get("rejoins").asInt()).isEqualTo(REJOINS);
    assertThat(run.err()).contains("4006");
    assertThat(of(Player.NEVER_LEFT_IN_PEACE, seen, "identified")).hasSize(1 + REJOINS);
    assertThat(of(Player.NEVER_LEFT_IN_PEACE, seen, "resumed")).isEmpty();
  }

  private static void assertThatItNeverDialsAgain(
      Player player, Map<Player, Ran> ran, List<JsonNode> seen) {
    assertFailed(ran.get(player), Decisions.cause(player.code, VoiceState.ESTABLISHED).title());
    assertThat(ran.get(player).err()).contains(String.valueOf(player.code));
    assertThat(of(player, seen, "identified")).hasSize(1);
    assertThat(of(player, seen, "resumed")).isEmpty();
  }

  private static void assertThatNoFrameIsLost(Ran run, List<JsonNode> seen) {
    assertPlayed(run, 1, 0);
    assertThat(of(Player.ON_A_CRASHED_SERVER, seen, "frame_received"))
        .filteredOn(frame -> !frame.get("silence").asBoolean())
        .extracting(frame -> frame.get("sha256").asText())
        .isEqualTo(GeneratedPackets.digests(FRAMES));
  }

  private static void assertThatTheOtherModeIsTaken(Ran run, List<JsonNode> seen) {
    assertPlayed(run, 0, 1);
    assertThat(of(Player.OF_A_REFUSED_MODE, seen, "protocol_selected"))
        .extracting(selected -> selected.get("mode").asText())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrder(
            Stream.of(EncryptionMode.values())
                .map(EncryptionMode::wireName)
                .toArray(String[]::new));
  }

  private static void assertFailed(Ran run, String cause) {
    assertThat(run.code()).isEqualTo(1);
    JsonNode result = run.lastLine();
    assertThat(result.get("ok").asBoolean()).isFalse();
    assertThat(result.get("cause").asText()).isEqualTo(cause);
    assertThat(result.get("message").asText()).isEqualTo(run.err().strip());
  }

  private static void assertPlayed(Ran run, int resumes, int rejoins) {
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

  /** The waits before a rejoin are shortened, and so is the distance between two op 4. */
  private static CompletableFuture<Ran> play(String port, Player player) {
    String arguments =
        "play --plain --endpoint localhost:%s --guild %d --channel 2 --user %d --session s --token t"
                .formatted(port, player.user(), player.user())
            + " --frames %d --timeout 50 --option rejoins=%d".formatted(framesOf(player), REJOINS)
            + " --option soonDelay=10 --option rejoinDelay=10 --option longestRejoinDelay=20"
            + " --option voiceStateSpacing=1";
    return CompletableFuture.supplyAsync(
        () -> Ran.command(arguments.split(" ")), task -> new Thread(task).start());
  }

  /** Who is always closed must not reach the end of what it plays. */
  private static int framesOf(Player player) {
    return player.always ? 100_000 : FRAMES;
  }
}
