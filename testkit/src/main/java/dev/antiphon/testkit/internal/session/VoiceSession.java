package dev.antiphon.testkit.internal.session;

import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.protocol.Resume;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.testkit.internal.dave.CallMember;
import dev.antiphon.testkit.internal.session.ReplayBuffer.Numbered;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.SessionInfo;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Future;

/**
 * One member of a call, from Identify to the end of its session. The session survives its WebSocket
 * for the resume window. Numbered messages are written only while the session is live: after Ready
 * or Resumed was written on the attached WebSocket. Otherwise they wait in the replay buffer.
 * Confined to the server's loop.
 */
public final class VoiceSession implements CallMember {
  private static final int FRAMES_BEFORE_SPEAKING = 5;

  /** Messages that belong to one WebSocket. They are never sent again on another WebSocket. */
  private static final Set<Integer> UNNUMBERED =
      Set.of(
          Opcode.HELLO.number(),
          Opcode.READY.number(),
          Opcode.RESUMED.number(),
          Opcode.HEARTBEAT.number(),
          Opcode.HEARTBEAT_ACK.number());

  private final BehaviourGate gate;
  private final MessageFaults faults;
  private final ReplayBuffer replay;
  private final Identify credentials;
  private final Ids ids;

  private Optional<ClientSocket> socket = Optional.empty();
  private boolean live;
  private boolean ended;
  private int written = -1;
  private int acknowledged = -1;
  private Optional<Future<?>> expiry = Optional.empty();

  private Optional<SessionKeys> keys = Optional.empty();
  private boolean described;
  private int daveVersion;
  private Optional<InetSocketAddress> selected = Optional.empty();
  private Optional<InetSocketAddress> observed = Optional.empty();
  private boolean spoken;
  private int framesBeforeSpeaking;
  private int speaking;
  private long frames;
  private Optional<byte[]> lastAudio = Optional.empty();
  private final Map<Integer, FaultCount> faultCounts = new HashMap<>();

  /**
   * What the server assigns to a new session.
   *
   * @param channelId the channel; empty if unknown
   * @param ssrc the SSRC of the member's audio
   * @param echoSsrc the SSRC of the echo, 0 for no echo
   */
  public record Ids(OptionalLong channelId, long ssrc, long echoSsrc) {}

  /**
   * Creates a session whose Identify was accepted. It has no WebSocket yet.
   *
   * @param firstSequence the number of the first numbered message
   */
  public VoiceSession(
      BehaviourGate gate, MessageFaults faults, int firstSequence, Identify credentials, Ids ids) {
    this.gate = gate;
    this.faults = faults;
    this.replay = new ReplayBuffer(firstSequence);
    this.credentials = credentials;
    this.ids = ids;
  }

  @Override
  public long guildId() {
    return credentials.serverId();
  }

  @Override
  public OptionalLong channelId() {
    return ids.channelId();
  }

  @Override
  public long userId() {
    return credentials.userId();
  }

  /** The SSRC of this member's audio. */
  public long ssrc() {
    return ids.ssrc();
  }

  /** The SSRC of this member's echo. */
  public long echoSsrc() {
    return ids.echoSsrc();
  }

  /** The client and its WebSocket. */
  public Peer peer() {
    return new Peer(socket.map(ClientSocket::number).orElse(0L), guildId(), userId());
  }

  /** The attached WebSocket; empty while the session waits for a Resume. */
  public Optional<ClientSocket> socket() {
    return socket;
  }

  /** Returns true if the Resume names this session. */
  public boolean isResumedBy(Resume resume) {
    return resume.serverId() == guildId()
        && resume.sessionId().equals(credentials.sessionId())
        && resume.token().equals(credentials.token());
  }

  // The WebSocket

  /** Attaches a WebSocket. No numbered message is written before the session is live. */
  void attach(ClientSocket next) {
    expiry.ifPresent(timer -> timer.cancel(false));
    expiry = Optional.empty();
    socket = Optional.of(next);
    live = false;
  }

  /** Ready was written: writes the numbered messages that have waited. */
  public void goLive() {
    live = true;
    replay.after(written).ifPresent(this::write);
  }

  /** Resumed was written: writes the messages that the client has missed again. */
  public void goLiveAfter(int sequence) {
    written = sequence;
    goLive();
  }

  /** Detaches the WebSocket. The timer ends the session unless a Resume arrives first. */
  public void detach(Future<?> timer) {
    socket = Optional.empty();
    live = false;
    expiry = Optional.of(timer);
  }

  /** Ends the session. No more messages are sent to it. */
  public void end() {
    ended = true;
    live = false;
    expiry.ifPresent(timer -> timer.cancel(false));
    socket.ifPresent(ClientSocket::release);
    socket = Optional.empty();
  }

  @Override
  public boolean isEnded() {
    return ended;
  }

  // Numbered messages

  /** Sends a message if the behaviour delivers it. */
  @Override
  public void post(GatewayMessage message) {
    gate.outgoing(
        peer(),
        message,
        () -> faults.sending(Target.of(this), message, () -> deliver(message, live)));
  }

  /** Sends any message at once, even before the session is live. */
  public void sendNow(GatewayMessage message) {
    if (UNNUMBERED.contains(message.opcode())) {
      WireMessage wire = WireMessage.encode(message, Envelope.NO_SEQUENCE);
      socket.ifPresent(open -> open.write(message, Envelope.NO_SEQUENCE, wire));
    } else {
      deliver(message, true);
    }
  }

  private void deliver(GatewayMessage message, boolean write) {
    if (ended) {
      return;
    }
    if (message instanceof SessionDescription description) {
      described = true;
      daveVersion = description.daveProtocolVersion();
    }
    Numbered numbered = replay.add(message);
    if (write && socket.isPresent()) {
      write(List.of(numbered));
    }
  }

  private void write(List<Numbered> messages) {
    for (Numbered numbered : messages) {
      written = numbered.sequence();
      socket.ifPresent(
          open -> open.write(numbered.message(), numbered.sequence(), numbered.wire()));
    }
  }

  /** Returns the messages after {@code sequence}, the last message that the client received. */
  public Optional<List<Numbered>> missedSince(int sequence) {
    return replay.after(sequence);
  }

  /** Accepts a {@code seq_ack}. Returns false if it names a message that was not sent yet. */
  public boolean acknowledge(int sequence) {
    if (sequence == -1) {
      return true;
    }
    if (replay.isAhead(sequence)) {
      return false;
    }
    acknowledged = sequence;
    return true;
  }

  // Media

  /** A Select Protocol was accepted. */
  public void select(SessionKeys fresh, Optional<InetSocketAddress> address) {
    keys = Optional.of(fresh);
    selected = address;
  }

  /** Replaces the key. */
  public void rekey(SessionKeys fresh) {
    keys = Optional.of(fresh);
  }

  /** The key; empty before Select Protocol. */
  public Optional<SessionKeys> keys() {
    return keys;
  }

  /** Stores the address from which this member's datagrams arrive. */
  public void observe(InetSocketAddress address) {
    observed = Optional.of(address);
  }

  /** The target of audio: the observed address, or else the selected one. */
  public Optional<InetSocketAddress> audioAddress() {
    return observed.or(() -> selected);
  }

  /** Returns true if this member's datagrams arrive from the address. */
  public boolean isAt(InetSocketAddress address) {
    return observed.filter(address::equals).isPresent();
  }

  @Override
  public boolean offersDave() {
    return credentials.maxDaveProtocolVersion() > 0;
  }

  /** The DAVE version of the last Session Description. */
  public int daveVersion() {
    return daveVersion;
  }

  /** Returns true if the member has received its key, so audio can be sent to it. */
  public boolean described() {
    return described;
  }

  /** Stores an RTP packet that was sent to the member. */
  public void remember(byte[] packet) {
    lastAudio = Optional.of(packet);
  }

  /** The last RTP packet that was sent to the member. */
  public Optional<byte[]> lastAudio() {
    return lastAudio;
  }

  /** Counts an authentic frame and returns its number, from 1. */
  public long countFrame() {
    return ++frames;
  }

  /** Returns the counters of a fault rule for this session. */
  public FaultCount faultCount(int rule) {
    return faultCounts.computeIfAbsent(rule, first -> new FaultCount());
  }

  /** Stores the flags of a received Speaking. */
  public void speaking(int flags) {
    speaking = flags;
    spoken = true;
  }

  /** Returns true if the member has ever sent Speaking. */
  public boolean spoken() {
    return spoken;
  }

  /**
   * Returns true if a frame is allowed now. A few frames are allowed before Speaking, because a
   * datagram can overtake a message on the WebSocket. Counts the frames before Speaking.
   */
  public boolean acceptsFrame() {
    return spoken || ++framesBeforeSpeaking <= FRAMES_BEFORE_SPEAKING;
  }

  /** The flags of the last Speaking, 0 before the first one. */
  public int speaking() {
    return speaking;
  }

  /** Returns a snapshot. */
  public SessionInfo info() {
    return new SessionInfo(
        guildId(),
        userId(),
        ids.channelId(),
        ids.ssrc(),
        socket.isPresent(),
        keys.map(SessionKeys::mode),
        speaking,
        replay.last(),
        acknowledged);
  }
}
