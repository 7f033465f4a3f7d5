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

/** Runs {@code play} against {@code serve --faults}: it plays to the end after each fault. */
class PlayThroughFaultsTest {
  private static final int FRAMES = 100;

  /** A fault for one user, and the expected numbers of resumes and rejoins. */
  private record Fault(String when, String action, int resumes, int rejoins) {
    static Fault inTheMiddle(String action, int resumes, int rejoins) {
      return new Fault("\"frame\":40", action, resumes, rejoins);
    }

    String rule(int user) {
      return "{\"when\":{%s,\"user\":\"%d\"},\"do\":%s}".formatted(when, user, action);
    }
  }

  private static final List<Fault> FAULTS =
      List.of(
          Fault.inTheMiddle("{\"close\":1001}", 1, 0),
          Fault.inTheMiddle("{\"close\":4000}", 1, 0),
          Fault.inTheMiddle("{\"close\":4006}", 0, 1),
          Fault.inTheMiddle("{\"close\":4009}", 0, 1),
          Fault.inTheMiddle("{\"close\":4015}", 1, 0),
          Fault.inTheMiddle("{\"close\":4999}", 1, 0),
          Fault.inTheMiddle("\"reset\"", 1, 0),
          new Fault("\"received\":\"heartbeat\"", "\"ignore\",\"times\":2", 1, 0));

  /**
   * All faults run at the same time, each in its own guild. The second missing heartbeat answer
   * causes the resume.
   */
  @Test
  void playSendsAllFramesAndCountsResumesAndRejoins() throws Exception {
    try (RunningServer server =
        new RunningServer("--plain", "--heartbeat-interval", "300", "--faults", script())) {
      Map<Fault, CompletableFuture<CommandResult>> runs = new LinkedHashMap<>();
      for (int i = 0; i < FAULTS.size(); i++) {
        runs.put(FAULTS.get(i), play(server.port(), i));
      }
      for (Map.Entry<Fault, CompletableFuture<CommandResult>> run : runs.entrySet()) {
        assertPlayed(run.getKey(), run.getValue().get(60, TimeUnit.SECONDS));
      }
      // Two ignored heartbeats are one fault.
      assertThat(server.end().stream().filter(line -> line.get("event").asText().equals("fault")))
          .hasSize(FAULTS.size() + 1);
    }
  }

  private static void assertPlayed(Fault fault, CommandResult run) {
    assertThat(run.err()).as("standard error after %s", fault.action()).isEmpty();
    assertThat(run.code()).isZero();
    JsonNode result = run.lastLine();
    assertThat(result.get("ok").asBoolean()).isTrue();
    assertThat(result.get("frames_sent").asInt()).isEqualTo(FRAMES);
    assertThat(result.get("frames_dropped").asInt()).isZero();
    assertThat(result.get("resumes").asInt())
        .as("resumes after %s", fault.action())
        .isEqualTo(fault.resumes());
    assertThat(result.get("rejoins").asInt())
        .as("rejoins after %s", fault.action())
        .isEqualTo(fault.rejoins());
  }

  private static String script() {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < FAULTS.size(); i++) {
      rules.add(FAULTS.get(i).rule(user(i)));
    }
    return rules.stream().collect(Collectors.joining(",", "[", "]"));
  }

  private static int user(int index) {
    return 100 + index;
  }

  private static CompletableFuture<CommandResult> play(String port, int index) {
    String arguments =
        "play --plain --endpoint localhost:%s --guild %d --channel 2 --user %d --session s --token t"
                .formatted(port, 10 + index, user(index))
            + " --frames %d --timeout 50 --option voiceStateSpacing=1".formatted(FRAMES);
    return CompletableFuture.supplyAsync(
        () -> CommandResult.command(arguments.split(" ")), task -> new Thread(task).start());
  }
}
