package dev.antiphon.internal.flow;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One run of a test method of this package, with its arguments, that can be run again.
 *
 * @param type the class of the test
 * @param method the test
 * @param arguments what it is given; they do not change
 */
record Scenario(Class<?> type, Method method, List<Object> arguments) {

  /** The only method of that name. */
  static Scenario of(Class<?> type, String name, List<Object> arguments) {
    Method found =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.getName().equals(name))
            .findFirst()
            .orElseThrow();
    return new Scenario(type, found, arguments);
  }

  /** Runs it, on a new instance of its class; what it throws tells that it fails. */
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
