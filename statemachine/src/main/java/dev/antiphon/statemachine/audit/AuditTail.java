package dev.antiphon.statemachine.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Finds where a file ends that a process before this one has written. */
final class AuditTail {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 1 << 20;

  private AuditTail() {}

  /** The last whole line of the file, and whether it is the seal. */
  static AuditFolder.Last of(Path file) throws IOException {
    byte[] end = end(file);
    int newline = lastNewline(end, end.length - 1);
    int torn = end.length - 1 - newline;
    String name = String.valueOf(file.getFileName());
    if (newline < 0) {
      return broken(AuditChain.ORIGIN, 0, name, torn);
    }
    int begin = lastNewline(end, newline - 1) + 1;
    String text = new String(end, begin, newline - begin, StandardCharsets.UTF_8);
    try {
      JsonNode line = JSON.readTree(text);
      String hash = line.path("hash").asText();
      long number = line.path("n").asLong();
      boolean sealed = torn == 0 && line.path("event").asText().equals("seal");
      AuditChain.bytes(hash);
      return sealed
          ? new AuditFolder.Last(hash, number, Optional.empty())
          : broken(hash, number, name, torn);
    } catch (IOException | IllegalArgumentException damaged) {
      return broken(AuditChain.ORIGIN, 0, name, torn);
    }
  }

  private static AuditFolder.Last broken(String head, long number, String file, long torn) {
    return new AuditFolder.Last(
        head, number, Optional.of(new AuditLines.Break(file, number, torn)));
  }

  private static byte[] end(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer end = ByteBuffer.allocate((int) Math.min(size, LONGEST));
      long from = size - end.capacity();
      while (end.hasRemaining() && channel.read(end, from + end.position()) >= 0) {
        continue;
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
