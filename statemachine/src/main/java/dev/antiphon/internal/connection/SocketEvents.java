package dev.antiphon.internal.connection;

import dev.antiphon.gateway.internal.DialException;
import dev.antiphon.gateway.internal.VoiceSocketListener;
import dev.antiphon.internal.flow.Credentials;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.protocol.Unrecognized;
import dev.antiphon.udp.internal.Speakers;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what one WebSocket says into events of the flow, and keeps what is only bookkeeping (the
 * roster, DAVE, unknown opcodes) away from it. Confined to the event loop.
 */
final class SocketEvents implements VoiceSocketListener {
  private static final Logger LOG = LoggerFactory.getLogger(SocketEvents.class);
  private static final int HIGHEST_PORT = 65_535;

  private final int generation;
  private final Vault vault;
  private final ConnectionCounters counters;
  private final EventSink events;
  private final Speakers speakers;
  private final EndToEnd endToEnd;

  SocketEvents(int generation, ConnectionContext context, Speakers speakers, EndToEnd endToEnd) {
    this.generation = generation;
    this.vault = context.vault();
    this.counters = context.counters();
    this.events = context.events();
    this.speakers = speakers;
    this.endToEnd = endToEnd;
  }

  @Override
  public void opened() {
    events.accept(new VoiceEvent.SocketOpen(generation));
  }

  @Override
  public void message(GatewayMessage message, int sequence) {
    if (message instanceof Hello hello) {
      events.accept(new VoiceEvent.HelloReceived(generation, hello.heartbeatInterval()));
    } else if (message instanceof Ready ready) {
      events.acceptLater(() -> ready(ready));
    } else if (message instanceof SessionDescription description) {
      events.acceptLater(() -> described(description));
    } else if (message instanceof Resumed) {
      endToEnd.resumed(generation);
      events.accept(new VoiceEvent.ResumedReceived(generation));
    } else if (message instanceof Speaking speaking) {
      speaking.userId().ifPresent(user -> speakers.speaking(user, speaking.ssrc()));
    } else if (message instanceof ClientsConnect connect) {
      speakers.joined(connect.userIds());
      endToEnd.received(generation, connect);
    } else if (message instanceof ClientDisconnect disconnect) {
      speakers.left(disconnect.userId());
      endToEnd.received(generation, disconnect);
    } else if (message instanceof Unrecognized unknown) {
      if (counters.unrecognized(unknown.opcode())) {
        LOG.debug("opcode {} is not known and ignored", unknown.opcode());
      }
    } else if (DaveMessages.isDave(message)) {
      endToEnd.received(generation, message);
    } else {
      counters.unrecognized(message.opcode());
    }
  }

  @Override
  public void malformed(MalformedMessageException cause) {
    LOG.debug("malformed message from the voice gateway: {}", cause.getMessage());
    events.accept(new VoiceEvent.Malformed(generation, cause.opcode()));
  }

  @Override
  public void unknownAcknowledgement() {
    counters.unknownAcknowledgement();
  }

  @Override
  public void heartbeatsMissed(int unanswered) {
    events.accept(new VoiceEvent.HeartbeatsMissed(generation));
  }

  @Override
  public void dialFailed(DialException cause) {
    events.accept(new VoiceEvent.DialFailed(generation, cause.getMessage()));
  }

  @Override
  public void closed(int code, String reason) {
    endToEnd.lost(generation);
    events.accept(new VoiceEvent.SocketClosed(generation, code, vault.readable(reason)));
  }

  private VoiceEvent ready(Ready ready) {
    Set<EncryptionMode> offered = EnumSet.noneOf(EncryptionMode.class);
    ready.modes().forEach(mode -> EncryptionMode.of(mode).ifPresent(offered::add));
    int server = address(ready).map(vault.addresses()::of).orElse(Credentials.NONE);
    return new VoiceEvent.ReadyReceived(generation, ready.ssrc(), offered, server);
  }

  private static Optional<InetSocketAddress> address(Ready ready) {
    InetAddress ip = NetUtil.createInetAddressFromIpAddressString(ready.ip());
    boolean usable = ip != null && ready.port() > 0 && ready.port() <= HIGHEST_PORT;
    return usable ? Optional.of(new InetSocketAddress(ip, ready.port())) : Optional.empty();
  }

  private VoiceEvent described(SessionDescription description) {
    endToEnd.described(description.daveProtocolVersion());
    return new VoiceEvent.Described(
        generation,
        EncryptionMode.of(description.mode()),
        vault.keys().of(description.secretKey()),
        description.secretKey().length());
  }
}
