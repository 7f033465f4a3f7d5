package dev.antiphon.testkit.internal.server;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.internal.calls.ServerSettings;
import dev.antiphon.testkit.internal.session.ClientSocket;
import dev.antiphon.testkit.internal.session.SessionKeys;
import dev.antiphon.testkit.internal.session.Target;
import dev.antiphon.testkit.internal.session.VoiceSession;
import dev.antiphon.testkit.internal.udp.UdpPort;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/**
 * Creates the server's own messages to a client, at the expected time or not. Confined to the
 * server's loop.
 */
final class ServerMessages {

  private static final long UNKNOWN_NONCE = 987_654_321;

  private final ServerSettings settings;
  private final UdpPort udp;

  ServerMessages(ServerSettings settings, UdpPort udp) {
    this.settings = settings;
    this.udp = udp;
  }

  Hello hello() {
    return new Hello(settings.heartbeatInterval().toNanos() / 1e6);
  }

  Ready ready(ClientSocket to, long ssrc) {
    InetSocketAddress media = udp.advertisedTo(to.localAddress());
    return new Ready(
        ssrc, NetUtil.toAddressString(media.getAddress()), media.getPort(), settings.modeNames());
  }

  static SessionDescription description(SessionKeys keys, int daveVersion) {
    return new SessionDescription(keys.mode().wireName(), keys.key(), daveVersion);
  }

  /** Returns a message for a fault. Some messages require a session. */
  GatewayMessage unexpected(FaultExtra.Say.What what, Target target) {
    return switch (what) {
      case HELLO -> hello();
      case READY -> ready(target.socket().orElseThrow(), target.session().orElseThrow().ssrc());
      case READY_OTHER_SSRC ->
          ready(
              target.socket().orElseThrow(), target.session().orElseThrow().ssrc() ^ 0x8000_0000L);
      case SESSION_DESCRIPTION ->
          description(
              target.session().flatMap(VoiceSession::keys).orElseGet(this::fresh),
              target.session().map(VoiceSession::daveVersion).orElse(0));
      case SESSION_DESCRIPTION_NEW_KEY -> {
        VoiceSession session = target.session().orElseThrow();
        yield description(renewed(session), session.daveVersion());
      }
      case RESUMED -> new Resumed();
      case HEARTBEAT_ACK -> new HeartbeatAck(UNKNOWN_NONCE);
      case HEARTBEAT -> new Heartbeat(UNKNOWN_NONCE, -1);
    };
  }

  private SessionKeys fresh() {
    return SessionKeys.fresh(settings.modes().get(0));
  }

  private SessionKeys renewed(VoiceSession session) {
    SessionKeys keys =
        session.keys().map(previous -> SessionKeys.fresh(previous.mode())).orElseGet(this::fresh);
    if (session.keys().isPresent()) {
      session.rekey(keys);
    }
    return keys;
  }
}
