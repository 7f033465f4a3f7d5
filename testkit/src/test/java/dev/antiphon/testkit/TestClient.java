package dev.antiphon.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.BinaryCodec;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resume;
import dev.antiphon.protocol.SelectProtocol;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.protocol.TextCodec;
import dev.antiphon.udp.internal.AvailableCiphers;
import dev.antiphon.udp.internal.DiscoveryPacket;
import dev.antiphon.udp.internal.RtpHeader;
import dev.antiphon.udp.spi.TransportCipher;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A minimal voice client that does one step at a time. It uses the JDK's WebSocket and datagram
 * socket.
 */
public final class TestClient implements AutoCloseable {

  public static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String SESSION = "session-of-";
  public static final String TOKEN = "token-of-the-test";

  private static final int TIMEOUT_MILLIS = 10_000;

  public final long guildId;
  public final long userId;
  private final WebSocket webSocket;
  private final Inbox inbox;
  private final DatagramSocket datagrams;
  public Ready ready;
  public SessionDescription description;
  private TransportCipher sealing;
  private TransportCipher opening;
  public int nextNonce;

  private TestClient(long guildId, long userId, WebSocket webSocket, Inbox inbox)
      throws IOException {
    this.guildId = guildId;
    this.userId = userId;
    this.webSocket = webSocket;
    this.inbox = inbox;
    this.datagrams = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    datagrams.setSoTimeout(TIMEOUT_MILLIS);
  }

  /** A received and decrypted packet. */
  public record Frame(RtpHeader header, long nonce, byte[] opus) {}

  private static final class Inbox implements WebSocket.Listener {
    final BlockingQueue<Envelope> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<String> undecodable = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private volatile Runnable arrival = () -> {};

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String whole = text.toString();
        text.setLength(0);
        try {
          messages.add(new TextCodec().decode(whole));
          arrival.run();
        } catch (MalformedMessageException e) {
          undecodable.add(whole);
        }
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      try {
        messages.add(new BinaryCodec().decodeFromServer(bytes));
        arrival.run();
      } catch (MalformedMessageException e) {
        undecodable.add(Arrays.toString(bytes));
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      arrival.run();
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.complete(1006);
    }
  }

  public static HttpClient httpClient(EmbeddedVoiceServer server) {
    try {
      if (!server.isTls()) {
        return HttpClient.newHttpClient();
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("testkit", server.caCertificate());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return HttpClient.newBuilder().sslContext(context).build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public static URI uri(EmbeddedVoiceServer server, String pathAndQuery) {
    return URI.create((server.isTls() ? "wss://" : "ws://") + server.endpoint() + pathAndQuery);
  }

  public static TestClient open(EmbeddedVoiceServer server, long guildId, long userId) {
    return open(httpClient(server), server, guildId, userId);
  }

  public static TestClient open(
      HttpClient http, EmbeddedVoiceServer server, long guildId, long userId) {
    Inbox inbox = new Inbox();
    WebSocket socket = http.newWebSocketBuilder().buildAsync(uri(server, "/?v=8"), inbox).join();
    try {
      return new TestClient(guildId, userId, socket, inbox);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens a connection and joins up to Session Description. */
  public static TestClient joined(EmbeddedVoiceServer server, long guildId, long userId) {
    return open(server, guildId, userId).join(EncryptionMode.values()[0]);
  }

  public TestClient join(EncryptionMode mode) {
    send(identify());
    ready = next(Ready.class);
    DiscoveryPacket seen = discover();
    select(seen.address(), seen.port(), mode.wireName());
    return this;
  }

  public String session() {
    return SESSION + userId;
  }

  public Identify identify() {
    return identify(0);
  }

  public Identify identify(int maxDaveVersion) {
    return new Identify(guildId, userId, session(), TOKEN, maxDaveVersion);
  }

  public Resume resume(int seqAck) {
    return new Resume(guildId, session(), TOKEN, seqAck);
  }

  public DiscoveryPacket discover() {
    sendDatagram(DiscoveryPacket.request(ready.ssrc()).encode());
    byte[] reply = receiveDatagram();
    try {
      return DiscoveryPacket.parse(reply, reply.length);
    } catch (dev.antiphon.udp.internal.MalformedPacketException e) {
      throw new AssertionError(e);
    }
  }

  public void select(String address, int port, String mode) {
    send(new SelectProtocol("udp", address, port, mode));
    described(next(SessionDescription.class));
  }

  public void described(SessionDescription given) {
    description = given;
    EncryptionMode mode = EncryptionMode.of(given.mode()).orElseThrow();
    sealing = AvailableCiphers.ofRuntime().create(mode, given.secretKey());
    opening = AvailableCiphers.ofRuntime().create(mode, given.secretKey());
    nextNonce = 0;
  }

  /** Takes key, SSRC and UDP counters from a client whose WebSocket was lost. */
  public TestClient continuing(TestClient previous) {
    ready = previous.ready;
    description = previous.description;
    sealing = previous.sealing;
    opening = previous.opening;
    nextNonce = previous.nextNonce;
    return this;
  }

  public void send(GatewayMessage message) {
    sendText(new TextCodec().encode(message));
  }

  public void sendText(String text) {
    webSocket.sendText(text, true).join();
  }

  public void sendFragments(String... parts) {
    for (int i = 0; i < parts.length; i++) {
      webSocket.sendText(parts[i], i == parts.length - 1).join();
    }
  }

  public void sendBinary(byte... bytes) {
    webSocket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  public void speak(int flags) {
    send(new Speaking(OptionalLong.empty(), flags, 0, ready.ssrc()));
  }

  public <M extends GatewayMessage> M next(Class<M> type) {
    return type.cast(nextEnvelope(type).message());
  }

  /** Returns the next message of a type and skips other messages. */
  public Envelope nextEnvelope(Class<? extends GatewayMessage> type) {
    while (true) {
      Envelope envelope = nextEnvelope();
      if (type.isInstance(envelope.message())) {
        return envelope;
      }
    }
  }

  public Envelope nextEnvelope() {
    try {
      Envelope envelope = inbox.messages.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(envelope).as("a message of the server").isNotNull();
      return envelope;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Sets an action that runs after each message that arrives. */
  public void onArrival(Runnable done) {
    inbox.arrival = done;
  }

  /** Returns the next message that has already arrived, if there is one. */
  public Optional<Envelope> poll() {
    return Optional.ofNullable(inbox.messages.poll());
  }

  /** Returns the messages that have arrived and were not taken yet. */
  public List<Envelope> waiting() {
    return List.copyOf(inbox.messages);
  }

  public String undecodable() {
    try {
      return inbox.undecodable.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public int closeCode() {
    return inbox.closed.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  public byte[] sealed(RtpHeader header, byte[] opus) {
    byte[] packet = new byte[header.length() + opus.length + TransportCipher.OVERHEAD];
    int headerLength = header.write(packet);
    System.arraycopy(opus, 0, packet, headerLength, opus.length);
    int length = sealing.seal(packet, headerLength, opus.length, nextNonce++);
    return Arrays.copyOf(packet, length);
  }

  public void sendFrame(int sequence, byte[] opus) {
    sendDatagram(sealed(RtpHeader.voice(sequence, sequence * 960L, ready.ssrc()), opus));
  }

  public void sendDatagram(byte[] bytes) {
    try {
      InetSocketAddress to = new InetSocketAddress(ready.ip(), ready.port());
      datagrams.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public byte[] receiveDatagram() {
    byte[] buffer = new byte[4096];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      datagrams.receive(packet);
    } catch (IOException e) {
      throw new AssertionError("No datagram arrived from the server.", e);
    }
    return Arrays.copyOf(buffer, packet.getLength());
  }

  public Frame receiveFrame() {
    byte[] packet = receiveDatagram();
    long nonce = Integer.toUnsignedLong(AvailableCiphers.nonceOf(packet, packet.length));
    try {
      RtpHeader header = RtpHeader.parse(packet, packet.length);
      return new Frame(header, nonce, opened(packet).orElseThrow());
    } catch (dev.antiphon.udp.internal.MalformedPacketException e) {
      throw new AssertionError(e);
    }
  }

  /** Decrypts an authentic packet in place and returns its payload. */
  public Optional<byte[]> opened(byte[] packet)
      throws dev.antiphon.udp.internal.MalformedPacketException {
    int header = RtpHeader.parse(packet, packet.length).length();
    int length = opening.open(packet, header, packet.length);
    return length < 0
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(packet, header, header + length));
  }

  public InetSocketAddress udpAddress() {
    return (InetSocketAddress) datagrams.getLocalSocketAddress();
  }

  public void close(int code) {
    webSocket.sendClose(code, "").join();
  }

  /** Drops TCP without a close frame. */
  public void abort() {
    webSocket.abort();
  }

  public Optional<Integer> closedWith() {
    return Optional.ofNullable(inbox.closed.getNow(null));
  }

  @Override
  public void close() {
    webSocket.abort();
    datagrams.close();
  }
}
