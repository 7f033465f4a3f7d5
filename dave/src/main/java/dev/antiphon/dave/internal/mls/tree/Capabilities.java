package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;

/**
 * The capabilities of a client, as lists of 16-bit numbers. Unknown numbers are ignored (RFC 9420,
 * section 7.2).
 *
 * @param versions supported protocol versions
 * @param cipherSuites supported cipher suites
 * @param extensions supported types of extensions, without the types that every client supports
 * @param proposals supported types of proposals, without the types that every client supports
 * @param credentials supported types of credentials
 */
public record Capabilities(
    Bytes versions, Bytes cipherSuites, Bytes extensions, Bytes proposals, Bytes credentials)
    implements Encodable {
  /** The capabilities of members of DAVE groups: MLS 1.0, cipher suite 2, basic credentials. */
  public static final Capabilities DAVE =
      new Capabilities(one(1), one(2), Bytes.EMPTY, Bytes.EMPTY, one(Credential.BASIC));

  private static Bytes one(int number) {
    return new MlsWriter().uint16(number).toBytes();
  }

  /** Decodes capabilities. */
  public static Capabilities read(MlsReader reader) throws MlsException {
    return new Capabilities(
        numbers(reader), numbers(reader), numbers(reader), numbers(reader), numbers(reader));
  }

  private static Bytes numbers(MlsReader reader) throws MlsException {
    Bytes numbers = reader.opaque();
    if (numbers.length() % 2 != 0) {
      throw new MlsException(Refusal.MALFORMED, "a list of capabilities", "an odd number of bytes");
    }
    return numbers;
  }

  /** Whether a list contains the number. */
  public static boolean contains(Bytes list, int number) {
    for (int i = 0; i < list.length(); i += 2) {
      if ((list.at(i) << 8 | list.at(i + 1)) == number) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer
        .opaque(versions)
        .opaque(cipherSuites)
        .opaque(extensions)
        .opaque(proposals)
        .opaque(credentials);
  }
}
