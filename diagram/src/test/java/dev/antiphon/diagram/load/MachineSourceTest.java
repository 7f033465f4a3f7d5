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
   * Tells of each context that it cannot make; held here, since a logger is forgotten if it can.
   */
  private static final Logger SPRING = Logger.getLogger("org.springframework");

  private static final String FIXTURES = Fixtures.class.getName();

  @BeforeAll
  static void springIsSilent() {
    SPRING.setLevel(Level.OFF);
  }

  @AfterAll
  static void springSpeaksAgain() {
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
  void whatGivesAMachineIsRead(String source, String title) {
    assertThat(read(source).title()).isEqualTo(title);
  }

  @Test
  void theMachineOfAConfigurationIsRead() {
    StateDiagram diagram = read("$OneMachine");

    assertThat(diagram.title()).isEqualTo("one");
    assertThat(diagram.states()).extracting(DiagramState::title).containsExactly("", "off", "on");
    assertThat(diagram.states().get(1).description()).containsExactly("entry / greet");
  }

  @Test
  void theFactoryOfAConfigurationIsRead() {
    assertThat(read("$OneFactory").transitions()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "#text, NOT_A_MACHINE, '#text gives a java.lang.String, not a StateDiagram, StateMachine or StateMachineFactory'",
    "#nothing, NOT_A_MACHINE, '#nothing gives null, not a StateDiagram, StateMachine or StateMachineFactory'",
    "#failing, FAILED, '#failing failed: java.lang.IllegalStateException: no machine today'",
    "#of, NO_SUCH_METHOD, ' has no method of() without parameters'",
    "#absent, NO_SUCH_METHOD, ' has no method absent() without parameters'",
    "#ofAnObject, NOT_STATIC, '#ofAnObject is not static'",
    "'', NO_METHOD_NAMED, ' is neither a Supplier nor a configuration of Spring''s: name a method of it, dev.antiphon.diagram.load.Fixtures#method'",
    "$NeedsMore, NO_SUCH_METHOD, '$NeedsMore has no constructor without parameters'",
    "$FailingSupplier, FAILED, '$FailingSupplier failed: java.lang.IllegalStateException: nothing made'",
    "$TwoMachines, NOT_ONE_MACHINE, '$TwoMachines has several machines: [first, second]'",
    "$NoMachine, NOT_ONE_MACHINE, '$NoMachine has no state machine'",
  })
  void whatGivesNoneSaysWhy(String source, Reason reason, String rest) {
    assertThatThrownBy(() -> read(source))
        .hasMessage(FIXTURES + rest)
        .asInstanceOf(type(MachineSourceException.class))
        .extracting(MachineSourceException::reason)
        .isEqualTo(reason);
  }

  @Test
  void aClassThatCannotBeMadeReadySaysWhy() {
    assertThatThrownBy(() -> read("$Broken#diagram"))
        .isInstanceOf(MachineSourceException.class)
        .hasRootCauseMessage("no machine today");
  }

  @Test
  void aConfigurationThatCannotBeMadeSaysWhy() {
    assertThatThrownBy(() -> read("$BrokenConfiguration"))
        .isInstanceOf(MachineSourceException.class)
        .hasMessageStartingWith(FIXTURES + "$BrokenConfiguration failed: ")
        .hasRootCauseMessage("no database");
  }

  @Test
  void aClassThatIsNotThereSaysSo() {
    assertThatThrownBy(() -> MachineSource.of("com.acme.Absent#x").read(loader()))
        .hasMessage("no class com.acme.Absent on the class path")
        .extracting(thrown -> ((MachineSourceException) thrown).reason())
        .isEqualTo(Reason.NO_SUCH_CLASS);
  }

  @ParameterizedTest
  @CsvSource({"''", "'  '", "#", "#method", "com.acme.Type#", "a#b#c"})
  void whatNamesNoSourceIsRefused(String name) {
    assertThatThrownBy(() -> MachineSource.of(name))
        .isInstanceOf(MachineSourceException.class)
        .hasMessageStartingWith("\"" + name + "\" names no source");
  }

  /** Spring, and much else, asks the thread for classes. */
  @Test
  void theThreadHasTheLoaderOfTheSourceMeanwhile() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[0], before)) {
      StateDiagram diagram = MachineSource.of(FIXTURES + "#loader").read(loader);

      assertThat(diagram.title()).isEqualTo("URLClassLoader");
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
  }

  /** The class path of one whose machine is not of Spring. */
  @Test
  void withoutSpringADiagramIsReadAndWhatIsNoneIsRefused() throws Exception {
    List<URL> ours =
        List.of(
            StateDiagram.class.getProtectionDomain().getCodeSource().getLocation(),
            Plain.class.getProtectionDomain().getCodeSource().getLocation());
    try (URLClassLoader alone =
        new URLClassLoader(ours.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      assertThat(readIn(alone, Plain.class.getName() + "#diagram")).hasToString("StateDiagram");
      assertThatThrownBy(() -> readIn(alone, Plain.class.getName()))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessageContaining("is neither a Supplier nor");
      assertThatThrownBy(() -> readIn(alone, Plain.class.getName() + "#text"))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessageContaining("gives a java.lang.String");
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

  /** Knows nothing of Spring. */
  static final class Plain {
    private Plain() {}

    static StateDiagram diagram() {
      return StateDiagram.builder("plain").build();
    }

    static String text() {
      return "a text";
    }
  }
}
