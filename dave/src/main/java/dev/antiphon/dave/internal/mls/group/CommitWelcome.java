package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import java.util.Optional;

/**
 * The body of op 28 (whitepaper, section Voice Gateway Opcodes, dave_mls_commit_welcome): a commit,
 * directly followed by the welcome for the new members. No secret is needed to read it. The
 * commit's {@link PublicMessage#content()} contains group, epoch and sender; {@link
 * Commit#references()} names the committed proposals.
 *
 * @param commit the commit
 * @param welcome the welcome, without an MLSMessage around it
 */
public record CommitWelcome(PublicMessage commit, Optional<Welcome> welcome) implements Encodable {
  /** Decodes a body. It checks only the format. */
  public static CommitWelcome parse(byte[] body) throws MlsException {
    MlsReader reader = WireFormat.open(body);
    PublicMessage commit = PublicMessage.read(reader);
    Optional<Welcome> welcome =
        reader.hasRemaining() ? Optional.of(Welcome.read(reader)) : Optional.empty();
    reader.end("op 28");
    return new CommitWelcome(commit, welcome);
  }

  @Override
  public void writeTo(MlsWriter writer) {
    writer.struct(commit);
    welcome.ifPresent(writer::struct);
  }
}
