package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;

/** How a leaf node was created (RFC 9420, section 7.2). */
public sealed interface LeafSource extends Encodable {
  /** The number of the type {@link OfKeyPackage}. */
  int KEY_PACKAGE = 1;

  /** The number of the type {@link OfUpdate}. */
  int UPDATE = 2;

  /** The number of the type {@link OfCommit}. */
  int COMMIT = 3;

  /**
   * Created for a key package, before its group is known.
   *
   * @param notBefore the start of its validity, in seconds since 1970, unsigned
   * @param notAfter the end of its validity, in seconds since 1970, unsigned
   */
  record OfKeyPackage(long notBefore, long notAfter) implements LeafSource {
    /** Valid without a time limit, as in DAVE. */
    public static final OfKeyPackage FOREVER = new OfKeyPackage(0, -1);

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint8(KEY_PACKAGE).uint64(notBefore).uint64(notAfter);
    }
  }

  /** Created for an update proposal of its member. */
  record OfUpdate() implements LeafSource {
    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint8(UPDATE);
    }
  }

  /**
   * Created for a commit of its member.
   *
   * @param parentHash the hash of the next node above that the same commit has set
   */
  record OfCommit(Bytes parentHash) implements LeafSource {
    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint8(COMMIT).opaque(parentHash);
    }
  }

  /** Decodes a source. */
  static LeafSource read(MlsReader reader) throws MlsException {
    int type = reader.uint8();
    return switch (type) {
      case KEY_PACKAGE -> new OfKeyPackage(reader.uint64(), reader.uint64());
      case UPDATE -> new OfUpdate();
      case COMMIT -> new OfCommit(reader.opaque());
      default -> throw new MlsException(Refusal.MALFORMED, "a leaf node", "source " + type);
    };
  }
}
