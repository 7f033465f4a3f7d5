package dev.antiphon.spec.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A source of the main code.
 *
 * @param packageName as the folder says
 * @param name the file's name without its ending
 */
record SourceFile(String module, String packageName, String name, String text) {
  private static final String PACKAGE_INFO = "package-info";

  static SourceFile read(String module, Path sources, Path file) {
    String folder = sources.relativize(file.getParent()).toString();
    String name = file.getFileName().toString().replaceFirst("\\.java$", "");
    try {
      return new SourceFile(
          module, folder.replaceAll("[/\\\\]", "."), name, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isPackageInfo() {
    return name.equals(PACKAGE_INFO);
  }

  /** As its class is named. */
  String className() {
    return packageName + "." + name;
  }
}
