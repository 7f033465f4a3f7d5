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

/** What was said on the wire, in words for somebody who has not read the protocol. */
final class Wording {
  private static final String TO_SERVER = "bot -> voice server   ";
  private static final String FROM_SERVER = "bot <- voice server   ";

  private Wording() {}

  /** Who said what; empty for what does not belong to the story, such as heartbeats. */
  static Optional<String> of(ServerEvent event) {
    if (event instanceof ServerEvent.Connected) {
      return Optional.of(TO_SERVER + "WebSocket opened, over TLS");
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
      return Optional.of(TO_SERVER + "IP discovery, over UDP; answered with " + address);
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
    String known = closed.code() == CloseCode.CLOSE_1000.number() ? " (normal)" : "";
    return (closed.byServer() ? FROM_SERVER : TO_SERVER)
        + "WebSocket closed with "
        + closed.code()
        + known;
  }

  private static Optional<String> of(GatewayMessage message) {
    if (message instanceof Heartbeat || message instanceof HeartbeatAck) {
      return Optional.empty();
    }
    if (message instanceof Hello hello) {
      return said(
          message, "Hello", "a heartbeat every %.2f s".formatted(hello.heartbeatInterval() / 1e3));
    }
    if (message instanceof Identify) {
      return said(message, "Identify", "guild, user, session and token");
    }
    if (message instanceof Ready ready) {
      return said(
          message,
          "Ready",
          "SSRC %d, UDP at %s:%d, %d modes"
              .formatted(ready.ssrc(), ready.ip(), ready.port(), ready.modes().size()));
    }
    if (message instanceof SelectProtocol select) {
      return said(message, "Select Protocol", select.mode());
    }
    if (message instanceof SessionDescription) {
      return said(message, "Session Description", "the key");
    }
    if (message instanceof Speaking speaking) {
      return said(message, "Speaking", flags(speaking.speaking()));
    }
    return ofTheGroup(message);
  }

  /** What the end-to-end encryption has to say. */
  private static Optional<String> ofTheGroup(GatewayMessage message) {
    if (message instanceof ClientsConnect connect) {
      return said(
          message, "Clients Connect", "%d in the channel".formatted(connect.userIds().size()));
    }
    if (message instanceof MlsExternalSender) {
      return said(message, "MLS External Sender", "who will propose members");
    }
    if (message instanceof MlsKeyPackage) {
      return said(message, "MLS Key Package", "how the bot can be added");
    }
    if (message instanceof MlsProposals) {
      return said(message, "MLS Proposals", "whom to add, whom to remove");
    }
    if (message instanceof MlsCommitWelcome) {
      return said(message, "MLS Commit Welcome", "the next epoch, if it is chosen");
    }
    if (message instanceof MlsAnnounceCommitTransition) {
      return said(message, "MLS Announce Commit", "the next epoch, as it will be");
    }
    if (message instanceof MlsWelcome) {
      return said(message, "MLS Welcome", "into the group");
    }
    return Optional.of("op " + message.opcode() + " " + message.getClass().getSimpleName());
  }

  private static Optional<String> said(GatewayMessage message, String name, String what) {
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
