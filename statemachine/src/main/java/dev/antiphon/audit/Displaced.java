package dev.antiphon.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An audit file that was removed, moved, replaced or shortened while it was written. The first line
 * of the next file names it, so that a verifier can tell its missing lines from a change.
 *
 * @param file the name of the file
 * @param shortened true if the file was shortened, false if it was removed, moved or replaced
 * @param after the number of the last line before the file
 * @param head the hash of that line
 */
record Displaced(String file, boolean shortened, long after, String head) {
  static final String FIELD = "displaced";
  private static final String SHORTENED = "shortened";
  private static final String REMOVED = "removed";

  static void write(JsonGenerator json, List<Displaced> files) throws IOException {
    json.writeArrayFieldStart(FIELD);
    for (Displaced one : files) {
      json.writeStartObject();
      json.writeStringField("file", one.file);
      json.writeStringField("cause", one.shortened ? SHORTENED : REMOVED);
      json.writeNumberField("after", one.after);
      json.writeStringField("previous", one.head);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * The sentence about the lines that are missing between the line with this number and this first
   * line of a file. Empty if the first line does not explain the missing lines.
   *
   * @param first the first line of a file
   * @param number the number of the last line that was read
   * @param head the hash of that line
   */
  static Optional<String> missing(JsonNode first, long number, String head) {
    List<Displaced> files = read(first);
    long last = first.path("n").asLong() - 1;
    for (int i = files.size() - 1; i >= 0; i--) {
      Displaced one = files.get(i);
      boolean begins = number == one.after && head.equals(one.head);
      boolean inside = number > one.after && number < last;
      if (begins || inside) {
        return Optional.of(sentence(files.subList(i, files.size()), number + 1, last));
      }
    }
    return Optional.empty();
  }

  /** The sentence about all lines of the files that the first line names. */
  static Optional<String> missing(JsonNode first) {
    List<Displaced> files = read(first);
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(sentence(files, files.get(0).after + 1, first.path("n").asLong() - 1));
  }

  private static String sentence(List<Displaced> files, long from, long to) {
    String names = files.stream().map(Displaced::file).collect(Collectors.joining(", "));
    boolean shortened = files.stream().allMatch(Displaced::shortened);
    return "lines %d to %d are missing here: the %s %s %s while %s written"
        .formatted(
            from,
            to,
            files.size() == 1 ? "file" : "files",
            names,
            (files.size() == 1 ? "was " : "were ")
                + (shortened ? SHORTENED : "removed, moved or replaced"),
            files.size() == 1 ? "it was" : "they were");
  }

  private static List<Displaced> read(JsonNode first) {
    List<Displaced> files = new ArrayList<>();
    for (JsonNode one : first.path(FIELD)) {
      files.add(
          new Displaced(
              one.path("file").asText(),
              one.path("cause").asText().equals(SHORTENED),
              one.path("after").asLong(),
              one.path("previous").asText()));
    }
    return files;
  }
}
