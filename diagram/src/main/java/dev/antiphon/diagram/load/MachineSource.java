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
 * Where a diagram comes from, by name: {@code com.acme.Machines#orders} is a static method without
 * parameters, {@code com.acme.Orders} a {@link Supplier} with a constructor without parameters, or
 * a configuration of Spring's ({@code @EnableStateMachine}, {@code @EnableStateMachineFactory} or
 * {@code @Configuration}) with just one machine or factory. What is named need not be public, and
 * gives a {@link StateDiagram}, Spring's {@code StateMachine} or its {@code StateMachineFactory}.
 *
 * @param className as {@link Class#forName(String)} takes it
 * @param methodName none when the class itself is the source
 */
public record MachineSource(String className, Optional<String> methodName) {
  private static final char METHOD = '#';
  private static final String MACHINE = "org.springframework.statemachine.StateMachine";

  /**
   * The source of this name.
   *
   * @throws MachineSourceException when it names no class, or no method after a {@code #}
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
          "\"" + name + "\" names no source: write com.acme.Machines#orders, or com.acme.Orders");
    }
    return new MachineSource(type, method);
  }

  /**
   * The diagram. Code of the source is run in the calling thread, whose context class loader is the
   * one given meanwhile; a machine is made, and looked at.
   *
   * @param loader knows the source, and has this class's own {@link StateDiagram}; Spring's
   *     machines are read when it has this class's Spring too
   * @throws MachineSourceException when the source gives none
   */
  public StateDiagram read(ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return read(Class.forName(className, true, loader));
    } catch (ClassNotFoundException e) {
      throw new MachineSourceException(
          Reason.NO_SUCH_CLASS, "no class " + className + " on the class path", e);
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
    if (isSpringThere() && SpringConfigurations.is(type)) {
      return configured(type);
    }
    throw new MachineSourceException(
        Reason.NO_METHOD_NAMED,
        className
            + " is neither a Supplier nor a configuration of Spring's: name a method of it, "
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
        // The class above may have it.
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
        .filter(one -> isSpringThere())
        .flatMap(SpringMachines::readAny)
        .orElseThrow(() -> notAMachine(made));
  }

  private MachineSourceException notAMachine(@Nullable Object made) {
    String what = made == null ? "null" : "a " + made.getClass().getName();
    return new MachineSourceException(
        Reason.NOT_A_MACHINE,
        this + " gives " + what + ", not a StateDiagram, StateMachine or StateMachineFactory");
  }

  private MachineSourceException failed(Throwable cause) {
    return new MachineSourceException(Reason.FAILED, this + " failed: " + cause, cause);
  }

  /** Whether the classes that read Spring's machines, and need Spring, can be used. */
  private static boolean isSpringThere() {
    try {
      Class.forName(MACHINE, false, MachineSource.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** The name that it was made of. */
  @Override
  public String toString() {
    return className + methodName.map(method -> METHOD + method).orElse("");
  }
}
