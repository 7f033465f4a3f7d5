package dev.antiphon.spec.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.antiphon.cli.internal.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** The result of a command: its exit code and its output. */
record CommandResult(int code, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static CommandResult command(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(args, new PrintWriter(out), new PrintWriter(err));
    return new CommandResult(code, out.toString(), err.toString());
  }

  /** The lines of standard output. Fails unless every line is one JSON object. */
  List<JsonNode> lines() {
    return out.lines().map(CommandResult::object).toList();
  }

  JsonNode lastLine() {
    return lines().get(lines().size() - 1);
  }

  static JsonNode object(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      if (!json.isObject()) {
        throw new AssertionError("not a JSON object: " + line);
      }
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException("not a line of JSON: " + line, e);
    }
  }
}
