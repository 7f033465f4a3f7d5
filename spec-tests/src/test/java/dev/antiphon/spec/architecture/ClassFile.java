package dev.antiphon.spec.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The class names in the constant pool of a class file (Java Virtual Machine Specification, section
 * 4.4). It names every class that the class uses; ArchUnit misses some of them.
 *
 * @param named the names of all classes in the pool, including this class, as in {@link
 *     Class#getName}
 * @param isSealed whether the class is sealed
 */
record ClassFile(Set<String> named, boolean isSealed) {
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");
  private static final String SEALED = "PermittedSubclasses";
  private static final int HEADER = 8;

  static ClassFile of(JavaClass type) {
    try (DataInputStream file =
        new DataInputStream(
            new BufferedInputStream(
                type.getSource().orElseThrow().getUri().toURL().openStream()))) {
      return read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassFile read(DataInputStream file) throws IOException {
    file.skipNBytes(HEADER);
    int entries = file.readUnsignedShort();
    Map<Integer, String> texts = new HashMap<>();
    Set<Integer> classes = new TreeSet<>();
    for (int i = 1; i < entries; i++) {
      int tag = file.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.put(i, file.readUTF());
        case 7 -> classes.add(file.readUnsignedShort());
        case 8, 16, 19, 20 -> file.skipNBytes(2);
        case 15 -> file.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> file.skipNBytes(4);
        case 5, 6 -> {
          file.skipNBytes(8);
          i++;
        }
        default -> throw new IOException("constant " + i + " has the unknown tag " + tag);
      }
    }
    Set<String> named = new TreeSet<>();
    classes.forEach(index -> named.add(texts.get(index).replace('/', '.')));
    for (String text : texts.values()) {
      Matcher inDescriptor = IN_DESCRIPTOR.matcher(text);
      while (inDescriptor.find()) {
        named.add(inDescriptor.group(1).replace('/', '.'));
      }
    }
    return new ClassFile(named, texts.containsValue(SEALED));
  }
}
