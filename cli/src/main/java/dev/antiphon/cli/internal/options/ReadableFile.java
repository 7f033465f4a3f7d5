package dev.antiphon.cli.internal.options;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file that is there and may be read; anything else is wrong usage. */
public final class ReadableFile implements ITypeConverter<Path> {
  @Override
  public Path convert(String name) {
    try {
      Path file = Path.of(name);
      if (Files.isReadable(file) && !Files.isDirectory(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new TypeConversionException("no file can be called " + name);
    }
    throw new TypeConversionException("there is no file " + name + " that could be read");
  }
}
