package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.spec.architecture.Pom.Dependency;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The dependencies between modules, as declared in the poms. */
class ModulesTest {
  private static final Set<String> NO_MODULES = Set.of();

  /** The modules that each module is allowed to depend on. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("protocol", NO_MODULES),
          Map.entry("machine", NO_MODULES),
          Map.entry("machine-test", Set.of("machine")),
          Map.entry("test-fixtures", NO_MODULES),
          Map.entry("diagram", NO_MODULES),
          Map.entry("diagram-maven-plugin", Set.of("diagram")),
          Map.entry("gateway", Set.of("protocol")),
          Map.entry("udp", Set.of("protocol")),
          Map.entry("dave", Set.of("machine")),
          Map.entry("statemachine", Set.of("protocol", "gateway", "udp", "dave", "machine")),
          Map.entry("flow-diagram", Set.of("statemachine", "diagram")),
          Map.entry("testkit", Set.of("protocol", "udp", "dave")),
          Map.entry("cli", Set.of("statemachine", "testkit", "diagram", "flow-diagram")),
          Map.entry("benchmarks", Set.of("statemachine", "testkit", "dave")),
          Map.entry("spec-tests", NO_MODULES),
          Map.entry("interop", NO_MODULES));

  /**
   * The groups of third-party libraries that a dependency on {@code antiphon-statemachine} adds.
   */
  private static final Set<String> LIBRARIES_OF_STATEMACHINE =
      Set.of(
          "com.fasterxml.jackson.core",
          "io.netty",
          "org.bouncycastle",
          "org.jspecify",
          "org.slf4j",
          "org.springframework.statemachine");

  @Test
  void modulesDependOnlyOnAllowedModules() throws IOException {
    Map<String, List<String>> dependencies = Pom.moduleDependencies();
    assertThat(ALLOWED.keySet()).containsAll(dependencies.keySet());
    dependencies.forEach(
        (module, required) -> assertThat(ALLOWED.get(module)).as(module).containsAll(required));
  }

  @Test
  void statemachineModuleDependsOnlyOnAllowedLibraries() throws IOException {
    Set<String> added = new HashSet<>(Pom.allPassedOn("statemachine"));
    assertThat(added).contains("protocol", "gateway", "udp", "dave");
    added.removeAll(ALLOWED.get("statemachine"));
    assertThat(added)
        .isNotEmpty()
        .allSatisfy(library -> assertThat(library.split(":")[0]).isIn(LIBRARIES_OF_STATEMACHINE));
  }

  /** The launcher rebuilds when a source of these modules is newer than its jars. */
  @Test
  void launcherScriptListsAllModulesThatTheCliNeeds() throws IOException {
    Set<String> required = new HashSet<>(Pom.allPassedOn("cli"));
    required.retainAll(MainCode.modules());
    required.add("cli");
    String launcher = Files.readString(MainCode.ROOT.resolve("antiphon"));
    String watched = launcher.replaceFirst("(?s).*\nmodules=\\(([^)]*)\\)\n.*", "$1");
    assertThat(watched.split(" ")).containsExactlyInAnyOrderElementsOf(required);
  }

  @Test
  void onlyRuntimeDependenciesOfAPomAreTransitive() throws IOException {
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
                .passedOn())
        .extracting(Dependency::toString)
        .containsExactly("flow-diagram", "g:library");
  }
}
