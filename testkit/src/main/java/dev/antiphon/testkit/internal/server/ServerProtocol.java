package dev.antiphon.testkit.internal.server;

import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.protocol.Resume;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SelectProtocol;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.testkit.internal.calls.Calls;
import dev.antiphon.testkit.internal.calls.IssuedCredentials;
import dev.antiphon.testkit.internal.calls.ServerSettings;
import dev.antiphon.testkit.internal.dave.DaveCalls;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.session.ClientSocket;
import dev.antiphon.testkit.internal.session.ReplayBuffer.Numbered;
import dev.antiphon.testkit.internal.session.SessionKeys;
import dev.antiphon.testkit.internal.session.SocketListener;
import dev.antiphon.testkit.internal.session.Target;
import dev.antiphon.testkit.internal.session.VoiceSession;
import dev.antiphon.testkit.record.LeaveReason;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ViolationKind;
import dev.antiphon.testkit.server.DaveMode;
import dev.antiphon.testkit.server.Peer;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The server side of voice gateway version 8: processes each message and answers each violation.
 * Confined to the server's loop. Source: Discord documentation, Voice Connections and Voice Close
 * Event Codes.
 */
final class ServerProtocol implements SocketListener {

  private static final String UDP = "udp";

  /** Codes that end the session, so that the client cannot resume it. */
  private static final Set<CloseCode> ENDING =
      EnumSet.of(
          CloseCode.CLOSE_4001,
          CloseCode.CLOSE_4002,
          CloseCode.CLOSE_4003,
          CloseCode.CLOSE_4004,
          CloseCode.CLOSE_4005,
          CloseCode.CLOSE_4006,
          CloseCode.CLOSE_4009,
          CloseCode.CLOSE_4011,
          CloseCode.CLOSE_4012,
          CloseCode.CLOSE_4014,
          CloseCode.CLOSE_4016,
          CloseCode.CLOSE_4017,
          CloseCode.CLOSE_4020,
          CloseCode.CLOSE_4021,
          CloseCode.CLOSE_4022);

  private final ServerSettings settings;
  private final ServerRecording recording;
  private final Calls calls;
  private final IssuedCredentials credentials;
  private final ServerMessages messages;
  private final DaveCalls daveCalls;

  ServerProtocol(
      ServerSettings settings,
      ServerRecording recording,
      Calls calls,
      IssuedCredentials credentials,
      ServerMessages messages,
      DaveCalls daveCalls) {
    this.settings = settings;
    this.recording = recording;
    this.calls = calls;
    this.credentials = credentials;
    this.messages = messages;
    this.daveCalls = daveCalls;
  }

  @Override
  public void opened(ClientSocket socket) {
    socket.expectHeartbeatWithin(settings.heartbeatLimit().toNanos());
    socket.send(messages.hello(), () -> {});
  }

  /** Identify and Resume contain their sender. */
  @Override
  public Target senderOf(ClientSocket socket, GatewayMessage message) {
    if (socket.peer().identified()) {
      return Target.of(socket);
    }
    if (message instanceof Identify identify) {
      Peer peer = new Peer(socket.number(), identify.serverId(), identify.userId());
      return new Target(peer, Optional.of(socket), Optional.empty());
    }
    Optional<VoiceSession> resumed =
        message instanceof Resume resume ? calls.resumable(resume) : Optional.empty();
    Peer peer =
        resumed
            .map(session -> new Peer(socket.number(), session.guildId(), session.userId()))
            .orElse(socket.peer());
    return new Target(peer, Optional.of(socket), resumed);
  }

  @Override
  public void received(ClientSocket socket, GatewayMessage message) {
    if (message instanceof Heartbeat heartbeat) {
      heartbeat(socket, heartbeat);
    } else if (message instanceof Identify identify) {
      identify(socket, identify);
    } else if (message instanceof Resume resume) {
      resume(socket, resume);
    } else if (socket.session().isEmpty()) {
      refuse(
          socket,
          ViolationKind.BEFORE_IDENTIFY,
          "Opcode " + message.opcode() + " arrived before Identify or Resume.",
          CloseCode.CLOSE_4003);
    } else if (message instanceof SelectProtocol select) {
      select(socket, socket.session().get(), select);
    } else if (message instanceof Speaking speaking) {
      speaking(socket, socket.session().get(), speaking);
    } else if (DaveCalls.concerns(message)) {
      daveCalls.received(socket.session().get(), message);
    } else if (!Opcode.isSentByClients(message.opcode())) {
      refuse(
          socket,
          ViolationKind.UNKNOWN_OPCODE,
          "Opcode " + message.opcode() + " is not an opcode that clients send.",
          CloseCode.CLOSE_4001);
    }
  }

  @Override
  public void malformed(ClientSocket socket, MalformedMessageException cause) {
    if (cause.opcode() == MalformedMessageException.UNKNOWN_OPCODE) {
      refuse(
          socket,
          ViolationKind.UNDECODABLE,
          String.valueOf(cause.getMessage()),
          CloseCode.CLOSE_4002);
    } else if (cause.opcode() == Opcode.IDENTIFY.number()) {
      refuse(
          socket,
          ViolationKind.MALFORMED,
          String.valueOf(cause.getMessage()),
          CloseCode.CLOSE_4002);
    } else {
      refuse(
          socket,
          ViolationKind.MALFORMED,
          String.valueOf(cause.getMessage()),
          CloseCode.CLOSE_4020);
    }
  }

  @Override
  public void silent(ClientSocket socket) {
    refuse(
        socket,
        ViolationKind.HEARTBEAT_SILENCE,
        "No heartbeat arrived for " + settings.heartbeatLimit().toMillis() + " ms.",
        CloseCode.CLOSE_4009);
  }

  private static void refuse(
      ClientSocket socket, ViolationKind kind, String detail, CloseCode code) {
    socket.violation(kind, detail);
    socket.close(code);
  }

  private void heartbeat(ClientSocket socket, Heartbeat heartbeat) {
    socket.expectHeartbeatWithin(settings.heartbeatLimit().toNanos());
    boolean plausible = socket.session().map(s -> s.acknowledge(heartbeat.seqAck())).orElse(true);
    if (!plausible) {
      socket.violation(
          ViolationKind.SEQUENCE_AHEAD,
          "seq_ack " + heartbeat.seqAck() + " names a message that was not sent yet.");
    }
    socket.send(new HeartbeatAck(heartbeat.nonce()), () -> {});
  }

  private void identify(ClientSocket socket, Identify identify) {
    if (socket.session().isPresent()) {
      refuse(
          socket,
          ViolationKind.IDENTIFIED_TWICE,
          "A second Identify arrived on the same connection.",
          CloseCode.CLOSE_4005);
      return;
    }
    Optional<IssuedCredentials.Refusal> refusal = credentials.check(identify);
    if (refusal.isPresent()) {
      refuse(socket, refusal.get().kind(), refusal.get().detail(), refusal.get().code());
      return;
    }
    if (settings.dave() == DaveMode.REQUIRED && identify.maxDaveProtocolVersion() == 0) {
      refuse(
          socket,
          ViolationKind.DAVE_NOT_OFFERED,
          "Identify must offer end-to-end encryption.",
          CloseCode.CLOSE_4017);
      return;
    }
    if (calls.isFull()) {
      refuse(
          socket,
          ViolationKind.LIMIT_REACHED,
          "The server has reached its limit of sessions.",
          CloseCode.CLOSE_4021);
      return;
    }
    VoiceSession session = calls.open(identify, socket.channelId());
    socket.bind(session);
    recording.record(
        new ServerEvent.Identified(
            recording.now(),
            socket.number(),
            session.guildId(),
            session.userId(),
            session.ssrc(),
            identify.maxDaveProtocolVersion()));
    socket.send(messages.ready(socket, session.ssrc()), session::goLive);
    calls.introduce(session);
  }

  private void resume(ClientSocket socket, Resume resume) {
    if (socket.session().isPresent()) {
      refuse(
          socket,
          ViolationKind.IDENTIFIED_TWICE,
          "A Resume arrived after Identify or Resume on the same connection.",
          CloseCode.CLOSE_4005);
      return;
    }
    Optional<VoiceSession> found = calls.resumable(resume);
    Optional<List<Numbered>> missed = found.flatMap(s -> s.missedSince(resume.seqAck()));
    if (missed.isEmpty()) {
      refuse(
          socket,
          ViolationKind.INVALID_SESSION,
          found.isPresent()
              ? "The messages after seq_ack " + resume.seqAck() + " are no longer available."
              : "No session matches this session id and token.",
          CloseCode.CLOSE_4006);
      return;
    }
    VoiceSession session = found.get();
    socket.bind(session);
    session.acknowledge(resume.seqAck());
    recording.record(
        new ServerEvent.Resumed(
            recording.now(),
            socket.number(),
            session.guildId(),
            session.userId(),
            resume.seqAck(),
            missed.get().size()));
    socket.send(new Resumed(), () -> session.goLiveAfter(resume.seqAck()));
  }

  private void select(ClientSocket socket, VoiceSession session, SelectProtocol select) {
    if (!select.protocol().equals(UDP)) {
      refuse(
          socket,
          ViolationKind.UNKNOWN_PROTOCOL,
          "Select Protocol must name udp.",
          CloseCode.CLOSE_4012);
      return;
    }
    Optional<EncryptionMode> mode =
        EncryptionMode.of(select.mode()).filter(settings.modes()::contains);
    if (mode.isEmpty()) {
      refuse(
          socket,
          ViolationKind.UNKNOWN_MODE,
          "Select Protocol must name one of " + settings.modeNames() + ".",
          CloseCode.CLOSE_4016);
      return;
    }
    recording.record(
        new ServerEvent.ProtocolSelected(
            recording.now(),
            session.guildId(),
            session.userId(),
            select.address(),
            select.port(),
            select.mode()));
    SessionKeys keys = SessionKeys.fresh(mode.get());
    session.select(keys, literalAddress(select));
    session.post(ServerMessages.description(keys, daveCalls.versionFor(session)));
    daveCalls.entered(session);
  }

  /** A host name is never resolved here, because a lookup would block the loop. */
  private static Optional<InetSocketAddress> literalAddress(SelectProtocol select) {
    return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(select.address()))
        .filter(address -> !address.isAnyLocalAddress() && select.port() > 0)
        .map(address -> new InetSocketAddress(address, select.port()));
  }

  private void speaking(ClientSocket socket, VoiceSession session, Speaking speaking) {
    if (speaking.ssrc() != session.ssrc()) {
      socket.violation(
          ViolationKind.FOREIGN_SSRC,
          "Speaking names SSRC %d, but the client has SSRC %d."
              .formatted(speaking.ssrc(), session.ssrc()));
    }
    session.speaking(speaking.speaking());
    recording.record(
        new ServerEvent.SpeakingChanged(
            recording.now(),
            session.guildId(),
            session.userId(),
            speaking.speaking(),
            session.ssrc()));
    calls.toOthers(session, Calls.speakingOf(session));
  }

  @Override
  public void closed(VoiceSession session, int code, boolean byServer) {
    if (endsSession(code, byServer)) {
      calls.end(session, byServer ? LeaveReason.SERVER_CLOSED : LeaveReason.CLIENT_CLOSED);
    } else {
      calls.keepForResume(session);
    }
  }

  @Override
  public void refused(VoiceSession session, int code) {
    if (endsSession(code, true)) {
      calls.end(session, LeaveReason.SERVER_CLOSED);
    }
  }

  /**
   * A client ends its session with 1000, 1001 or a code from 4000 on. The exception is 4900:
   * clients use it to announce a later Resume. A server ends a session with the codes in {@link
   * #ENDING}.
   */
  private static boolean endsSession(int code, boolean byServer) {
    if (byServer) {
      return CloseCode.of(code).filter(ENDING::contains).isPresent();
    }
    return code == CloseCode.CLOSE_1000.number()
        || code == CloseCode.CLOSE_1001.number()
        || (code >= CloseCode.CLOSE_4000.number() && code != CloseCode.CLOSE_4900.number());
  }
}
