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
 * A class loader with the plugin's diagram classes and PlantUML, followed by the project's class
 * path. It does not contain classes of Maven, and it uses the project's version of Spring. If the
 * project also contains the diagram classes, the plugin's classes are used.
 */
final class ProjectClasses implements AutoCloseable {
  private static final List<Class<?>> PLUGIN_CLASSES =
      List.of(FileUpdate.class, StateDiagram.class, SourceStringReader.class);

  private final URLClassLoader loader;
  private final Method update;

  ProjectClasses(Collection<String> classpath) {
    List<URL> urls = new ArrayList<>();
    PLUGIN_CLASSES.forEach(
        type -> urls.add(type.getProtectionDomain().getCodeSource().getLocation()));
    classpath.forEach(element -> urls.add(url(element)));
    loader =
        new URLClassLoader(
            "project", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    try {
      update =
          loader
              .loadClass(FileUpdate.class.getName())
              .getMethod(
                  "update", String.class, Path.class, String.class, String.class, boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the plugin's class FileUpdate cannot be loaded", e);
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
   * Calls {@link FileUpdate#update} in the class loader.
   *
   * @throws Exception the failure, with a message for people
   */
  @SuppressWarnings("unchecked") // update returns Optional<String>
  Optional<String> update(Diagram diagram, Path file, boolean write) throws Exception {
    try {
      return (Optional<String>)
          update.invoke(null, diagram.source, file, diagram.part, diagram.format, write);
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
