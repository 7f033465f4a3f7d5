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
import java.util.Set;
import java.util.concurrent.Future;

/**
 * One member of a guild's call, from Identify until it ends; it outlives its WebSocket by the
 * resume window. Numbered messages go to the wire only while the session is live, that is after
 * Ready or Resumed has been written on the attached WebSocket; otherwise they wait in the replay
 * buffer. Confined to the server's loop.
 */
public final class VoiceSession implements CallMember {
  private static final int OVERTAKING_FRAMES = 5;

  /** What concerns one WebSocket alone, and so is never sent again on another. */
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
  private final long ssrc;
  private final long echoSsrc;

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
  private int unannounced;
  private int speaking;
  private long frames;
  private Optional<byte[]> lastAudio = Optional.empty();
  private final Map<Integer, FaultCount> faultCounts = new HashMap<>();

  /**
   * A session whose Identify was accepted and that has no WebSocket yet.
   *
   * @param firstSequence the number of its first numbered message
   * @param echoSsrc the SSRC of its own echo, 0 for none
   */
  public VoiceSession(
      BehaviourGate gate,
      MessageFaults faults,
      int firstSequence,
      Identify credentials,
      long ssrc,
      long echoSsrc) {
    this.gate = gate;
    this.faults = faults;
    this.replay = new ReplayBuffer(firstSequence);
    this.credentials = credentials;
    this.ssrc = ssrc;
    this.echoSsrc = echoSsrc;
  }

  @Override
  public long guildId() {
    return credentials.serverId();
  }

  @Override
  public long userId() {
    return credentials.userId();
  }

  /** The SSRC of what it sends. */
  public long ssrc() {
    return ssrc;
  }

  /** The SSRC under which this member hears its own echo. */
  public long echoSsrc() {
    return echoSsrc;
  }

  /** Who it is, and on which WebSocket. */
  public Peer peer() {
    return new Peer(socket.map(ClientSocket::number).orElse(0L), guildId(), userId());
  }

  /** The WebSocket that serves it; empty while it waits for a Resume. */
  public Optional<ClientSocket> socket() {
    return socket;
  }

  /** Whether a Resume names it. */
  public boolean isResumedBy(Resume resume) {
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
  public void goLive() {
    live = true;
    replay.after(written).ifPresent(this::write);
  }

  /** Resumed has been written: what the client missed goes out again. */
  public void goLiveAfter(int sequence) {
    written = sequence;
    goLive();
  }

  /** The WebSocket is gone; the timer ends the session unless a Resume comes first. */
  public void detach(Future<?> timer) {
    socket = Optional.empty();
    live = false;
    expiry = Optional.of(timer);
  }

  /** It is over; nothing is sent to it any more. */
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

  /** As far as the behaviour lets it. */
  @Override
  public void post(GatewayMessage message) {
    gate.outgoing(
        peer(),
        message,
        () -> faults.sending(Target.of(this), message, () -> deliver(message, live)));
  }

  /** Sends any message at once, also before the session is live. */
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

  /** What a client that received {@code sequence} last has missed. */
  public Optional<List<Numbered>> missedSince(int sequence) {
    return replay.after(sequence);
  }

  /** Takes a {@code seq_ack}; false when it names a message that was not sent yet. */
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

  /** From now on it goes by another key. */
  public void rekey(SessionKeys fresh) {
    keys = Optional.of(fresh);
  }

  /** Its key; empty before Select Protocol. */
  public Optional<SessionKeys> keys() {
    return keys;
  }

  /** Datagrams of this member come from there. */
  public void observe(InetSocketAddress address) {
    observed = Optional.of(address);
  }

  /** Where its audio goes: the address it was seen at, else the one it selected. */
  public Optional<InetSocketAddress> audioAddress() {
    return observed.or(() -> selected);
  }

  /** Whether its datagrams come from there. */
  public boolean isAt(InetSocketAddress address) {
    return observed.filter(address::equals).isPresent();
  }

  @Override
  public boolean offersDave() {
    return credentials.maxDaveProtocolVersion() > 0;
  }

  /** The version of DAVE that its last Session Description names. */
  public int daveVersion() {
    return daveVersion;
  }

  /** Whether it was told its key, and so can be sent audio. */
  public boolean described() {
    return described;
  }

  /** An RTP packet was sent to it. */
  public void remember(byte[] packet) {
    lastAudio = Optional.of(packet);
  }

  /** The last RTP packet that it was sent. */
  public Optional<byte[]> lastAudio() {
    return lastAudio;
  }

  /** An authentic frame has come; gives which one it is, from 1. */
  public long countFrame() {
    return ++frames;
  }

  /** How often a rule of the fault script has matched and struck this session. */
  public FaultCount faultCount(int rule) {
    return faultCounts.computeIfAbsent(rule, first -> new FaultCount());
  }

  /** It has sent Speaking with these flags. */
  public void speaking(int flags) {
    speaking = flags;
    spoken = true;
  }

  /** Whether it has ever sent Speaking. */
  public boolean spoken() {
    return spoken;
  }

  /**
   * Whether a frame may come now: Speaking has been sent, or may have been overtaken, for a
   * datagram can be faster than a message on the WebSocket.
   */
  public boolean mayBeHeard() {
    return spoken || ++unannounced <= OVERTAKING_FRAMES;
  }

  /** The flags of its last Speaking, 0 for none. */
  public int speaking() {
    return speaking;
  }

  /** How it stands. */
  public SessionInfo info() {
    return new SessionInfo(
        guildId(),
        userId(),
        ssrc,
        socket.isPresent(),
        keys.map(SessionKeys::mode),
        speaking,
        replay.last(),
        acknowledged);
  }
}
