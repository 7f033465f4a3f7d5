package dev.antiphon.spec.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.diagram.junit.Diagrams;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flowdiagram.FlowDiagram;
import dev.antiphon.flowdiagram.FlowView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pictures of the flow and the pages of the states match the table that runs. */
class FlowGuideTest {
  private static final Path ROOT = Path.of(System.getProperty("antiphon.root"));
  private static final Path FOLDER = ROOT.resolve("docs/flow");
  private static final Path STATES = FOLDER.resolve("states");
  private static final Path SOURCE =
      ROOT.resolve("statemachine/src/main/java/dev/antiphon/flow/VoiceState.java");
  private static final int NAMES = 3;

  @ParameterizedTest
  @EnumSource
  void pictureMatchesTheTransitionTable(FlowView view) {
    String file = view.name().toLowerCase(Locale.ROOT) + ".svg";
    Diagrams.assertUpToDate(FOLDER.resolve(file), FlowDiagram.outline(view, NAMES));
  }

  @ParameterizedTest
  @EnumSource
  void statePageMatchesTheTransitionTable(VoiceState state) throws IOException {
    Path file = STATES.resolve(StatePage.file(state));
    String expected = StatePage.of(state, meaning(state));
    if (Boolean.getBoolean("antiphon.update")) {
      Files.createDirectories(STATES);
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file))
        .as("%s; -Dantiphon.update=true rewrites it", file)
        .isEqualTo(expected);
  }

  @Test
  void folderContainsOnePageForEachStateAndNoOtherPage() throws IOException {
    try (Stream<Path> pages = Files.list(STATES)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(VoiceState.values()).map(StatePage::file).toList());
    }
  }

  /** Returns the Javadoc of the state. */
  private static String meaning(VoiceState state) throws IOException {
    Matcher javadoc =
        Pattern.compile("/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s+" + state.name() + "\\(")
            .matcher(Files.readString(SOURCE));
    assertThat(javadoc.find()).as("the Javadoc of %s", state).isTrue();
    return javadoc.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").strip();
  }
}
