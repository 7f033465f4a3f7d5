package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.server.DaveMode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks the faults of end-to-end encryption in {@code docs/faults.md}. */
class FaultsInGuideTest {
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| ([a-z0-9' ]+) \\| [^|]+ \\| `(\\{\"when\".*})` \\|$", Pattern.MULTILINE);

  private static String guide() throws IOException {
    return Files.readString(Documents.ROOT.resolve("docs/faults.md"));
  }

  @Test
  void rulesInJavaEqualTheRulesInJson() throws IOException {
    Map<String, FaultScript> rows = new TreeMap<>();
    for (MatchResult row : ROW.matcher(guide()).results().toList()) {
      rows.put(row.group(1), FaultScript.parse("[" + row.group(2) + "]"));
    }
    assertThat(rows).isEqualTo(FaultSnippets.scripts());
  }

  @Test
  void guideContainsEveryFaultOfTheDeliveryService() throws IOException {
    String guide = guide();
    for (FaultExtra.Dave.What what : FaultExtra.Dave.What.values()) {
      assertThat(guide).contains("\"" + what.name().toLowerCase(Locale.ROOT) + "\"");
    }
  }

  @Test
  void codeOfTheGuideRuns() {
    try (EmbeddedVoiceServer server =
        EmbeddedVoiceServer.builder().plain().dave(DaveMode.OPTIONAL).start()) {
      FaultSnippets.atOnce(server, 1, 5);
      assertThat(server.delivery().groups(1)).isEmpty();
    }
  }
}
