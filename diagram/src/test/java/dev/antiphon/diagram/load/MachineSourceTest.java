package dev.antiphon.diagram.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.load.MachineSourceException.Reason;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineSourceTest {
  /**
   * Logs each context that cannot be created. The reference prevents garbage collection of the
   * logger.
   */
  private static final Logger SPRING = Logger.getLogger("org.springframework");

  private static final String FIXTURES = Fixtures.class.getName();

  @BeforeAll
  static void turnOffSpringLogging() {
    SPRING.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreSpringLogging() {
    SPRING.setLevel(null);
  }

  @ParameterizedTest
  @CsvSource({
    "#drawn, drawn",
    "#machine, machine",
    "#factory, factory",
    "$Inherited#machine, machine",
    "$Made, drawn",
    "' # drawn ', drawn"
  })
  void machineOfANamedSourceIsRead(String source, String title) {
    assertThat(read(source).title()).isEqualTo(title);
  }

  @Test
  void machineOfASpringConfigurationIsRead() {
    StateDiagram diagram = read("$OneMachine");

    assertThat(diagram.title()).isEqualTo("one");
    assertThat(diagram.states()).extracting(DiagramState::title).containsExactly("", "off", "on");
    assertThat(diagram.states().get(1).description()).containsExactly("entry / greet");
  }

  @Test
  void factoryOfASpringConfigurationIsRead() {
    assertThat(read("$OneFactory").transitions()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "#text, NOT_A_MACHINE, '#text returns a java.lang.String, but a StateDiagram, StateMachine or StateMachineFactory is expected'",
    "#nothing, NOT_A_MACHINE, '#nothing returns null, but a StateDiagram, StateMachine or StateMachineFactory is expected'",
    "#failing, FAILED, '#failing failed: java.lang.IllegalStateException: no machine today'",
    "#of, NO_SUCH_METHOD, ' has no method of() without parameters'",
    "#absent, NO_SUCH_METHOD, ' has no method absent() without parameters'",
    "#ofAnObject, NOT_STATIC, '#ofAnObject is not static'",
    "'', NO_METHOD_NAMED, ' is neither a Supplier nor a Spring configuration: name one of its methods, dev.antiphon.diagram.load.Fixtures#method'",
    "$NeedsMore, NO_SUCH_METHOD, '$NeedsMore has no constructor without parameters'",
    "$FailingSupplier, FAILED, '$FailingSupplier failed: java.lang.IllegalStateException: nothing made'",
    "$TwoMachines, NOT_ONE_MACHINE, '$TwoMachines has several machines: [first, second]'",
    "$NoMachine, NOT_ONE_MACHINE, '$NoMachine has no state machine'",
  })
  void sourceWithoutMachineIsRejectedWithTheReason(String source, Reason reason, String rest) {
    assertThatThrownBy(() -> read(source))
        .hasMessage(FIXTURES + rest)
        .asInstanceOf(type(MachineSourceException.class))
        .extracting(MachineSourceException::reason)
        .isEqualTo(reason);
  }

  @Test
  void failingClassInitializationIsReportedWithItsCause() {
    assertThatThrownBy(() -> read("$Broken#diagram"))
        .isInstanceOf(MachineSourceException.class)
        .hasRootCauseMessage("no machine today");
  }

  @Test
  void failingSpringConfigurationIsReportedWithItsCause() {
    assertThatThrownBy(() -> read("$BrokenConfiguration"))
        .isInstanceOf(MachineSourceException.class)
        .hasMessageStartingWith(FIXTURES + "$BrokenConfiguration failed: ")
        .hasRootCauseMessage("no database");
  }

  @Test
  void missingClassIsReported() {
    assertThatThrownBy(() -> MachineSource.of("com.acme.Absent#x").read(loader()))
        .hasMessage("the class com.acme.Absent is not on the class path")
        .extracting(thrown -> ((MachineSourceException) thrown).reason())
        .isEqualTo(Reason.NO_SUCH_CLASS);
  }

  @ParameterizedTest
  @CsvSource({"''", "'  '", "#", "#method", "com.acme.Type#", "a#b#c"})
  void invalidSourceNameIsRejected(String name) {
    assertThatThrownBy(() -> MachineSource.of(name))
        .isInstanceOf(MachineSourceException.class)
        .hasMessageStartingWith("\"" + name + "\" is not the name of a source");
  }

  /** Spring and other libraries use the context class loader of the thread. */
  @Test
  void contextClassLoaderIsSetDuringTheReadAndThenRestored() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[0], before)) {
      StateDiagram diagram = MachineSource.of(FIXTURES + "#loader").read(loader);

      assertThat(diagram.title()).isEqualTo("URLClassLoader");
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
  }

  /** Uses a class path without Spring. */
  @Test
  void diagramsAreReadButOtherObjectsAreRejectedWhenSpringIsMissing() throws Exception {
    List<URL> classPath =
        List.of(
            StateDiagram.class.getProtectionDomain().getCodeSource().getLocation(),
            WithoutSpring.class.getProtectionDomain().getCodeSource().getLocation());
    try (URLClassLoader alone =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      assertThat(readIn(alone, WithoutSpring.class.getName() + "#diagram"))
          .hasToString("StateDiagram");
      assertThatThrownBy(() -> readIn(alone, WithoutSpring.class.getName()))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessageContaining("is neither a Supplier nor");
      assertThatThrownBy(() -> readIn(alone, WithoutSpring.class.getName() + "#text"))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessageContaining("returns a java.lang.String");
    }
  }

  private static String readIn(ClassLoader loader, String name) throws Exception {
    Class<?> type = loader.loadClass(MachineSource.class.getName());
    Object source = type.getMethod("of", String.class).invoke(null, name);
    return type.getMethod("read", ClassLoader.class)
        .invoke(source, loader)
        .getClass()
        .getSimpleName();
  }

  private static StateDiagram read(String source) {
    return MachineSource.of(FIXTURES + source).read(loader());
  }

  private static ClassLoader loader() {
    return MachineSourceTest.class.getClassLoader();
  }

  /** A source that does not use Spring. */
  static final class WithoutSpring {
    private WithoutSpring() {}

    static StateDiagram diagram() {
      return StateDiagram.builder("plain").build();
    }

    static String text() {
      return "a text";
    }
  }
}
