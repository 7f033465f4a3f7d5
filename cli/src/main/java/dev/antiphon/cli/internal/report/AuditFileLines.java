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
 * The lines of audit files, one after the other. What is not a JSON object is only counted: a page
 * shall be made of damaged files too, for they are the ones that people want to look into.
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

  private final Taker taker;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(4_096);
  private long unreadable;

  /** Takes a line, and says whether it could make anything of it. */
  @FunctionalInterface
  interface Taker {
    boolean take(JsonNode line) throws IOException;
  }

  private AuditFileLines(Taker taker) {
    this.taker = taker;
  }

  /**
   * Hands over every line of the files, in their order.
   *
   * @return how many lines were nothing that could be taken
   */
  static long read(List<Path> files, Taker taker) throws IOException {
    AuditFileLines lines = new AuditFileLines(taker);
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
    return json != null && json.isObject() && taker.take(json);
  }
}
