package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;

/** How a leaf node came to be (RFC 9420, section 7.2). */
public sealed interface LeafSource extends Encodable {
  /** The type's number of {@link OfKeyPackage}. */
  int KEY_PACKAGE = 1;

  /** The type's number of {@link OfUpdate}. */
  int UPDATE = 2;

  /** The type's number of {@link OfCommit}. */
  int COMMIT = 3;

  /**
   * Made before it was known in which group it would stand.
   *
   * @param notBefore since when it is valid, in seconds since 1970, unsigned
   * @param notAfter until when it is valid, in seconds since 1970, unsigned
   */
  record OfKeyPackage(long notBefore, long notAfter) implements LeafSource {
    /** Valid for ever, as DAVE has it. */
    public static final OfKeyPackage FOREVER = new OfKeyPackage(0, -1);

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint8(KEY_PACKAGE).uint64(notBefore).uint64(notAfter);
    }
  }

  /** Proposed by its member. */
  record OfUpdate() implements LeafSource {
    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint8(UPDATE);
    }
  }

  /**
   * Set by a commit of its member.
   *
   * @param parentHash the hash of the node above that was set with it
   */
  record OfCommit(Bytes parentHash) implements LeafSource {
    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint8(COMMIT).opaque(parentHash);
    }
  }

  /** Reads one. */
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
