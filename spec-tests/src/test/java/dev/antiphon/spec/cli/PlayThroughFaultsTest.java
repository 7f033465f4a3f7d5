package dev.antiphon.spec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code play} against {@code serve --faults}: whatever is cut, it plays to the end. */
class PlayThroughFaultsTest {
  private static final int FRAMES = 100;

  /** What goes wrong for a user, and how often a session is then resumed or replaced. */
  private record Trouble(String when, String what, int resumes, int rejoins) {
    static Trouble inTheMiddle(String what, int resumes, int rejoins) {
      return new Trouble("\"frame\":40", what, resumes, rejoins);
    }

    String rule(int user) {
      return "{\"when\":{%s,\"user\":\"%d\"},\"do\":%s}".formatted(when, user, what);
    }
  }

  private static final List<Trouble> TROUBLES =
      List.of(
          Trouble.inTheMiddle("{\"close\":1001}", 1, 0),
          Trouble.inTheMiddle("{\"close\":4000}", 1, 0),
          Trouble.inTheMiddle("{\"close\":4006}", 0, 1),
          Trouble.inTheMiddle("{\"close\":4009}", 0, 1),
          Trouble.inTheMiddle("{\"close\":4015}", 1, 0),
          Trouble.inTheMiddle("{\"close\":4999}", 1, 0),
          Trouble.inTheMiddle("\"reset\"", 1, 0),
          new Trouble("\"received\":\"heartbeat\"", "\"ignore\",\"times\":2", 1, 0));

  /** All at once, each in a guild of its own; the second missing answer to a heartbeat counts. */
  @Test
  void itPlaysToTheEndAndCountsItsResumesAndRejoins() throws Exception {
    try (Serving server =
        new Serving("--plain", "--heartbeat-interval", "300", "--faults", script())) {
      Map<Trouble, CompletableFuture<Ran>> runs = new LinkedHashMap<>();
      for (int i = 0; i < TROUBLES.size(); i++) {
        runs.put(TROUBLES.get(i), play(server.port(), i));
      }
      for (Map.Entry<Trouble, CompletableFuture<Ran>> run : runs.entrySet()) {
        assertPlayed(run.getKey(), run.getValue().get(60, TimeUnit.SECONDS));
      }
      // Two heartbeats are one trouble.
      assertThat(server.end().stream().filter(line -> line.get("event").asText().equals("fault")))
          .hasSize(TROUBLES.size() + 1);
    }
  }

  private static void assertPlayed(Trouble trouble, Ran run) {
    assertThat(run.err()).as("standard error after %s", trouble.what()).isEmpty();
    assertThat(run.code()).isZero();
    JsonNode result = run.lastLine();
    assertThat(result.get("ok").asBoolean()).isTrue();
    assertThat(result.get("frames_sent").asInt()).isEqualTo(FRAMES);
    assertThat(result.get("frames_dropped").asInt()).isZero();
    assertThat(result.get("resumes").asInt())
        .as("resumes after %s", trouble.what())
        .isEqualTo(trouble.resumes());
    assertThat(result.get("rejoins").asInt())
        .as("rejoins after %s", trouble.what())
        .isEqualTo(trouble.rejoins());
  }

  private static String script() {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < TROUBLES.size(); i++) {
      rules.add(TROUBLES.get(i).rule(user(i)));
    }
    return rules.stream().collect(Collectors.joining(",", "[", "]"));
  }

  private static int user(int index) {
    return 100 + index;
  }

  private static CompletableFuture<Ran> play(String port, int index) {
    String arguments =
        "play --plain --endpoint localhost:%s --guild %d --channel 2 --user %d --session s --token t"
                .formatted(port, 10 + index, user(index))
            + " --frames %d --timeout 50 --option voiceStateSpacing=1".formatted(FRAMES);
    return CompletableFuture.supplyAsync(
        () -> Ran.command(arguments.split(" ")), task -> new Thread(task).start());
  }
}
