package dev.antiphon.cli.internal.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the lines of audit files. Lines that are not JSON objects are only counted, because a
 * report must also work for damaged files.
 */
final class AuditFileLines {
  private static final int LONGEST = 1 << 20;
  private static final ObjectReader JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .build())
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final LineHandler handler;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(4_096);
  private long unreadable;

  /** Handles a line. Returns false if the line is invalid. */
  @FunctionalInterface
  interface LineHandler {
    boolean take(JsonNode line) throws IOException;
  }

  private AuditFileLines(LineHandler handler) {
    this.handler = handler;
  }

  /**
   * Passes all lines of the files to the handler, in order.
   *
   * @return the number of lines that could not be handled
   */
  static long read(List<Path> files, LineHandler handler) throws IOException {
    AuditFileLines lines = new AuditFileLines(handler);
    for (Path file : files) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
        lines.read(in);
      }
    }
    return lines.unreadable;
  }

  private void read(InputStream in) throws IOException {
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        take();
      } else if (line.size() <= LONGEST) {
        line.write(next);
      }
    }
    if (line.size() > 0) {
      take();
    }
  }

  private void take() throws IOException {
    boolean taken = line.size() <= LONGEST && taken(line.toString(StandardCharsets.UTF_8));
    unreadable += taken ? 0 : 1;
    line.reset();
  }

  private boolean taken(String text) throws IOException {
    JsonNode json;
    try {
      json = JSON.readValue(text);
    } catch (JsonProcessingException e) {
      return false;
    }
    return json != null && json.isObject() && handler.take(json);
  }
}
