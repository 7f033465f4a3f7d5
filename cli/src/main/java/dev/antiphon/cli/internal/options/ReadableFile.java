package dev.antiphon.cli.internal.options;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the name of a readable file. Any other value is wrong usage. */
public final class ReadableFile implements ITypeConverter<Path> {
  @Override
  public Path convert(String name) {
    try {
      Path file = Path.of(name);
      if (Files.isReadable(file) && !Files.isDirectory(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + name + "' is not a valid file name");
    }
    throw new TypeConversionException("the file " + name + " does not exist or cannot be read");
  }
}
