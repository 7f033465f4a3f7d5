package dev.antiphon.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies audit files. It finds the first line that was changed, swapped, inserted, removed or cut
 * off. It is not thread-safe.
 */
public final class AuditVerifier {
  private static final String NOT_OURS = "this is not a line of an audit file";
  private static final String BROKEN =
      "the hash does not match the line and the hash before it: this line was changed, or lines"
          + " before it were swapped, inserted or removed";

  private final Optional<String> expectedHead;
  private final List<AuditVerdict.Place> notes = new ArrayList<>();
  private final List<String> signatures = new ArrayList<>();
  private Optional<AuditVerdict.Place> flaw = Optional.empty();
  private final List<AuditVerdict.Place> open = new ArrayList<>();
  private int torn;
  private long last;
  private @Nullable AuditChain chain;
  private long number;
  private long lines;
  private String head = AuditChain.ORIGIN;
  private boolean headMet;
  private boolean sealed;

  private AuditVerifier(Optional<String> expectedHead) {
    this.expectedHead = expectedHead;
  }

  /**
   * Verifies files that follow one another.
   *
   * @param files the files, oldest first
   * @param expectedHead the expected head of the last file: the hash of the seal or of the line
   *     before it. Empty if the expected head is not known
   * @throws IllegalArgumentException if the list is empty
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static AuditVerdict verify(List<Path> files, Optional<String> expectedHead) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no file to verify was given");
    }
    AuditVerifier verifier = new AuditVerifier(expectedHead);
    files.forEach(verifier::read);
    return verifier.verdict(files);
  }

  private AuditVerdict verdict(List<Path> files) {
    boolean met = expectedHead.isPresent() && headMet;
    if (flaw.isEmpty() && expectedHead.isPresent() && !met) {
      String what = "the chain ends here without the expected head: the rest was cut off";
      flaw = Optional.of(new AuditVerdict.Place(files.get(files.size() - 1), last, what));
    }
    if (flaw.isEmpty() && met) {
      notes.addAll(open);
    } else if (flaw.isEmpty()) {
      flaw = open.stream().findFirst();
    }
    return new AuditVerdict(lines, head, sealed, signatures, notes, flaw);
  }

  private void read(Path file) {
    if (flaw.isPresent()) {
      return;
    }
    try (AuditReader reader = new AuditReader(file)) {
      try {
        read(file, reader);
      } catch (AuditException refused) {
        fail(file, reader.number(), String.valueOf(refused.getMessage()));
      }
    }
  }

  private void read(Path file, AuditReader reader) {
    sealed = false;
    Optional<AuditLine> line = reader.next();
    last = 1;
    if (line.isEmpty()) {
      leaveOpen(file, 1, reader, "no line is complete; expected a first line with the format");
      return;
    }
    begin(file, line.get());
    long first = number;
    while (flaw.isEmpty() && line.isPresent()) {
      take(file, reader.number(), line.get(), number - first);
      line = flaw.isEmpty() ? reader.next() : Optional.empty();
    }
    if (flaw.isEmpty() && sealed && reader.torn() > 0) {
      fail(file, reader.number() + 1, "something follows the seal");
    } else if (flaw.isEmpty() && !sealed) {
      leaveOpen(file, reader.number(), reader, "open end after line " + reader.number());
    }
    last = reader.number();
  }

  private void leaveOpen(Path file, long line, AuditReader reader, String what) {
    torn = reader.torn();
    String behind = torn == 0 ? "" : ", followed by an incomplete line of " + torn + " bytes";
    open.add(new AuditVerdict.Place(file, line, what + behind));
  }

  /** Checks the first line, which contains the end of the previous file. */
  private void begin(Path file, AuditLine line) {
    JsonNode json = line.hash().isPresent() ? line.json() : null;
    if (json == null || !json.path("event").asText().equals("file")) {
      fail(file, 1, "expected the first line of an audit file");
      return;
    }
    if (!AuditLine.isReadable(json)) {
      fail(file, 1, AuditLines.EXPECTED);
      return;
    }
    String previous = json.path("previous").asText();
    if (continuesAfterDisplaced(file, json, previous)) {
      return;
    }
    if (chain == null) {
      chain = new AuditChain(AuditChain.isHash(previous) ? previous : AuditChain.ORIGIN);
      number = json.path("n").asLong() - 1;
      if (number > 0 && !open.isEmpty()) {
        flaw = Optional.of(open.get(0));
        return;
      }
      if (number > 0) {
        notes.add(new AuditVerdict.Place(file, 1, "earlier files were not given"));
      }
    } else if (!previous.equals(chain.head())) {
      fail(file, 1, "this file does not continue the previous file: " + missing());
      return;
    }
    if (!open.isEmpty()) {
      JsonNode recorded = json.path("break");
      if (recorded.path("after").asLong(-1) != number
          || recorded.path("torn_bytes").asLong(-1) != torn) {
        flaw = Optional.of(open.get(open.size() - 1));
        return;
      }
      open.forEach(this::noteOpenEnd);
      open.clear();
    }
  }

  /**
   * Returns true if lines are missing before this file because earlier files were displaced while
   * they were written. The missing lines are a note.
   */
  private boolean continuesAfterDisplaced(Path file, JsonNode first, String previous) {
    if (!AuditChain.isHash(previous) || (chain != null && previous.equals(chain.head()))) {
      return false;
    }
    Optional<String> missing =
        chain == null ? Displaced.missing(first) : Displaced.missing(first, number, chain.head());
    if (missing.isEmpty()) {
      return false;
    }
    open.forEach(this::noteOpenEnd);
    open.clear();
    notes.add(new AuditVerdict.Place(file, 1, missing.get()));
    chain = new AuditChain(previous);
    number = first.path("n").asLong() - 1;
    return true;
  }

  private void noteOpenEnd(AuditVerdict.Place unsealed) {
    String what = unsealed.what() + "; the writer was stopped, and the next file records this";
    notes.add(new AuditVerdict.Place(unsealed.file(), unsealed.line(), what));
  }

  private static String missing() {
    return "a file between them is missing, or the end of the previous file was replaced";
  }

  private void take(Path file, long place, AuditLine line, long count) {
    AuditChain chain = Objects.requireNonNull(this.chain, "the chain starts with the first line");
    if (sealed) {
      fail(file, place, "something follows the seal");
      return;
    }
    Optional<String> hash = line.hash();
    String before = chain.head();
    if (hash.isEmpty()) {
      fail(file, place, NOT_OURS);
      return;
    }
    if (!hash.get().equals(line.chainedTo(chain))) {
      fail(file, place, BROKEN);
      return;
    }
    JsonNode json = line.json();
    number++;
    lines++;
    if (json.path("n").asLong() != number) {
      fail(file, place, "expected line " + number + " of the chain");
      return;
    }
    String event = json.path("event").asText();
    head = event.equals("seal") ? before : chain.head();
    if (event.equals("seal")) {
      seal(file, place, json, before, count);
    } else if (event.equals("gap")) {
      notes.add(new AuditVerdict.Place(file, place, GapJson.sentence(json)));
    } else if (event.equals("file") && place > 1) {
      fail(file, place, "another file starts here: two files were joined");
    }
    headMet = expectedHead.filter(one -> one.equals(head) || one.equals(chain.head())).isPresent();
  }

  private void seal(Path file, long place, JsonNode json, String before, long count) {
    if (json.path("count").asLong() != count || !json.path("head").asText().equals(before)) {
      fail(file, place, "the seal does not match the lines before it");
      return;
    }
    if (json.has("signature")) {
      signatures.add(json.path("signature").asText());
    }
    sealed = true;
  }

  private void fail(Path file, long line, String what) {
    flaw = Optional.of(new AuditVerdict.Place(file, line, what));
  }
}
