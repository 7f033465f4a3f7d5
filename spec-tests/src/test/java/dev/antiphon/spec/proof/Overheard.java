package dev.antiphon.spec.proof;

import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Resume;
import dev.antiphon.protocol.SelectProtocol;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.Closed;
import dev.antiphon.testkit.record.ServerEvent.Connected;
import dev.antiphon.testkit.record.ServerEvent.DiscoveryRequested;
import dev.antiphon.testkit.record.ServerEvent.FaultApplied;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.record.ServerEvent.Identified;
import dev.antiphon.testkit.record.ServerEvent.MessageReceived;
import dev.antiphon.testkit.record.ServerEvent.MessageSent;
import dev.antiphon.testkit.record.ServerEvent.Resumed;
import dev.antiphon.testkit.record.ServerEvent.Violation;
import dev.antiphon.testkit.record.ViolationKind;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges what one voice server has seen of its one member. */
final class Overheard {
  /** No property, but what no fault of a server can bring a client to do. */
  static final String PROTOCOL = "the protocol";

  private static final Set<ViolationKind> NEVER =
      EnumSet.of(
          ViolationKind.UPGRADE_REFUSED,
          ViolationKind.UNDECODABLE,
          ViolationKind.MALFORMED,
          ViolationKind.UNKNOWN_OPCODE,
          ViolationKind.BEFORE_IDENTIFY,
          ViolationKind.UNKNOWN_PROTOCOL,
          ViolationKind.MALFORMED_DATAGRAM);

  /** One pass of the server's loop may read so many datagrams before it reads the WebSocket. */
  private static final int MOST_OVERTAKING = 32;

  private static final int NOTHING = -1;

  private final Set<Integer> codesHeard;
  private final List<Flaw> flaws = new ArrayList<>();
  private final Map<Long, Identify> identifies = new HashMap<>();
  private final Map<Long, Resume> resumes = new HashMap<>();
  private final Map<Long, Session> sessions = new HashMap<>();
  private final Map<List<String>, Session> byCredentials = new HashMap<>();
  private final Map<Long, Session> bySsrc = new HashMap<>();
  private final Set<Long> unclosed = new HashSet<>();
  private final Set<Long> deaf = new HashSet<>();
  private final Set<InetSocketAddress> observed = new HashSet<>();

  /** A voice session, over however many WebSockets. */
  private static final class Session {
    private final Map<TransportKey, Set<Long>> nonces = new HashMap<>();
    private TransportKey key = TransportKey.copyOf(new byte[0]);
    private int sent = NOTHING;
    private int acknowledged = NOTHING;
    private boolean complete;
    private boolean spoiled;
    private boolean spoken;
    private int unannounced;
  }

  private Overheard(Set<Integer> codesHeard) {
    this.codesHeard = codesHeard;
  }

  /** {@code codesHeard} are the close codes that the client has met as often as they were sent. */
  static List<Flaw> of(List<ServerEvent> events, Set<Integer> codesHeard) {
    Overheard overheard = new Overheard(codesHeard);
    events.forEach(overheard::take);
    overheard.unclosed.removeAll(overheard.deaf);
    overheard.unclosed.forEach(
        connection -> overheard.flaw("P16", "WebSocket " + connection + " was never closed"));
    return overheard.flaws;
  }

  private void take(ServerEvent event) {
    if (event instanceof Connected connected) {
      unclosed.add(connected.connection());
    } else if (event instanceof Closed closed) {
      closed(closed);
    } else if (event instanceof FaultApplied fault) {
      applied(fault);
    } else if (event instanceof Identified identified) {
      Session session = new Session();
      Identify identify = identifies.get(identified.connection());
      sessions.put(identified.connection(), session);
      byCredentials.put(List.of(identify.sessionId(), identify.token()), session);
      bySsrc.put(identified.ssrc(), session);
    } else if (event instanceof Resumed resumed) {
      sessions.put(resumed.connection(), resumedBy(resumes.get(resumed.connection())));
    } else if (event instanceof MessageSent sent) {
      sent(sent);
    } else if (event instanceof MessageReceived received) {
      received(received);
    } else if (event instanceof DiscoveryRequested discovery) {
      observed.add(discovery.observed());
    } else if (event instanceof FrameReceived frame) {
      heard(frame);
    } else if (event instanceof Violation violation) {
      violated(violation);
    }
  }

  private void applied(FaultApplied fault) {
    FaultAction action = fault.rule().action();
    if (action instanceof FaultAction.Freeze || action instanceof FaultAction.Hang) {
      deaf.add(fault.connection());
    }
    Session session = sessions.get(fault.connection());
    if (session != null && action instanceof FaultAction.Corrupt) {
      session.spoiled = true;
    }
  }

  private void closed(Closed closed) {
    unclosed.remove(closed.connection());
    Session session = sessions.get(closed.connection());
    if (session != null) {
      // What it said last may have been lost, and is said again when it has resumed.
      session.spoken = true;
      session.complete = closed.byServer() && codesHeard.contains(closed.code());
    }
  }

  private Session resumedBy(Resume resume) {
    return byCredentials.get(List.of(resume.sessionId(), resume.token()));
  }

  private void sent(MessageSent sent) {
    Session session = sessions.get(sent.connection());
    if (session != null) {
      session.sent = Math.max(session.sent, sent.sequence());
      if (sent.message() instanceof SessionDescription description) {
        session.key = description.secretKey();
      }
    }
  }

  private void received(MessageReceived received) {
    long connection = received.connection();
    if (received.message() instanceof Identify identify) {
      requireUngreeted(connection);
      identifies.put(connection, identify);
    } else if (received.message() instanceof Resume resume) {
      requireUngreeted(connection);
      resumes.put(connection, resume);
      Session session = resumedBy(resume);
      if (session != null) {
        acknowledged(session, resume.seqAck());
        if (session.complete && !session.spoiled && resume.seqAck() != session.sent) {
          flaw("P11", "Resume names %d after %d".formatted(resume.seqAck(), session.sent));
        }
      }
    } else if (received.message() instanceof Heartbeat heartbeat) {
      beat(connection, heartbeat);
    } else if (received.message() instanceof SelectProtocol select) {
      if (!observed.contains(new InetSocketAddress(select.address(), select.port()))) {
        flaw("P8", "no discovery has found " + select);
      }
    } else if (received.message() instanceof Speaking) {
      Session session = sessions.get(connection);
      if (session != null) {
        session.spoken = true;
      }
    }
  }

  private void requireUngreeted(long connection) {
    if (identifies.containsKey(connection) || resumes.containsKey(connection)) {
      flaw("P6", "a second Identify or Resume came on WebSocket " + connection);
    }
  }

  private void beat(long connection, Heartbeat heartbeat) {
    Session session = sessions.get(connection);
    if (session != null) {
      acknowledged(session, heartbeat.seqAck());
    } else if (identifies.containsKey(connection) && heartbeat.seqAck() != NOTHING) {
      flaw("P11", "a heartbeat of no session names " + heartbeat.seqAck());
    }
  }

  /** Numbers do not wrap in so short a run. */
  private void acknowledged(Session session, int sequence) {
    if (sequence < session.acknowledged || sequence > session.sent) {
      flaw(
          "P11",
          "seq_ack is %d, after %d, where %d was sent last"
              .formatted(sequence, session.acknowledged, session.sent));
    }
    session.acknowledged = sequence;
  }

  private void heard(FrameReceived frame) {
    Session session = bySsrc.get(frame.ssrc());
    if (session == null) {
      flaw("P9", "a frame of no session: " + frame.ssrc());
      return;
    }
    if (!session.nonces.computeIfAbsent(session.key, first -> new HashSet<>()).add(frame.nonce())) {
      flaw("P10", "nonce %d came twice under one key".formatted(frame.nonce()));
    }
    boolean heardOf =
        sessions.entrySet().stream()
            .anyMatch(at -> at.getValue() == session && !deaf.contains(at.getKey()));
    if (!session.spoken && heardOf && ++session.unannounced > MOST_OVERTAKING) {
      flaw("P9", "frames come without op 5");
    }
  }

  private void violated(Violation violation) {
    if (violation.kind() == ViolationKind.NONCE_REUSED) {
      flaw("P10", violation.toString());
    } else if (NEVER.contains(violation.kind())) {
      flaw(PROTOCOL, violation.toString());
    }
  }

  private void flaw(String property, String what) {
    flaws.add(new Flaw(property, what));
  }
}
