package dev.antiphon.testkit;

import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.GatewayMessage;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Optional;
import java.util.function.Consumer;

/** What a test does to the members of a server by hand. Called on any thread, done on the loop. */
final class Interventions {

  private final LoopCalls loop;
  private final Hall hall;
  private final Conversation conversation;
  private final UdpFace udp;

  Interventions(LoopCalls loop, Hall hall, Conversation conversation, UdpFace udp) {
    this.loop = loop;
    this.hall = hall;
    this.conversation = conversation;
    this.udp = udp;
  }

  Optional<VoiceSession> session(long guildId, long userId) {
    return loop.call(() -> hall.find(guildId, userId));
  }

  /**
   * Closes this session and no later one of the same member, and waits until the client has
   * answered or was given up.
   *
   * @return false if it has ended already
   */
  boolean close(VoiceSession session, int closeCode) {
    Optional<ClientSocket> socket =
        loop.call(
            () -> {
              Optional<ClientSocket> open = session.socket();
              open.ifPresent(one -> one.close(closeCode, meaning(closeCode)));
              if (open.isEmpty()) {
                conversation.refused(session, closeCode);
              }
              return open;
            });
    if (!loop.onLoop()) {
      socket.ifPresent(closing -> loop.await(closing.gone()));
    }
    return socket.isPresent();
  }

  boolean disconnect(long guildId, long userId, int closeCode) {
    String reason = meaning(CloseFrames.requireSendable(closeCode));
    return withSocket(guildId, userId, socket -> socket.close(closeCode, reason));
  }

  boolean dropConnection(long guildId, long userId) {
    return withSocket(guildId, userId, ClientSocket::reset);
  }

  boolean expire(long guildId, long userId) {
    return withSession(guildId, userId, session -> hall.end(session, LeaveReason.EXPIRED));
  }

  boolean send(long guildId, long userId, GatewayMessage message) {
    return loop.call(
        () -> {
          Optional<VoiceSession> session = hall.find(guildId, userId);
          session.ifPresent(found -> found.sendNow(message));
          return session.flatMap(VoiceSession::socket).isPresent();
        });
  }

  boolean send(long guildId, long userId, WebSocketFrame frame) {
    boolean sent = withSocket(guildId, userId, socket -> socket.write(frame.retain()));
    frame.release();
    return sent;
  }

  boolean inject(long guildId, long userId, StrayDatagram what) {
    return loop.call(
        () -> hall.find(guildId, userId).filter(member -> udp.inject(member, what)).isPresent());
  }

  private boolean withSession(long guildId, long userId, Consumer<VoiceSession> action) {
    return loop.call(
        () -> {
          Optional<VoiceSession> session = hall.find(guildId, userId);
          session.ifPresent(action);
          return session.isPresent();
        });
  }

  private boolean withSocket(long guildId, long userId, Consumer<ClientSocket> action) {
    return loop.call(
        () -> {
          Optional<ClientSocket> socket = hall.find(guildId, userId).flatMap(VoiceSession::socket);
          socket.ifPresent(action);
          return socket.isPresent();
        });
  }

  private static String meaning(int closeCode) {
    return CloseCode.of(closeCode).map(CloseCode::meaning).orElse("");
  }
}
