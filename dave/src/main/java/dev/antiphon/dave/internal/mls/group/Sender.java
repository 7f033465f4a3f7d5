package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;

/**
 * The sender of a message (RFC 9420, section 6).
 *
 * @param type member or external sender
 * @param index the member's leaf, or the index in the list of external senders
 */
public record Sender(Type type, int index) implements Encodable {
  /** The types of senders in DAVE. */
  public enum Type {
    /** A member of the group. */
    MEMBER(1),
    /** The voice gateway. */
    EXTERNAL(2);

    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  /** The gateway. */
  public static final Sender GATEWAY = new Sender(Type.EXTERNAL, 0);

  static Sender read(MlsReader reader) throws MlsException {
    int number = reader.uint8();
    for (Type type : Type.values()) {
      if (type.number == number) {
        return new Sender(type, reader.uint32());
      }
    }
    throw new MlsException(Refusal.WRONG_SENDER, "a message", "sender type " + number);
  }

  boolean isMember() {
    return type == Type.MEMBER;
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer.uint8(type.number).uint32(index);
  }
}
