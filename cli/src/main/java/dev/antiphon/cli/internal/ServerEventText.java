package dev.antiphon.cli.internal;

import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.MlsAnnounceCommitTransition;
import dev.antiphon.protocol.MlsCommitWelcome;
import dev.antiphon.protocol.MlsExternalSender;
import dev.antiphon.protocol.MlsKeyPackage;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.protocol.MlsWelcome;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.SelectProtocol;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.protocol.SpeakingFlag;
import dev.antiphon.testkit.record.ServerEvent;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Describes events of the voice server for people who do not know the protocol. */
final class ServerEventText {
  private static final String TO_SERVER = "bot -> voice server   ";
  private static final String FROM_SERVER = "bot <- voice server   ";

  private ServerEventText() {}

  /** The description of an event; empty for events that are not shown, such as heartbeats. */
  static Optional<String> of(ServerEvent event) {
    if (event instanceof ServerEvent.Connected) {
      return Optional.of(TO_SERVER + "WebSocket opened over TLS");
    }
    if (event instanceof ServerEvent.MessageReceived received) {
      return of(received.message()).map(TO_SERVER::concat);
    }
    if (event instanceof ServerEvent.MessageSent sent) {
      return of(sent.message()).map(FROM_SERVER::concat);
    }
    if (event instanceof ServerEvent.DiscoveryRequested discovery) {
      String address =
          discovery.observed().getAddress().getHostAddress() + ":" + discovery.observed().getPort();
      return Optional.of(TO_SERVER + "IP discovery over UDP; the answer is " + address);
    }
    if (event instanceof ServerEvent.Violation violation) {
      return Optional.of(TO_SERVER + "violation: " + violation.detail());
    }
    return event instanceof ServerEvent.Closed closed
        ? Optional.of(closed(closed))
        : Optional.empty();
  }

  private static String closed(ServerEvent.Closed closed) {
    if (closed.code() == CloseCode.CLOSE_1006.number()) {
      return (closed.byServer() ? FROM_SERVER : TO_SERVER) + "TCP connection cut";
    }
    String meaning = closed.code() == CloseCode.CLOSE_1000.number() ? " (normal)" : "";
    return (closed.byServer() ? FROM_SERVER : TO_SERVER)
        + "WebSocket closed with "
        + closed.code()
        + meaning;
  }

  private static Optional<String> of(GatewayMessage message) {
    if (message instanceof Heartbeat || message instanceof HeartbeatAck) {
      return Optional.empty();
    }
    if (message instanceof Hello hello) {
      return described(
          message, "Hello", "a heartbeat every %.2f s".formatted(hello.heartbeatInterval() / 1e3));
    }
    if (message instanceof Identify) {
      return described(message, "Identify", "guild, user, session and token");
    }
    if (message instanceof Ready ready) {
      return described(
          message,
          "Ready",
          "SSRC %d, UDP at %s:%d, %d modes"
              .formatted(ready.ssrc(), ready.ip(), ready.port(), ready.modes().size()));
    }
    if (message instanceof SelectProtocol select) {
      return described(message, "Select Protocol", select.mode());
    }
    if (message instanceof SessionDescription) {
      return described(message, "Session Description", "the key");
    }
    if (message instanceof Speaking speaking) {
      return described(message, "Speaking", flags(speaking.speaking()));
    }
    return ofEncryption(message);
  }

  /** Messages of the end-to-end encryption. */
  private static Optional<String> ofEncryption(GatewayMessage message) {
    if (message instanceof ClientsConnect connect) {
      return described(
          message, "Clients Connect", "%d in the channel".formatted(connect.userIds().size()));
    }
    if (message instanceof MlsExternalSender) {
      return described(message, "MLS External Sender", "the sender of proposals");
    }
    if (message instanceof MlsKeyPackage) {
      return described(message, "MLS Key Package", "needed to add the bot to the group");
    }
    if (message instanceof MlsProposals) {
      return described(message, "MLS Proposals", "members to add and to remove");
    }
    if (message instanceof MlsCommitWelcome) {
      return described(message, "MLS Commit Welcome", "a proposed next epoch");
    }
    if (message instanceof MlsAnnounceCommitTransition) {
      return described(message, "MLS Announce Commit", "the accepted next epoch");
    }
    if (message instanceof MlsWelcome) {
      return described(message, "MLS Welcome", "the bot joins the group");
    }
    return Optional.of("op " + message.opcode() + " " + message.getClass().getSimpleName());
  }

  private static Optional<String> described(GatewayMessage message, String name, String what) {
    return Optional.of("op %d %s: %s".formatted(message.opcode(), name, what));
  }

  private static String flags(int mask) {
    return mask == 0
        ? "off"
        : SpeakingFlag.of(mask).stream()
            .map(flag -> flag.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }
}
