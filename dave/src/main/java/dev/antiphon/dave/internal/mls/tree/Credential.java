package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;

/**
 * A basic credential: an identity without a cryptographic proof (RFC 9420, section 5.3). Only the
 * gateway vouches for it. In DAVE the identity of a member is its user id: 8 bytes, the most
 * significant first.
 *
 * @param identity the identity
 */
public record Credential(Bytes identity) implements Encodable {
  /** The type of basic credentials. */
  public static final int BASIC = 1;

  /** The credential of a user. */
  public static Credential ofUser(long userId) {
    return new Credential(Bytes.ofLong(userId));
  }

  /** Decodes a credential. */
  public static Credential read(MlsReader reader) throws MlsException {
    int type = reader.uint16();
    if (type != BASIC) {
      throw new MlsException(
          Refusal.BAD_CREDENTIAL, "a message", "credential type " + type + ", expected 1");
    }
    return new Credential(reader.opaque());
  }

  /** Whether the identity has the length of a user id. */
  public boolean isUser() {
    return identity.length() == Long.BYTES;
  }

  /**
   * The user id.
   *
   * @throws IllegalStateException if the identity is not a user id
   */
  public long userId() {
    if (!isUser()) {
      throw new IllegalStateException(
          "An identity of " + identity.length() + " bytes is not a user id");
    }
    long id = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      id = id << 8 | identity.at(i);
    }
    return id;
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer.uint16(BASIC).opaque(identity);
  }
}
