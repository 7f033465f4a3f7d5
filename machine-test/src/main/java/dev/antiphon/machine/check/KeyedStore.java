package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Keeps the first configuration of each canonical form. */
final class KeyedStore<C> implements Store<C> {
  private final Function<? super C, ?> canonical;
  private final Map<Object, Integer> numbers = new HashMap<>();
  private final List<C> found = new ArrayList<>();

  KeyedStore(Function<? super C, ?> canonical) {
    this.canonical = canonical;
  }

  @Override
  public int size() {
    return found.size();
  }

  @Override
  public int add(C configuration) {
    Integer known = numbers.putIfAbsent(canonical.apply(configuration), found.size());
    if (known != null) {
      return known;
    }
    found.add(configuration);
    return found.size() - 1;
  }

  @Override
  public C get(int number) {
    return found.get(number);
  }
}
