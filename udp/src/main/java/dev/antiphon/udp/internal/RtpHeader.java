package dev.antiphon.udp.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The unencrypted header of a voice packet: the header of RFC 3550, section 5.1, including the
 * first four bytes of a header extension.
 *
 * <p>In Discord's {@code rtpsize} modes, exactly these {@link #length()} bytes are authenticated
 * and not encrypted. The encrypted part begins with the body of the extension, which has {@link
 * #extensionBodyLength()} bytes.
 *
 * @param padding the P bit: the decrypted payload ends with padding, and its last byte is the
 *     length of the padding
 * @param marker the M bit
 * @param payloadType the payload type, 0 to 127; Discord's type for Opus is {@link #OPUS}
 * @param sequence the sequence number, 0 to 65535
 * @param timestamp the timestamp in samples at 48 kHz, unsigned 32-bit
 * @param ssrc the SSRC, unsigned 32-bit
 * @param contributors the CSRC list, at most 15 unsigned 32-bit values
 * @param extension the header extension, if the X bit is set
 */
public record RtpHeader(
    boolean padding,
    boolean marker,
    int payloadType,
    int sequence,
    long timestamp,
    long ssrc,
    List<Long> contributors,
    Optional<Extension> extension) {

  /** Discord's payload type for Opus, {@code 0x78}. */
  public static final int OPUS = 120;

  /** The length in bytes of a header without CSRCs and extension. */
  public static final int FIXED_LENGTH = 12;

  /** The maximum length of a header in bytes. */
  public static final int MAX_LENGTH = FIXED_LENGTH + 15 * 4 + 4;

  private static final int VERSION = 2;
  private static final long UINT32 = 0xFFFF_FFFFL;

  /**
   * The first four bytes of a header extension (RFC 3550, 5.3.1).
   *
   * @param profile the profile, unsigned 16-bit, for example {@code 0xBEDE} (RFC 8285)
   * @param words the length of the body in words of four bytes, unsigned 16-bit
   */
  public record Extension(int profile, int words) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value does not fit into 16 bits
     */
    public Extension {
      requireRange("profile", profile, 0xFFFF);
      requireRange("words", words, 0xFFFF);
    }
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value does not fit into its field
   */
  public RtpHeader {
    contributors = List.copyOf(contributors);
    requireRange("payload type", payloadType, 127);
    requireRange("sequence", sequence, 0xFFFF);
    requireRange("timestamp", timestamp, UINT32);
    requireRange("ssrc", ssrc, UINT32);
    requireRange("number of contributors", contributors.size(), 15);
    contributors.forEach(csrc -> requireRange("contributor", csrc, UINT32));
  }

  /**
   * Creates the header of a simple voice packet: payload type {@link #OPUS}, without optional
   * parts.
   */
  public static RtpHeader voice(int sequence, long timestamp, long ssrc) {
    return new RtpHeader(
        false, false, OPUS, sequence, timestamp, ssrc, List.of(), Optional.empty());
  }

  /**
   * The length in bytes: 12, plus 4 per contributor, plus 4 with an extension. These bytes are the
   * AAD.
   */
  public int length() {
    return FIXED_LENGTH + 4 * contributors.size() + (extension.isPresent() ? 4 : 0);
  }

  /** The length in bytes of the extension body at the beginning of the decrypted payload. */
  public int extensionBodyLength() {
    return extension.map(e -> 4 * e.words()).orElse(0);
  }

  /**
   * Writes the header to the beginning of {@code packet}.
   *
   * @return {@link #length()}
   * @throws IndexOutOfBoundsException if {@code packet} is shorter than {@link #length()}
   */
  public int write(byte[] packet) {
    int flags = (padding ? 0x20 : 0) | (extension.isPresent() ? 0x10 : 0) | contributors.size();
    packet[0] = (byte) (VERSION << 6 | flags);
    packet[1] = (byte) ((marker ? 0x80 : 0) | payloadType);
    writeFixed(packet, sequence, (int) timestamp, (int) ssrc);
    int at = FIXED_LENGTH;
    for (long csrc : contributors) {
      BigEndian.putInt(packet, at, (int) csrc);
      at += 4;
    }
    if (extension.isPresent()) {
      BigEndian.putShort(packet, at, extension.get().profile());
      BigEndian.putShort(packet, at + 2, extension.get().words());
    }
    return length();
  }

  /** Writes a simple voice header without creating a record. The sender calls it for each frame. */
  static void writeVoice(byte[] packet, int sequence, int timestamp, int ssrc) {
    packet[0] = (byte) (VERSION << 6);
    packet[1] = OPUS;
    writeFixed(packet, sequence, timestamp, ssrc);
  }

  private static void writeFixed(byte[] packet, int sequence, int timestamp, int ssrc) {
    BigEndian.putShort(packet, 2, sequence);
    BigEndian.putInt(packet, 4, timestamp);
    BigEndian.putInt(packet, 8, ssrc);
  }

  /**
   * Parses the header at the beginning of {@code packet}. The payload is not read.
   *
   * @param length the length of the packet in the array, in bytes
   * @throws MalformedPacketException if the version is not 2 or the packet ends within the header
   */
  public static RtpHeader parse(byte[] packet, int length) throws MalformedPacketException {
    requireLength(FIXED_LENGTH, length);
    int first = packet[0] & 0xFF;
    if (first >> 6 != VERSION) {
      throw new MalformedPacketException("RTP version", "2", Integer.toString(first >> 6));
    }
    int csrcCount = first & 0x0F;
    boolean extended = (first & 0x10) != 0;
    int extensionAt = FIXED_LENGTH + 4 * csrcCount;
    requireLength(extensionAt + (extended ? 4 : 0), length);
    return new RtpHeader(
        (first & 0x20) != 0,
        (packet[1] & 0x80) != 0,
        packet[1] & 0x7F,
        BigEndian.getShort(packet, 2),
        BigEndian.getInt(packet, 4) & UINT32,
        BigEndian.getInt(packet, 8) & UINT32,
        contributors(packet, csrcCount),
        extended ? Optional.of(extension(packet, extensionAt)) : Optional.empty());
  }

  private static List<Long> contributors(byte[] packet, int count) {
    if (count == 0) {
      return List.of();
    }
    List<Long> contributors = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      contributors.add(BigEndian.getInt(packet, FIXED_LENGTH + 4 * i) & UINT32);
    }
    return contributors;
  }

  private static Extension extension(byte[] packet, int at) {
    return new Extension(BigEndian.getShort(packet, at), BigEndian.getShort(packet, at + 2));
  }

  private static void requireLength(int needed, int length) throws MalformedPacketException {
    if (length < needed) {
      throw new MalformedPacketException(
          "RTP header", "at least " + needed + " bytes", length + " bytes");
    }
  }

  private static void requireRange(String field, long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          "RTP %s must be 0 to %d, not %d".formatted(field, max, value));
    }
  }
}
