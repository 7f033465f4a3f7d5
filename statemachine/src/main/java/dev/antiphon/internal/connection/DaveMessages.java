package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveBytes;
import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import dev.antiphon.dave.DaveSession;
import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.DaveExecuteTransition;
import dev.antiphon.protocol.DavePrepareEpoch;
import dev.antiphon.protocol.DavePrepareTransition;
import dev.antiphon.protocol.DaveTransitionReady;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MlsAnnounceCommitTransition;
import dev.antiphon.protocol.MlsCommitWelcome;
import dev.antiphon.protocol.MlsExternalSender;
import dev.antiphon.protocol.MlsInvalidCommitWelcome;
import dev.antiphon.protocol.MlsKeyPackage;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.protocol.MlsWelcome;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.protocol.Opcode;
import java.util.Optional;

/** The voice gateway's messages as events of the DAVE session, and its effects as messages. */
final class DaveMessages {
  private static final int FIRST_OPCODE = Opcode.DAVE_PREPARE_TRANSITION.number();

  private DaveMessages() {}

  /** Whether nobody but the end-to-end encryption understands the message. */
  static boolean isDave(GatewayMessage message) {
    return message.opcode() >= FIRST_OPCODE;
  }

  /** What the message is to the session; empty if it is nothing. */
  static Optional<DaveEvent> event(GatewayMessage message) {
    if (message instanceof ClientsConnect connect) {
      return Optional.of(new DaveEvent.UsersConnected(connect.userIds()));
    } else if (message instanceof ClientDisconnect disconnect) {
      return Optional.of(new DaveEvent.UserDisconnected(disconnect.userId()));
    } else if (message instanceof DavePrepareTransition prepare) {
      return Optional.of(
          new DaveEvent.PrepareTransition(prepare.transitionId(), prepare.protocolVersion()));
    } else if (message instanceof DaveExecuteTransition execute) {
      return Optional.of(new DaveEvent.ExecuteTransition(execute.transitionId()));
    } else if (message instanceof DavePrepareEpoch epoch && epoch.epoch().isPresent()) {
      int version = epoch.protocolVersion().orElse(DaveSession.VERSION);
      return Optional.of(new DaveEvent.PrepareEpoch(epoch.epoch().getAsLong(), version));
    }
    return ofGroup(message);
  }

  private static Optional<DaveEvent> ofGroup(GatewayMessage message) {
    if (message instanceof MlsExternalSender sender) {
      return Optional.of(new DaveEvent.ExternalSender(bytes(sender.content())));
    } else if (message instanceof MlsProposals proposals) {
      return Optional.of(
          new DaveEvent.Proposals(proposals.operation(), bytes(proposals.content())));
    } else if (message instanceof MlsAnnounceCommitTransition commit) {
      return Optional.of(
          new DaveEvent.CommitAnnounced(commit.transitionId(), bytes(commit.content())));
    } else if (message instanceof MlsWelcome welcome) {
      return Optional.of(new DaveEvent.Welcome(welcome.transitionId(), bytes(welcome.content())));
    }
    return Optional.empty();
  }

  /** What is to be sent for the effect; empty if it is not about the gateway. */
  static Optional<GatewayMessage> message(DaveEffect effect) {
    if (effect instanceof DaveEffect.SendKeyPackage send) {
      return Optional.of(new MlsKeyPackage(opaque(send.content())));
    } else if (effect instanceof DaveEffect.SendCommitWelcome send) {
      return Optional.of(new MlsCommitWelcome(opaque(send.content())));
    } else if (effect instanceof DaveEffect.SendTransitionReady send) {
      return Optional.of(new DaveTransitionReady(send.transitionId()));
    } else if (effect instanceof DaveEffect.SendInvalidCommitWelcome send) {
      return Optional.of(new MlsInvalidCommitWelcome(send.transitionId()));
    }
    return Optional.empty();
  }

  private static DaveBytes bytes(OpaqueBytes content) {
    return DaveBytes.copyOf(content.toByteArray());
  }

  private static OpaqueBytes opaque(DaveBytes content) {
    return OpaqueBytes.copyOf(content.toByteArray());
  }
}
