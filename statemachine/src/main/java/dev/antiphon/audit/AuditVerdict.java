package dev.antiphon.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether audit files are whole.
 *
 * @param lines how many lines belong to the chain
 * @param head the hash of the last of them before the seal, or of the last of all without one
 * @param sealed whether the last file ends with its seal
 * @param signatures the signatures of the seals, in order, as Base64
 * @param notes what an honest writer has told of: gaps, and files that were not sealed
 * @param flaw the first place that shows that something was changed or is missing
 */
public record AuditVerdict(
    long lines,
    String head,
    boolean sealed,
    List<String> signatures,
    List<Place> notes,
    Optional<Place> flaw) {

  /**
   * Something in a file.
   *
   * @param file the file
   * @param line the number of the line in it, from 1
   * @param what a sentence
   */
  public record Place(Path file, long line, String what) {
    @Override
    public String toString() {
      return file + ", line " + line + ": " + what;
    }
  }

  /** Takes copies. */
  public AuditVerdict {
    signatures = List.copyOf(signatures);
    notes = List.copyOf(notes);
  }

  /** Whether nothing was changed, and nothing is missing. */
  public boolean isWhole() {
    return flaw.isEmpty();
  }
}
