package dev.antiphon.spec.cli;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.audit.AuditFile;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.server.DaveMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of an encrypted call. One bot stays and rejoins; another bot joins and leaves. */
class EncryptionAuditTest {
  private static final long GUILD = 41771983423143937L;
  private static final long CHANNEL = 127121515262115840L;
  private static final long FIRST = 104694319306248192L;
  private static final long SECOND = 104694319306248193L;
  private static final long LIMIT_SECONDS = 20;

  @TempDir private static Path folder;
  private static Path audit;
  private static List<String> lines;
  private static String code;

  @BeforeAll
  static void call() throws Exception {
    audit = folder.resolve("call.jsonl");
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder().dave(DaveMode.REQUIRED).start();
        AuditFile file = AuditFile.replacing(audit);
        FakeDiscordGateway firstGateway = FakeDiscordGateway.strict(FIRST, server);
        FakeDiscordGateway secondGateway = FakeDiscordGateway.strict(SECOND, server);
        Voice firstVoice = voice(firstGateway, FIRST, server, file)) {
      Connection first = firstVoice.joinChannel(GUILD, CHANNEL);
      try (Voice secondVoice = voice(secondGateway, SECOND, server, file)) {
        secondVoice.joinChannel(GUILD, CHANNEL);
        awaitEncryption(first, now -> now.members().size() == 2);
        code = first.encryption().orElseThrow().privacyCode().orElseThrow();
        first.reconnect().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        awaitEncryption(
            first,
            now -> now.members().size() == 2 && !now.privacyCode().orElseThrow().equals(code));
      }
      awaitEncryption(first, now -> now.members().isEmpty());
    }
    lines = Files.readAllLines(audit);
  }

  private static Voice voice(
      FakeDiscordGateway gateway, long user, EmbeddedVoiceServer server, AuditFile file) {
    VoiceOptions options =
        server.isTls()
            ? VoiceOptions.builder().trust(server.caCertificate()).build()
            : VoiceOptions.builder().allowPlain(true).build();
    return Voice.builder(gateway).userId(user).options(options).audit(file).build();
  }

  private static void awaitEncryption(Connection connection, Predicate<DaveEncryption> condition)
      throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Consumer<DaveEncryption> watch =
        now -> {
          if (condition.test(now)) {
            done.complete(null);
          }
        };
    connection.onEncryptionChange(watch);
    connection.encryption().ifPresent(watch);
    done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private static List<JsonNode> encryption() {
    return lines.stream()
        .map(CommandResult::object)
        .filter(line -> line.get("event").asText().equals("encryption"))
        .toList();
  }

  @Test
  void everyEncryptionStepIsRecordedAndMatchesTheSchema() {
    Map<String, List<JsonNode>> connections =
        encryption().stream().collect(groupingBy(line -> line.get("connection").asText()));
    assertThat(connections).hasSize(2);
    for (List<JsonNode> steps : connections.values()) {
      JsonNode before = null;
      for (JsonNode step : steps) {
        assertThat(AuditFormatTest.schema().validate(step)).as("%s", step).isEmpty();
        boolean begins =
            before == null || before.get("session").asInt() != step.get("session").asInt();
        assertThat(step.get("sequence").asInt())
            .isEqualTo(before == null ? 1 : before.get("sequence").asInt() + 1);
        assertThat(step.get("from").asText())
            .isEqualTo(begins ? "Disabled" : before.get("to").asText());
        before = step;
      }
    }
    assertThat(encryption())
        .as("steps of the first bot's second session")
        .anyMatch(step -> step.get("session").asInt() == 2)
        .as("steps that change nothing")
        .anyMatch(step -> step.get("outcome").asText().equals("internal"));
  }

  @Test
  void auditContainsNoSecret() {
    String text = String.join("\n", lines);
    assertThat(text).doesNotContain(code).doesNotContain(code.replace(" ", ""));
    for (JsonNode step : encryption()) {
      long other = step.get("user").asLong() == FIRST ? SECOND : FIRST;
      assertThat(step.toString()).doesNotContain(Long.toString(other));
      assertThat(step.get("effects"))
          .allMatch(effect -> effect.asText().matches("[A-Za-z]+(\\([A-Z0-9]+(, [A-Z_]+)?\\))?"));
    }
  }

  @Test
  void encryptionStepsAreReadByTheVerifyReplayAndShowCommands() throws IOException {
    CommandResult verify = CommandResult.command("audit", "verify", audit.toString());
    assertThat(verify.code()).as(verify.err()).isZero();
    CommandResult replay = CommandResult.command("audit", "replay", audit.toString());
    assertThat(replay.err()).isEmpty();
    assertThat(replay.out())
        .contains("all " + encryption().size() + " steps of their end-to-end encryption");
    CommandResult show = CommandResult.command("audit", "show", audit.toString());
    assertThat(show.err()).isEmpty();
    assertThat(show.out())
        .contains("encryption: Disabled → Pending")
        .contains("2 in epoch 1")
        .doesNotContain("proposals, repeated");
  }

  @Test
  void reportCountsEncryptionStepsSeparately() throws IOException {
    Path page = folder.resolve("a.html");
    CommandResult report =
        CommandResult.command("audit", "report", audit.toString(), "--html", page.toString());
    assertThat(report.code()).as(report.err()).isZero();
    assertThat(Files.readString(page))
        .contains("\"encryption\":" + encryption().size() + ",")
        .contains("\"unreadable\":0,");
  }

  @Test
  void replayReportsARowThatIsNotInTheTable() throws IOException {
    Path changed = folder.resolve("changed.jsonl");
    Files.writeString(changed, Files.readString(audit).replace("\"4b.DIS.1\"", "\"4b.DIS.9\""));
    CommandResult replay = CommandResult.command("audit", "replay", changed.toString());
    assertThat(replay.code()).isEqualTo(1);
    assertThat(replay.err()).contains("the table of this version has no row 4b.DIS.9");
  }
}
