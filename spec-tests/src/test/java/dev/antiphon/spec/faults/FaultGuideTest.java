package dev.antiphon.spec.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Checks that the scripts in {@code docs/faults.md} are valid and that it documents every action.
 */
class FaultGuideTest {
  private static final Path GUIDE =
      Path.of(System.getProperty("antiphon.root")).resolve("docs/faults.md");
  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  @Test
  void examplesOfTheGuideAreValidScripts() throws IOException {
    List<FaultScript> scripts =
        EXAMPLE
            .matcher(Files.readString(GUIDE))
            .results()
            .map(found -> FaultScript.parse(found.group(1)))
            .toList();
    assertThat(scripts).hasSize(4).allSatisfy(script -> assertThat(script.rules()).isNotEmpty());
  }

  @Test
  void guideContainsEveryFaultAction() throws IOException {
    String guide = Files.readString(GUIDE);
    for (FaultAction.Kind kind : FaultAction.Kind.values()) {
      assertThat(guide).contains("\"" + kind.name().toLowerCase(Locale.ROOT) + "\"");
    }
  }
}
