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

/** Checks that modules and packages have only the allowed dependencies. */
@AnalyzeClasses(packages = "dev.antiphon", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String PUBLIC_API = "dev.antiphon";
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
  private static final String FLOW_TYPES = "dev.antiphon.flow..";
  private static final String SPI = "dev.antiphon.spi..";
  private static final String FLOW = "dev.antiphon.internal.flow..";
  private static final String FLOW_DIAGRAM = "dev.antiphon.flowdiagram..";
  private static final String ENGINE = "dev.antiphon.internal.engine..";
  private static final String AUDIT = "dev.antiphon.audit..";
  private static final String AUDIT_VALUES = "dev.antiphon.internal.audit..";
  private static final String CONNECTION = "dev.antiphon.internal.connection..";
  private static final String TESTKIT = "dev.antiphon.testkit..";
  private static final String CLI = "dev.antiphon.cli.internal..";

  /** Annotations that only compilers read. */
  private static final String NULLNESS = "org.jspecify.annotations..";

  private static final int MAX_LINES = 400;

  @ArchTest static final ArchRule PROTOCOL_USES = usesOnly(PROTOCOL);
  @ArchTest static final ArchRule MACHINE_USES_ONLY_THE_JDK = usesOnlyTheJdkAnd(MACHINE);

  @ArchTest
  static final ArchRule MACHINE_CHECKS_USE_ONLY_THE_MACHINE =
      usesOnlyTheJdkAnd(MACHINE_CHECK, MACHINE);

  @ArchTest static final ArchRule GATEWAY_USES = usesOnly(GATEWAY, PROTOCOL);
  @ArchTest static final ArchRule UDP_USES = usesOnly(UDP, PROTOCOL);
  @ArchTest static final ArchRule DAVE_USES = usesOnly(DAVE, MACHINE);

  @ArchTest
  static final ArchRule DAVE_USES_ONLY_BOUNCY_CASTLE =
      classes()
          .that()
          .resideInAPackage(DAVE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              DAVE, MACHINE, "java..", "javax.crypto..", "org.bouncycastle..", NULLNESS);

  @ArchTest static final ArchRule OGG_USES = usesOnly(OGG);
  @ArchTest static final ArchRule DIAGRAM_USES = usesOnly(DIAGRAM);

  @ArchTest
  static final ArchRule DIAGRAM_TEXT_USES_ONLY_THE_JDK =
      classes()
          .that()
          .resideInAnyPackage(DIAGRAM_MODEL, DIAGRAM_TEXT)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(DIAGRAM_MODEL, DIAGRAM_TEXT, "java..", NULLNESS);

  @ArchTest
  static final ArchRule PLANTUML_ONLY_IN_IMAGES =
      only("net.sourceforge.plantuml..", DIAGRAM_IMAGE, DIAGRAM_MAVEN)
          .as("PlantUML only in the image package and in the Maven plugin that contains it");

  @ArchTest static final ArchRule FLOW_TYPES_USE = usesOnly(FLOW_TYPES, MACHINE, PROTOCOL);
  @ArchTest static final ArchRule SPI_USES = usesOnly(SPI, FLOW_TYPES);
  @ArchTest static final ArchRule FLOW_USES = usesOnly(FLOW, FLOW_TYPES, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule FLOW_DIAGRAM_USES =
      usesOnly(FLOW_DIAGRAM, DIAGRAM_MODEL, FLOW, FLOW_TYPES, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule ENGINE_USES = usesOnly(ENGINE, SPI, FLOW, FLOW_TYPES, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule AUDIT_USES =
      usesOnly(AUDIT, AUDIT_VALUES, FLOW, FLOW_TYPES, DAVE, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule CONNECTION_USES =
      usesOnly(
          CONNECTION,
          AUDIT,
          AUDIT_VALUES,
          ENGINE,
          FLOW,
          FLOW_TYPES,
          GATEWAY,
          UDP,
          DAVE,
          MACHINE,
          PROTOCOL);

  @ArchTest
  static final ArchRule AUDIT_VALUES_USE =
      usesOnly(AUDIT_VALUES, FLOW, FLOW_TYPES, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule PUBLIC_API_USES =
      usesOnly(
          PUBLIC_API, OGG, CONNECTION, AUDIT, ENGINE, SPI, FLOW, FLOW_TYPES, UDP, DAVE, PROTOCOL);

  @ArchTest static final ArchRule TESTKIT_USES = usesOnly(TESTKIT, UDP, DAVE, PROTOCOL);

  @ArchTest
  static final ArchRule NO_MODULE_USES_THE_CLI =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching("dev.antiphon.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule SPRING_ONLY_IN_ENGINE =
      only("org.springframework..", ENGINE, DIAGRAM_SPRING)
          .as("Spring only in the engine and in the Spring diagram reader");

  @ArchTest
  static final ArchRule JACKSON_ONLY_IN_JSON_CODE =
      only("com.fasterxml.jackson..", PROTOCOL, AUDIT, AUDIT_VALUES, TESTKIT, CLI)
          .as("Jackson only where JSON is read or written");

  @ArchTest
  static final ArchRule NETTY_ONLY_IN_NETWORK_CODE =
      only("io.netty..", GATEWAY, UDP, TESTKIT, CONNECTION, PUBLIC_API, CLI)
          .as("Netty only in network code");

  @ArchTest
  static final ArchRule PUBLIC_API_USES_ONLY_EVENT_LOOPS_OF_NETTY =
      noClasses()
          .that()
          .resideInAnyPackage(PUBLIC_API, CLI)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.netty..").and(not(equivalentTo(EventLoopGroup.class))));

  @ArchTest
  static final ArchRule THE_FLOW_IS_PURE =
      noClasses()
          .that()
          .resideInAnyPackage(FLOW, FLOW_TYPES)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.io..", "java.net..", "java.nio..", "org.slf4j..")
                  .or(resideInAPackage("java.util.concurrent.."))
                  .or(equivalentTo(Instant.class))
                  .or(equivalentTo(Clock.class))
                  .or(equivalentTo(Random.class))
                  .or(equivalentTo(Thread.class)))
          .as("the flow uses no clock, random numbers, threads, sockets or logs");

  @Test
  void noClassIsLongerThanTheLimit() throws IOException {
    List<Path> tooLong = sources().filter(path -> lines(path) > MAX_LINES).toList();
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

  /**
   * Of all packages of this project, these classes use only their own package and the listed ones.
   */
  private static ArchRule usesOnly(String owner, String... others) {
    String[] allowed = Stream.concat(Stream.of(owner), Stream.of(others)).toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(owner)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(not(resideInAPackage("dev.antiphon.."))))
        .as(owner + " uses only these packages of this project: " + List.of(others));
  }

  /** These classes use only their own package, the listed packages, and the JDK. */
  private static ArchRule usesOnlyTheJdkAnd(String owner, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(owner, "java..", NULLNESS), Stream.of(others))
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(owner)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }

  private static ArchRule only(String library, String... users) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(users)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
