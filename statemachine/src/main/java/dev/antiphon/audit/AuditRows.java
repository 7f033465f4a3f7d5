package dev.antiphon.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts how often the steps of audit files used each row of the transition table. */
public final class AuditRows {
  private AuditRows() {}

  /**
   * Returns the counts by row id. Rows that were never used are not included. This method does not
   * verify the hash chain.
   *
   * @param files the audit files, in any order; files between them can be missing
   * @throws AuditException if a line is not a line of an audit file; the message contains the line
   *     number
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static Map<String, Long> taken(List<Path> files) {
    Map<String, Long> rows = new TreeMap<>();
    files.forEach(file -> count(file, rows));
    return rows;
  }

  private static void count(Path file, Map<String, Long> rows) {
    try (AuditReader reader = new AuditReader(file)) {
      try {
        Optional<AuditLine> line = reader.next();
        if (line.isEmpty() || !AuditLine.isReadable(line.get().json())) {
          throw new AuditException(AuditLines.EXPECTED);
        }
        for (; line.isPresent(); line = reader.next()) {
          JsonNode json = line.get().json();
          if (json.path("event").asText().equals("transition")) {
            rows.merge(json.path("row").asText(), 1L, Long::sum);
          }
        }
      } catch (AuditException refused) {
        throw new AuditException(
            file + ", line " + Math.max(1, reader.number()) + ": " + refused.getMessage());
      }
    }
  }
}
