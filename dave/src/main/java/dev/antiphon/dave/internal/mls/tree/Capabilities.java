package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;

/**
 * What a client supports, as lists of 16-bit numbers; unknown ones mean nothing (RFC 9420, section
 * 7.2).
 *
 * @param versions protocol versions
 * @param cipherSuites cipher suites
 * @param extensions types of extensions that are not supported by all anyway
 * @param proposals types of proposals that are not supported by all anyway
 * @param credentials types of credentials
 */
public record Capabilities(
    Bytes versions, Bytes cipherSuites, Bytes extensions, Bytes proposals, Bytes credentials)
    implements Encodable {
  /** What members of DAVE groups support: MLS 1.0, cipher suite 2, basic credentials. */
  public static final Capabilities DAVE =
      new Capabilities(one(1), one(2), Bytes.EMPTY, Bytes.EMPTY, one(Credential.BASIC));

  private static Bytes one(int number) {
    return new MlsWriter().uint16(number).toBytes();
  }

  /** Reads them. */
  public static Capabilities read(MlsReader reader) throws MlsException {
    return new Capabilities(
        numbers(reader), numbers(reader), numbers(reader), numbers(reader), numbers(reader));
  }

  private static Bytes numbers(MlsReader reader) throws MlsException {
    Bytes numbers = reader.opaque();
    if (numbers.length() % 2 != 0) {
      throw new MlsException(Refusal.MALFORMED, "a list of capabilities", "half a number");
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
