package dev.antiphon.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** Finds the end of an audit file that an earlier process has written. */
final class AuditTail {
  private AuditTail() {}

  /**
   * The last complete line of the file, and whether it is the seal. Empty if no line is complete.
   */
  static Optional<AuditFolder.Last> of(Path file) throws IOException {
    byte[] end = end(file);
    int newline = lastNewline(end, end.length - 1);
    int torn = end.length - 1 - newline;
    String name = String.valueOf(file.getFileName());
    if (newline < 0) {
      return Optional.empty();
    }
    int begin = lastNewline(end, newline - 1) + 1;
    AuditLine line = new AuditLine(Arrays.copyOfRange(end, begin, newline));
    try {
      JsonNode json = line.json();
      long number = json.path("n").asLong();
      String hash =
          line.hash().orElseThrow(() -> new AuditException("not a line of an audit file"));
      boolean sealed = torn == 0 && json.path("event").asText().equals("seal");
      return Optional.of(
          sealed
              ? new AuditFolder.Last(hash, number, Optional.empty())
              : broken(hash, number, name, torn));
    } catch (AuditException damaged) {
      return Optional.of(broken(AuditChain.ORIGIN, 0, name, torn));
    }
  }

  private static AuditFolder.Last broken(String head, long number, String file, long torn) {
    return new AuditFolder.Last(
        head, number, Optional.of(new AuditLines.Break(file, number, torn)));
  }

  private static byte[] end(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer end = ByteBuffer.allocate((int) Math.min(size, AuditReader.LONGEST));
      long from = size - end.capacity();
      while (end.hasRemaining() && channel.read(end, from + end.position()) >= 0) {
        // One call can read fewer bytes than requested.
      }
      return end.array();
    }
  }

  private static int lastNewline(byte[] bytes, int from) {
    for (int i = from; i >= 0; i--) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
