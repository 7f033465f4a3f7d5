package dev.antiphon.testkit.internal.server;

import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.StrayDatagram;
import dev.antiphon.testkit.internal.calls.ServerSettings;
import dev.antiphon.testkit.internal.net.CloseFrames;
import dev.antiphon.testkit.internal.net.LoopCalls;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.session.ClientSocket;
import dev.antiphon.testkit.internal.session.VoiceSession;
import dev.antiphon.testkit.record.LeaveReason;
import dev.antiphon.testkit.server.DaveGroup;
import dev.antiphon.testkit.server.SessionInfo;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * A server that runs, and what a test does to it. Every method may be called from any thread; what
 * it does is done on the loop, and it returns when that is done. The public face says what each of
 * them means.
 */
public final class RunningServer implements AutoCloseable {

  private final ServerParts parts;
  private final LoopCalls loop;

  /**
   * Listens.
   *
   * @throws java.io.UncheckedIOException if a port can not be had
   */
  public RunningServer(ServerSettings settings) {
    this.parts = new ServerParts(settings);
    this.loop = new LoopCalls(parts.sockets.loop());
  }

  /** Where the WebSocket listens. */
  public InetSocketAddress webSocketAddress() {
    return parts.ports.webSocketAddress();
  }

  /** Where datagrams are taken. */
  public InetSocketAddress udpAddress() {
    return parts.ports.udpAddress();
  }

  /** What has happened. */
  public ServerRecording recording() {
    return parts.recording;
  }

  // Sessions

  /** The sessions now, also those that wait for a Resume. */
  public List<SessionInfo> sessions() {
    return loop.call(() -> parts.calls.all().stream().map(VoiceSession::info).toList());
  }

  /** The session of a member now. */
  public Optional<SessionInfo> session(long guildId, long userId) {
    return loop.call(() -> parts.calls.find(guildId, userId).map(VoiceSession::info));
  }

  /** From now on this member is accepted with these credentials alone. */
  public void issueCredentials(long guildId, long userId, String sessionId, String token) {
    parts.credentials.issue(guildId, userId, sessionId, token);
  }

  /** Closes a member's WebSocket; false if there is none. */
  public boolean disconnect(long guildId, long userId, int closeCode) {
    String reason = meaning(CloseFrames.requireSendable(closeCode));
    return withSocket(guildId, userId, socket -> socket.close(closeCode, reason));
  }

  /**
   * Closes this session and no later one of the same member, and waits until the client has
   * answered or was given up; false if it has no WebSocket.
   */
  public boolean disconnect(SessionInfo session, int closeCode) {
    String reason = meaning(CloseFrames.requireSendable(closeCode));
    Optional<ClientSocket> socket =
        loop.call(
            () -> {
              Optional<VoiceSession> found = find(session);
              Optional<ClientSocket> open = found.flatMap(VoiceSession::socket);
              open.ifPresent(one -> one.close(closeCode, reason));
              if (open.isEmpty()) {
                found.ifPresent(waiting -> parts.protocol.refused(waiting, closeCode));
              }
              return open;
            });
    if (!loop.onLoop()) {
      socket.ifPresent(closing -> loop.await(closing.gone()));
    }
    return socket.isPresent();
  }

  /** While a session lasts no other has its SSRC. */
  private Optional<VoiceSession> find(SessionInfo session) {
    return parts
        .calls
        .bySsrc(session.ssrc())
        .filter(known -> known.guildId() == session.guildId())
        .filter(known -> known.userId() == session.userId());
  }

  /** Ends a member's session as if the resume window had passed; false if there is none. */
  public boolean expire(long guildId, long userId) {
    return loop.call(
        () -> {
          Optional<VoiceSession> session = parts.calls.find(guildId, userId);
          session.ifPresent(found -> parts.calls.end(found, LeaveReason.EXPIRED));
          return session.isPresent();
        });
  }

  /** Resets a member's TCP connection; false if there is none. */
  public boolean dropConnection(long guildId, long userId) {
    return withSocket(guildId, userId, ClientSocket::reset);
  }

  /** Resets every TCP connection. */
  public void dropConnections() {
    loop.run(parts.acceptor::resetAll);
  }

  // What is sent

  /** Sends a message past the behaviour; false if the member has no WebSocket. */
  public boolean send(long guildId, long userId, GatewayMessage message) {
    return loop.call(
        () -> {
          Optional<VoiceSession> session = parts.calls.find(guildId, userId);
          session.ifPresent(found -> found.sendNow(message));
          return session.flatMap(VoiceSession::socket).isPresent();
        });
  }

  /** Sends a text frame as it is; false if the member has no WebSocket. */
  public boolean sendText(long guildId, long userId, String text) {
    return send(guildId, userId, new TextWebSocketFrame(text));
  }

  /** Sends a binary frame as it is; false if the member has no WebSocket. */
  public boolean sendBinary(long guildId, long userId, OpaqueBytes bytes) {
    return send(
        guildId, userId, new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes.toByteArray())));
  }

  private boolean send(long guildId, long userId, WebSocketFrame frame) {
    boolean sent = withSocket(guildId, userId, socket -> socket.write(frame.retain()));
    frame.release();
    return sent;
  }

  /** Sends a datagram; false if there is nobody, or nothing to make it of. */
  public boolean inject(long guildId, long userId, StrayDatagram what) {
    return loop.call(
        () ->
            parts
                .calls
                .find(guildId, userId)
                .filter(member -> parts.udp.inject(member, what))
                .isPresent());
  }

  private boolean withSocket(long guildId, long userId, Consumer<ClientSocket> action) {
    return loop.call(
        () -> {
          Optional<ClientSocket> socket =
              parts.calls.find(guildId, userId).flatMap(VoiceSession::socket);
          socket.ifPresent(action);
          return socket.isPresent();
        });
  }

  private static String meaning(int closeCode) {
    return CloseCode.of(closeCode).map(CloseCode::meaning).orElse("");
  }

  // What goes wrong

  /** A rule more for the fault script. */
  public void addFault(FaultRule rule) {
    loop.run(() -> parts.faults.add(rule));
  }

  /** No rule of the fault script strikes any more. */
  public void clearFaults() {
    loop.run(parts.faults::clear);
  }

  /** Nothing is reachable any more. */
  public void die(boolean keepSessions) {
    loop.run(() -> parts.outage.die(keepSessions));
  }

  /** Listens again. */
  public void comeBack() {
    awaitOpening(parts.outage::comeBack);
  }

  /** Closes the UDP port; on the loop it is closed only soon after. */
  public void closeUdp() {
    CompletableFuture<Void> closed = loop.call(parts.outage::closeUdp);
    if (!loop.onLoop()) {
      loop.await(closed);
    }
  }

  /** Opens the UDP port again. */
  public void openUdp() {
    awaitOpening(parts.outage::openUdp);
  }

  private void awaitOpening(Callable<? extends Future<Void>> opening) {
    if (loop.onLoop()) {
      throw new IllegalStateException("The server's own thread can not wait for an open port.");
    }
    loop.await(loop.call(opening));
  }

  // End-to-end encryption

  /** The call of this guild is in this channel. */
  public void inChannel(long guildId, long channelId) {
    parts.channels.put(guildId, channelId);
  }

  /** The group of a guild's call now. */
  public Optional<DaveGroup> group(long guildId) {
    return loop.call(() -> parts.daveCalls.group(guildId));
  }

  // The end

  @Override
  public void close() {
    if (!parts.sockets.loop().isShuttingDown()) {
      loop.run(
          () ->
              parts
                  .calls
                  .all()
                  .forEach(s -> s.socket().ifPresent(c -> c.close(CloseCode.CLOSE_1001))));
      parts.sockets.awaitFarewells();
    }
    parts.sockets.close();
    parts.recording.close();
  }
}
