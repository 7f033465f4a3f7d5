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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

  private final int generation;
  private final Vault vault;
  private final ConnectionCounters counters;
  private final EventSink events;
  private final Speakers speakers;
  private final EndToEndEncryption endToEnd;
  private final MediaAddresses mediaAddresses;
  private final Supplier<Optional<InetSocketAddress>> remoteAddress;

  /** The address at which the voice server was reached. */
  private Optional<InetAddress> endpoint = Optional.empty();

  /** {@code remoteAddress} returns the address of the WebSocket once it is open. */
  SocketEvents(
      int generation,
      ConnectionContext context,
      Speakers speakers,
      EndToEndEncryption endToEnd,
      MediaAddresses mediaAddresses,
      Supplier<Optional<InetSocketAddress>> remoteAddress) {
    this.generation = generation;
    this.vault = context.vault();
    this.counters = context.counters();
    this.events = context.events();
    this.speakers = speakers;
    this.endToEnd = endToEnd;
    this.mediaAddresses = mediaAddresses;
    this.remoteAddress = remoteAddress;
  }

  @Override
  public void opened() {
    endpoint = remoteAddress.get().map(InetSocketAddress::getAddress);
    events.accept(new VoiceEvent.SocketOpen(generation));
  }

  @Override
  public void message(ServerMessage message, int sequence) {
    message.accept(this);
  }

  @Override
  public void malformed(MalformedMessageException cause) {
    LOG.debug("malformed message from the voice gateway: {}", cause.getMessage());
    events.accept(
        new VoiceEvent.Malformed(generation, cause.opcode(), String.valueOf(cause.getMessage())));
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
    message.userId().ifPresent(user -> speaking(user, message.ssrc()));
  }

  /** A user who speaks is in the channel, even if its announcement (opcode 11) was lost. */
  private void speaking(long userId, long ssrc) {
    if (speakers.speaking(userId, ssrc)) {
      endToEnd.usersConnected(generation, List.of(userId));
    }
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
    InetAddress ip = NetUtil.createInetAddressFromIpAddressString(ready.ip());
    String problem = addressProblem(ip, ready);
    int server =
        problem.isEmpty()
            ? vault.addresses().numberOf(new InetSocketAddress(ip, ready.port()))
            : Credentials.NONE;
    return new VoiceEvent.ReadyReceived(
        generation,
        ready.ssrc(),
        offered,
        server,
        vault.readable(String.join(", ", ready.modes())),
        problem);
  }

  /** The reason why the address of a Ready cannot be used; empty if it can. */
  private String addressProblem(@Nullable InetAddress ip, Ready ready) {
    if (ip == null) {
      return "Ready is unusable: d.ip: expected an IP address, found " + found(ready.ip());
    }
    if (ready.port() == 0) {
      return "Ready is unusable: d.port: expected 1 to 65535, found 0";
    }
    return mediaAddresses.problem(ip, endpoint).map("Ready is unusable: d.ip: "::concat).orElse("");
  }

  /** A text of the voice server for an error message. */
  private String found(String text) {
    String readable = vault.readable(text);
    return readable.isEmpty() ? "an empty text" : readable;
  }

  private VoiceEvent described(SessionDescription description) {
    endToEnd.described(description.daveProtocolVersion());
    return new VoiceEvent.Described(
        generation,
        EncryptionMode.of(description.mode()),
        vault.keys().numberOf(description.secretKey()),
        description.secretKey().length(),
        found(description.mode()));
  }
}
