package dev.antiphon.cli.internal.diagram;

import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.load.MachineSource;
import dev.antiphon.diagram.load.MachineSourceException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options for a diagram of a machine of the user. */
final class MachineOptions {
  private static final String EVERY_JAR = "*";

  @Option(
      names = "--machine",
      paramLabel = "CLASS[#METHOD]",
      required = true,
      description = {
        "A Spring configuration with one state machine or factory, a Supplier, or a class and its",
        "static method that returns a StateMachine, a StateMachineFactory or a StateDiagram."
      })
  private String machine;

  @Option(
      names = "--classpath",
      paramLabel = "PATH",
      description =
          "The class path of the machine, as for java. Spring Statemachine is already included.")
  private String classpath = "";

  /**
   * Reads the machine. This runs its code.
   *
   * @throws MachineSourceException if the source does not give a machine
   */
  StateDiagram diagram() {
    URL[] urls = urls().toArray(URL[]::new);
    try (URLClassLoader loader = new URLClassLoader(urls, MachineSource.class.getClassLoader())) {
      return MachineSource.of(machine).read(loader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<URL> urls() {
    List<URL> urls = new ArrayList<>();
    for (String entry : classpath.split(Pattern.quote(File.pathSeparator), -1)) {
      if (entry.endsWith(EVERY_JAR)) {
        urls.addAll(jars(Path.of(entry.substring(0, entry.length() - EVERY_JAR.length()))));
      } else if (!entry.isEmpty()) {
        urls.add(url(Path.of(entry)));
      }
    }
    return urls;
  }

  private static List<URL> jars(Path folder) {
    List<URL> jars = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.{jar,JAR}")) {
      entries.forEach(jar -> jars.add(url(jar)));
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
    }
    return jars;
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
