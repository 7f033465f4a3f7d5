package dev.antiphon.testkit.internal.dave;

import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.group.ExternalProposer;
import dev.antiphon.protocol.DaveExecuteTransition;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.testkit.fault.FaultExtra;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;

/** Causes the faults of one call's delivery service. Confined to the server's loop. */
final class DaveFaults {

  private DaveFaults() {}

  /**
   * Applies a fault.
   *
   * @param to the client that triggered the fault
   */
  static void apply(FaultExtra.Dave.What what, CallKey key, DaveCall call, CallMember to) {
    DaveCall.CallState state = call.state();
    long epoch = state.group().epoch();
    switch (what) {
      case BAD_SIGNATURE -> to.post(foreign(other -> proposal(other, key.channelId(), epoch)));
      case WRONG_EPOCH -> to.post(proposal(state.proposer(), key.channelId(), epoch + 1));
      case WRONG_GROUP -> to.post(proposal(state.proposer(), key.channelId() + 1, epoch));
      case FORGED_EXTERNAL_SENDER ->
          to.post(foreign(other -> DaveWire.externalSender(other.sender())));
      case FOREIGN_COMMIT -> state.lastCommit().ifPresent(to::post);
      case FOREIGN_WELCOME -> state.lastWelcome().ifPresent(to::post);
      case UNKNOWN_TRANSITION -> to.post(new DaveExecuteTransition(state.transitions().number()));
      case REVOKE -> call.revokeAndRepeatProposals();
      case REINITIALISE -> {
        if (call.isEncrypted()) {
          call.reinitialise();
        }
      }
      case DOWNGRADE -> call.holdPlain(false);
      case DOWNGRADE_AT_ONCE -> call.holdPlain(true);
      case DOWNGRADE_UNEXECUTED -> call.announcePlain();
      case UPGRADE -> call.releasePlain();
    }
  }

  private static MlsProposals proposal(ExternalProposer by, long channelId, long epoch) {
    return DaveWire.appended(List.of(by.remove(channelId, epoch, 0)));
  }

  /** Returns a message of a sender whose key the members do not know. */
  private static <M> M foreign(Function<ExternalProposer, M> message) {
    try (SignatureKeyPair other = SignatureKeyPair.generate(new SecureRandom())) {
      return message.apply(new ExternalProposer(other, DaveCall.IDENTITY));
    }
  }
}
