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
 * One self-contained HTML page that shows audit files: what was counted, the states and the ways
 * taken between them, a timeline of each connection, and the causes. The files are streamed, three
 * times, so they may be larger than the memory.
 */
public final class AuditReport {

  /** How many steps a page shows at most: the last ones. Its figures are of all. */
  public static final int MOST_STEPS = 50_000;

  private AuditReport() {}

  /**
   * What a page was made of.
   *
   * @param connections how many connections the files tell of
   * @param steps how many steps
   * @param shown how many of them the page shows
   * @param verdict whether the files are whole
   */
  public record Made(long connections, long steps, long shown, AuditVerdict verdict) {}

  /**
   * Writes the page; one that is there is replaced. That files are damaged does not keep it from
   * being written: it says so, and shows what can be read.
   *
   * @param files what to show; files that follow one another, the oldest first
   * @param out where the page goes; not one of the files
   * @throws IllegalArgumentException if the page would replace one of the files
   * @throws IOException if a file cannot be read, or the page cannot be written
   */
  public static Made write(List<Path> files, Path out) throws IOException {
    return write(files, out, MOST_STEPS);
  }

  static Made write(List<Path> files, Path out, int mostSteps) throws IOException {
    refuseToReplace(files, out);
    Survey survey = Survey.of(files);
    AuditVerdict verdict = AuditVerifier.verify(files, Optional.empty());
    ReportData data = new ReportData(files, verdict, survey, mostSteps);
    try (Writer page = Files.newBufferedWriter(out)) {
      new Template().write(page, writer -> write(data, writer));
    }
    return new Made(
        survey.connections(), survey.steps(), Math.min(mostSteps, survey.steps()), verdict);
  }

  private static void refuseToReplace(List<Path> files, Path out) throws IOException {
    for (Path file : files) {
      if (Files.exists(out) && Files.isSameFile(file, out)) {
        throw new IllegalArgumentException("The page would replace the audit file " + file + ".");
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

  /** Within a script element no text may look like its end, or like the beginning of another. */
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
      return null; // also asked for what is not ASCII; it stays as it is
    }
  }
}
