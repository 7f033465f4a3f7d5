package dev.antiphon.spec.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import dev.antiphon.spec.architecture.Violations.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Finds close codes and opcodes that are written as numbers. It uses the compiler's parser, so it
 * ignores comments, Javadoc and strings. Names are not resolved.
 *
 * <p>A literal with the number of a {@code CloseCode} constant is always a close code, except 1000.
 * 1000 and the numbers from 4000 to 4999 are close codes only with a name such as code, close or
 * closure. A literal is an opcode if it is used with a name such as op or opcode. {@link
 * NumberScanner} defines "used with".
 */
final class MagicNumbers {
  private MagicNumbers() {}

  /** Returns the numbers that should be names in these sources. */
  static Violations of(Collection<SourceFile> sources) {
    List<JavaFileObject> files =
        sources.stream().map(MagicNumbers::file).collect(Collectors.toList());
    JavacTask parser =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, files);
    List<CompilationUnitTree> parsed = new ArrayList<>();
    try {
      parser.parse().forEach(parsed::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    NamedParameters parameters = new NamedParameters();
    parameters.scan(parsed, null);
    SourcePositions positions = Trees.instance(parser).getSourcePositions();
    Violations found = new Violations(Kind.NUMBER);
    parsed.forEach(unit -> new NumberScanner(parameters, positions, unit, found).scan(unit, null));
    return found;
  }

  private static JavaFileObject file(SourceFile source) {
    URI uri = URI.create("source:///" + source.className().replace('.', '/') + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source.text();
      }
    };
  }
}
