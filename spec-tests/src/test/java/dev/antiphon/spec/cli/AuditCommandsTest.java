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

/** What the commands say of the audit of a demo. */
class AuditCommandsTest {
  private static final Set<String> FROM_ELSEWHERE = Set.of("hash", "previous", "head");

  @TempDir private static Path folder;
  private static Path audit;
  private static List<String> original;

  @BeforeAll
  static void playTheDemo() throws IOException {
    Path ogg = folder.resolve("second.ogg");
    Files.write(ogg, DemoTest.firstSecond());
    Ran demo = Ran.command("demo", "--json", "--file", ogg.toString(), "--out", folder.toString());
    assertThat(demo.err()).isEmpty();
    audit = folder.resolve("transitions.jsonl");
    original = Files.readAllLines(audit);
  }

  @Test
  void anUntouchedAuditIsWhole() {
    Ran verify = Ran.command("audit", "verify", audit.toString());
    assertThat(verify.err()).isEmpty();
    assertThat(verify.code()).isZero();
    assertThat(verify.out()).startsWith("Whole: " + original.size() + " lines, sealed, head ");
    String head = verify.out().strip().substring(verify.out().strip().length() - 64);
    assertThat(Ran.command("audit", "verify", audit.toString(), "--head", head).code()).isZero();
    String other = "0".repeat(64);
    Ran cut = Ran.command("audit", "verify", audit.toString(), "--head", other);
    assertThat(cut.code()).isEqualTo(1);
    assertThat(cut.err()).contains("without the expected head");
  }

  @Test
  void aChangedLineIsNamed() throws IOException {
    Path changed = folder.resolve("changed.jsonl");
    List<String> lines = new ArrayList<>(original);
    lines.set(7, lines.get(7).replace("Established", "Established "));
    lines.set(7, lines.get(7).replace("\"generation\":1", "\"generation\":2"));
    Files.write(changed, lines);
    Ran verify = Ran.command("audit", "verify", changed.toString());
    assertThat(verify.code()).isEqualTo(1);
    assertThat(verify.err()).startsWith("Not whole. " + changed + ", line 8: the hash does not");
  }

  @Test
  void everyStepIsExplained() {
    Ran replay = Ran.command("audit", "replay", audit.toString());
    assertThat(replay.err()).isEmpty();
    assertThat(replay.code()).isZero();
    assertThat(replay.out())
        .contains("all ")
        .contains("steps of 2 connections are explained")
        .contains("steps of their end-to-end encryption are in its table");
  }

  @Test
  void theStoryIsToldInWords() {
    Ran show = Ran.command("audit", "show", audit.toString());
    assertThat(show.code()).isZero();
    assertThat(show.out())
        .contains("Idle → AwaitingServerUpdate")
        .contains("Selecting → Established")
        .contains("Established → Resuming")
        .contains("encryption: Disabled → Pending")
        .contains(" 2 in epoch ")
        .contains("Established → Disconnected")
        .contains("[Requested]")
        .contains("steps that changed no state: --all");
    Ran all = Ran.command("audit", "show", "--all", audit.toString());
    assertThat(all.out().lines().count()).isGreaterThan(show.out().lines().count());
    Ran none = Ran.command("audit", "show", "--connection", "nobody", audit.toString());
    assertThat(none.code()).isEqualTo(1);
  }

  @Test
  void theStoryGoesOnBehindALineThatCannotBeTold() throws IOException {
    Path strange = folder.resolve("strange.jsonl");
    Files.write(strange, original);
    Files.writeString(strange, "{\"event\":\"transition\"}\n", StandardOpenOption.APPEND);
    Files.write(
        strange, new byte[] {'{', '"', (byte) 0xe2, (byte) 0x86}, StandardOpenOption.APPEND);
    Ran show = Ran.command("audit", "show", strange.toString());
    assertThat(show.code()).isZero();
    assertThat(show.out()).contains("Selecting → Established");
    assertThat(show.err())
        .contains("line " + (original.size() + 1) + ": this has no time.")
        .contains("line " + (original.size() + 2) + ": this is no JSON.");
  }

  @Test
  void aFileThatIsNotThereIsWrongUsage() {
    for (String command : List.of("verify", "replay", "show")) {
      Ran ran = Ran.command("audit", command, folder.resolve("nowhere").toString());
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("there is no file");
    }
    Ran verify = Ran.command("audit", "verify", audit.toString(), "--head", "abc");
    assertThat(verify.code()).isEqualTo(2);
  }

  /** Ordinals, codes, numbers and names; of addresses only the endpoint's host. */
  @Test
  void noSecretAndNoAddressIsInTheFile() {
    Set<String> texts = new TreeSet<>();
    original.forEach(line -> collect(Ran.object(line), texts));
    assertThat(texts).contains("localhost");
    assertThat(texts).noneMatch(text -> text.matches(".*\\d+\\.\\d+\\.\\d+\\.\\d+.*"));
    assertThat(texts).noneMatch(text -> text.matches(".*localhost:\\d+.*"));
    assertThat(texts)
        .as("tokens, session ids and keys are long; our names are of capitals")
        .noneMatch(text -> text.matches("[A-Za-z0-9+/=_-]{24,}") && !text.matches("[A-Z0-9_]+"));
  }

  private static void collect(JsonNode json, Set<String> texts) {
    if (json.isTextual()) {
      texts.add(json.asText());
    }
    json.properties().stream()
        .filter(field -> !FROM_ELSEWHERE.contains(field.getKey()))
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
