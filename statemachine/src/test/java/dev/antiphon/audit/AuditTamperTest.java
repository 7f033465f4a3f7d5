package dev.antiphon.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that every change of a file is detected at the correct position. */
class AuditTamperTest {
  private static final int EDITS = 1_000;
  private static final int STEPS = 40;

  @TempDir private Path folder;
  private Path file;
  private byte[] original;
  private String head;

  @BeforeEach
  void writeAFile() throws IOException {
    file = folder.resolve("audit.jsonl");
    try (AuditFile audit = AuditFile.replacing(file)) {
      new Steps("a", 5).next(STEPS).forEach(audit::write);
      head = audit.head();
    }
    original = Files.readAllBytes(file);
    assertThat(verify().isWhole()).isTrue();
  }

  @Test
  void randomEditsAreDetectedNearTheFirstChangedLine() throws IOException {
    Random random = new Random(20_261_122);
    for (int edit = 0; edit < EDITS; edit++) {
      byte[] edited = edit(original, random);
      if (Arrays.equals(edited, original)) {
        continue;
      }
      int at = Arrays.mismatch(original, edited);
      Files.write(file, edited);
      AuditVerdict verdict = verify();
      assertThat(verdict.isWhole()).as("edit %d at byte %d", edit, at).isFalse();
      long line = lineOf(at);
      assertThat(verdict.flaw().orElseThrow().line())
          .as("edit %d at byte %d: %s", edit, at, verdict.flaw())
          .isBetween(line - 1, line + 1);
    }
  }

  private static byte[] edit(byte[] original, Random random) {
    int at = random.nextInt(original.length);
    int length = 1 + random.nextInt(random.nextBoolean() ? 1 : 300);
    int to = Math.min(original.length, at + length);
    byte[] some = new byte[to - at];
    random.nextBytes(some);
    return switch (random.nextInt(4)) {
      case 0 -> flipped(original, at, 1 << random.nextInt(8));
      case 1 -> joined(original, at, new byte[0], to);
      case 2 -> joined(original, at, some, at);
      default -> joined(original, at, some, to);
    };
  }

  private static byte[] flipped(byte[] original, int at, int bit) {
    byte[] edited = original.clone();
    edited[at] ^= (byte) bit;
    return edited;
  }

  private static byte[] joined(byte[] original, int until, byte[] between, int from) {
    byte[] edited = Arrays.copyOf(original, until + between.length + original.length - from);
    System.arraycopy(between, 0, edited, until, between.length);
    System.arraycopy(original, from, edited, until + between.length, original.length - from);
    return edited;
  }

  private long lineOf(int at) {
    long line = 1;
    for (int i = 0; i < Math.min(at, original.length); i++) {
      line += original[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  @Test
  void removedLineIsReportedAtItsPosition() throws IOException {
    for (int line = 1; line < STEPS; line++) {
      List<String> lines = lines();
      lines.remove(line);
      Files.write(file, lines);
      assertThat(verify().flaw().orElseThrow().line()).isEqualTo(line + 1);
    }
  }

  @Test
  void swappedAndRepeatedLinesAreReportedAtTheirPosition() throws IOException {
    for (int line = 1; line < STEPS; line++) {
      List<String> swapped = lines();
      swapped.add(line, swapped.remove(line + 1));
      Files.write(file, swapped);
      assertThat(verify().flaw().orElseThrow().line()).isEqualTo(line + 1);

      List<String> repeated = lines();
      repeated.add(line, repeated.get(line));
      Files.write(file, repeated);
      assertThat(verify().flaw().orElseThrow().line()).isEqualTo(line + 2);
    }
  }

  @Test
  void missingSealIsReportedAndMissingEntriesAreDetectedWhenTheHeadIsKnown() throws IOException {
    List<String> lines = lines();
    for (int kept = 2; kept < lines.size(); kept++) {
      Files.write(file, lines.subList(0, kept));
      assertThat(verify().flaw().orElseThrow().what()).isEqualTo("open end after line " + kept);
      AuditVerdict known = AuditVerifier.verify(List.of(file), Optional.of(head));
      if (kept < lines.size() - 1) {
        assertThat(known.flaw().orElseThrow().what())
            .isEqualTo("the chain ends here without the expected head: the rest was cut off");
        assertThat(known.flaw().orElseThrow().line()).isEqualTo(kept);
      } else {
        assertThat(known.flaw()).as("only the seal is missing").isEmpty();
      }
    }
  }

  @Test
  void rewrittenFileIsDetectedWhenTheExpectedHeadIsKnown() throws IOException {
    try (AuditFile audit = AuditFile.replacing(file)) {
      new Steps("a", 6).next(STEPS).forEach(audit::write);
    }
    assertThat(verify().isWhole()).isTrue();
    assertThat(AuditVerifier.verify(List.of(file), Optional.of(head)).isWhole()).isFalse();
  }

  @Test
  void fileInAnotherFormatIsRefused() throws IOException {
    for (String text : List.of("", "\n", "{}\n", "hello\n", "\u0000\n", "{\"event\":\"file\"}\n")) {
      Files.writeString(file, text, StandardCharsets.UTF_8);
      AuditVerdict.Place flaw = verify().flaw().orElseThrow();
      assertThat(flaw.line()).isEqualTo(1);
      assertThat(flaw.what()).contains("expected");
    }
  }

  private List<String> lines() {
    return new ArrayList<>(new String(original, StandardCharsets.UTF_8).lines().toList());
  }

  private AuditVerdict verify() {
    return AuditVerifier.verify(List.of(file), Optional.empty());
  }
}
