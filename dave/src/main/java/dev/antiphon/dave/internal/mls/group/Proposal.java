package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.tree.Extension;
import dev.antiphon.dave.internal.mls.tree.LeafNode;
import java.util.List;

/** A proposed change of the group (RFC 9420, section 12.1). */
public sealed interface Proposal extends HandshakeContent {
  /**
   * A member is added.
   *
   * @param keyPackage the key package of the new member
   */
  record Add(KeyPackage keyPackage) implements Proposal {
    static final int TYPE = 1;

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint16(TYPE).struct(keyPackage);
    }
  }

  /**
   * A member renews its leaf. DAVE refuses it.
   *
   * @param leaf the new leaf
   */
  record Update(LeafNode leaf) implements Proposal {
    static final int TYPE = 2;

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint16(TYPE).struct(leaf);
    }
  }

  /**
   * A member is removed.
   *
   * @param leaf the index of the leaf
   */
  record Remove(int leaf) implements Proposal {
    static final int TYPE = 3;

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint16(TYPE).uint32(leaf);
    }
  }

  /**
   * The extensions of the group are replaced. DAVE refuses it.
   *
   * @param extensions all extensions after the change
   */
  record GroupContextExtensions(List<Extension> extensions) implements Proposal {
    static final int TYPE = 7;

    /** Takes a copy of the list. */
    public GroupContextExtensions {
      extensions = List.copyOf(extensions);
    }

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint16(TYPE).list(extensions);
    }
  }

  /**
   * A proposal of a type that DAVE does not use. It is decoded so that it can be refused with a
   * clear reason.
   *
   * @param type the number of the type
   * @param body the content, not decoded
   */
  record UnsupportedProposal(int type, Bytes body) implements Proposal {
    static final int PRE_SHARED_KEY = 4;
    static final int RE_INIT = 5;
    static final int EXTERNAL_INIT = 6;

    private static final int EXTERNAL_KEY = 1;
    private static final int RESUMPTION_KEY = 2;

    static UnsupportedProposal read(int type, MlsReader reader) throws MlsException {
      int start = reader.position();
      switch (type) {
        case PRE_SHARED_KEY -> readKeyId(reader);
        case RE_INIT -> {
          reader.opaque();
          reader.uint16();
          reader.uint16();
          Extension.readList(reader);
        }
        case EXTERNAL_INIT -> reader.opaque();
        default -> throw new MlsException(Refusal.UNSUPPORTED, "a proposal", "type " + type);
      }
      return new UnsupportedProposal(type, reader.since(start));
    }

    private static void readKeyId(MlsReader reader) throws MlsException {
      int kind = reader.uint8();
      switch (kind) {
        case EXTERNAL_KEY -> reader.opaque();
        case RESUMPTION_KEY -> {
          reader.uint8();
          reader.opaque();
          reader.uint64();
        }
        default -> throw new MlsException(Refusal.MALFORMED, "a pre-shared key", "kind " + kind);
      }
      reader.opaque();
    }

    @Override
    public void writeTo(MlsWriter writer) {
      writer.uint16(type).bytes(body);
    }
  }

  /** Decodes a proposal. */
  static Proposal read(MlsReader reader) throws MlsException {
    int type = reader.uint16();
    return switch (type) {
      case Add.TYPE -> new Add(KeyPackage.read(reader));
      case Update.TYPE -> new Update(LeafNode.read(reader));
      case Remove.TYPE -> new Remove(reader.uint32());
      case GroupContextExtensions.TYPE -> new GroupContextExtensions(Extension.readList(reader));
      default -> UnsupportedProposal.read(type, reader);
    };
  }
}
