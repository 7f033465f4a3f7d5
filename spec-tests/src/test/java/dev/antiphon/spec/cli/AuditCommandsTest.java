package dev.antiphon.spec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the audit commands on the audit of a demo. */
class AuditCommandsTest {
  private static final Set<String> HASH_FIELDS = Set.of("hash", "previous", "head");

  @TempDir private static Path folder;
  private static Path audit;
  private static List<String> original;

  @BeforeAll
  static void runDemo() throws IOException {
    Path ogg = folder.resolve("second.ogg");
    Files.write(ogg, DemoTest.firstSecond());
    CommandResult demo =
        CommandResult.command(
            "demo", "--json", "--file", ogg.toString(), "--out", folder.toString());
    assertThat(demo.err()).isEmpty();
    audit = folder.resolve("transitions.jsonl");
    original = Files.readAllLines(audit);
  }

  @Test
  void verifyAcceptsAnUnchangedAuditFile() {
    CommandResult verify = CommandResult.command("audit", "verify", audit.toString());
    assertThat(verify.err()).isEmpty();
    assertThat(verify.code()).isZero();
    assertThat(verify.out()).startsWith("Intact: " + original.size() + " lines, sealed, head ");
    String head = verify.out().strip().substring(verify.out().strip().length() - 64);
    assertThat(CommandResult.command("audit", "verify", audit.toString(), "--head", head).code())
        .isZero();
    String other = "0".repeat(64);
    CommandResult cut = CommandResult.command("audit", "verify", audit.toString(), "--head", other);
    assertThat(cut.code()).isEqualTo(1);
    assertThat(cut.err()).contains("without the expected head");
  }

  @Test
  void verifyReportsTheChangedLine() throws IOException {
    Path changed = folder.resolve("changed.jsonl");
    List<String> lines = new ArrayList<>(original);
    lines.set(7, lines.get(7).replace("Established", "Established "));
    lines.set(7, lines.get(7).replace("\"generation\":1", "\"generation\":2"));
    Files.write(changed, lines);
    CommandResult verify = CommandResult.command("audit", "verify", changed.toString());
    assertThat(verify.code()).isEqualTo(1);
    assertThat(verify.err()).startsWith("Not intact. " + changed + ", line 8: the hash does not");
  }

  @Test
  void replayConfirmsEveryRecordedStep() {
    CommandResult replay = CommandResult.command("audit", "replay", audit.toString());
    assertThat(replay.err()).isEmpty();
    assertThat(replay.code()).isZero();
    assertThat(replay.out())
        .contains("all ")
        .contains("steps of 2 connections agree with the table")
        .contains("steps of their end-to-end encryption agree with its table");
  }

  @Test
  void showListsTheTransitions() {
    CommandResult show = CommandResult.command("audit", "show", audit.toString());
    assertThat(show.code()).isZero();
    assertThat(show.out())
        .contains("Idle → AwaitingServerUpdate")
        .contains("Selecting → Established")
        .contains("Established → Resuming")
        .contains("encryption: Disabled → Pending")
        .contains(" 2 in epoch ")
        .contains("Established → Disconnected")
        .contains("[Requested]")
        .contains("steps that did not change the state; show them with --all");
    CommandResult all = CommandResult.command("audit", "show", "--all", audit.toString());
    assertThat(all.out().lines().count()).isGreaterThan(show.out().lines().count());
    CommandResult none =
        CommandResult.command("audit", "show", "--connection", "nobody", audit.toString());
    assertThat(none.code()).isEqualTo(1);
  }

  @Test
  void showContinuesAfterAnUnreadableLine() throws IOException {
    Path strange = folder.resolve("strange.jsonl");
    Files.write(strange, original);
    Files.writeString(strange, "{\"event\":\"transition\"}\n", StandardOpenOption.APPEND);
    Files.write(
        strange, new byte[] {'{', '"', (byte) 0xe2, (byte) 0x86}, StandardOpenOption.APPEND);
    CommandResult show = CommandResult.command("audit", "show", strange.toString());
    assertThat(show.code()).isZero();
    assertThat(show.out()).contains("Selecting → Established");
    assertThat(show.err())
        .contains("line " + (original.size() + 1) + ": this line has no valid time.")
        .contains("line " + (original.size() + 2) + ": this is not JSON.");
  }

  @Test
  void missingFileIsAUsageError() {
    for (String command : List.of("verify", "replay", "show")) {
      CommandResult ran =
          CommandResult.command("audit", command, folder.resolve("nowhere").toString());
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("does not exist or cannot be read");
    }
    CommandResult verify =
        CommandResult.command("audit", "verify", audit.toString(), "--head", "abc");
    assertThat(verify.code()).isEqualTo(2);
  }

  /**
   * The file contains only ordinals, codes, numbers and names. Its only address is the host of the
   * endpoint.
   */
  @Test
  void auditFileContainsNoSecretAndNoIpAddress() {
    Set<String> texts = new TreeSet<>();
    original.forEach(line -> collect(CommandResult.object(line), texts));
    assertThat(texts).contains("localhost");
    assertThat(texts).noneMatch(text -> text.matches(".*\\d+\\.\\d+\\.\\d+\\.\\d+.*"));
    assertThat(texts).noneMatch(text -> text.matches(".*localhost:\\d+.*"));
    assertThat(texts)
        .as("long texts that could be tokens, session ids or keys; constant names are allowed")
        .noneMatch(text -> text.matches("[A-Za-z0-9+/=_-]{24,}") && !text.matches("[A-Z0-9_]+"));
  }

  private static void collect(JsonNode json, Set<String> texts) {
    if (json.isTextual()) {
      texts.add(json.asText());
    }
    json.properties().stream()
        .filter(field -> !HASH_FIELDS.contains(field.getKey()))
        .forEach(field -> collect(field.getValue(), texts));
    json.elements()
        .forEachRemaining(
            one -> {
              if (json.isArray()) {
                collect(one, texts);
              }
            });
  }
}
