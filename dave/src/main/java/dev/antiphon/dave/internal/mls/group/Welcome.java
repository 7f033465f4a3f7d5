package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.HpkeCiphertext;
import java.util.List;

/**
 * What makes newcomers members (RFC 9420, section 12.4.3.1); DAVE sends it without an MLSMessage
 * around it.
 *
 * @param cipherSuite the suite; 2 in DAVE
 * @param secrets for each newcomer, its secrets
 * @param encryptedGroupInfo for all of them, the group
 */
public record Welcome(int cipherSuite, List<Entry> secrets, Bytes encryptedGroupInfo)
    implements Encodable {
  private static final int MOST = 4096;

  /** Keeps the list from changing. */
  public Welcome {
    secrets = List.copyOf(secrets);
  }

  /**
   * The secrets of one newcomer.
   *
   * @param newMember the reference of its key package
   * @param secrets encrypted to its init key
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

  /** Reads a welcome that ends with the bytes. */
  public static Welcome parse(byte[] welcome) throws MlsException {
    MlsReader reader = Wire.open(welcome);
    Welcome parsed = read(reader);
    reader.end("a welcome");
    return parsed;
  }

  static Welcome read(MlsReader reader) throws MlsException {
    return new Welcome(
        reader.uint16(), reader.list(MOST, "a list of newcomers", Entry::read), reader.opaque());
  }

  /** The same welcome for one newcomer alone. */
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
