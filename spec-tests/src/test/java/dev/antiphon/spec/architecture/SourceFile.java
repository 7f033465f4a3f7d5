package dev.antiphon.spec.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A source file of the main code.
 *
 * @param packageName the package, from the folder
 * @param name the file name without its extension
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

  /** The full name of its class. */
  String className() {
    return packageName + "." + name;
  }
}
