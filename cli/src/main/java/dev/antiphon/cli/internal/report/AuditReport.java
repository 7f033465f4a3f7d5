package dev.antiphon.cli.internal.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import dev.antiphon.audit.AuditVerdict;
import dev.antiphon.audit.AuditVerifier;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a self-contained HTML page that shows audit files: statistics, a diagram of the states and
 * transitions, a timeline of each connection, and the causes. The files are read three times as a
 * stream. Therefore they can be larger than the memory.
 */
public final class AuditReport {

  /**
   * The largest number of steps on a page. A page shows the last steps; its statistics count all
   * steps.
   */
  public static final int MOST_STEPS = 50_000;

  private AuditReport() {}

  /**
   * A summary of the files and the page.
   *
   * @param connections the number of connections in the files
   * @param steps the number of steps in the files
   * @param shown the number of steps on the page
   * @param verdict the result of the verification of the files
   */
  public record Summary(long connections, long steps, long shown, AuditVerdict verdict) {}

  /**
   * Writes the page, and replaces an existing page. For damaged files the page reports the damage
   * and shows all readable steps.
   *
   * @param files consecutive audit files, the oldest first
   * @param out the output file, which must not be one of the audit files
   * @throws IllegalArgumentException if the page would replace one of the files
   * @throws IOException if a file cannot be read, or the page cannot be written
   */
  public static Summary write(List<Path> files, Path out) throws IOException {
    return write(files, out, MOST_STEPS);
  }

  static Summary write(List<Path> files, Path out, int mostSteps) throws IOException {
    checkOutput(files, out);
    AuditStatistics statistics = AuditStatistics.of(files);
    AuditVerdict verdict = AuditVerifier.verify(files, Optional.empty());
    ReportData data = new ReportData(files, verdict, statistics, mostSteps);
    try (Writer page = Files.newBufferedWriter(out)) {
      new Template().write(page, writer -> write(data, writer));
    }
    return new Summary(
        statistics.connections(),
        statistics.steps(),
        Math.min(mostSteps, statistics.steps()),
        verdict);
  }

  private static void checkOutput(List<Path> files, Path out) throws IOException {
    for (Path file : files) {
      if (Files.exists(out) && Files.isSameFile(file, out)) {
        throw new IllegalArgumentException(
            "The page would replace the audit file " + file + ". Choose another output file.");
      }
    }
  }

  private static void write(ReportData data, Writer page) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(page)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setCharacterEscapes(new WithoutMarkup());
      data.write(json);
    }
  }

  /**
   * Escapes markup characters, because a text must not end the script element or begin a new
   * element.
   */
  private static final class WithoutMarkup extends CharacterEscapes {
    private static final long serialVersionUID = 1;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
      for (char markup : new char[] {'<', '>', '&'}) {
        codes[markup] = CharacterEscapes.ESCAPE_STANDARD;
      }
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null; // also called for non-ASCII characters, which are not escaped
    }
  }
}
