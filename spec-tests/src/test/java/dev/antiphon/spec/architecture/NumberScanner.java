package dev.antiphon.spec.architecture;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.Opcode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the number literals of one source. A literal is "used with" a name in these cases:
 *
 * <ul>
 *   <li>It is part of the value of a variable with that name.
 *   <li>It is compared with a variable of that name.
 *   <li>It is a case label of a switch over that variable.
 *   <li>It is an argument of a method or class with that name.
 *   <li>It is the argument for a parameter with that name.
 *   <li>It is the argument after a string with that name.
 * </ul>
 */
final class NumberScanner extends TreeScanner<Void, Void> {
  private static final Pattern OF_CLOSE_CODE =
      Pattern.compile("(?i).*(close|closure)(s|d|_?codes?)?|(.*[a-z_])?code");
  private static final Pattern OF_OPCODE = Pattern.compile("(?i)op|ops|(.*_)?op|.*opcodes?");
  private static final int DISCORD_MIN = 4000;
  private static final int DISCORD_MAX = 4999;

  private static final int HIGHEST_OPCODE =
      Stream.of(Opcode.values()).mapToInt(Opcode::number).max().orElseThrow();

  private final NamedParameters parameters;
  private final SourcePositions positions;
  private final CompilationUnitTree unit;
  private final Violations found;
  private final Deque<String> uses = new ArrayDeque<>();

  NumberScanner(
      NamedParameters parameters,
      SourcePositions positions,
      CompilationUnitTree unit,
      Violations found) {
    this.parameters = parameters;
    this.positions = positions;
    this.unit = unit;
    this.found = found;
  }

  @Override
  public Void visitLiteral(LiteralTree literal, Void nothing) {
    if (literal.getValue() instanceof Integer number) {
      if (isCloseCode(number)) {
        report("close code", literal);
      }
      if (number >= 0 && number <= HIGHEST_OPCODE && isUsedWith(OF_OPCODE)) {
        report("opcode", literal);
      }
    }
    return null;
  }

  private boolean isCloseCode(int number) {
    Optional<CloseCode> known = CloseCode.of(number);
    if (known.isPresent() && known.get() != CloseCode.CLOSE_1000) {
      return true;
    }
    boolean possible = known.isPresent() || number >= DISCORD_MIN && number <= DISCORD_MAX;
    return possible && isUsedWith(OF_CLOSE_CODE);
  }

  private boolean isUsedWith(Pattern name) {
    return uses.stream().anyMatch(used -> name.matcher(used).matches());
  }

  private void report(String kind, LiteralTree literal) {
    String path = unit.getSourceFile().toUri().getPath();
    String type = path.substring(1, path.length() - ".java".length()).replace('/', '.');
    long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, literal));
    found.add(
        kind + "s in " + type,
        "line %d: expected a name of module protocol for the %s %s"
            .formatted(line, kind, literal.getValue()));
  }

  @Override
  public Void visitVariable(VariableTree variable, Void nothing) {
    scan(variable.getModifiers(), nothing);
    scanFor(variable.getName().toString(), variable.getInitializer());
    return null;
  }

  @Override
  public Void visitAssignment(AssignmentTree assignment, Void nothing) {
    scanFor(nameOf(assignment.getVariable()), assignment.getExpression());
    return null;
  }

  @Override
  public Void visitBinary(BinaryTree binary, Void nothing) {
    if (isComparison(binary.getKind())) {
      scanFor(nameOf(binary.getRightOperand()), binary.getLeftOperand());
      scanFor(nameOf(binary.getLeftOperand()), binary.getRightOperand());
      return null;
    }
    return super.visitBinary(binary, nothing);
  }

  @Override
  public Void visitSwitch(SwitchTree choice, Void nothing) {
    scan(choice.getExpression(), nothing);
    choice.getCases().forEach(one -> scanCase(choice.getExpression(), one));
    return null;
  }

  @Override
  public Void visitSwitchExpression(SwitchExpressionTree choice, Void nothing) {
    scan(choice.getExpression(), nothing);
    choice.getCases().forEach(one -> scanCase(choice.getExpression(), one));
    return null;
  }

  private void scanCase(ExpressionTree selector, CaseTree one) {
    one.getExpressions().forEach(label -> scanFor(nameOf(selector), label));
    scan(one.getStatements(), null);
    scan(one.getBody(), null);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
    scan(call.getMethodSelect(), nothing);
    scanArguments(nameOf(call.getMethodSelect()), ownerOf(call), call.getArguments());
    return null;
  }

  @Override
  public Void visitNewClass(NewClassTree creation, Void nothing) {
    scanArguments(nameOf(creation.getIdentifier()), "", creation.getArguments());
    scan(creation.getClassBody(), nothing);
    return null;
  }

  private void scanArguments(
      String method, String owner, List<? extends ExpressionTree> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String before =
          i > 0 && arguments.get(i - 1) instanceof LiteralTree literal
              ? String.valueOf(literal.getValue())
              : "";
      List<String> names =
          Stream.concat(
                  Stream.of(method, owner, before), parameters.of(method, arguments.size(), i))
              .toList();
      names.forEach(uses::push);
      scan(arguments.get(i), null);
      names.forEach(name -> uses.pop());
    }
  }

  /** The class or object of the call, such as {@code Opcode} in {@code Opcode.of(4)}. */
  private static String ownerOf(MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree member
        ? nameOf(member.getExpression())
        : "";
  }

  private void scanFor(String name, Tree tree) {
    uses.push(name);
    scan(tree, null);
    uses.pop();
  }

  private static boolean isComparison(Tree.Kind kind) {
    return switch (kind) {
      case EQUAL_TO, NOT_EQUAL_TO, LESS_THAN, LESS_THAN_EQUAL, GREATER_THAN, GREATER_THAN_EQUAL ->
          true;
      default -> false;
    };
  }

  /** The last part of a name or of a called method's name; empty for other trees. */
  private static String nameOf(Tree tree) {
    if (tree instanceof IdentifierTree identifier) {
      return identifier.getName().toString();
    }
    if (tree instanceof MemberSelectTree member) {
      return member.getIdentifier().toString();
    }
    if (tree instanceof MethodInvocationTree call) {
      return nameOf(call.getMethodSelect());
    }
    return tree instanceof ParenthesizedTree inner ? nameOf(inner.getExpression()) : "";
  }
}
