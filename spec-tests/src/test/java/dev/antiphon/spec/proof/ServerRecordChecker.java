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

/** Checks the recorded events of one voice server with one client. */
final class ServerRecordChecker {
  /**
   * Protocol errors that a client must never make, even when the server is faulty. Not a numbered
   * property.
   */
  static final String PROTOCOL = "the protocol";

  private static final Set<ViolationKind> FORBIDDEN =
      EnumSet.of(
          ViolationKind.UPGRADE_REFUSED,
          ViolationKind.UNDECODABLE,
          ViolationKind.MALFORMED,
          ViolationKind.UNKNOWN_OPCODE,
          ViolationKind.BEFORE_IDENTIFY,
          ViolationKind.UNKNOWN_PROTOCOL,
          ViolationKind.MALFORMED_DATAGRAM);

  /** One pass of the server's loop can read this many datagrams before it reads the WebSocket. */
  private static final int MAX_OVERTAKING_FRAMES = 32;

  private static final int NO_SEQUENCE = -1;

  private final Set<Integer> receivedCodes;
  private final List<PropertyViolation> violations = new ArrayList<>();
  private final Map<Long, Identify> identifies = new HashMap<>();
  private final Map<Long, Resume> resumes = new HashMap<>();
  private final Map<Long, Session> sessions = new HashMap<>();
  private final Map<List<String>, Session> byCredentials = new HashMap<>();
  private final Map<Long, Session> bySsrc = new HashMap<>();
  private final Set<Long> openSockets = new HashSet<>();
  private final Set<Long> frozenSockets = new HashSet<>();
  private final Set<InetSocketAddress> observed = new HashSet<>();

  /** A voice session. It can span several WebSockets. */
  private static final class Session {
    private final Map<TransportKey, Set<Long>> nonces = new HashMap<>();
    private TransportKey key = TransportKey.copyOf(new byte[0]);
    private int sent = NO_SEQUENCE;
    private int acknowledged = NO_SEQUENCE;
    private boolean complete;
    private boolean corrupted;
    private boolean announced;
    private int framesBeforeSpeaking;
  }

  private ServerRecordChecker(Set<Integer> receivedCodes) {
    this.receivedCodes = receivedCodes;
  }

  /**
   * Checks the events. {@code receivedCodes} are the close codes whose every close frame reached
   * the client.
   */
  static List<PropertyViolation> of(List<ServerEvent> events, Set<Integer> receivedCodes) {
    ServerRecordChecker checker = new ServerRecordChecker(receivedCodes);
    events.forEach(checker::take);
    checker.openSockets.removeAll(checker.frozenSockets);
    checker.openSockets.forEach(
        connection -> checker.report("P16", "WebSocket " + connection + " was never closed"));
    return checker.violations;
  }

  private void take(ServerEvent event) {
    if (event instanceof Connected connected) {
      openSockets.add(connected.connection());
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
      frameReceived(frame);
    } else if (event instanceof Violation violation) {
      violated(violation);
    }
  }

  private void applied(FaultApplied fault) {
    FaultAction action = fault.rule().action();
    if (action instanceof FaultAction.Freeze || action instanceof FaultAction.Hang) {
      frozenSockets.add(fault.connection());
    }
    Session session = sessions.get(fault.connection());
    if (session != null && action instanceof FaultAction.Corrupt) {
      session.corrupted = true;
    }
  }

  private void closed(Closed closed) {
    openSockets.remove(closed.connection());
    Session session = sessions.get(closed.connection());
    if (session != null) {
      // Its last message can be lost; the client sends it again after a resume.
      session.announced = true;
      session.complete = closed.byServer() && receivedCodes.contains(closed.code());
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
      requireFirst(connection);
      identifies.put(connection, identify);
    } else if (received.message() instanceof Resume resume) {
      requireFirst(connection);
      resumes.put(connection, resume);
      Session session = resumedBy(resume);
      if (session != null) {
        acknowledged(session, resume.seqAck());
        if (session.complete && !session.corrupted && resume.seqAck() != session.sent) {
          report(
              "P11",
              "Resume contains seq_ack %d after sequence number %d"
                  .formatted(resume.seqAck(), session.sent));
        }
      }
    } else if (received.message() instanceof Heartbeat heartbeat) {
      heartbeatReceived(connection, heartbeat);
    } else if (received.message() instanceof SelectProtocol select) {
      if (!observed.contains(new InetSocketAddress(select.address(), select.port()))) {
        report("P8", "no discovery has returned the address in " + select);
      }
    } else if (received.message() instanceof Speaking) {
      Session session = sessions.get(connection);
      if (session != null) {
        session.announced = true;
      }
    }
  }

  private void requireFirst(long connection) {
    if (identifies.containsKey(connection) || resumes.containsKey(connection)) {
      report("P6", "a second Identify or Resume arrived on WebSocket " + connection);
    }
  }

  private void heartbeatReceived(long connection, Heartbeat heartbeat) {
    Session session = sessions.get(connection);
    if (session != null) {
      acknowledged(session, heartbeat.seqAck());
    } else if (identifies.containsKey(connection) && heartbeat.seqAck() != NO_SEQUENCE) {
      report("P11", "a heartbeat without a session contains seq_ack " + heartbeat.seqAck());
    }
  }

  /** The run is too short for sequence numbers to wrap around. */
  private void acknowledged(Session session, int sequence) {
    if (sequence < session.acknowledged || sequence > session.sent) {
      report(
          "P11",
          "seq_ack is %d after seq_ack %d; the last sequence number sent is %d"
              .formatted(sequence, session.acknowledged, session.sent));
    }
    session.acknowledged = sequence;
  }

  private void frameReceived(FrameReceived frame) {
    Session session = bySsrc.get(frame.ssrc());
    if (session == null) {
      report("P9", "a frame with an unknown SSRC: " + frame.ssrc());
      return;
    }
    if (!session.nonces.computeIfAbsent(session.key, first -> new HashSet<>()).add(frame.nonce())) {
      report("P10", "nonce %d was used twice with one key".formatted(frame.nonce()));
    }
    boolean serverReads =
        sessions.entrySet().stream()
            .anyMatch(at -> at.getValue() == session && !frozenSockets.contains(at.getKey()));
    if (!session.announced
        && serverReads
        && ++session.framesBeforeSpeaking > MAX_OVERTAKING_FRAMES) {
      report("P9", "frames arrive without op 5 (Speaking)");
    }
  }

  private void violated(Violation violation) {
    if (violation.kind() == ViolationKind.NONCE_REUSED) {
      report("P10", violation.toString());
    } else if (FORBIDDEN.contains(violation.kind())) {
      report(PROTOCOL, violation.toString());
    }
  }

  private void report(String property, String description) {
    violations.add(new PropertyViolation(property, description));
  }
}
