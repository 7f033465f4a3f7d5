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
  private static final String BENCHMARKS = "dev.antiphon.benchmarks..";
  private static final String CLI = "dev.antiphon.cli.internal..";

  /** Annotations that only compilers read. */
  private static final String NULLNESS = "org.jspecify.annotations..";

  private static final int MAX_LINES = 400;

  @ArchTest static final ArchRule PROTOCOL_USES_ONLY_ALLOWED_PACKAGES = usesOnly(PROTOCOL);
  @ArchTest static final ArchRule MACHINE_USES_ONLY_THE_JDK = usesOnlyTheJdkAnd(MACHINE);

  @ArchTest
  static final ArchRule MACHINE_CHECKS_USE_ONLY_THE_MACHINE =
      usesOnlyTheJdkAnd(MACHINE_CHECK, MACHINE);

  @ArchTest static final ArchRule GATEWAY_USES_ONLY_ALLOWED_PACKAGES = usesOnly(GATEWAY, PROTOCOL);
  @ArchTest static final ArchRule UDP_USES_ONLY_ALLOWED_PACKAGES = usesOnly(UDP, PROTOCOL);
  @ArchTest static final ArchRule DAVE_USES_ONLY_ALLOWED_PACKAGES = usesOnly(DAVE, MACHINE);

  @ArchTest
  static final ArchRule DAVE_USES_NO_LIBRARY_EXCEPT_BOUNCY_CASTLE =
      classes()
          .that()
          .resideInAPackage(DAVE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              DAVE, MACHINE, "java..", "javax.crypto..", "org.bouncycastle..", NULLNESS);

  @ArchTest static final ArchRule OGG_USES_ONLY_ALLOWED_PACKAGES = usesOnly(OGG);
  @ArchTest static final ArchRule DIAGRAM_USES_ONLY_ALLOWED_PACKAGES = usesOnly(DIAGRAM);

  @ArchTest
  static final ArchRule DIAGRAM_TEXT_USES_ONLY_THE_JDK =
      classes()
          .that()
          .resideInAnyPackage(DIAGRAM_MODEL, DIAGRAM_TEXT)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(DIAGRAM_MODEL, DIAGRAM_TEXT, "java..", NULLNESS);

  @ArchTest
  static final ArchRule ONLY_DIAGRAM_IMAGE_CODE_USES_PLANTUML =
      only("net.sourceforge.plantuml..", DIAGRAM_IMAGE, DIAGRAM_MAVEN)
          .as("PlantUML only in the image package and in the Maven plugin that contains it");

  @ArchTest
  static final ArchRule FLOW_TYPES_USE_ONLY_ALLOWED_PACKAGES =
      usesOnly(FLOW_TYPES, MACHINE, PROTOCOL);

  @ArchTest static final ArchRule SPI_USES_ONLY_ALLOWED_PACKAGES = usesOnly(SPI, FLOW_TYPES);

  @ArchTest
  static final ArchRule FLOW_USES_ONLY_ALLOWED_PACKAGES =
      usesOnly(FLOW, FLOW_TYPES, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule FLOW_DIAGRAM_USES_ONLY_ALLOWED_PACKAGES =
      usesOnly(FLOW_DIAGRAM, DIAGRAM_MODEL, FLOW, FLOW_TYPES, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule ENGINE_USES_ONLY_ALLOWED_PACKAGES =
      usesOnly(ENGINE, SPI, FLOW, FLOW_TYPES, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule AUDIT_USES_ONLY_ALLOWED_PACKAGES =
      usesOnly(AUDIT, AUDIT_VALUES, FLOW, FLOW_TYPES, DAVE, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule CONNECTION_USES_ONLY_ALLOWED_PACKAGES =
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
  static final ArchRule AUDIT_VALUES_USE_ONLY_ALLOWED_PACKAGES =
      usesOnly(AUDIT_VALUES, FLOW, FLOW_TYPES, MACHINE, PROTOCOL);

  @ArchTest
  static final ArchRule PUBLIC_API_USES_ONLY_ALLOWED_PACKAGES =
      usesOnly(
          PUBLIC_API, OGG, CONNECTION, AUDIT, ENGINE, SPI, FLOW, FLOW_TYPES, UDP, DAVE, PROTOCOL);

  @ArchTest
  static final ArchRule TESTKIT_USES_ONLY_ALLOWED_PACKAGES = usesOnly(TESTKIT, UDP, DAVE, PROTOCOL);

  @ArchTest
  static final ArchRule NO_MODULE_USES_THE_CLI =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.antiphon.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_ENGINE_AND_DIAGRAM_READER_USE_SPRING =
      only("org.springframework..", ENGINE, DIAGRAM_SPRING)
          .as("Spring only in the engine and in the Spring diagram reader");

  @ArchTest
  static final ArchRule ONLY_JSON_CODE_USES_JACKSON =
      only("com.fasterxml.jackson..", PROTOCOL, AUDIT, AUDIT_VALUES, TESTKIT, CLI)
          .as("Jackson only where JSON is read or written");

  @ArchTest
  static final ArchRule ONLY_NETWORK_CODE_USES_NETTY =
      only("io.netty..", GATEWAY, UDP, TESTKIT, CONNECTION, PUBLIC_API, CLI, BENCHMARKS)
          .as("Netty only in network code");

  @ArchTest
  static final ArchRule PUBLIC_API_USES_NO_NETTY_TYPE_EXCEPT_EVENT_LOOP_GROUP =
      noClasses()
          .that()
          .resideInAnyPackage(PUBLIC_API, CLI)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.netty..").and(not(equivalentTo(EventLoopGroup.class))));

  @ArchTest
  static final ArchRule FLOW_USES_NO_CLOCK_RANDOM_THREAD_SOCKET_OR_LOG =
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
