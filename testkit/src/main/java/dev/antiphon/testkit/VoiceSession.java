package dev.antiphon.testkit;

import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.protocol.Resume;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.testkit.ReplayBuffer.Numbered;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;

/**
 * One member of a guild's call, from Identify until it ends; it outlives its WebSocket by the
 * resume window. Numbered messages go to the wire only while the session is live, that is after
 * Ready or Resumed has been written on the attached WebSocket; otherwise they wait in the replay
 * buffer. Confined to the server's loop.
 */
final class VoiceSession {
  private static final int OVERTAKING_FRAMES = 5;

  /** What concerns one WebSocket alone, and so is never sent again on another. */
  private static final Set<Integer> UNNUMBERED =
      Set.of(
          Opcode.HELLO.number(),
          Opcode.READY.number(),
          Opcode.RESUMED.number(),
          Opcode.HEARTBEAT.number(),
          Opcode.HEARTBEAT_ACK.number());

  private final Gate gate;
  private final Faults faults;
  private final ReplayBuffer replay;
  private final Identify credentials;
  private final long ssrc;
  private final long echoSsrc;

  private Optional<ClientSocket> socket = Optional.empty();
  private boolean live;
  private boolean ended;
  private int written = -1;
  private int acknowledged = -1;
  private Optional<Future<?>> expiry = Optional.empty();

  private Optional<MediaKeys> keys = Optional.empty();
  private boolean described;
  private int daveVersion;
  private Optional<InetSocketAddress> selected = Optional.empty();
  private Optional<InetSocketAddress> observed = Optional.empty();
  private boolean spoken;
  private int unannounced;
  private int speaking;
  private long frames;
  private Optional<byte[]> lastAudio = Optional.empty();
  private final Map<Integer, FaultCounter.Count> faultCounts = new HashMap<>();

  VoiceSession(
      Gate gate, Faults faults, int firstSequence, Identify credentials, long ssrc, long echoSsrc) {
    this.gate = gate;
    this.faults = faults;
    this.replay = new ReplayBuffer(firstSequence);
    this.credentials = credentials;
    this.ssrc = ssrc;
    this.echoSsrc = echoSsrc;
  }

  long guildId() {
    return credentials.serverId();
  }

  long userId() {
    return credentials.userId();
  }

  long ssrc() {
    return ssrc;
  }

  /** The SSRC under which this member hears its own echo. */
  long echoSsrc() {
    return echoSsrc;
  }

  Peer peer() {
    return new Peer(socket.map(ClientSocket::number).orElse(0L), guildId(), userId());
  }

  Optional<ClientSocket> socket() {
    return socket;
  }

  boolean isResumedBy(Resume resume) {
    return resume.serverId() == guildId()
        && resume.sessionId().equals(credentials.sessionId())
        && resume.token().equals(credentials.token());
  }

  // The WebSocket

  /**
   * This WebSocket serves the session from now on; nothing numbered is written before it is live.
   */
  void attach(ClientSocket next) {
    expiry.ifPresent(timer -> timer.cancel(false));
    expiry = Optional.empty();
    socket = Optional.of(next);
    live = false;
  }

  /** Ready has been written: what was numbered meanwhile goes out. */
  void goLive() {
    live = true;
    replay.after(written).ifPresent(this::write);
  }

  /** Resumed has been written: what the client missed goes out again. */
  void goLiveAfter(int sequence) {
    written = sequence;
    goLive();
  }

  /** The WebSocket is gone; the timer ends the session unless a Resume comes first. */
  void detach(Future<?> timer) {
    socket = Optional.empty();
    live = false;
    expiry = Optional.of(timer);
  }

  void end() {
    ended = true;
    live = false;
    expiry.ifPresent(timer -> timer.cancel(false));
    socket.ifPresent(ClientSocket::release);
    socket = Optional.empty();
  }

  boolean isEnded() {
    return ended;
  }

  // Numbered messages

  /** Sends a numbered message, as far as the behaviour lets it. */
  void post(GatewayMessage message) {
    gate.outgoing(
        peer(),
        message,
        () -> faults.sending(Party.of(this), message, () -> deliver(message, live)));
  }

  /** Sends any message at once, also before the session is live. */
  void sendNow(GatewayMessage message) {
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

  /** What a client that received {@code sequence} last has missed. */
  Optional<List<Numbered>> missedSince(int sequence) {
    return replay.after(sequence);
  }

  /** Takes a {@code seq_ack}; false when it names a message that was not sent yet. */
  boolean acknowledge(int sequence) {
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
  void select(MediaKeys fresh, Optional<InetSocketAddress> address) {
    keys = Optional.of(fresh);
    selected = address;
  }

  /** From now on it goes by another key. */
  void rekey(MediaKeys fresh) {
    keys = Optional.of(fresh);
  }

  Optional<MediaKeys> keys() {
    return keys;
  }

  /** Datagrams of this member come from there. */
  void observe(InetSocketAddress address) {
    observed = Optional.of(address);
  }

  /** Where its audio goes: the address it was seen at, else the one it selected. */
  Optional<InetSocketAddress> audioAddress() {
    return observed.or(() -> selected);
  }

  boolean isAt(InetSocketAddress address) {
    return observed.filter(address::equals).isPresent();
  }

  /** Whether its Identify offers end-to-end encryption. */
  boolean offersDave() {
    return credentials.maxDaveProtocolVersion() > 0;
  }

  /** The version of DAVE that its last Session Description names. */
  int daveVersion() {
    return daveVersion;
  }

  /** Whether it was told its key, and so can be sent audio. */
  boolean described() {
    return described;
  }

  /** An RTP packet was sent to it. */
  void remember(byte[] packet) {
    lastAudio = Optional.of(packet);
  }

  /** The last RTP packet that it was sent. */
  Optional<byte[]> lastAudio() {
    return lastAudio;
  }

  /** An authentic frame has come; gives which one it is, from 1. */
  long countFrame() {
    return ++frames;
  }

  /** How often a rule of the fault script has matched and struck this session. */
  FaultCounter.Count faultCount(int rule) {
    return faultCounts.computeIfAbsent(rule, first -> new FaultCounter.Count());
  }

  void speaking(int flags) {
    speaking = flags;
    spoken = true;
  }

  /** Whether it has ever sent Speaking. */
  boolean spoken() {
    return spoken;
  }

  /**
   * Whether a frame may come now: Speaking has been sent, or may have been overtaken, for a
   * datagram can be faster than a message on the WebSocket.
   */
  boolean mayBeHeard() {
    return spoken || ++unannounced <= OVERTAKING_FRAMES;
  }

  int speaking() {
    return speaking;
  }

  SessionInfo info() {
    return new SessionInfo(
        guildId(),
        userId(),
        ssrc,
        socket.isPresent(),
        keys.map(MediaKeys::mode),
        speaking,
        replay.last(),
        acknowledged);
  }
}
