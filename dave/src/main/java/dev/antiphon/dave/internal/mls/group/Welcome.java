package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.HpkeCiphertext;
import java.util.List;

/**
 * A welcome, by which new members join (RFC 9420, section 12.4.3.1). DAVE sends it without an
 * MLSMessage around it.
 *
 * @param cipherSuite the cipher suite; 2 in DAVE
 * @param secrets the encrypted group secrets, one entry for each new member
 * @param encryptedGroupInfo the encrypted group information, the same for all new members
 */
public record Welcome(int cipherSuite, List<Entry> secrets, Bytes encryptedGroupInfo)
    implements Encodable {
  private static final int MAX_NEW_MEMBERS = 4096;

  /** Takes a copy of the list. */
  public Welcome {
    secrets = List.copyOf(secrets);
  }

  /**
   * The group secrets of one new member.
   *
   * @param newMember the reference to its key package
   * @param secrets the group secrets, encrypted to its init key
   */
  public record Entry(Bytes newMember, HpkeCiphertext secrets) implements Encodable {
    static Entry read(MlsReader reader) throws MlsException {
      return new Entry(reader.opaque(), HpkeCiphertext.read(reader));
    }

    @Override
    public void writeTo(MlsWriter writer) {
      writer.opaque(newMember).struct(secrets);
    }
  }

  /** Decodes a welcome. Refuses bytes after its end. */
  public static Welcome parse(byte[] welcome) throws MlsException {
    MlsReader reader = WireFormat.open(welcome);
    Welcome parsed = read(reader);
    reader.end("a welcome");
    return parsed;
  }

  static Welcome read(MlsReader reader) throws MlsException {
    return new Welcome(
        reader.uint16(),
        reader.list(MAX_NEW_MEMBERS, "a list of new members", Entry::read),
        reader.opaque());
  }

  /** This welcome with only the entry of one new member. */
  public Welcome only(Bytes newMember) {
    return new Welcome(
        cipherSuite,
        secrets.stream().filter(entry -> entry.newMember().equals(newMember)).toList(),
        encryptedGroupInfo);
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer.uint16(cipherSuite).list(secrets).opaque(encryptedGroupInfo);
  }
}
