package dev.antiphon.testkit.internal.calls;

import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Resume;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.testkit.internal.dave.CallKey;
import dev.antiphon.testkit.internal.dave.Channels;
import dev.antiphon.testkit.internal.dave.DaveCalls;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.session.BehaviourGate;
import dev.antiphon.testkit.internal.session.ClientSocket;
import dev.antiphon.testkit.internal.session.MessageFaults;
import dev.antiphon.testkit.internal.session.VoiceSession;
import dev.antiphon.testkit.record.LeaveReason;
import dev.antiphon.testkit.record.ServerEvent;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The members of the calls, and the messages about other members. A call is the sessions of one
 * channel. A user has at most one session in each guild. Confined to the server's loop.
 */
public final class Calls {

  private static final long MAX_SSRC = (1L << 32) - 1;

  private final ServerSettings settings;
  private final ServerRecording recording;
  private final BehaviourGate gate;
  private final MessageFaults faults;
  private final DaveCalls daveCalls;
  private final Channels channels;
  private final EventLoop loop;
  private final Map<Long, Map<Long, VoiceSession>> guilds = new HashMap<>();
  private final Map<Long, VoiceSession> bySsrc = new HashMap<>();
  private long nextSsrc;

  /**
   * Creates the object without any calls. The DAVE calls are notified of each session that ends.
   */
  public Calls(
      ServerSettings settings,
      ServerRecording recording,
      BehaviourGate gate,
      MessageFaults faults,
      DaveCalls daveCalls,
      EventLoop loop) {
    this.settings = settings;
    this.recording = recording;
    this.gate = gate;
    this.faults = faults;
    this.daveCalls = daveCalls;
    this.channels = daveCalls.channels();
    this.loop = loop;
    this.nextSsrc = settings.firstSsrc();
  }

  /** Returns the session of a member. */
  public Optional<VoiceSession> find(long guildId, long userId) {
    return Optional.ofNullable(guilds.getOrDefault(guildId, Map.of()).get(userId));
  }

  /** Returns the session with this SSRC. */
  public Optional<VoiceSession> bySsrc(long ssrc) {
    return Optional.ofNullable(bySsrc.get(ssrc));
  }

  /** Returns the session with the guild, session id and token of a Resume. */
  public Optional<VoiceSession> resumable(Resume resume) {
    return guilds.getOrDefault(resume.serverId(), Map.of()).values().stream()
        .filter(session -> session.isResumedBy(resume))
        .findFirst();
  }

  /** Returns every session, including sessions that wait for a Resume. */
  public List<VoiceSession> all() {
    return List.copyOf(bySsrc.values());
  }

  /** Returns the other sessions in the same call. */
  public List<VoiceSession> othersOf(VoiceSession session) {
    CallKey call = channels.callOf(session);
    return guilds.getOrDefault(session.guildId(), Map.of()).values().stream()
        .filter(other -> other != session && channels.callOf(other).equals(call))
        .toList();
  }

  /** Returns true if the maximum number of sessions is reached. */
  public boolean isFull() {
    return bySsrc.size() >= settings.maxConnections();
  }

  /**
   * Opens a new session. The user's previous session in that guild ends.
   *
   * @param channelOfFault the channel in which a fault puts the session, if there is one
   */
  public VoiceSession open(Identify credentials, OptionalLong channelOfFault) {
    find(credentials.serverId(), credentials.userId()).ifPresent(this::replace);
    long ssrc = freshSsrc();
    VoiceSession session =
        new VoiceSession(
            gate,
            faults,
            settings.firstSequence(),
            credentials,
            new VoiceSession.Ids(
                channelOfFault.isPresent()
                    ? channelOfFault
                    : channels.of(credentials.serverId(), credentials.userId()),
                ssrc,
                settings.echo() ? freshSsrc() : 0));
    bySsrc.put(ssrc, session);
    guilds
        .computeIfAbsent(session.guildId(), guild -> new LinkedHashMap<>())
        .put(session.userId(), session);
    return session;
  }

  private void replace(VoiceSession previous) {
    Optional<ClientSocket> socket = previous.socket();
    end(previous, LeaveReason.REPLACED);
    socket.ifPresent(open -> open.close(CloseCode.CLOSE_4014));
  }

  private long freshSsrc() {
    long ssrc;
    do {
      ssrc = nextSsrc;
      nextSsrc = nextSsrc == MAX_SSRC ? 1 : nextSsrc + 1;
    } while (bySsrc.containsKey(ssrc));
    return ssrc;
  }

  /**
   * Notifies a new member of the existing members and their SSRCs, and the others of the new
   * member.
   */
  public void introduce(VoiceSession newMember) {
    if (bySsrc.get(newMember.ssrc()) != newMember) {
      return; // a listener has already disconnected it
    }
    List<VoiceSession> others = othersOf(newMember);
    List<Long> present = new ArrayList<>(others.stream().map(VoiceSession::userId).toList());
    if (settings.echo()) {
      present.add(ServerSettings.ECHO_USER_ID);
    }
    if (!present.isEmpty()) {
      newMember.post(new ClientsConnect(present));
    }
    for (VoiceSession other : others) {
      if (other.spoken()) {
        newMember.post(speakingOf(other));
      }
    }
    if (settings.echo()) {
      newMember.post(speaking(ServerSettings.ECHO_USER_ID, 1, newMember.echoSsrc()));
    }
    toOthers(newMember, new ClientsConnect(List.of(newMember.userId())));
  }

  /** Returns the Speaking message about this session for the other members. */
  public static Speaking speakingOf(VoiceSession session) {
    return speaking(session.userId(), session.speaking(), session.ssrc());
  }

  private static Speaking speaking(long userId, int flags, long ssrc) {
    return new Speaking(OptionalLong.of(userId), flags, 0, ssrc);
  }

  /** Sends a numbered message to the other members of the call. */
  public void toOthers(VoiceSession session, GatewayMessage message) {
    othersOf(session).forEach(other -> other.post(message));
  }

  /** Keeps a session without a WebSocket until a Resume or the end of the resume window. */
  public void keepForResume(VoiceSession session) {
    session.detach(
        loop.schedule(
            () -> end(session, LeaveReason.EXPIRED),
            settings.resumeWindow().toNanos(),
            TimeUnit.NANOSECONDS));
  }

  /** Ends a session and notifies the other members. Does nothing if it has already ended. */
  public void end(VoiceSession session, LeaveReason reason) {
    if (!bySsrc.remove(session.ssrc(), session)) {
      return;
    }
    List<VoiceSession> others = othersOf(session);
    Map<Long, VoiceSession> guild =
        Objects.requireNonNull(guilds.get(session.guildId()), "the guild of the session");
    guild.remove(session.userId());
    if (guild.isEmpty()) {
      guilds.remove(session.guildId());
    }
    session.end();
    recording.record(
        new ServerEvent.Left(recording.now(), session.guildId(), session.userId(), reason));
    others.forEach(other -> other.post(new ClientDisconnect(session.userId())));
    daveCalls.left(session);
  }
}
