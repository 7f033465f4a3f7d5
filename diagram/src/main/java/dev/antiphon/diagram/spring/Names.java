package dev.antiphon.diagram.spring;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.expression.Expression;
import org.springframework.statemachine.action.Action;
import org.springframework.statemachine.action.Actions;
import org.springframework.statemachine.action.ReactiveAction;
import org.springframework.statemachine.action.SpelExpressionAction;
import org.springframework.statemachine.guard.Guard;
import org.springframework.statemachine.guard.Guards;
import org.springframework.statemachine.guard.ReactiveGuard;
import org.springframework.statemachine.guard.SpelExpressionGuard;
import org.springframework.util.ClassUtils;

/** Finds the names of guards and actions. */
final class Names {
  private static final List<Class<?>> NAMED_BY_BEANS =
      List.of(Guard.class, Action.class, ReactiveGuard.class, ReactiveAction.class);

  private static final String NAMELESS = "…";

  private final IdentityHashMap<Object, String> beans = new IdentityHashMap<>();

  /** Reads the names of the beans, if there is a bean factory. */
  Names(Optional<BeanFactory> factory) {
    factory
        .filter(ListableBeanFactory.class::isInstance)
        .map(ListableBeanFactory.class::cast)
        .ifPresent(
            listable ->
                NAMED_BY_BEANS.forEach(
                    type ->
                        listable
                            .getBeansOfType(type, false, false)
                            .forEach((name, bean) -> beans.put(bean, name))));
  }

  /** The names of all functions that have a name. */
  List<String> all(@Nullable Collection<?> functions) {
    return functions == null
        ? List.of()
        : functions.stream().flatMap(function -> of(function).stream()).toList();
  }

  /**
   * The name of a guard, or {@value #NAMELESS} for a guard without a name. Without it, the arrow
   * would look unconditional.
   */
  Optional<String> guard(@Nullable Object guard) {
    return guard == null ? Optional.empty() : of(guard).or(() -> Optional.of(NAMELESS));
  }

  /** The name of a guard or an action, or of the function that Spring created for it. */
  Optional<String> of(@Nullable Object function) {
    if (function == null) {
      return Optional.empty();
    }
    String bean = beans.get(function);
    if (bean != null) {
      return Optional.of(bean);
    }
    if (isMadeBySpring(function)) {
      return wrapped(function).flatMap(this::of);
    }
    if (function instanceof SpelExpressionGuard || function instanceof SpelExpressionAction) {
      return HiddenField.read(function, "expression")
          .map(Expression.class::cast)
          .map(Expression::getExpressionString);
    }
    if (function instanceof Enum<?> constant) {
      return Optional.of(constant.name());
    }
    Class<?> type = ClassUtils.getUserClass(function);
    boolean named = !type.isSynthetic() && !type.isAnonymousClass() && !type.isHidden();
    return named ? Optional.of(type.getSimpleName()) : Optional.empty();
  }

  /** Whether Spring created the function for a guard, an action or an error action. */
  private static boolean isMadeBySpring(Object function) {
    String name = function.getClass().getName();
    return name.startsWith(Guards.class.getName() + "$")
        || name.startsWith(Actions.class.getName() + "$");
  }

  private static Optional<Object> wrapped(Object function) {
    return HiddenField.read(function, "val$action").or(() -> HiddenField.captured(function));
  }
}
