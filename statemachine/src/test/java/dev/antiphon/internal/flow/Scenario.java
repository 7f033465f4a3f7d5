package dev.antiphon.internal.flow;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One invocation of a test method of this package, with its arguments. It can be repeated.
 *
 * @param type the class of the test
 * @param method the test
 * @param arguments the immutable arguments of the test
 */
record Scenario(Class<?> type, Method method, List<Object> arguments) {

  /** The scenario of the only method with that name. */
  static Scenario of(Class<?> type, String name, List<Object> arguments) {
    Method found =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.getName().equals(name))
            .findFirst()
            .orElseThrow();
    return new Scenario(type, found, arguments);
  }

  /** Runs the test on a new instance of its class. The test fails if this throws. */
  void run() throws Throwable {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      method.setAccessible(true);
      method.invoke(constructor.newInstance(), arguments.toArray());
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public String toString() {
    String with = arguments.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return type.getSimpleName() + "." + method.getName() + "(" + with + ")";
  }
}
