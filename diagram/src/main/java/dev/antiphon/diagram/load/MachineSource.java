package dev.antiphon.diagram.load;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.load.MachineSourceException.Reason;
import dev.antiphon.diagram.spring.SpringConfigurations;
import dev.antiphon.diagram.spring.SpringMachines;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The source of a diagram, given by name. The name {@code com.acme.Machines#orders} means a static
 * method without parameters. The name {@code com.acme.Orders} means a {@link Supplier} with a
 * constructor without parameters, or a Spring configuration ({@code @EnableStateMachine},
 * {@code @EnableStateMachineFactory} or {@code @Configuration}) with exactly one machine or
 * factory.
 *
 * <p>The class and the method can be non-public. The source returns a {@link StateDiagram}, a
 * Spring {@code StateMachine} or a {@code StateMachineFactory}.
 *
 * @param className the class name for {@link Class#forName(String)}
 * @param methodName the method; empty if the class itself is the source
 */
public record MachineSource(String className, Optional<String> methodName) {
  private static final char METHOD = '#';
  private static final String MACHINE = "org.springframework.statemachine.StateMachine";

  /**
   * Parses the name of a source.
   *
   * @throws MachineSourceException if the class name is empty, or the method name after a {@code #}
   *     is empty
   */
  public static MachineSource of(String name) {
    int mark = name.indexOf(METHOD);
    String type = (mark < 0 ? name : name.substring(0, mark)).strip();
    Optional<String> method =
        mark < 0 ? Optional.empty() : Optional.of(name.substring(mark + 1).strip());
    if (type.isEmpty()
        || method.filter(one -> one.isEmpty() || one.indexOf(METHOD) >= 0).isPresent()) {
      throw new MachineSourceException(
          Reason.NOT_A_SOURCE,
          "\""
              + name
              + "\" is not the name of a source: write com.acme.Machines#orders or com.acme.Orders");
    }
    return new MachineSource(type, method);
  }

  /**
   * Reads the diagram. This method runs code of the source in the calling thread. During the call,
   * the thread's context class loader is {@code loader}. If the source returns a factory, this
   * method creates a machine with it.
   *
   * @param loader loads the source. The loader must use the same {@link StateDiagram} class as this
   *     class. To read Spring machines, the loader must also use the same Spring classes
   * @throws MachineSourceException if the source does not give a diagram
   */
  public StateDiagram read(ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return read(Class.forName(className, true, loader));
    } catch (ClassNotFoundException e) {
      throw new MachineSourceException(
          Reason.NO_SUCH_CLASS, "the class " + className + " is not on the class path", e);
    } catch (InvocationTargetException e) {
      throw failed(e.getTargetException());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw failed(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private StateDiagram read(Class<?> type) throws ReflectiveOperationException {
    if (methodName.isPresent()) {
      return diagram(method(type, methodName.get()).invoke(null));
    }
    if (Supplier.class.isAssignableFrom(type)) {
      return diagram(supplied(type));
    }
    if (isSpringAvailable() && SpringConfigurations.is(type)) {
      return configured(type);
    }
    throw new MachineSourceException(
        Reason.NO_METHOD_NAMED,
        className
            + " is neither a Supplier nor a Spring configuration: name one of its methods, "
            + className
            + "#method");
  }

  private Method method(Class<?> type, String name) {
    for (Class<?> holder = type; holder != null; holder = holder.getSuperclass()) {
      try {
        Method method = holder.getDeclaredMethod(name);
        if (!Modifier.isStatic(method.getModifiers())) {
          throw new MachineSourceException(Reason.NOT_STATIC, this + " is not static");
        }
        method.setAccessible(true);
        return method;
      } catch (NoSuchMethodException e) {
        // The superclass can have the method.
      }
    }
    throw new MachineSourceException(
        Reason.NO_SUCH_METHOD, className + " has no method " + name + "() without parameters");
  }

  private @Nullable Object supplied(Class<?> type) throws ReflectiveOperationException {
    Constructor<?> constructor;
    try {
      constructor = type.getDeclaredConstructor();
    } catch (NoSuchMethodException e) {
      throw new MachineSourceException(
          Reason.NO_SUCH_METHOD, className + " has no constructor without parameters", e);
    }
    constructor.setAccessible(true);
    Supplier<?> supplier = (Supplier<?>) constructor.newInstance();
    try {
      return supplier.get();
    } catch (RuntimeException | LinkageError e) {
      throw failed(e);
    }
  }

  private StateDiagram configured(Class<?> type) {
    try {
      return SpringConfigurations.read(type);
    } catch (IllegalArgumentException e) {
      throw new MachineSourceException(Reason.NOT_ONE_MACHINE, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  private StateDiagram diagram(@Nullable Object made) {
    if (made instanceof StateDiagram diagram) {
      return diagram;
    }
    return Optional.ofNullable(made)
        .filter(one -> isSpringAvailable())
        .flatMap(SpringMachines::readAny)
        .orElseThrow(() -> notAMachine(made));
  }

  private MachineSourceException notAMachine(@Nullable Object made) {
    String what = made == null ? "null" : "a " + made.getClass().getName();
    return new MachineSourceException(
        Reason.NOT_A_MACHINE,
        this
            + " returns "
            + what
            + ", but a StateDiagram, StateMachine or StateMachineFactory is expected");
  }

  private MachineSourceException failed(Throwable cause) {
    return new MachineSourceException(Reason.FAILED, this + " failed: " + cause, cause);
  }

  /** Whether Spring is available, so that Spring machines can be read. */
  private static boolean isSpringAvailable() {
    try {
      Class.forName(MACHINE, false, MachineSource.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** The name from which this source was parsed. */
  @Override
  public String toString() {
    return className + methodName.map(method -> METHOD + method).orElse("");
  }
}
