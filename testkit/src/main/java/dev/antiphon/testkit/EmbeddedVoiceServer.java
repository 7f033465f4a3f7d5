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
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * A Discord voice server inside the test's own process: voice gateway version 8 over TLS or plain
 * WebSocket, and the UDP path with IP discovery and both AEAD rtpsize modes. Any voice library can
 * connect to {@link #endpoint()} with {@code /?v=8}.
 *
 * <pre>{@code
 * try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().tls().echo(true).start()) {
 *   // give the client server.endpoint() and server.caCertificate(), let it join and play
 *   server.awaitFrames(guildId, userId, 250, Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p><b>What it does.</b> Several guilds and clients at once. Members of a guild hear each other
 * and are told of each other (opcodes 5, 11, 13). Sessions outlive a lost WebSocket by the resume
 * window; Resume is answered by Resumed and then by every numbered message after {@code seq_ack},
 * in order. A client that closes with 1000, 1001 or 4xxx (not 4900) ends its session at once.
 * Frames before the first Speaking are recorded as violations and not forwarded, where Discord
 * would disconnect ("invalid SSRC"). A WebSocket upgrade for another version than 8 is refused with
 * HTTP 400, one for another path with 404. Heartbeats are answered from the beginning, also before
 * Identify. DAVE is offered when the builder was told so; {@link DeliveryService} says what is
 * done.
 *
 * <p><b>Numbers.</b> Messages other than Hello, Ready, Heartbeat ACK and Resumed are numbered, text
 * and binary by one counter per session. A second Select Protocol is answered with a new key.
 *
 * <p><b>Threads.</b> One daemon thread of its own, on which the listener and the {@link
 * ServerBehaviour} are called. All methods may be called from any thread; those that act return
 * when the server has acted.
 *
 * <p>Source: Discord documentation, Voice Connections, and Opcodes and Status Codes; what real
 * clients send beyond them is tolerated.
 */
public final class EmbeddedVoiceServer implements AutoCloseable {

  /** The user as whom a client hears itself when echo is on: a snowflake that no user has. */
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

  /** A builder with every default: TLS, free ports on the loopback addresses, both modes. */
  public static EmbeddedVoiceServerBuilder builder() {
    return new EmbeddedVoiceServerBuilder();
  }

  // Where it is

  /**
   * What VOICE_SERVER_UPDATE would name: {@code localhost:PORT}, or the address where the server
   * was bound to another than IPv4's loopback.
   */
  public String endpoint() {
    InetAddress address = running.webSocketAddress().getAddress();
    boolean local =
        address.isAnyLocalAddress()
            || (address.isLoopbackAddress() && !(address instanceof Inet6Address));
    return local
        ? "localhost:" + port()
        : NetUtil.toSocketAddressString(running.webSocketAddress());
  }

  /** TCP port of the WebSocket. */
  public int port() {
    return running.webSocketAddress().getPort();
  }

  /** UDP port, the one that Ready names. */
  public int udpPort() {
    return running.udpAddress().getPort();
  }

  /** Whether clients must speak TLS ({@code wss://}). */
  public boolean isTls() {
    return settings.tls().context().isPresent();
  }

  /**
   * The certificate that a client has to trust.
   *
   * @throws IllegalStateException if the server is plain
   */
  public X509Certificate caCertificate() {
    return settings
        .tls()
        .authority()
        .orElseThrow(() -> new IllegalStateException("A plain server has no certificate."));
  }

  /**
   * Writes {@link #caCertificate()} as PEM.
   *
   * @throws IllegalStateException if the server is plain
   */
  public void writeCaCertificate(Path file) throws IOException {
    ServerTls.writePem(caCertificate(), file);
  }

  // What happened

  /** The newest events, oldest first, up to the recording's limit. */
  public List<ServerEvent> events() {
    return recording.events();
  }

  /** The recorded audio frames of one member, in the order of arrival. */
  public List<FrameReceived> frames(long guildId, long userId) {
    return events().stream()
        .filter(event -> event.concerns(guildId, userId))
        .filter(FrameReceived.class::isInstance)
        .map(FrameReceived.class::cast)
        .toList();
  }

  /** What was counted since the start. */
  public ServerSummary summary() {
    return recording.summary();
  }

  /**
   * Completes with the first {@code count} events, recorded or to come, that match; exceptionally
   * when the server is closed before. Completed on the server's thread. The predicate looks at the
   * event alone; it must not call the server.
   */
  public CompletableFuture<List<ServerEvent>> collect(
      int count, Predicate<? super ServerEvent> which) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, not " + count);
    }
    return recording.collect(which, count);
  }

  /** {@link #collect} for one event. */
  public CompletableFuture<ServerEvent> when(Predicate<? super ServerEvent> which) {
    return collect(1, which).thenApply(found -> found.get(0));
  }

  /**
   * Waits for an event, which may have happened before.
   *
   * @throws AssertionError when nothing matches within the limit, naming the last events
   */
  public ServerEvent await(Predicate<? super ServerEvent> which, Duration limit) {
    return await(1, which, limit).get(0);
  }

  /** As {@link #await(Predicate, Duration)}, for one type of event. */
  public <E extends ServerEvent> E await(
      Class<E> type, Predicate<? super E> which, Duration limit) {
    return type.cast(await(event -> type.isInstance(event) && which.test(type.cast(event)), limit));
  }

  /** As {@link #await(Predicate, Duration)}, for the first {@code count} that match. */
  public List<ServerEvent> await(int count, Predicate<? super ServerEvent> which, Duration limit) {
    return recording.await(collect(count, which), count, limit);
  }

  /** Waits for the first {@code count} audio frames of a member and gives them. */
  public List<FrameReceived> awaitFrames(long guildId, long userId, int count, Duration limit) {
    return await(
            count,
            event -> event instanceof FrameReceived && event.concerns(guildId, userId),
            limit)
        .stream()
        .map(FrameReceived.class::cast)
        .toList();
  }

  /** The sessions at this moment, also those that wait for a Resume. */
  public List<SessionInfo> sessions() {
    return running.sessions();
  }

  /** The session of a member at this moment, also one that waits for a Resume. */
  public Optional<SessionInfo> session(long guildId, long userId) {
    return running.session(guildId, userId);
  }

  /** End-to-end encryption in the calls of this server. */
  public DeliveryService delivery() {
    return delivery;
  }

  // What a test does to clients

  /**
   * From now on an Identify of this member is accepted with exactly these credentials: another
   * session id is answered with 4006, another token with 4004.
   */
  public void issueCredentials(long guildId, long userId, String sessionId, String token) {
    running.issueCredentials(guildId, userId, sessionId, token);
  }

  /**
   * Closes a member's WebSocket with a close code. Its session ends when the code says so; after
   * 4000, 4015, codes below 4000 and unknown ones it waits for a Resume.
   *
   * @param closeCode 1000 to 4999, one that may stand in a close frame, or 1005 for a frame without
   *     a code
   * @return false if the member has no open WebSocket
   * @throws IllegalArgumentException if the code can not be sent
   */
  public boolean disconnect(long guildId, long userId, int closeCode) {
    return running.disconnect(guildId, userId, closeCode);
  }

  /**
   * Closes the WebSocket of this session, and of no later one of the same member, wherever it has
   * been resumed meanwhile; returns when the client has answered or was given up, but on the
   * server's own thread at once. A session that waits for a Resume ends if the code says so.
   *
   * @param session what {@link #session} or {@link #sessions} gave
   * @param closeCode as for {@link #disconnect(long, long, int)}
   * @return false if it has no open WebSocket
   * @throws IllegalArgumentException if the code can not be sent
   */
  public boolean disconnect(SessionInfo session, int closeCode) {
    return running.disconnect(session, closeCode);
  }

  /**
   * Ends a member's session without touching its WebSocket, as if the resume window had passed.
   *
   * @return false if there is no such session
   */
  public boolean expire(long guildId, long userId) {
    return running.expire(guildId, userId);
  }

  /**
   * Drops a member's TCP connection by a reset, without a close frame.
   *
   * @return false if the member has no open WebSocket
   */
  public boolean dropConnection(long guildId, long userId) {
    return running.dropConnection(guildId, userId);
  }

  /** Drops every TCP connection by a reset; sessions wait for a Resume. */
  public void dropConnections() {
    running.dropConnections();
  }

  /**
   * Lets the server die: it listens no more, neither by TCP nor by UDP, and every TCP connection is
   * reset. It stays dead until {@link #comeBack()}, whatever the fault script says.
   *
   * @param keepSessions whether sessions can be resumed when it has come back in time
   */
  public void die(boolean keepSessions) {
    running.die(keepSessions);
  }

  /**
   * Lets a dead server listen again on the same ports, and returns when it does; does nothing when
   * it is alive.
   *
   * @throws IllegalStateException if a port can not be had any more, or on the server's own thread,
   *     which would wait for itself
   */
  public void comeBack() {
    running.comeBack();
  }

  /**
   * Lets more go wrong: the rule is asked after those of the script, and counts from now on. It is
   * forgotten when it is used up. When there are more than {@link FaultScript#MAX_RULES}, the
   * oldest makes way.
   */
  public void addFault(FaultRule rule) {
    running.addFault(rule);
  }

  /** Lets nothing go wrong by itself any more; what is delayed or frozen stays so. */
  public void clearFaults() {
    running.clearFaults();
  }

  /**
   * Sends a message at once, past the {@link ServerBehaviour}; numbered unless it is of a kind that
   * never is, and then redelivered by a Resume like any other.
   *
   * @return false if the member has no open WebSocket; a numbered message is kept even then
   */
  public boolean sendTo(long guildId, long userId, GatewayMessage message) {
    return running.send(guildId, userId, message);
  }

  /**
   * Sends a text frame as it is, without a number of ours.
   *
   * @return false if the member has no open WebSocket
   */
  public boolean sendRaw(long guildId, long userId, String text) {
    return running.sendText(guildId, userId, text);
  }

  /**
   * Sends a binary frame as it is, without a number of ours.
   *
   * @return false if the member has no open WebSocket
   */
  public boolean sendBinary(long guildId, long userId, OpaqueBytes bytes) {
    return running.sendBinary(guildId, userId, bytes);
  }

  /**
   * Sends a datagram that a client should get over to where the member was seen last, or said that
   * it is.
   *
   * @return false if there is no such session, or nothing to make the datagram of yet: no address
   *     before discovery, no key before Session Description, nothing to replay before audio
   */
  public boolean inject(long guildId, long userId, StrayDatagram what) {
    return running.inject(guildId, userId, what);
  }

  /**
   * Closes the UDP port alone: whoever sends to it is told by ICMP that nobody is there. It stays
   * so until {@link #openUdp()}, or until the server comes back from the dead. It is so when this
   * returns, but on the server's own thread only soon after.
   */
  public void closeUdp() {
    running.closeUdp();
  }

  /**
   * Opens a closed UDP port again, and returns when it takes datagrams.
   *
   * @throws IllegalStateException if the port can not be had any more, or on the server's own
   *     thread, which would wait for itself
   */
  public void openUdp() {
    running.openUdp();
  }

  /**
   * Closes every socket, members' with 1001, and waits until the server's thread has ended; a
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
