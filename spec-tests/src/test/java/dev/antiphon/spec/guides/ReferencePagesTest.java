package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.CloseReaction;
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.protocol.CloseCode;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generates and checks the reference pages. */
class ReferencePagesTest {
  private static final String CLOSE_CODES = "docs/close-codes.md";
  private static final String CONFIGURATION = "docs/configuration.md";

  @Test
  void closeCodesPageMatchesTheTransitionTable() throws IOException {
    GeneratedParts page = GeneratedParts.of(CLOSE_CODES);
    page.hold("overview", CloseCodesPage.overview());
    page.hold("codes", CloseCodesPage.sections());
    Set<String> anchors = Documents.all().get(CLOSE_CODES).anchors();
    for (CloseCode code : CloseCode.values()) {
      assertThat(anchors.contains(String.valueOf(code.number())))
          .as("the page has a section for %s", code)
          .isEqualTo(code != CloseCode.CLOSE_4900);
    }
  }

  /**
   * The summaries are written by hand. This test fails if a summary does not match the table any
   * more.
   */
  @ParameterizedTest
  @EnumSource
  void summaryOfACloseCodeMatchesTheTransitionTable(CloseReaction reaction) {
    String sentence = CloseCodesPage.summary(reaction);
    if (CloseCodesPage.leadsTo(reaction, row -> FlowRows.to(row) == VoiceState.RESUMING)) {
      assertThat(sentence).contains("resumes");
    }
    if (CloseCodesPage.leadsTo(reaction, row -> FlowRows.to(row) == VoiceState.BACKOFF)) {
      assertThat(sentence).contains("rejoins");
    }
    assertThat(sentence.contains("same credentials"))
        .isEqualTo(
            CloseCodesPage.leadsTo(
                reaction, row -> row.to().equals(Optional.of(BackoffPlan.IDENTIFY))));
    if (CloseCodesPage.leadsTo(
        reaction, row -> FlowRows.to(row) == VoiceState.AWAITING_SERVER_UPDATE)) {
      assertThat(sentence).contains("waits");
    }
    assertThat(sentence.startsWith("The connection ends"))
        .isEqualTo(!CloseCodesPage.leadsTo(reaction, row -> !FlowRows.to(row).isTerminal()));
  }

  @Test
  void configurationPageMatchesTheOptions() throws IOException {
    GeneratedParts page = GeneratedParts.of(CONFIGURATION);
    ConfigurationPage options = new ConfigurationPage();
    assertThat(options.missing()).isEmpty();
    page.hold("retries", options.retries());
    page.hold("timers", options.timers());
    page.hold("general", options.general());
    page.hold("in code", options.inCode());
    page.hold("recovery", options.recovery());
    Set<String> anchors = Documents.all().get(CONFIGURATION).anchors();
    for (String name : ConfigurationPage.names()) {
      assertThat(anchors).contains(name.toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void failuresPageHasASectionForEveryFailureAndException() throws IOException {
    GeneratedParts page = GeneratedParts.of(FailuresPage.FILE);
    for (String title : FailuresPage.titles()) {
      page.hold(title, FailuresPage.section(title));
    }
    page.hold("at a glance", FailuresPage.atAGlance());
    Set<String> wanted = new TreeSet<>();
    FailuresPage.titles().forEach(title -> wanted.add(TableWords.slug(title)));
    FailuresPage.exceptions().forEach(name -> wanted.add(TableWords.slug(name)));
    assertThat(Documents.all().get(FailuresPage.FILE).anchors()).containsAll(wanted);
  }

  @Test
  void moduleDiagramsMatchThePoms() throws Exception {
    GeneratedParts page = GeneratedParts.of("docs/architecture.md");
    page.hold("modules", Modules.dependencies());
    page.hold("packages", Modules.packages());
  }

  @Test
  void mavenCoordinatesOnPagesMatchThePom() throws Exception {
    GeneratedParts.of("docs/quick-start.md").hold("coordinates", Modules.coordinates());
    assertThat(Documents.text("diagram/README.md").lines().map(String::strip))
        .filteredOn(line -> line.startsWith("<version>"))
        .containsOnly(
            "<version>" + Modules.version() + "</version>",
            "<version>" + Modules.version("plantuml.version") + "</version>");
  }
}
