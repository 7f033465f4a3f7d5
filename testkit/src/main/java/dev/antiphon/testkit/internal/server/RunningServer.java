package dev.antiphon.testkit.internal.server;

import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.testkit.fault.FaultExtra;
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
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * A running server and the actions of a test. All methods can be called from any thread. They run
 * on the server's loop and return when the work is done. The public API documents each method.
 */
public final class RunningServer implements AutoCloseable {

  private final ServerParts parts;
  private final LoopCalls loop;

  /**
   * Starts to listen.
   *
   * @throws java.io.UncheckedIOException if a port is not available
   */
  public RunningServer(ServerSettings settings) {
    this.parts = new ServerParts(settings);
    this.loop = new LoopCalls(parts.sockets.loop());
  }

  /** Returns the address of the WebSocket. */
  public InetSocketAddress webSocketAddress() {
    return parts.ports.webSocketAddress();
  }

  /** Returns the endpoint: {@code localhost:PORT} if it is the IPv4 loopback address. */
  public String endpoint() {
    InetSocketAddress socket = webSocketAddress();
    InetAddress address = socket.getAddress();
    boolean local =
        address.isAnyLocalAddress()
            || (address.isLoopbackAddress() && !(address instanceof Inet6Address));
    return local ? "localhost:" + socket.getPort() : NetUtil.toSocketAddressString(socket);
  }

  /** Returns the address of the UDP port. */
  public InetSocketAddress udpAddress() {
    return parts.ports.udpAddress();
  }

  /** Returns the recording. */
  public ServerRecording recording() {
    return parts.recording;
  }

  // Sessions

  /** Returns the current sessions, including sessions that wait for a Resume. */
  public List<SessionInfo> sessions() {
    return loop.call(() -> parts.calls.all().stream().map(VoiceSession::info).toList());
  }

  /** Returns the current session of a member. */
  public Optional<SessionInfo> session(long guildId, long userId) {
    return loop.call(() -> parts.calls.find(guildId, userId).map(VoiceSession::info));
  }

  /** Sets the only credentials of this member. */
  public void issueCredentials(long guildId, long userId, String sessionId, String token) {
    parts.credentials.issue(guildId, userId, sessionId, token);
  }

  /** Closes a member's WebSocket. Returns false if there is none. */
  public boolean disconnect(long guildId, long userId, int closeCode) {
    String reason = meaning(CloseFrames.requireSendable(closeCode));
    return withSocket(guildId, userId, socket -> socket.close(closeCode, reason));
  }

  /**
   * Closes this session, but never a later session of the same member. Waits until the client has
   * answered or the server has stopped waiting. Returns false if the session has no WebSocket.
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
      socket.ifPresent(closing -> loop.await(closing.closed()));
    }
    return socket.isPresent();
  }

  /** The SSRC identifies the session: no other session has it at the same time. */
  private Optional<VoiceSession> find(SessionInfo session) {
    return parts
        .calls
        .bySsrc(session.ssrc())
        .filter(known -> known.guildId() == session.guildId())
        .filter(known -> known.userId() == session.userId());
  }

  /** Ends a member's session as if the resume window had passed. Returns false if there is none. */
  public boolean expire(long guildId, long userId) {
    return loop.call(
        () -> {
          Optional<VoiceSession> session = parts.calls.find(guildId, userId);
          session.ifPresent(found -> parts.calls.end(found, LeaveReason.EXPIRED));
          return session.isPresent();
        });
  }

  /** Resets a member's TCP connection. Returns false if there is none. */
  public boolean dropConnection(long guildId, long userId) {
    return withSocket(guildId, userId, ClientSocket::reset);
  }

  /** Resets every TCP connection. */
  public void dropConnections() {
    loop.run(parts.acceptor::resetAll);
  }

  // Sending

  /**
   * Sends a message without calling the behaviour. Returns false if the member has no WebSocket.
   */
  public boolean send(long guildId, long userId, GatewayMessage message) {
    return loop.call(
        () -> {
          Optional<VoiceSession> session = parts.calls.find(guildId, userId);
          session.ifPresent(found -> found.sendNow(message));
          return session.flatMap(VoiceSession::socket).isPresent();
        });
  }

  /** Sends a text frame unchanged. Returns false if the member has no WebSocket. */
  public boolean sendText(long guildId, long userId, String text) {
    return send(guildId, userId, new TextWebSocketFrame(text));
  }

  /** Sends a binary frame unchanged. Returns false if the member has no WebSocket. */
  public boolean sendBinary(long guildId, long userId, OpaqueBytes bytes) {
    return send(
        guildId, userId, new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes.toByteArray())));
  }

  private boolean send(long guildId, long userId, WebSocketFrame frame) {
    boolean sent = withSocket(guildId, userId, socket -> socket.write(frame.retain()));
    frame.release();
    return sent;
  }

  /** Sends a datagram. Returns false if there is no session or required data does not exist yet. */
  public boolean inject(long guildId, long userId, StrayDatagram datagram) {
    return loop.call(
        () ->
            parts
                .calls
                .find(guildId, userId)
                .filter(member -> parts.udp.inject(member, datagram))
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

  // Faults

  /** Adds a rule to the fault script. */
  public void addFault(FaultRule rule) {
    loop.run(() -> parts.faults.add(rule));
  }

  /** Removes all rules of the fault script. */
  public void clearFaults() {
    loop.run(parts.faults::clear);
  }

  /** Crashes the server until {@link #comeBack}. */
  public void die(boolean keepSessions) {
    loop.run(() -> parts.outage.die(keepSessions));
  }

  /** Listens again after a crash. */
  public void comeBack() {
    awaitOpening(parts.outage::comeBack);
  }

  /** Closes the UDP port. On the loop, this method returns before the port is closed. */
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
      throw new IllegalStateException(
          "The server's own thread cannot wait for an open port. Call this method from another thread.");
    }
    loop.await(loop.call(opening));
  }

  // End-to-end encryption

  /** Sets the channel of the users whose own channel is unknown. */
  public void inChannel(long guildId, long channelId) {
    parts.channels.put(guildId, channelId);
  }

  /** Sets the channel of one user. */
  public void inChannel(long guildId, long userId, long channelId) {
    parts.channels.put(guildId, userId, channelId);
  }

  /** Returns the groups of a guild's calls, that of the guild's own channel first. */
  public List<DaveGroup> groups(long guildId) {
    return loop.call(() -> parts.daveCalls.groups(guildId));
  }

  /** Returns the group of the call in this channel. */
  public Optional<DaveGroup> group(long guildId, long channelId) {
    return loop.call(() -> parts.daveCalls.group(guildId, channelId));
  }

  /** Causes a fault of the delivery service. Returns false if the member has no session. */
  public boolean daveFault(long guildId, long userId, FaultExtra.Dave.What what) {
    return loop.call(
        () -> {
          Optional<VoiceSession> session = parts.calls.find(guildId, userId);
          session.ifPresent(member -> parts.daveCalls.applyFault(what, member));
          return session.isPresent();
        });
  }

  // Close

  @Override
  public void close() {
    if (!parts.sockets.loop().isShuttingDown()) {
      loop.run(
          () ->
              parts
                  .calls
                  .all()
                  .forEach(s -> s.socket().ifPresent(c -> c.close(CloseCode.CLOSE_1001))));
      parts.sockets.awaitCloseHandshakes();
    }
    parts.sockets.close();
    parts.recording.close();
  }
}
