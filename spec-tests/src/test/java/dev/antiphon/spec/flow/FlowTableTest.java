package dev.antiphon.spec.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table in the documentation matches the table that runs. */
class FlowTableTest {
  private static final Path FILE =
      Path.of(System.getProperty("antiphon.root"), "docs", "flow", "table.md");

  @Test
  void tablePageMatchesTheTransitionTable() throws IOException {
    String expected = FlowTable.markdown();
    if (Boolean.getBoolean("antiphon.update")) {
      Files.writeString(FILE, expected);
    }
    assertThat(Files.readString(FILE))
        .as("docs/flow/table.md; -Dantiphon.update=true rewrites it")
        .isEqualTo(expected);
  }

  @Test
  void everyCellOfTheOverviewIsFilled() {
    List<String> overview =
        FlowTable.markdown().lines().filter(line -> line.startsWith("| [")).toList();
    assertThat(overview).hasSameSizeAs(EventKind.values());
    for (String line : overview) {
      String[] cells = line.substring(2, line.length() - 2).split(" \\| ", -1);
      assertThat(cells).as(line).hasSize(2 + VoiceState.values().length);
      assertThat(Arrays.asList(cells)).as(line).noneMatch(String::isBlank);
    }
  }
}
