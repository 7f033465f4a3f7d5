package dev.antiphon.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program in Node.js that reads and writes JSON lines on standard input and output. Its standard
 * error is written to a log file in the same folder.
 */
final class NodeProgram implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LIMIT_SECONDS = 30;

  private final String name;
  private final Path errors;
  private final Process process;
  private final Writer input;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /**
   * Starts the program.
   *
   * @param name the file name of the program
   * @param environment additional environment variables
   */
  NodeProgram(String name, Map<String, String> environment) {
    this.name = name;
    this.errors = Node.FOLDER.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder("node", name)
            .directory(Node.FOLDER.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    input = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("{\"error\":\"the output ended unexpectedly\"}");
    }
  }

  /** Writes one line. */
  void send(Map<String, ?> message) {
    try {
      input.write(JSON.writeValueAsString(message));
      input.write('\n');
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " has ended: " + errorLog(), e);
    }
  }

  /** The next line of the program's output. */
  JsonNode next() {
    try {
      String line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError(
            name + " wrote no line within " + LIMIT_SECONDS + " seconds: " + errorLog());
      }
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(name + " wrote a line that is not JSON", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(name + ": interrupted while waiting for a line", e);
    }
  }

  /** Writes a line and returns the response. */
  JsonNode request(Map<String, ?> request) {
    send(request);
    return next();
  }

  private String errorLog() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends the program. */
  @Override
  public void close() {
    process.destroy();
  }
}
