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
 * Close codes and opcodes that sources write as numbers. The compiler's parser reads them, so that
 * comments, Javadoc and strings are no numbers; names are not resolved.
 *
 * <p>A literal is a close code when it has the number of a constant of {@code CloseCode}, 1000
 * excepted, wherever it stands; 1000 and any number from 4000 to 4999 when it is used with
 * something that is called code, close or closure. A literal is an opcode when it is used with
 * something that is called op or opcode. See {@link NumberScanner} for "used with".
 */
final class MagicNumbers {
  private MagicNumbers() {}

  /** What these sources write as numbers. */
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
