package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.spec.architecture.Pom.Needed;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arrows between modules, as the poms draw them. */
class ModulesTest {
  private static final Set<String> NOTHING = Set.of();

  /** What each module may hand on to whoever depends on it. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("protocol", NOTHING),
          Map.entry("machine", NOTHING),
          Map.entry("machine-test", Set.of("machine")),
          Map.entry("test-fixtures", NOTHING),
          Map.entry("diagram", NOTHING),
          Map.entry("diagram-maven-plugin", Set.of("diagram")),
          Map.entry("gateway", Set.of("protocol")),
          Map.entry("udp", Set.of("protocol")),
          Map.entry("dave", Set.of("machine")),
          Map.entry("statemachine", Set.of("protocol", "gateway", "udp", "dave", "machine")),
          Map.entry("flow-diagram", Set.of("statemachine", "diagram")),
          Map.entry("testkit", Set.of("protocol", "udp", "dave")),
          Map.entry("cli", Set.of("statemachine", "testkit", "diagram", "flow-diagram")),
          Map.entry("benchmarks", Set.of("statemachine", "dave", "udp", "protocol")),
          Map.entry("spec-tests", NOTHING),
          Map.entry("interop", NOTHING));

  /** Of other people, what one dependency on {@code antiphon-statemachine} brings along. */
  private static final Set<String> BROUGHT_BY_THE_FACE =
      Set.of(
          "com.fasterxml.jackson.core",
          "io.netty",
          "org.bouncycastle",
          "org.jspecify",
          "org.slf4j",
          "org.springframework.statemachine");

  @Test
  void modulesNeedOnlyWhatTheyMay() throws IOException {
    Map<String, List<String>> arrows = Pom.arrows();
    assertThat(ALLOWED.keySet()).containsAll(arrows.keySet());
    arrows.forEach(
        (module, needed) -> assertThat(ALLOWED.get(module)).as(module).containsAll(needed));
  }

  @Test
  void aUserOfTheFaceCarriesNothingThatOnlyCommandsOrDocumentationNeed() throws IOException {
    Set<String> brought = new HashSet<>(Pom.allHandedOn("statemachine"));
    assertThat(brought).contains("protocol", "gateway", "udp", "dave");
    brought.removeAll(ALLOWED.get("statemachine"));
    assertThat(brought)
        .isNotEmpty()
        .allSatisfy(library -> assertThat(library.split(":")[0]).isIn(BROUGHT_BY_THE_FACE));
  }

  /** The launcher builds anew when a source of these modules is younger than its jars. */
  @Test
  void theLauncherWatchesTheModulesThatTheCommandsNeed() throws IOException {
    Set<String> needed = new HashSet<>(Pom.allHandedOn("cli"));
    needed.retainAll(MainCode.modules());
    needed.add("cli");
    String launcher = Files.readString(MainCode.ROOT.resolve("antiphon"));
    String watched = launcher.replaceFirst("(?s).*\nmodules=\\(([^)]*)\\)\n.*", "$1");
    assertThat(watched.split(" ")).containsExactlyInAnyOrderElementsOf(needed);
  }

  @Test
  void aPomHandsOnWhatIsNotItsOwnAffair() throws IOException {
    assertThat(
            Pom.read(
                    """
                    <project>
                      <parent><groupId>dev.antiphon</groupId></parent>
                      <dependencyManagement><dependencies><dependency>
                        <groupId>g</groupId><artifactId>managed</artifactId>
                      </dependency></dependencies></dependencyManagement>
                      <dependencies>
                        <dependency>
                          <!-- A comment. -->
                          <groupId>dev.antiphon</groupId>
                          <artifactId>antiphon-flow-diagram</artifactId>
                        </dependency>
                        <dependency>
                          <groupId>g</groupId><artifactId>library</artifactId>
                          <exclusions><exclusion><groupId>x</groupId></exclusion></exclusions>
                        </dependency>
                        <dependency>
                          <groupId>g</groupId><artifactId>tests</artifactId><scope>test</scope>
                        </dependency>
                        <dependency>
                          <groupId>g</groupId><artifactId>build</artifactId><scope>provided</scope>
                        </dependency>
                        <dependency>
                          <groupId>g</groupId><artifactId>wish</artifactId><optional>true</optional>
                        </dependency>
                      </dependencies>
                    </project>
                    """)
                .handedOn())
        .extracting(Needed::toString)
        .containsExactly("flow-diagram", "g:library");
  }
}
