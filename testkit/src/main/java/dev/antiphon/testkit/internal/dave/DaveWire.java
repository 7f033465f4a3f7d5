package dev.antiphon.testkit.internal.dave;

import dev.antiphon.dave.internal.mls.codec.Encodable;
import dev.antiphon.dave.internal.mls.group.ExternalSender;
import dev.antiphon.dave.internal.mls.group.ProposalsPayload;
import dev.antiphon.dave.internal.mls.group.PublicMessage;
import dev.antiphon.dave.internal.mls.group.Welcome;
import dev.antiphon.protocol.MlsAnnounceCommitTransition;
import dev.antiphon.protocol.MlsExternalSender;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.protocol.MlsWelcome;
import dev.antiphon.protocol.OpaqueBytes;
import java.util.Arrays;
import java.util.List;

/** Converts the MLS engine's structures to messages of the voice gateway. */
public final class DaveWire {

  private DaveWire() {}

  static MlsExternalSender externalSender(ExternalSender sender) {
    return new MlsExternalSender(bytes(sender));
  }

  /** Returns a message with new pending proposals. */
  public static MlsProposals append(List<QueuedChange> changes) {
    return appended(changes.stream().map(QueuedChange::message).toList());
  }

  static MlsProposals appended(List<PublicMessage> proposals) {
    return proposals(new ProposalsPayload.Append(proposals));
  }

  /** Returns a message that revokes proposals. */
  public static MlsProposals revoke(List<QueuedChange> changes) {
    return proposals(
        new ProposalsPayload.Revoke(changes.stream().map(QueuedChange::reference).toList()));
  }

  /** The first byte of the payload is the operation. In the message it is a separate field. */
  private static MlsProposals proposals(ProposalsPayload payload) {
    byte[] body = payload.encode().toArray();
    return new MlsProposals(body[0], OpaqueBytes.copyOf(Arrays.copyOfRange(body, 1, body.length)));
  }

  static MlsAnnounceCommitTransition commit(int transitionId, PublicMessage commit) {
    return new MlsAnnounceCommitTransition(transitionId, bytes(commit));
  }

  static MlsWelcome welcome(int transitionId, Welcome welcome) {
    return new MlsWelcome(transitionId, bytes(welcome));
  }

  private static OpaqueBytes bytes(Encodable struct) {
    return OpaqueBytes.copyOf(struct.encode().toArray());
  }
}
