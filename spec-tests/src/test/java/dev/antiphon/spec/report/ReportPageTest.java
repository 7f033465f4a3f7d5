package dev.antiphon.spec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.audit.AuditFile;
import dev.antiphon.cli.internal.report.AuditReport;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Records the audit of three connections and checks the report page in a browser. */
class ReportPageTest {
  private static final long BOT = 104694319306248192L;
  private static final long GUILD = 41771983423143937L;
  private static final long CHANNEL = 127121515262115840L;
  private static final int CONNECTIONS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(20);

  /** A stopped browser can still delete files during the cleanup. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static Path audit;

  private Browser browser;

  @BeforeAll
  static void record() throws Exception {
    audit = folder.resolve("audit.jsonl");
    try (AuditFile file = AuditFile.replacing(audit);
        EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, server);
        Voice voice = Voice.builder(gateway).userId(BOT).options(options()).audit(file).build()) {
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(voice.joinChannel(GUILD + i, CHANNEL));
      }
      CompletableFuture<Void> resumed = next(connections.get(0), VoiceState.ESTABLISHED);
      server.dropConnection(GUILD, BOT);
      CompletableFuture<Void> rejoined = next(connections.get(1), VoiceState.ESTABLISHED);
      server.disconnect(GUILD + 1, BOT, 4006);
      CompletableFuture<Void> kicked = next(connections.get(2), VoiceState.DISCONNECTED);
      gateway.kicked(GUILD + 2).emitAll();
      for (CompletableFuture<Void> done : List.of(resumed, rejoined, kicked)) {
        done.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  @BeforeEach
  void findBrowser() {
    browser = Browser.orSkip(folder);
  }

  private static VoiceOptions options() {
    return VoiceOptions.builder()
        .allowPlain(true)
        .voiceStateSpacing(Duration.ofMillis(1))
        .retries(
            RetryLimits.builder()
                .soonDelay(SHORT)
                .rejoinDelay(SHORT)
                .longestRejoinDelay(SHORT)
                .build())
        .build();
  }

  private static CompletableFuture<Void> next(Connection connection, VoiceState state) {
    CompletableFuture<Void> entered = new CompletableFuture<>();
    connection.onTransition(
        transition -> {
          if (transition.changesState() && transition.to() == state) {
            entered.complete(null);
          }
        });
    return entered;
  }

  @Test
  void pageShowsAllConnectionsStatesStepsAndReconnects() throws Exception {
    Path page = folder.resolve("report.html");
    AuditReport.Summary report = AuditReport.write(List.of(audit), page);
    String shown = browser.show(page);
    assertWithoutProblems(shown);
    assertThat(report.connections()).isEqualTo(CONNECTIONS);
    assertThat(report.verdict().isWhole()).isTrue();
    assertThat(shown).contains("The chain is intact").doesNotContain("data-tone=\"bad\"");
    assertThat(figure(shown, "Connections")).isEqualTo(CONNECTIONS);
    assertThat(figure(shown, "Steps")).isEqualTo(report.steps());
    assertThat(figure(shown, "Resumes")).isEqualTo(1);
    assertThat(figure(shown, "Rejoins")).isEqualTo(1);
    assertThat(count(shown, "<div class=\"lane\"")).isEqualTo(CONNECTIONS);
    assertThat(count(shown, "<g class=\"node")).isEqualTo(VoiceState.values().length);
    assertThat(texts(shown, "<td class=\"cause\"><button[^>]*>([^<]*)<"))
        .anyMatch(cause -> cause.startsWith("closed with 4006"));
    assertThat(texts(shown, "aria-label=\"(Established, entered [^\"]*)\""))
        .singleElement()
        .asString()
        .startsWith("Established, entered 5 times");
  }

  @Test
  void keyboardSelectsAStepAndZoomsTheTimelineAndSetsTheFilter() throws Exception {
    String shown =
        browser.show(
            with(
                """
                const stage = document.getElementById("stage");
                const press = (key) =>
                    stage.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
                const stepText = () => document.getElementById("said").textContent;
                const show = (name, text) => {
                  const made = document.createElement("p");
                  made.className = name;
                  made.textContent = text;
                  document.body.append(made);
                };
                press("ArrowDown");
                show("lane", document.getElementById("diagram-of").textContent);
                press("ArrowRight");
                show("first", stepText());
                press("ArrowRight");
                press("ArrowRight");
                press("ArrowLeft");
                show("second", stepText());
                show("lit", String(document.querySelectorAll(".way.lit").length));
                show("here", document.querySelector(".node.here").getAttribute("aria-label"));
                const length = () => document.getElementById("window").textContent;
                const before = length();
                press("+");
                show("zoomed", String(length() !== before));
                press("Home");
                show("whole", String(length() === before));
                document.querySelector(".node[data-state='7']")
                    .dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
                show("filter", document.getElementById("filter").textContent);
                press("Escape");
                press("Escape");
                press("Escape");
                show("back", document.getElementById("diagram-of").textContent);
                """));
    assertWithoutProblems(shown);
    assertThat(shownText(shown, "lane")).startsWith("of connection ");
    assertThat(shownText(shown, "first")).endsWith("Idle to AwaitingServerUpdate: join");
    assertThat(shownText(shown, "second")).contains("AwaitingServerUpdate");
    assertThat(shownText(shown, "here")).startsWith("AwaitingServerUpdate");
    assertThat(shownText(shown, "zoomed")).isEqualTo("true");
    assertThat(shownText(shown, "whole")).isEqualTo("true");
    assertThat(shownText(shown, "filter")).contains("State: Established");
    assertThat(shownText(shown, "back")).isEqualTo("of 3 connections");
  }

  /** The page of a manipulated file reports the manipulation and escapes all its content. */
  @Test
  void htmlInAnAuditFileIsEscaped() throws Exception {
    String cause = "<img src=x onerror=document.title='caught'>";
    String end = "</script><script>document.title='caught'</script><!--";
    Path tampered = folder.resolve("<i>tampered.jsonl");
    Files.writeString(
        tampered,
        Files.readString(audit)
            .replace("\"cause\":\"Ready\"", "\"cause\":\"" + cause + "\"")
            .replace("\"row\":\"C3.ID.1\"", "\"row\":\"" + end + "\"")
            .replaceAll("(\"to\":\"Disconnected\".*?\"reason\":\")\\w+", "$1<b>Gone</b>"));
    Path page = folder.resolve("tampered.html");
    AuditReport.write(List.of(tampered), page);
    String shown =
        browser.show(with(page, "document.querySelector(\"input[value=all]\").click();"));
    assertWithoutProblems(shown);
    assertThat(shown).contains("The chain is broken").contains("data-tone=\"bad\"");
    assertThat(texts(shown, "<title>([^<]*)</title>")).noneMatch(title -> title.equals("caught"));
    assertThat(shown).contains("&lt;img src=x onerror=").contains("&lt;b&gt;Gone&lt;/b&gt;");
    assertThat(shown).doesNotContain("<img").doesNotContain("<b>Gone").doesNotContain("<i>tamp");
  }

  @Test
  void pageWarnsWhenTheLastLineOfTheAuditFileIsMissing() throws Exception {
    List<String> lines = Files.readAllLines(audit);
    Path cut = folder.resolve("cut.jsonl");
    Files.write(cut, lines.subList(0, lines.size() - 1));
    Path page = folder.resolve("cut.html");
    AuditReport.write(List.of(cut), page);
    String shown = browser.show(page);
    assertWithoutProblems(shown);
    assertThat(shown).contains("The end is open").contains("data-tone=\"warn\"");
  }

  private static void assertWithoutProblems(String shown) {
    assertThat(shown)
        .contains("<div id=\"problems\" class=\"problems\" role=\"alert\" hidden=\"\"></div>");
  }

  /**
   * The report page with an added script. The script's hash is added to the content security
   * policy.
   */
  private static Path with(String script) throws Exception {
    Path page = folder.resolve("keys.html");
    AuditReport.write(List.of(audit), page);
    return with(page, script);
  }

  private static Path with(Path page, String script) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
    String allowed = "script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "' ";
    return Files.writeString(
        page,
        Files.readString(page)
            .replace("script-src ", allowed)
            .replace("</body>", "<script>" + script + "</script></body>"));
  }

  private static long figure(String shown, String name) {
    return texts(shown, "<p class=\"name\">" + name + "</p><b[^>]*>([\\d,]+)</b>").stream()
        .mapToLong(text -> Long.parseLong(text.replace(",", "")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the page shows no figure " + name));
  }

  private static String shownText(String shown, String name) {
    List<String> texts = texts(shown, "<p class=\"" + name + "\">([^<]*)</p>");
    assertThat(texts).as(name).hasSize(1);
    return texts.get(0);
  }

  private static int count(String shown, String part) {
    return texts(shown, "(" + Pattern.quote(part) + ")").size();
  }

  private static List<String> texts(String shown, String pattern) {
    return Pattern.compile(pattern)
        .matcher(shown)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
