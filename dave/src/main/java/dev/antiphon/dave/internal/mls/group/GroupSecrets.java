package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import java.util.Arrays;
import java.util.Optional;

/**
 * The secrets for one new member (RFC 9420, section 12.4.3.1). Closing it wipes both secrets.
 *
 * @param joiner the joiner secret, from which the secrets of the epoch derive
 * @param path the path secret of the lowest common ancestor of the new member and the committer, if
 *     there is one
 * @param preSharedKeys the encoded list of PreSharedKeyID; empty in DAVE
 */
record GroupSecrets(Secret joiner, Optional<Secret> path, Bytes preSharedKeys)
    implements AutoCloseable {
  static GroupSecrets decode(Secret encoded) throws MlsException {
    byte[] bytes = encoded.toArray();
    try {
      MlsReader reader = new MlsReader(bytes);
      MlsReader joiner = reader.vector();
      Optional<MlsReader> path = reader.optional(MlsReader::vector);
      Bytes preSharedKeys = reader.opaque();
      reader.end("the group secrets");
      return new GroupSecrets(
          secret(joiner),
          path.isPresent() ? Optional.of(secret(path.get())) : Optional.empty(),
          preSharedKeys);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static Secret secret(MlsReader reader) throws MlsException {
    byte[] bytes = reader.remaining();
    if (bytes.length != Secret.LENGTH) {
      throw new MlsException(
          Refusal.MALFORMED, "the group secrets", bytes.length + " bytes, expected 32");
    }
    return Secret.owning(bytes);
  }

  /** Encodes GroupSecrets for encryption. The callers keep ownership of the secrets. */
  static Secret encode(Secret joiner, Optional<Secret> path) {
    MlsWriter writer = new MlsWriter();
    write(writer, joiner);
    writer.uint8(path.isPresent() ? 1 : 0);
    path.ifPresent(secret -> write(writer, secret));
    Secret encoded = Secret.owning(writer.vector(psks -> {}).toArray());
    writer.wipe();
    return encoded;
  }

  private static void write(MlsWriter writer, Secret secret) {
    byte[] bytes = secret.toArray();
    writer.opaque(bytes);
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public void close() {
    joiner.close();
    path.ifPresent(Secret::close);
  }
}
