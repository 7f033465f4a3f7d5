package dev.antiphon.cli.internal.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the history of each connection. */
@Command(
    name = "show",
    description = "Show the history of each connection: its steps, durations, causes and attempts.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private AuditFiles files;

  @Option(names = "--connection", paramLabel = "ID", description = "Show only this connection.")
  private Optional<String> only = Optional.empty();

  @Option(names = "--all", description = "Show also steps that do not change the state.")
  private boolean all;

  private final Map<String, ConnectionHistory> histories = new LinkedHashMap<>();

  @Override
  public Integer call() {
    files.all().forEach(this::read);
    PrintWriter out = files.commandLine().getOut();
    if (histories.isEmpty()) {
      files.commandLine().getErr().println("The files contain no step of a connection.");
      return 1;
    }
    histories.values().forEach(history -> history.print(out));
    return 0;
  }

  private void read(Path file) {
    // Not Files.newBufferedReader, because a line can be cut inside a character.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(file, number++, line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be read", e);
    }
  }

  private void take(Path file, int number, String line) {
    try {
      take(JSON.readTree(line));
    } catch (JsonProcessingException torn) {
      files.commandLine().getErr().println(file + ", line " + number + ": this is not JSON.");
    } catch (DateTimeException strange) {
      files
          .commandLine()
          .getErr()
          .println(file + ", line " + number + ": this line has no valid time.");
    }
  }

  private void take(JsonNode json) {
    String event = json.path("event").asText();
    String connection = json.path("connection").asText();
    if (event.equals("gap")) {
      histories.forEach(
          (id, history) -> {
            if (connection.isEmpty() || connection.equals(id)) {
              history.gap(json);
            }
          });
    } else if (only.map(connection::equals).orElse(true)) {
      if (event.equals("transition")) {
        history(connection, json).take(json, all);
      } else if (event.equals("encryption")) {
        history(connection, json).takeEncryption(json, all);
      }
    }
  }

  private ConnectionHistory history(String connection, JsonNode first) {
    return histories.computeIfAbsent(connection, id -> new ConnectionHistory(first));
  }
}
