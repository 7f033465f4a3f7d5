package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;

/**
 * The constants of encoded messages: version, cipher suite and wire formats (RFC 9420, section 6).
 */
final class WireFormat {
  static final int MLS10 = 1;
  static final int SUITE = 2;

  static final int PUBLIC_MESSAGE = 1;
  static final int WELCOME = 3;
  static final int KEY_PACKAGE = 5;

  /** The maximum length of a message in bytes. A welcome to a group of 2,000 members is smaller. */
  private static final int MAX_LENGTH = 1 << 20;

  private WireFormat() {}

  /** A reader for a received message. Refuses a message that is too large. */
  static MlsReader open(byte[] message) throws MlsException {
    if (message.length > MAX_LENGTH) {
      throw new MlsException(
          Refusal.TOO_LARGE, "a message", message.length + " bytes, expected 1 MiB or less");
    }
    return new MlsReader(message);
  }

  static MlsWriter header(MlsWriter writer, int wireFormat) {
    return writer.uint16(MLS10).uint16(wireFormat);
  }

  static void readHeader(MlsReader reader, int wireFormat) throws MlsException {
    readVersion(reader);
    int format = reader.uint16();
    if (format != wireFormat) {
      throw new MlsException(
          Refusal.UNSUPPORTED, "a message", "wire format " + format + ", expected " + wireFormat);
    }
  }

  static void readVersion(MlsReader reader) throws MlsException {
    int version = reader.uint16();
    if (version != MLS10) {
      throw new MlsException(
          Refusal.UNSUPPORTED, "a message", "protocol version " + version + ", expected 1");
    }
  }

  static void checkSuite(int suite, String subject) throws MlsException {
    if (suite != SUITE) {
      throw new MlsException(
          Refusal.UNSUPPORTED, subject, "cipher suite " + suite + ", expected " + SUITE);
    }
  }
}
