package dev.antiphon.spec.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * The parameter names of all methods and constructors in the sources. The key is the method or
 * class name, the number of parameters and the position. Methods with the same name and number of
 * parameters are not distinguished.
 */
final class NamedParameters extends TreeScanner<Void, Void> {
  private static final String CONSTRUCTOR = "<init>";

  private final Map<String, List<String>> names = new HashMap<>();
  private String inClass = "";

  /** The names of the parameter at this position. */
  Stream<String> of(String method, int count, int place) {
    return names.getOrDefault(key(method, count, place), List.of()).stream();
  }

  @Override
  public Void visitClass(ClassTree type, Void nothing) {
    String outer = inClass;
    inClass = type.getSimpleName().toString();
    if (type.getKind() == Tree.Kind.RECORD) {
      declare(
          inClass,
          type.getMembers().stream()
              .filter(VariableTree.class::isInstance)
              .map(VariableTree.class::cast)
              .filter(component -> !component.getModifiers().getFlags().contains(Modifier.STATIC))
              .toList());
    }
    super.visitClass(type, nothing);
    inClass = outer;
    return null;
  }

  @Override
  public Void visitMethod(MethodTree method, Void nothing) {
    String name = method.getName().toString();
    declare(name.equals(CONSTRUCTOR) ? inClass : name, method.getParameters());
    return super.visitMethod(method, nothing);
  }

  private void declare(String method, List<? extends VariableTree> parameters) {
    for (int i = 0; i < parameters.size(); i++) {
      names
          .computeIfAbsent(key(method, parameters.size(), i), first -> new ArrayList<>())
          .add(parameters.get(i).getName().toString());
    }
  }

  private static String key(String method, int count, int place) {
    return method + "/" + count + "/" + place;
  }
}
