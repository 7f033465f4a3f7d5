package dev.antiphon.spec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that {@code serve --faults} applies its script and reports the applied faults. */
class ServeFaultsTest {
  private static final String SCRIPT =
      "[{\"when\": {\"frame\": 10}, \"do\": {\"close\": 4014, \"reason\": \"enough\"}}]";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void serveAppliesAndReportsTheFaultScript(boolean fromFile) throws Exception {
    Path file = Files.writeString(folder.resolve("faults.json"), SCRIPT);
    try (RunningServer server =
        new RunningServer("--plain", "--faults", fromFile ? "@" + file : SCRIPT)) {
      CommandResult.command(
          ("play --plain --guild 1 --channel 2 --user 3 --session s --token t --frames 50"
                  + " --timeout 10 --endpoint localhost:"
                  + server.port())
              .split(" "));
      List<JsonNode> lines = server.end();
      assertThat(lines)
          .filteredOn(line -> line.get("event").asText().equals("fault"))
          .singleElement()
          .satisfies(
              fault -> {
                assertThat(fault.get("rule").asInt()).isZero();
                assertThat(fault.get("user_id").asText()).isEqualTo("3");
                assertThat(fault.get("when").toString()).isEqualTo("{\"frame\":10}");
                assertThat(fault.get("do").get("close").asInt()).isEqualTo(4014);
              });
      assertThat(lines)
          .anySatisfy(
              line -> {
                assertThat(line.get("event").asText()).isEqualTo("closed");
                assertThat(line.get("code").asInt()).isEqualTo(4014);
                assertThat(line.get("reason").asText()).isEqualTo("enough");
              });
    }
  }

  @Test
  void invalidFaultScriptIsAUsageError() {
    CommandResult run =
        CommandResult.command(
            "serve", "--faults", "[{\"when\":{\"frame\":1},\"do\":{\"close\":\"x\"}}]");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("--faults: /0/do/close: expected a whole number from 1000 to 4999, found \"x\"");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void missingFaultScriptFileIsReported() {
    CommandResult run =
        CommandResult.command("serve", "--faults", "@" + folder.resolve("missing.json"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("missing.json does not exist.");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void faultScriptFileThatIsNotUtf8IsReported() throws Exception {
    Path file = Files.write(folder.resolve("faults.bin"), new byte[] {-1, -2});
    CommandResult run = CommandResult.command("serve", "--faults", "@" + file);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("faults.bin is not UTF-8.");
  }
}
