package dev.antiphon.spec.architecture.sample;

import dev.antiphon.spec.architecture.sample.internal.Hidden;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Each nested type exposes {@link Hidden} in one place or hides it. */
public final class Leaking {
  private Leaking() {}

  /** A supertype. */
  public static class BySupertype extends Hidden {
    private static final long serialVersionUID = 1;
  }

  /** An argument of a supertype. */
  public interface ByArgumentOfSupertype extends Supplier<List<? extends Hidden>> {}

  /** A bound of a type parameter. */
  public interface ByTypeParameter<T extends Hidden> {}

  /** A field. */
  public static class ByField {
    protected Hidden[] field;
  }

  /** A record component. */
  public record ByComponent(Map<String, Hidden> component) {}

  /** A parameter. */
  public interface ByParameter {
    void method(Hidden parameter);
  }

  /** A parameter of a constructor. */
  public static class ByConstructor {
    protected ByConstructor(Hidden parameter) {}
  }

  /** A result. */
  public interface ByResult {
    List<Hidden> method();
  }

  /** A bound of a method's type parameter. */
  public interface ByMethodTypeParameter {
    <T extends Hidden> void method(List<T> parameter);
  }

  /** A thrown type. */
  public interface ByThrown {
    void method() throws Hidden;
  }

  /** A member inherited from a type that is not public. */
  public static final class ByInheritance extends NotPublic {}

  static class NotPublic {
    public Hidden method() {
      return null;
    }
  }

  /** A type that does not expose {@link Hidden}. */
  public static final class Tight {
    final Hidden field = new Hidden();

    Hidden packagePrivate(Hidden parameter) {
      return parameter;
    }

    private Hidden hidden() {
      return new Hidden();
    }

    private static final class Nested {
      public Hidden field;
    }
  }
}
