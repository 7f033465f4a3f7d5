package dev.antiphon.diagram.maven;

import dev.antiphon.diagram.StateDiagram;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import net.sourceforge.plantuml.SourceStringReader;

/**
 * One flat class loader of the plugin's own diagram classes and PlantUML, and behind them the
 * project's class path. Nothing of Maven is seen there, and of Spring only what is the project's;
 * where the project has the diagram classes too, those of the plugin are taken.
 */
final class ProjectClasses implements AutoCloseable {
  private static final List<Class<?>> OURS =
      List.of(Upkeep.class, StateDiagram.class, SourceStringReader.class);

  private final URLClassLoader loader;
  private final Method keep;

  ProjectClasses(Collection<String> classpath) {
    List<URL> urls = new ArrayList<>();
    OURS.forEach(type -> urls.add(type.getProtectionDomain().getCodeSource().getLocation()));
    classpath.forEach(element -> urls.add(url(element)));
    loader =
        new URLClassLoader(
            "project", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    try {
      keep =
          loader
              .loadClass(Upkeep.class.getName())
              .getMethod(
                  "keep", String.class, Path.class, String.class, String.class, boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the plugin's own class", e);
    }
  }

  private static URL url(String element) {
    try {
      return new File(element).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError("every file has a URL", e);
    }
  }

  /**
   * As {@link Upkeep#keep}.
   *
   * @throws Exception whatever went wrong, with a message for people
   */
  @SuppressWarnings("unchecked") // the method is known
  Optional<String> keep(Diagram diagram, Path file, boolean write) throws Exception {
    try {
      return (Optional<String>)
          keep.invoke(null, diagram.source, file, diagram.part, diagram.format, write);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
