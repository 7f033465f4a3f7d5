package dev.antiphon.testkit;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.StrayDatagram;
import dev.antiphon.testkit.internal.calls.ServerSettings;
import dev.antiphon.testkit.internal.net.ServerTls;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.server.RunningServer;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.record.ServerSummary;
import dev.antiphon.testkit.server.SessionInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * A Discord voice server that runs inside the test's process. It implements voice gateway version 8
 * over TLS or plain WebSocket, and UDP with IP discovery and all {@linkplain
 * dev.antiphon.protocol.EncryptionMode encryption modes}. Any voice library can connect to {@link
 * #endpoint()} with {@code /?v=8}.
 *
 * <pre>{@code
 * try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().tls().echo(true).start()) {
 *   // give the client server.endpoint() and server.caCertificate(), let it join and play
 *   server.awaitFrames(guildId, userId, 250, Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p><b>Calls.</b> The server handles several calls at the same time. The clients of a channel, or
 * of a guild if the channel is unknown, are in one call: they receive each other's audio, Speaking,
 * Clients Connect and Client Disconnect (opcodes 5, 11, 13). {@link DeliveryService} says how the
 * server learns the channel, and describes end-to-end encryption (DAVE).
 *
 * <p><b>Sessions.</b> A session survives a lost WebSocket for the {@linkplain
 * EmbeddedVoiceServerBuilder#resumeWindow resume window}. The server answers Resume with Resumed,
 * then with every numbered message after {@code seq_ack}, in order. A client ends its session
 * immediately when it closes the WebSocket with 1000, 1001 or a code from 4000 on. The exception is
 * 4900: with this code, a client announces that it will resume. Heartbeats are answered from the
 * beginning, also before Identify. A second Select Protocol is answered with a new key.
 *
 * <p><b>Violations.</b> A member that sends more than five frames before its first Speaking
 * violates the protocol: the server records the sixth and later frames, but does not forward them.
 * Discord would disconnect this client ("invalid SSRC"). The server refuses a WebSocket upgrade for
 * a wrong version with HTTP 400, for a wrong path with HTTP 404.
 *
 * <p><b>Numbers.</b> All messages except Hello, Ready, Heartbeat ACK and Resumed have a sequence
 * number. Each session has one counter for text and binary messages.
 *
 * <p><b>Threads.</b> The server has one daemon thread. It calls the listener and the {@link
 * dev.antiphon.testkit.server.ServerBehaviour} on that thread. All methods can be called from any
 * thread. A method that changes something returns after the change.
 *
 * <p>Source: Discord documentation, "Voice Connections" and "Opcodes and Status Codes". The server
 * also tolerates undocumented messages that real clients send.
 */
public final class EmbeddedVoiceServer implements AutoCloseable {

  /**
   * The user from which a client receives its own audio, if {@link EmbeddedVoiceServerBuilder#echo}
   * is enabled. No real user has this snowflake.
   */
  public static final long ECHO_USER_ID = ServerSettings.ECHO_USER_ID;

  private final ServerSettings settings;
  private final RunningServer running;
  private final ServerRecording recording;
  private final DeliveryService delivery;

  EmbeddedVoiceServer(ServerSettings settings) {
    this.settings = settings;
    this.running = new RunningServer(settings);
    this.recording = running.recording();
    this.delivery = new DeliveryService(running);
  }

  /**
   * Returns a builder with default settings: TLS, free ports on the loopback addresses, and all
   * encryption modes.
   */
  public static EmbeddedVoiceServerBuilder builder() {
    return new EmbeddedVoiceServerBuilder();
  }

  /**
   * Returns the endpoint for VOICE_SERVER_UPDATE: {@code localhost:PORT}, or the bound address if
   * it is not the IPv4 loopback address.
   */
  public String endpoint() {
    return running.endpoint();
  }

  /** Returns the TCP port of the WebSocket. */
  public int port() {
    return running.webSocketAddress().getPort();
  }

  /** Returns the UDP port. Ready contains the same port. */
  public int udpPort() {
    return running.udpAddress().getPort();
  }

  /** Returns true if clients must use TLS ({@code wss://}). */
  public boolean isTls() {
    return settings.tls().context().isPresent();
  }

  /**
   * Returns the certificate that clients must trust.
   *
   * @throws IllegalStateException if the server does not use TLS
   */
  public X509Certificate caCertificate() {
    return settings
        .tls()
        .authority()
        .orElseThrow(
            () ->
                new IllegalStateException("This server does not use TLS and has no certificate."));
  }

  /**
   * Writes {@link #caCertificate()} to a file in PEM format.
   *
   * @throws IllegalStateException if the server does not use TLS
   */
  public void writeCaCertificate(Path file) throws IOException {
    ServerTls.writePem(caCertificate(), file);
  }

  /**
   * Returns the recorded events, oldest first. The recording keeps only the newest events up to its
   * limit.
   */
  public List<ServerEvent> events() {
    return recording.events();
  }

  /** Returns the recorded audio frames of one member in the order of arrival. */
  public List<FrameReceived> frames(long guildId, long userId) {
    return recording.frames(guildId, userId);
  }

  /** Returns the counters since the start. */
  public ServerSummary summary() {
    return recording.summary();
  }

  /**
   * Returns a future of the first {@code count} matching events. Recorded events and later events
   * both count. The future completes on the server's thread. It fails if the server is closed
   * before the last of these events. The filter must not call the server.
   */
  public CompletableFuture<List<ServerEvent>> collect(
      int count, Predicate<? super ServerEvent> filter) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, not " + count);
    }
    return recording.collect(filter, count);
  }

  /** Like {@link #collect}, for one event. */
  public CompletableFuture<ServerEvent> when(Predicate<? super ServerEvent> filter) {
    return collect(1, filter).thenApply(found -> found.get(0));
  }

  /**
   * Waits for an event. An event that was recorded before the call also counts.
   *
   * @throws AssertionError if no event matches within the limit; the message lists the last events
   */
  public ServerEvent await(Predicate<? super ServerEvent> filter, Duration limit) {
    return await(1, filter, limit).get(0);
  }

  /** Like {@link #await(Predicate, Duration)}, for one type of event. */
  public <E extends ServerEvent> E await(
      Class<E> type, Predicate<? super E> filter, Duration limit) {
    return type.cast(
        await(event -> type.isInstance(event) && filter.test(type.cast(event)), limit));
  }

  /** Like {@link #await(Predicate, Duration)}, for {@code count} events. */
  public List<ServerEvent> await(int count, Predicate<? super ServerEvent> filter, Duration limit) {
    return recording.await(collect(count, filter), count, limit);
  }

  /** Waits for the first {@code count} audio frames of a member and returns them. */
  public List<FrameReceived> awaitFrames(long guildId, long userId, int count, Duration limit) {
    return await(
            count,
            event -> event instanceof FrameReceived && event.concerns(guildId, userId),
            limit)
        .stream()
        .map(FrameReceived.class::cast)
        .toList();
  }

  /** Returns the current sessions, including sessions that wait for a Resume. */
  public List<SessionInfo> sessions() {
    return running.sessions();
  }

  /** Returns the current session of a member, including a session that waits for a Resume. */
  public Optional<SessionInfo> session(long guildId, long userId) {
    return running.session(guildId, userId);
  }

  /** Returns the delivery service, which handles the end-to-end encryption of the calls. */
  public DeliveryService delivery() {
    return delivery;
  }

  // Actions of a test

  /**
   * Sets the only credentials that this member can use in an Identify from now on. The server
   * closes the WebSocket with 4006 after an Identify with another session id, and with 4004 after
   * an Identify with another token.
   */
  public void issueCredentials(long guildId, long userId, String sessionId, String token) {
    running.issueCredentials(guildId, userId, sessionId, token);
  }

  /**
   * Closes a member's WebSocket with a close code. After 4000, 4015, 4900, a code below 4000 or an
   * unknown code, the session waits for a Resume. Every other code ends the session.
   *
   * @param closeCode 1000 to 4999 and allowed in a close frame, or 1005 for a frame without a code
   * @return false if the member has no open WebSocket
   * @throws IllegalArgumentException if the code cannot be sent
   */
  public boolean disconnect(long guildId, long userId, int closeCode) {
    return running.disconnect(guildId, userId, closeCode);
  }

  /**
   * Closes the WebSocket of this session, also after the session was resumed on another WebSocket.
   * It never closes a later session of the same member. If the session waits for a Resume and has
   * no WebSocket, a close code that ends a session also ends this session.
   *
   * <p>Returns when the client has answered the close frame, or when the server has stopped waiting
   * for the answer. On the server's own thread it returns immediately.
   *
   * @param session a result of {@link #session} or {@link #sessions}
   * @param closeCode see {@link #disconnect(long, long, int)}
   * @return false if the session has no open WebSocket
   * @throws IllegalArgumentException if the code cannot be sent
   */
  public boolean disconnect(SessionInfo session, int closeCode) {
    return running.disconnect(session, closeCode);
  }

  /**
   * Ends a member's session as if the resume window had passed. The WebSocket of the session stays
   * open.
   *
   * @return false if there is no such session
   */
  public boolean expire(long guildId, long userId) {
    return running.expire(guildId, userId);
  }

  /**
   * Resets a member's TCP connection without a close frame.
   *
   * @return false if the member has no open WebSocket
   */
  public boolean dropConnection(long guildId, long userId) {
    return running.dropConnection(guildId, userId);
  }

  /** Resets every TCP connection. The sessions wait for a Resume. */
  public void dropConnections() {
    running.dropConnections();
  }

  /**
   * Simulates a crash: the server closes its TCP and UDP ports and resets every TCP connection. The
   * server stays down until {@link #comeBack()} is called. If a fault rule has already crashed the
   * server for a limited time, the server does not come back when this time ends.
   *
   * @param keepSessions true if sessions can be resumed after the server is back
   */
  public void die(boolean keepSessions) {
    running.die(keepSessions);
  }

  /**
   * Ends a crash: the server listens on the same ports again when this method returns. Does nothing
   * if the server is running.
   *
   * @throws IllegalStateException if a port is no longer available, or if called on the server's
   *     own thread, which would wait for itself
   */
  public void comeBack() {
    running.comeBack();
  }

  /**
   * Adds a fault rule. The server checks it after all earlier rules, and the rule counts matches
   * from now on. Before adding it, the server removes all rules that have fired their maximum
   * number of times, except rules that count per session. If there are then still {@link
   * dev.antiphon.testkit.fault.FaultScript#MAX_RULES} rules, it removes the oldest one.
   */
  public void addFault(FaultRule rule) {
    running.addFault(rule);
  }

  /**
   * Removes all fault rules. Messages that are already delayed stay delayed, and frozen connections
   * stay frozen.
   */
  public void clearFaults() {
    running.clearFaults();
  }

  /**
   * Sends a message immediately, without calling the {@link
   * dev.antiphon.testkit.server.ServerBehaviour}. The message gets a sequence number, except Hello,
   * Ready, Heartbeat ACK and Resumed. A Resume redelivers a message with a number as usual.
   *
   * @return false if the member has no open WebSocket; a message with a number is still kept for a
   *     Resume
   */
  public boolean sendTo(long guildId, long userId, GatewayMessage message) {
    return running.send(guildId, userId, message);
  }

  /**
   * Sends a text frame unchanged and without a sequence number.
   *
   * @return false if the member has no open WebSocket
   */
  public boolean sendRaw(long guildId, long userId, String text) {
    return running.sendText(guildId, userId, text);
  }

  /**
   * Sends a binary frame unchanged and without a sequence number.
   *
   * @return false if the member has no open WebSocket
   */
  public boolean sendBinary(long guildId, long userId, OpaqueBytes bytes) {
    return running.sendBinary(guildId, userId, bytes);
  }

  /**
   * Sends an unexpected datagram to a member. A client should ignore it. The target is the address
   * from which the member was last seen, or the address that it reported.
   *
   * @return false if there is no such session or a required value is missing: an address (before
   *     discovery), a key (before Session Description), or a packet to replay (before audio)
   */
  public boolean inject(long guildId, long userId, StrayDatagram datagram) {
    return running.inject(guildId, userId, datagram);
  }

  /**
   * Closes only the UDP port: senders receive an ICMP "port unreachable" message. The port stays
   * closed until {@link #openUdp()} is called, or until the server listens again after a crash. The
   * port is closed when this method returns. On the server's own thread, the port closes shortly
   * after the return.
   */
  public void closeUdp() {
    running.closeUdp();
  }

  /**
   * Opens a closed UDP port again. The port receives datagrams when this method returns.
   *
   * @throws IllegalStateException if the port is no longer available, or if called on the server's
   *     own thread, which would wait for itself
   */
  public void openUdp() {
    running.openUdp();
  }

  /**
   * Closes every socket (WebSockets with code 1001) and waits for the end of the server's thread. A
   * second call does nothing. The recording stays readable.
   */
  @Override
  public void close() {
    running.close();
  }

  @Override
  public String toString() {
    return "EmbeddedVoiceServer[" + endpoint() + (isTls() ? ", tls" : ", plain") + "]";
  }
}
