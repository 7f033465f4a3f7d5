package dev.antiphon.dave.internal.mls.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Encodes the presentation language of RFC 9420, section 2.1, with the shortest headers. Not thread
 * safe.
 */
public final class MlsWriter {
  private static final int MAX_LENGTH = (1 << 30) - 1;

  private byte[] buffer = new byte[128];
  private int length;

  /** An unsigned byte. */
  public MlsWriter uint8(int value) {
    return number(value, 1);
  }

  /** An unsigned 16-bit number. */
  public MlsWriter uint16(int value) {
    return number(value, 2);
  }

  /** An unsigned 32-bit number. */
  public MlsWriter uint32(int value) {
    return number(value, 4);
  }

  /** An unsigned 64-bit number. */
  public MlsWriter uint64(long value) {
    return number(value, 8);
  }

  private MlsWriter number(long value, int size) {
    grow(size);
    put(length, value, size);
    length += size;
    return this;
  }

  private void put(int at, long value, int size) {
    for (int i = 0; i < size; i++) {
      buffer[at + i] = (byte) (value >>> (8 * (size - 1 - i)));
    }
  }

  /** Bytes without a header. */
  public MlsWriter bytes(byte[] bytes) {
    grow(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  /** Bytes without a header. */
  public MlsWriter bytes(Bytes bytes) {
    bytes.appendTo(this);
    return this;
  }

  /** A vector of bytes. */
  public MlsWriter opaque(byte[] bytes) {
    header(bytes.length);
    return bytes(bytes);
  }

  /** A vector of bytes. */
  public MlsWriter opaque(Bytes bytes) {
    header(bytes.length());
    return bytes(bytes);
  }

  /** A label as a vector of bytes, with the prefix of all labels of MLS 1.0. */
  public MlsWriter label(String label) {
    return opaque(("MLS 1.0 " + label).getBytes(StandardCharsets.US_ASCII));
  }

  /** A structure. */
  public MlsWriter struct(Encodable struct) {
    struct.writeTo(this);
    return this;
  }

  /** A vector of structures. */
  public MlsWriter list(Collection<? extends Encodable> structs) {
    return vector(writer -> structs.forEach(writer::struct));
  }

  /** A structure that may be absent. */
  public MlsWriter optional(Optional<? extends Encodable> struct) {
    uint8(struct.isPresent() ? 1 : 0);
    struct.ifPresent(this::struct);
    return this;
  }

  /** A vector with the content that the consumer writes. */
  public MlsWriter vector(Consumer<MlsWriter> content) {
    int start = length;
    content.accept(this);
    int size = length - start;
    int header = headerSize(size);
    grow(header);
    System.arraycopy(buffer, start, buffer, start + header, size);
    length += header;
    put(start, headerValue(size, header), header);
    return this;
  }

  /** The header of a vector of {@code size} bytes (RFC 9420, section 2.1.2). */
  MlsWriter header(int size) {
    int header = headerSize(size);
    return number(headerValue(size, header), header);
  }

  private static int headerSize(int size) {
    if (size > MAX_LENGTH) {
      throw new IllegalArgumentException(size + " bytes are more than a vector can hold");
    }
    return size < 1 << 6 ? 1 : size < 1 << 14 ? 2 : 4;
  }

  private static long headerValue(int size, int header) {
    return switch (header) {
      case 1 -> size;
      case 2 -> 0x4000L | size;
      default -> 0x80000000L | size;
    };
  }

  private void grow(int more) {
    if (more > buffer.length - length) {
      byte[] old = buffer;
      buffer = Arrays.copyOf(old, Math.max(2 * old.length, Math.addExact(length, more)));
      Arrays.fill(old, (byte) 0);
    }
  }

  /** A copy of the written bytes, which the caller owns. */
  public byte[] toArray() {
    return Arrays.copyOf(buffer, length);
  }

  /** A copy of the written bytes. */
  public Bytes toBytes() {
    return Bytes.copyOf(buffer, 0, length);
  }

  /** Wipes the written bytes, because they were secret. */
  public void wipe() {
    Arrays.fill(buffer, (byte) 0);
    length = 0;
  }
}
