package dev.antiphon.spec.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.spec.guides.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Sources and pages cite only rules and sections that {@code docs/flow/rules.md} explains, and this
 * page cites only rows and lines of the table.
 */
class RulesPageTest {
  private static final Path PAGE = Documents.ROOT.resolve("docs/flow/rules.md");

  private static final Pattern RULE = Pattern.compile("\\bG\\d{1,2}\\b");
  private static final Pattern RULE_HEADING = Pattern.compile("(?m)^## (G\\d{1,2}) ");
  private static final Pattern SECTION = Pattern.compile("\\b[Ss]ection (\\d+)");
  private static final Pattern SECTION_HEADING = Pattern.compile("(?m)^## [Ss]ection (\\d+) ");

  /** Ends with the name of another document, whose sections the page does not explain. */
  private static final Pattern OTHER_DOCUMENT =
      Pattern.compile("(RFC \\d+|draft-[\\w-]+|CommonMark [\\d.]+|Machine Specification),? $");

  private static final Pattern ROW = Pattern.compile("\\b[A-H]\\d{1,2}\\.[A-Z]{2,4}\\.\\d+\\b");
  private static final Pattern LINE = Pattern.compile("\\b[A-FH]\\d{1,2}\\b(?!\\.[A-Z])");

  @Test
  void everyRuleThatIsCitedHasAHeadingOnThePage() throws IOException {
    Set<String> rules = headings(RULE_HEADING);
    assertThat(rules).isNotEmpty();
    List<String> unknown = new ArrayList<>();
    for (Path file : sourcesAndPages()) {
      RULE.matcher(Files.readString(file))
          .results()
          .map(MatchResult::group)
          .filter(rule -> !rules.contains(rule))
          .forEach(rule -> unknown.add(Documents.name(file) + " cites " + rule));
    }
    assertThat(unknown).as("rules without a heading in docs/flow/rules.md").isEmpty();
  }

  @Test
  void everySectionThatIsCitedIsOnThePageOrInANamedDocument() throws IOException {
    Set<String> sections = headings(SECTION_HEADING);
    List<String> unknown = new ArrayList<>();
    for (Path file : sourcesAndPages()) {
      String text = withoutLineBreaks(Files.readString(file));
      SECTION
          .matcher(text)
          .results()
          .filter(found -> !OTHER_DOCUMENT.matcher(text.substring(0, found.start())).find())
          .filter(found -> !sections.contains(found.group(1)))
          .forEach(found -> unknown.add(Documents.name(file) + " cites " + found.group()));
    }
    assertThat(unknown).as("sections without a heading in docs/flow/rules.md").isEmpty();
  }

  @Test
  void everyRowAndLineNamedOnThePageIsInTheTransitionTable() throws IOException {
    String page = Files.readString(PAGE);
    List<String> rows = ROW.matcher(page).results().map(MatchResult::group).toList();
    assertThat(rows).isNotEmpty().allMatch(VoiceFlow::hasRow);
    String table = FlowTable.markdown();
    assertThat(LINE.matcher(page).results().map(MatchResult::group))
        .isNotEmpty()
        .allMatch(
            line -> table.contains("\n| [" + line + "](") || table.contains("\n| " + line + " |"));
  }

  private static Set<String> headings(Pattern heading) throws IOException {
    return heading
        .matcher(Files.readString(PAGE))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private static List<Path> sourcesAndPages() throws IOException {
    return Stream.concat(
            Documents.files(Documents.ROOT, ".java").stream(),
            Documents.files(Documents.ROOT, ".md").stream())
        .toList();
  }

  /** The text as one line: a citation can continue on the next line of a comment. */
  private static String withoutLineBreaks(String text) {
    return text.replaceAll("\\s*\n\\s*(\\*|//)?\\s*", " ");
  }
}
