package dev.antiphon.cli.internal.report;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.DISCONNECTED;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.FAILED;
import static dev.antiphon.flow.VoiceState.IDLE;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static dev.antiphon.flow.VoiceState.SELECTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the data of the page. Other tests check the page in a browser. */
class AuditReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void resumesRejoinsAndEndedConnectionsAreCounted() throws IOException {
    JsonNode data =
        data(
            new Lines()
                .step("a", IDLE, AWAITING_SERVER_UPDATE)
                .step("a", SELECTING, ESTABLISHED)
                .step("b", SELECTING, ESTABLISHED)
                .violation("b", ESTABLISHED)
                .step("a", ESTABLISHED, RESUMING)
                .step("a", RESUMING, ESTABLISHED)
                .step("b", ESTABLISHED, BACKOFF)
                .step("b", SELECTING, ESTABLISHED)
                .end("a", ESTABLISHED, DISCONNECTED, "Kicked")
                .step("a", DISCONNECTED, DISCONNECTED)
                .end("c", AWAITING_SERVER_UPDATE, FAILED, "NoServerUpdate"));
    assertThat(data.get("connections").asLong()).isEqualTo(3);
    assertThat(data.get("open").asLong()).isEqualTo(1);
    assertThat(data.get("steps").asLong()).isEqualTo(11);
    assertThat(data.get("resumes").asLong()).isEqualTo(1);
    assertThat(data.get("rejoins").asLong()).isEqualTo(1);
    assertThat(data.get("violations").asLong()).isEqualTo(1);
    assertThat(data.get("ends").findValuesAsText("reason"))
        .containsExactly("Kicked", "NoServerUpdate");
    assertThat(data.get("last").asLong()).isEqualTo(10_000_901);
  }

  @Test
  void waitsForKeysAreShownByTheirLastReason() throws IOException {
    JsonNode data =
        data(
            new Lines()
                .step("a", SELECTING, ESTABLISHED)
                .encryption("a", "EncryptionChanged(WAITING, ALONE)")
                .encryption("a", "EncryptionChanged(WAITING, NO_EXTERNAL_SENDER)")
                .encryption("a", "EncryptionChanged(WAITING, NOT_ADDED)")
                .encryption("a", "EncryptionChanged(ON)")
                .encryption("a", "EncryptionChanged(ON, NOT_ADDED)")
                .encryption("a", "EncryptionChanged(ON)")
                .encryption("b", "EncryptionChanged(WAITING)")
                .encryption("c", "EncryptionChanged(WAITING, RECOVERIES_SPENT)")
                .end("c", ESTABLISHED, FAILED, "EndToEndFailed")
                .step("a", ESTABLISHED, ESTABLISHED));
    assertThat(data.get("key_waits"))
        .extracting(JsonNode::toString)
        .containsExactly(
            "{\"reason\":\"NOT_ADDED\",\"count\":2,\"longest\":2000000,\"total\":3000000}",
            "{\"reason\":\"RECOVERIES_SPENT\",\"count\":1,\"longest\":1000000,\"total\":1000000}",
            "{\"reason\":\"unknown\",\"count\":1,\"longest\":3000000,\"total\":3000000}");
  }

  @Test
  void onlyTheLastStepsOfALongFileAreShown() throws IOException {
    Lines lines = new Lines();
    for (int i = 0; i < 20; i++) {
      lines.violation("c" + i, ESTABLISHED);
    }
    Path page = folder.resolve("page.html");
    AuditReport.Summary summary =
        AuditReport.write(List.of(lines.in(folder.resolve("long.jsonl"))), page, 3);
    JsonNode data = dataOf(page);
    assertThat(summary.steps()).isEqualTo(20);
    assertThat(summary.shown()).isEqualTo(3);
    assertThat(data.get("left_out").asLong()).isEqualTo(17);
    assertThat(data.get("taken")).hasSize(3);
    assertThat(data.get("lanes").findValuesAsText("id")).containsExactly("c17", "c18", "c19");
  }

  @Test
  void twoFilesOfOneConnectionAreReadAsOneFile() throws IOException {
    Path first = new Lines().step("a", SELECTING, ESTABLISHED).in(folder.resolve("1.jsonl"));
    Path second = new Lines().step("a", RESUMING, ESTABLISHED).in(folder.resolve("2.jsonl"));
    Path page = folder.resolve("page.html");
    AuditReport.Summary summary = AuditReport.write(List.of(first, second), page);
    assertThat(summary.connections()).isEqualTo(1);
    assertThat(summary.steps()).isEqualTo(2);
    assertThat(dataOf(page).get("files")).hasSize(2);
  }

  @Test
  void readableLinesOfADamagedFileAreShown() throws IOException {
    JsonNode data =
        data(
            new Lines()
                .step("a", IDLE, AWAITING_SERVER_UPDATE)
                .raw("")
                .raw("{\"event\":\"transition\",\"from\":\"Idle\"")
                .raw("{} {}")
                .raw("[".repeat(50))
                .raw("{\"event\":\"transition\",\"from\":\"Idle\",\"to\":\"Limbo\"}")
                .raw("{\"event\":\"gap\",\"at\":\"+999999999-12-31T23:59:59Z\"}")
                .raw("x".repeat(3 << 20))
                .gap(7)
                .raw(
                    """
                    {"event":"transition","at":"2026-01-02T03:04:05Z","from":"Idle","to":"Failed",\
                    "sequence":"one","effects":{"a":[1]},"cause":{"b":2},"payload":[3]}""")
                .step("a", AWAITING_SERVER_UPDATE, FAILED));
    assertThat(data.get("unreadable").asLong()).isEqualTo(7);
    assertThat(data.get("steps").asLong()).isEqualTo(3);
    assertThat(data.get("taken")).hasSize(3);
    assertThat(data.get("lost").asLong()).isEqualTo(7);
    assertThat(data.get("verdict").get("flaw").get("line").asLong()).isEqualTo(1);
  }

  @Test
  void pageMakesNoRequests() throws Exception {
    String page = Files.readString(page(new Lines().step("a", IDLE, FAILED)));
    assertThat(page)
        .contains("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-");
    assertThat(page.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http:", "https:", "//www", "src=", "url(", "@import", "innerHTML");
    assertThat(page).doesNotContainPattern("\\son[a-z]+=\"").doesNotContainPattern("\\sstyle=\"");
    assertThat(page).doesNotContainPattern("@(policy|style|script|data)@");
  }

  @Test
  void htmlInTheTextsOfAnAuditFileIsEscaped() throws IOException {
    Path page =
        page(
            new Lines()
                .step("</script><script>alert(1)</script><!--", IDLE, FAILED)
                .end("a", IDLE, DISCONNECTED, "&lt;<b>"));
    String inPage = between(Files.readString(page));
    assertThat(inPage).doesNotContain("<", ">", "&");
    assertThat(dataOf(page).get("lanes").get(0).get("id").asText())
        .isEqualTo("</script><script>alert(1)</script><!--");
  }

  @Test
  void numberOfListedEndReasonsIsLimited() throws IOException {
    Lines lines = new Lines();
    for (int i = 0; i < 1_000; i++) {
      lines.end("c" + i, IDLE, DISCONNECTED, "reason " + i);
    }
    JsonNode ends = data(lines).get("ends");
    assertThat(ends).hasSize(51);
    assertThat(ends.findValues("count").stream().mapToLong(JsonNode::asLong).sum())
        .isEqualTo(1_000);
  }

  @Test
  void veryLongTextsAreTruncated() throws IOException {
    JsonNode data = data(new Lines().end("a", IDLE, DISCONNECTED, "r".repeat(100_000)));
    assertThat(data.get("words")).allMatch(word -> word.asText().length() <= 2_001);
    assertThat(data.get("ends").get(0).get("reason").asText()).hasSizeLessThanOrEqualTo(2_001);
  }

  @Test
  void pageDoesNotReplaceAnAuditFile() throws IOException {
    Path file = new Lines().step("a", IDLE, FAILED).in(folder.resolve("audit.jsonl"));
    byte[] before = Files.readAllBytes(file);
    Path same = folder.resolve(".").resolve("audit.jsonl");
    assertThatThrownBy(() -> AuditReport.write(List.of(file), same))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("would replace");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  private JsonNode data(Lines lines) throws IOException {
    return dataOf(page(lines));
  }

  private Path page(Lines lines) throws IOException {
    Path page = folder.resolve("page.html");
    AuditReport.write(List.of(lines.in(folder.resolve("audit.jsonl"))), page);
    return page;
  }

  private static JsonNode dataOf(Path page) throws IOException {
    return JSON.readTree(between(Files.readString(page, StandardCharsets.UTF_8)));
  }

  private static String between(String page) {
    Matcher found = Pattern.compile("id=\"data\">(.*?)</script>", Pattern.DOTALL).matcher(page);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }
}
