package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import java.util.List;

/**
 * An addition to a structure (RFC 9420, section 13.4).
 *
 * @param type its number
 * @param data its content, which this class does not understand
 */
public record Extension(int type, Bytes data) implements Encodable {
  /** The whole tree, in a group information. */
  public static final int RATCHET_TREE = 2;

  /** Who may propose from outside, in a group context. */
  public static final int EXTERNAL_SENDERS = 5;

  private static final int MOST = 32;

  /** Reads one. */
  public static Extension read(MlsReader reader) throws MlsException {
    return new Extension(reader.uint16(), reader.opaque());
  }

  /** Reads a list, in which no type may stand twice. */
  public static List<Extension> readList(MlsReader reader) throws MlsException {
    List<Extension> list = reader.list(MOST, "a list of extensions", Extension::read);
    if (list.stream().mapToInt(Extension::type).distinct().count() < list.size()) {
      throw new MlsException(Refusal.MALFORMED, "a list of extensions", "the same type twice");
    }
    return list;
  }

  /** Whether every client supports extensions of this type (RFC 9420, section 7.2). */
  public boolean isDefault() {
    return type >= 1 && type <= 5;
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer.uint16(type).opaque(data);
  }
}
