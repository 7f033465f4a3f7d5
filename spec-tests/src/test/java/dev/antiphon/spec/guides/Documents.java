package dev.antiphon.spec.guides;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the pages of the repository. */
public final class Documents {
  public static final Path ROOT = Path.of(System.getProperty("antiphon.root"));

  private Documents() {}

  /** All pages by their paths in the repository, such as {@code docs/README.md}. */
  static Map<String, MarkdownPage> all() throws IOException {
    Map<String, MarkdownPage> pages = new TreeMap<>();
    for (Path file : files(ROOT, ".md")) {
      pages.put(name(file), MarkdownPage.read(file));
    }
    return pages;
  }

  /** The text of a page. */
  static String text(String page) throws IOException {
    return Files.readString(ROOT.resolve(page));
  }

  /** The files in a folder and its subfolders with this ending, without build results. */
  public static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !isBuilt(ROOT.relativize(file)))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  public static String name(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  private static boolean isBuilt(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.equals("target") || name.equals("node_modules") || name.equals(".git")) {
        return true;
      }
    }
    return false;
  }
}
