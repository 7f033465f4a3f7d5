package dev.antiphon.spec.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, and no others. */
@AnalyzeClasses(packages = "dev.antiphon", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String FACE = "dev.antiphon";
  private static final String PROTOCOL = "dev.antiphon.protocol..";
  private static final String MACHINE = "dev.antiphon.machine";
  private static final String MACHINE_CHECK = "dev.antiphon.machine.check";
  private static final String GATEWAY = "dev.antiphon.gateway.internal..";
  private static final String UDP = "dev.antiphon.udp..";
  private static final String DAVE = "dev.antiphon.dave..";
  private static final String OGG = "dev.antiphon.internal.ogg..";
  private static final String DIAGRAM = "dev.antiphon.diagram..";
  private static final String DIAGRAM_MODEL = "dev.antiphon.diagram";
  private static final String DIAGRAM_TEXT = "dev.antiphon.diagram.text..";
  private static final String DIAGRAM_IMAGE = "dev.antiphon.diagram.image..";
  private static final String DIAGRAM_MAVEN = "dev.antiphon.diagram.maven..";
  private static final String DIAGRAM_SPRING = "dev.antiphon.diagram.spring..";
  private static final String WORDS = "dev.antiphon.flow..";
  private static final String SPI = "dev.antiphon.spi..";
  private static final String FLOW = "dev.antiphon.internal.flow..";
  private static final String FLOW_DIAGRAM = "dev.antiphon.flowdiagram..";
  private static final String ENGINE = "dev.antiphon.internal.engine..";
  private static final String AUDIT = "dev.antiphon.audit..";
  private static final String RECORDED = "dev.antiphon.internal.audit..";
  private static final String CONNECTION = "dev.antiphon.internal.connection..";
  private static final String TESTKIT = "dev.antiphon.testkit..";
  private static final String CLI = "dev.antiphon.cli.internal..";

  /** Annotations that only compilers read. */
  private static final String NULLNESS = "org.jspecify.annotations..";

  private static final int LONGEST_CLASS = 400;

  @ArchTest static final ArchRule PROTOCOL_USES = onlyOurs(PROTOCOL);
  @ArchTest static final ArchRule A_MACHINE_NEEDS_ONLY_THE_JDK = onlyTheJdk(MACHINE);

  @ArchTest
  static final ArchRule ITS_CHECKS_NEED_ONLY_THE_MACHINE = onlyTheJdk(MACHINE_CHECK, MACHINE);

  @ArchTest static final ArchRule GATEWAY_USES = onlyOurs(GATEWAY, PROTOCOL);
  @ArchTest static final ArchRule UDP_USES = onlyOurs(UDP, PROTOCOL);
  @ArchTest static final ArchRule DAVE_USES = onlyOurs(DAVE, MACHINE);

  @ArchTest
  static final ArchRule DAVE_NEEDS_ONLY_BOUNCY_CASTLE =
      classes()
          .that()
          .resideInAPackage(DAVE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              DAVE, MACHINE, "java..", "javax.crypto..", "org.bouncycastle..", NULLNESS);

  @ArchTest static final ArchRule OGG_USES = onlyOurs(OGG);
  @ArchTest static final ArchRule DIAGRAM_USES = onlyOurs(DIAGRAM);

  @ArchTest
  static final ArchRule A_DIAGRAM_IS_WRITTEN_WITHOUT_A_LIBRARY =
      classes()
          .that()
          .resideInAnyPackage(DIAGRAM_MODEL, DIAGRAM_TEXT)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(DIAGRAM_MODEL, DIAGRAM_TEXT, "java..", NULLNESS);

  @ArchTest
  static final ArchRule PLANTUML_ONLY_IN_PICTURES =
      only("net.sourceforge.plantuml..", DIAGRAM_IMAGE, DIAGRAM_MAVEN)
          .as("PlantUML only in pictures, and in the plugin, which brings it along");

  @ArchTest static final ArchRule WORDS_USE = onlyOurs(WORDS, MACHINE, PROTOCOL);
  @ArchTest static final ArchRule SPI_USES = onlyOurs(SPI, WORDS);
  @ArchTest static final ArchRule FLOW_USES = onlyOurs(FLOW, WORDS, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule FLOW_DIAGRAM_USES =
      onlyOurs(FLOW_DIAGRAM, DIAGRAM_MODEL, FLOW, WORDS, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule ENGINE_USES = onlyOurs(ENGINE, SPI, FLOW, WORDS, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule AUDIT_USES =
      onlyOurs(AUDIT, RECORDED, FLOW, WORDS, DAVE, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule CONNECTION_USES =
      onlyOurs(
          CONNECTION, AUDIT, RECORDED, ENGINE, FLOW, WORDS, GATEWAY, UDP, DAVE, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule RECORDED_USES = onlyOurs(RECORDED, FLOW, WORDS, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule FACE_USES =
      onlyOurs(FACE, OGG, CONNECTION, AUDIT, ENGINE, SPI, FLOW, WORDS, UDP, DAVE, PROTOCOL);

  @ArchTest static final ArchRule TESTKIT_USES = onlyOurs(TESTKIT, UDP, DAVE, PROTOCOL);

  @ArchTest
  static final ArchRule NOBODY_USES_THE_COMMANDS =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule NO_CIRCLE =
      slices().matching("dev.antiphon.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule SPRING_ONLY_IN_ENGINE =
      only("org.springframework..", ENGINE, DIAGRAM_SPRING)
          .as("Spring only in the engine and in the diagrams' reader");

  @ArchTest
  static final ArchRule JACKSON_ONLY_WHERE_JSON_IS =
      only("com.fasterxml.jackson..", PROTOCOL, AUDIT, RECORDED, TESTKIT, CLI)
          .as("Jackson only where JSON is read or written");

  @ArchTest
  static final ArchRule NETTY_ONLY_AT_THE_WIRE =
      only("io.netty..", GATEWAY, UDP, TESTKIT, CONNECTION, FACE, CLI).as("Netty only at the wire");

  @ArchTest
  static final ArchRule THE_FACE_KNOWS_ONLY_NETTYS_EVENT_LOOPS =
      noClasses()
          .that()
          .resideInAnyPackage(FACE, CLI)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.netty..").and(not(equivalentTo(EventLoopGroup.class))));

  @ArchTest
  static final ArchRule THE_FLOW_IS_PURE =
      noClasses()
          .that()
          .resideInAnyPackage(FLOW, WORDS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.io..", "java.net..", "java.nio..", "org.slf4j..")
                  .or(resideInAPackage("java.util.concurrent.."))
                  .or(equivalentTo(Instant.class))
                  .or(equivalentTo(Clock.class))
                  .or(equivalentTo(Random.class))
                  .or(equivalentTo(Thread.class)))
          .as("the flow knows no clock, no chance, no thread, no socket and no log");

  @Test
  void noClassIsLongerThanItMayBe() throws IOException {
    List<Path> tooLong = sources().filter(path -> lines(path) > LONGEST_CLASS).toList();
    assertThat(tooLong).isEmpty();
  }

  private static Stream<Path> sources() throws IOException {
    Path root = Path.of(System.getProperty("antiphon.root"));
    return Files.walk(root)
        .filter(path -> path.toString().endsWith(".java"))
        .filter(path -> !path.toString().contains("/target/"));
  }

  private static long lines(Path source) {
    try (Stream<String> lines = Files.lines(source)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of all that is ours, these classes use only themselves and what is named. */
  private static ArchRule onlyOurs(String room, String... others) {
    String[] allowed = Stream.concat(Stream.of(room), Stream.of(others)).toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(not(resideInAPackage("dev.antiphon.."))))
        .as(room + " uses, of ours, only " + List.of(others));
  }

  /** These classes use only themselves, what is named, and the JDK. */
  private static ArchRule onlyTheJdk(String room, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(room, "java..", NULLNESS), Stream.of(others))
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }

  private static ArchRule only(String library, String... rooms) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
