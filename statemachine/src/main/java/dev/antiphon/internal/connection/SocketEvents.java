package dev.antiphon.internal.connection;

import dev.antiphon.gateway.internal.DialException;
import dev.antiphon.gateway.internal.VoiceSocketListener;
import dev.antiphon.internal.flow.Credentials;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.DaveServerMessage;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.ServerMessage;
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
 * Converts the messages of one WebSocket into events of the flow. Other messages go to the speaker
 * list, to DAVE or to the counters. Runs on the event loop only.
 *
 * <p>There is one method for each message of a voice server. The compiler requires it.
 */
final class SocketEvents implements VoiceSocketListener, ServerMessage.Receiver {
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
  public void message(ServerMessage message, int sequence) {
    message.accept(this);
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
    events.accept(
        new VoiceEvent.DialFailed(
            generation, String.valueOf(cause.getMessage()), cause.permanent()));
  }

  @Override
  public void closed(int code, String reason) {
    endToEnd.lost(generation);
    events.accept(new VoiceEvent.SocketClosed(generation, code, vault.readable(reason)));
  }

  @Override
  public void hello(Hello message) {
    events.accept(new VoiceEvent.HelloReceived(generation, message.heartbeatInterval()));
  }

  @Override
  public void ready(Ready message) {
    events.acceptLater(() -> readyReceived(message));
  }

  @Override
  public void sessionDescription(SessionDescription message) {
    events.acceptLater(() -> described(message));
  }

  @Override
  public void resumed(Resumed message) {
    endToEnd.resumed(generation);
    events.accept(new VoiceEvent.ResumedReceived(generation));
  }

  @Override
  public void speaking(Speaking message) {
    message.userId().ifPresent(user -> speakers.speaking(user, message.ssrc()));
  }

  @Override
  public void clientsConnect(ClientsConnect message) {
    speakers.joined(message.userIds());
    endToEnd.usersConnected(generation, message.userIds());
  }

  @Override
  public void clientDisconnect(ClientDisconnect message) {
    speakers.left(message.userId());
    endToEnd.userDisconnected(generation, message.userId());
  }

  @Override
  public void dave(DaveServerMessage message) {
    endToEnd.received(generation, message);
  }

  /** The socket handles this message, so it never arrives here. */
  @Override
  public void heartbeatAck(HeartbeatAck message) {
    counters.unrecognized(message.opcode());
  }

  @Override
  public void unrecognized(Unrecognized message) {
    if (counters.unrecognized(message.opcode())) {
      LOG.debug("opcode {} is unknown and ignored", message.opcode());
    }
  }

  private VoiceEvent readyReceived(Ready ready) {
    Set<EncryptionMode> offered = EnumSet.noneOf(EncryptionMode.class);
    ready.modes().forEach(mode -> EncryptionMode.of(mode).ifPresent(offered::add));
    int server = address(ready).map(vault.addresses()::numberOf).orElse(Credentials.NONE);
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
        vault.keys().numberOf(description.secretKey()),
        description.secretKey().length());
  }
}
