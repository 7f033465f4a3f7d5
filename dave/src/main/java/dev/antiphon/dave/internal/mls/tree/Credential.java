package dev.antiphon.dave.internal.mls.tree;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;

/**
 * A basic credential: a name that nothing but the gateway vouches for (RFC 9420, section 5.3). In
 * DAVE the identity of a member is its user id, 8 bytes, the highest first.
 *
 * @param identity the name
 */
public record Credential(Bytes identity) implements Encodable {
  /** The type of basic credentials. */
  public static final int BASIC = 1;

  /** The credential of a user. */
  public static Credential ofUser(long userId) {
    return new Credential(Bytes.ofLong(userId));
  }

  /** Reads one. */
  public static Credential read(MlsReader reader) throws MlsException {
    int type = reader.uint16();
    if (type != BASIC) {
      throw new MlsException(
          Refusal.BAD_CREDENTIAL, "a message", "credential type " + type + ", expected 1");
    }
    return new Credential(reader.opaque());
  }

  /** Whether the identity can be a user id. */
  public boolean isUser() {
    return identity.length() == Long.BYTES;
  }

  /**
   * The user id.
   *
   * @throws IllegalStateException if the identity is none
   */
  public long userId() {
    if (!isUser()) {
      throw new IllegalStateException("an identity of " + identity.length() + " bytes is no user");
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
