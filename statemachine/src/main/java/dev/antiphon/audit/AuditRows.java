package dev.antiphon.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How often the steps of audit files have taken each row of the table. */
public final class AuditRows {
  private AuditRows() {}

  /**
   * The counts by the rows' ids, of rows that were taken at all. Whether the files are whole is not
   * asked.
   *
   * @param files that follow one another, or not
   * @throws AuditException if a line is none of ours; it says which
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
        if (line.isEmpty() || !AuditLine.isOurs(line.get().json())) {
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
