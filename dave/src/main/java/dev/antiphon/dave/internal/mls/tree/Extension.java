package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import java.util.List;

/**
 * An extension of a structure (RFC 9420, section 13.4).
 *
 * @param type the number of the type
 * @param data the content, not decoded
 */
public record Extension(int type, Bytes data) implements Encodable {
  /** The type of the extension with the whole tree, in a group information. */
  public static final int RATCHET_TREE = 2;

  /** The type of the extension with the external senders, in a group context. */
  public static final int EXTERNAL_SENDERS = 5;

  private static final int MAX_EXTENSIONS = 32;

  /** Decodes an extension. */
  public static Extension read(MlsReader reader) throws MlsException {
    return new Extension(reader.uint16(), reader.opaque());
  }

  /** Decodes a list of extensions. Refuses a type that occurs twice. */
  public static List<Extension> readList(MlsReader reader) throws MlsException {
    List<Extension> list = reader.list(MAX_EXTENSIONS, "a list of extensions", Extension::read);
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
