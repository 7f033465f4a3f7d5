package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveBytes;
import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import dev.antiphon.dave.DaveSession;
import dev.antiphon.protocol.DaveExecuteTransition;
import dev.antiphon.protocol.DavePrepareEpoch;
import dev.antiphon.protocol.DavePrepareTransition;
import dev.antiphon.protocol.DaveServerMessage;
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
import java.util.Optional;

/** Converts messages of the voice gateway into DAVE events, and DAVE effects into messages. */
final class DaveMessages {
  private static final DaveServerMessage.Reader<Optional<DaveEvent>> EVENTS = new Events();

  private DaveMessages() {}

  /** The DAVE event of the message; empty if the session does not need it. */
  static Optional<DaveEvent> event(DaveServerMessage message) {
    return message.accept(EVENTS);
  }

  /** Converts each message. The compiler requires a method for each new kind of message. */
  private static final class Events implements DaveServerMessage.Reader<Optional<DaveEvent>> {
    @Override
    public Optional<DaveEvent> prepareTransition(DavePrepareTransition message) {
      return Optional.of(
          new DaveEvent.PrepareTransition(message.transitionId(), message.protocolVersion()));
    }

    @Override
    public Optional<DaveEvent> executeTransition(DaveExecuteTransition message) {
      return Optional.of(new DaveEvent.ExecuteTransition(message.transitionId()));
    }

    @Override
    public Optional<DaveEvent> prepareEpoch(DavePrepareEpoch message) {
      if (message.epoch().isEmpty()) {
        return Optional.empty();
      }
      int version = message.protocolVersion().orElse(DaveSession.VERSION);
      return Optional.of(new DaveEvent.PrepareEpoch(message.epoch().getAsLong(), version));
    }

    @Override
    public Optional<DaveEvent> externalSender(MlsExternalSender message) {
      return Optional.of(new DaveEvent.ExternalSender(bytes(message.content())));
    }

    @Override
    public Optional<DaveEvent> proposals(MlsProposals message) {
      return Optional.of(new DaveEvent.Proposals(message.operation(), bytes(message.content())));
    }

    @Override
    public Optional<DaveEvent> announceCommitTransition(MlsAnnounceCommitTransition message) {
      return Optional.of(
          new DaveEvent.CommitAnnounced(message.transitionId(), bytes(message.content())));
    }

    @Override
    public Optional<DaveEvent> welcome(MlsWelcome message) {
      return Optional.of(new DaveEvent.Welcome(message.transitionId(), bytes(message.content())));
    }
  }

  /**
   * Executes the effects that send messages. The compiler requires a method for each new effect.
   */
  abstract static class Sender implements DaveEffect.Executor {
    abstract void send(GatewayMessage message);

    @Override
    public void sendKeyPackage(DaveEffect.SendKeyPackage effect) {
      send(new MlsKeyPackage(opaque(effect.content())));
    }

    @Override
    public void sendCommitWelcome(DaveEffect.SendCommitWelcome effect) {
      send(new MlsCommitWelcome(opaque(effect.content())));
    }

    @Override
    public void sendTransitionReady(DaveEffect.SendTransitionReady effect) {
      send(new DaveTransitionReady(effect.transitionId()));
    }

    @Override
    public void sendInvalidCommitWelcome(DaveEffect.SendInvalidCommitWelcome effect) {
      send(new MlsInvalidCommitWelcome(effect.transitionId()));
    }
  }

  private static DaveBytes bytes(OpaqueBytes content) {
    return DaveBytes.copyOf(content.toByteArray());
  }

  private static OpaqueBytes opaque(DaveBytes content) {
    return OpaqueBytes.copyOf(content.toByteArray());
  }
}
