package dev.antiphon.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The result of verifying audit files.
 *
 * @param lines the number of lines in the hash chain
 * @param head the hash of the last line before the seal; without a seal, the hash of the last line
 * @param sealed whether the last file ends with a seal
 * @param signatures the signatures of the seals, in order, in Base64
 * @param notes remarks that are not errors: gaps, and files without a seal
 * @param flaw the first position where something was changed or is missing
 */
public record AuditVerdict(
    long lines,
    String head,
    boolean sealed,
    List<String> signatures,
    List<Place> notes,
    Optional<Place> flaw) {

  /**
   * A remark about a line of a file.
   *
   * @param file the file
   * @param line the line number, from 1
   * @param what the remark, as a sentence
   */
  public record Place(Path file, long line, String what) {
    @Override
    public String toString() {
      return file + ", line " + line + ": " + what;
    }
  }

  /** Copies the lists. */
  public AuditVerdict {
    signatures = List.copyOf(signatures);
    notes = List.copyOf(notes);
  }

  /** Whether the files are unchanged and complete. */
  public boolean isWhole() {
    return flaw.isEmpty();
  }
}
