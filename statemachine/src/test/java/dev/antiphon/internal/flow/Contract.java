package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.protocol.CloseCode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The obligations of a step, whichever row it takes. They follow from the event, the state and the
 * memory before the step, and from the rules of the flow's specification. The contract reads from
 * the row only whether the step changed the state, was refused or was stale. It never reads the
 * actions of the table.
 */
final class Contract {
  private static final Set<VoiceState> SOCKET_HELD =
      EnumSet.range(VoiceState.IDENTIFYING, VoiceState.ESTABLISHED);

  private static final Set<VoiceState> UNDESCRIBED =
      EnumSet.of(VoiceState.IDENTIFYING, VoiceState.READY, VoiceState.DISCOVERING);

  private static final Set<Integer> TOKEN_SPENDING_CODES =
      Set.of(4004, 4006, 4009, 4011, 4014, 4022);
  private static final Set<Integer> PROTOCOL_ERROR_CODES = Set.of(4001, 4002, 4003, 4005, 4020);

  private final FlowMemory before;
  private final FlowDecision step;
  private final FlowMemory after;
  private final CommonContract common;
  private final RequestContract requests;

  private Contract(FlowLimits limits, FlowMemory before, FlowDecision step) {
    this.before = before;
    this.step = step;
    this.after = step.memory();
    this.common = new CommonContract(limits, before, step);
    this.requests = new RequestContract(limits, before, step);
  }

  /** Checks that the step fulfils the contract. */
  static void check(FlowLimits limits, FlowMemory before, FlowDecision step) {
    if (!step.isStale() && !step.from().isTerminal()) {
      new Contract(limits, before, step).check();
    }
  }

  private void check() {
    VoiceEvent event = step.event();
    if (event instanceof VoiceEvent.MainSession session) {
      mainSession(session.change());
    } else if (event instanceof VoiceEvent.OwnVoiceState voiceState) {
      voiceState(voiceState);
    } else if (event instanceof VoiceEvent.VoiceServer server) {
      voiceServer(server);
    } else if (event instanceof VoiceEvent.SocketClosed closed) {
      closed(closed.code());
    } else if (event instanceof VoiceEvent.TimerFired fired) {
      fired(fired.timer());
    } else if (event instanceof KeysReported reported) {
      keys().reported(reported.status());
    } else if (event instanceof VoiceEvent.OfSocket) {
      message(event);
    } else {
      path(event);
    }
    common.byCommand();
    common.changes();
    common.moves(requests.isPursued(), requests.isUnclear());
    requests.check();
    common.policy();
    if (step.to().isTerminal()) {
      common.atTheEnd();
    } else {
      new Deadlines(common.limits(), before, step).check();
    }
  }

  private KeysContract keys() {
    return new KeysContract(before, step);
  }

  private void mainSession(VoiceEvent.MainSession.Change change) {
    expect(after.mainUp(), change != VoiceEvent.MainSession.Change.LOST, "main gateway is up");
    boolean doubtful =
        before.mainSessionUnconfirmed() || change == VoiceEvent.MainSession.Change.NEW;
    expect(after.mainSessionUnconfirmed(), doubtful, "main session is doubtful");
  }

  private void voiceState(VoiceEvent.OwnVoiceState voiceState) {
    if (step.from() == VoiceState.IDLE) {
      return;
    }
    boolean leavingFirst = common.reasonBefore(WaitReason.REJOIN_LEAVING);
    OptionalLong channel = voiceState.channelId();
    Credentials known = after.credentials();
    if (channel.isEmpty()) {
      boolean answered = before.intent().leaving();
      if (answered) {
        boolean outstanding = common.leaves() || voiceState.leaveOutstanding();
        expect(after.intent().leaving(), outstanding, "a leave is unanswered");
      }
      expect(after.intent().listed().isEmpty(), true, "the bot is listed in no channel");
      if (!answered || leavingFirst) {
        expect(known.session(), Credentials.NONE, "session");
      } else if (SOCKET_HELD.contains(step.from())) {
        expect(known.token(), Credentials.NONE, "token");
      }
      return;
    }
    if (channel.equals(before.intent().requestedChannel()) && !leavingFirst) {
      expect(after.intent().fresh(), false, "the request has no answer");
    }
    if (leavingFirst && !channel.equals(before.intent().pendingMove())) {
      return;
    }
    expect(after.intent().listed(), channel, "channel in which Discord lists the bot");
    expect(
        after.intent().shown(),
        Optional.of(voiceState.shown()),
        "mute and deafen flags that Discord shows");
    expect(after.mainSessionUnconfirmed(), false, "main session is doubtful");
    if (!leavingFirst && !requests.isReplaced()) {
      expect(known.session(), voiceState.session(), "session");
      boolean ours = channel.equals(before.intent().target());
      if (step.to() == VoiceState.AWAITING_SERVER_UPDATE && ours) {
        expect(known.confirmed(), true, "confirmed");
      }
    }
  }

  private void voiceServer(VoiceEvent.VoiceServer server) {
    if (step.from() == VoiceState.IDLE || common.reasonBefore(WaitReason.REJOIN_LEAVING)) {
      return;
    }
    Credentials known = after.credentials();
    expect(known.endpoint(), server.endpoint(), "endpoint");
    if (server.endpoint() == Credentials.NONE) {
      expect(known.token(), Credentials.NONE, "token");
      expect(known.serverLost(), true, "the server is lost");
    } else {
      expect(known.token(), server.token(), "token");
    }
  }

  private void closed(int code) {
    boolean closesAgain =
        step.effects().stream()
            .anyMatch(
                effect ->
                    effect instanceof Effect.CloseSocket || effect instanceof Effect.AbortSocket);
    expect(closesAgain, false, "a closed socket is closed again");
    Retries.FailureCounts then = before.retries().failures();
    Retries.FailureCounts now = after.retries().failures();
    boolean unknown = code >= 4000 && CloseCode.of(code).isEmpty();
    expect(common.reports(), unknown, "a violation is reported");
    boolean failed =
        step.to() == VoiceState.FAILED && !common.reasonAfter(FailureCause.RETRIES_EXHAUSTED);
    if (failed || requests.isPursued() || requests.isReplaced()) {
      return;
    }
    expect(now.authentications() - then.authentications(), code == 4004 ? 1 : 0, "refused tokens");
    expect(now.serverNotFound() - then.serverNotFound(), code == 4011 ? 1 : 0, "servers not found");
    int blamed = PROTOCOL_ERROR_CODES.contains(code) && !step.to().isTerminal() ? 1 : 0;
    expect(now.protocolErrors() - then.protocolErrors(), blamed, "protocol errors");
    if (TOKEN_SPENDING_CODES.contains(code)) {
      expect(after.credentials().tokenUsedUp(), true, "the token is spent");
    }
    if (code == 4016) {
      expect(
          after.udp().choose(Set.of(before.udp().mode().orElse(FlowSimulation.MODE))).isEmpty(),
          before.udp().mode().isPresent(),
          "the mode is excluded");
    }
    common.rejoinDelay(code == 4006 || code == 4009);
  }

  private void fired(FlowTimer timer) {
    switch (timer) {
      case VIOLATIONS -> expect(after.violations(), 0, "violations");
      case PROTOCOL_ERRORS -> expect(after.retries().failures().protocolErrors(), 0, "errors");
      case RESUME_WINDOW -> expect(after.retries().windowOver(), true, "the resume window is over");
      case LEAVE -> expect(after.intent().leaving(), false, "a leave is unanswered");
      case STABLE -> {
        if (keys().stable()) {
          common.countsAreReset();
          expect(after.intent().outstanding(), 0, "unanswered op 4");
        }
      }
      case KEYS -> keys().overdue();
      case DIAL, HELLO, READY, RESUMED -> {
        expect(common.aborts(), true, "the socket is aborted");
        common.rejoinDelay(false);
      }
      case DISCOVERY -> {
        boolean counts =
            step.from() == VoiceState.DISCOVERING
                && !common.reasonAfter(FailureCause.UDP_UNREACHABLE);
        int discoveries = before.retries().failures().discoveries() + (counts ? 1 : 0);
        expect(after.retries().failures().discoveries(), discoveries, "discoveries");
      }
      case PAIR -> {
        boolean missing =
            before.credentials().unpaired() == Credentials.Unpaired.VOICE_SERVER
                && before.intent().unanswered();
        if (!missing) {
          expect(after.credentials().unpaired(), Credentials.Unpaired.NOTHING, "unpaired");
        }
      }
      default -> {
        // The contract covers only the target state of this timer.
      }
    }
  }

  private void message(VoiceEvent event) {
    boolean outOfRange =
        event instanceof VoiceEvent.HelloReceived hello
            && !before.socket().hello()
            && !(hello.intervalMillis() >= 100 && hello.intervalMillis() <= 120_000);
    boolean violates = violates(event);
    if (violates || outOfRange) {
      expect(common.reports(), true, "a violation is reported");
    }
    if (violates && isBudgeted(event)) {
      boolean tolerated = before.violations() < common.limits().violationsTolerated();
      expect(step.row().changesState(), !tolerated, "the violation ends the socket");
      if (tolerated) {
        expect(after.violations(), before.violations() + 1, "violations");
      }
    }
    // A Ready that causes a rejoin can belong to another session. So the session is closed.
    boolean lost =
        violates
            && isBudgeted(event)
            && step.row().changesState()
            && !(step.kind() == EventKind.READY && step.to() != VoiceState.RESUMING);
    if (event instanceof VoiceEvent.HeartbeatsMissed
        || lost && step.from() == VoiceState.ESTABLISHED) {
      expect(common.aborts(), true, "the socket is aborted");
    }
    if (event instanceof VoiceEvent.HelloReceived && !step.row().changesState()) {
      expect(common.startsHeartbeat(), true, "the heartbeat is started");
    }
    boolean dialling = step.from() == VoiceState.IDENTIFYING || step.from() == VoiceState.RESUMING;
    if (dialling && event instanceof VoiceEvent.DialFailed failed && failed.permanent()) {
      int counted = step.to() == VoiceState.FAILED ? 0 : 1;
      int unusable = before.retries().failures().unusableServers() + counted;
      expect(after.retries().failures().unusableServers(), unusable, "unusable servers");
    }
    common.rejoinDelay(false);
  }

  /** Whether the message is out of place or cannot be used. */
  private boolean violates(VoiceEvent event) {
    VoiceState from = step.from();
    if (!SOCKET_HELD.contains(from)) {
      return false;
    }
    if (event instanceof VoiceEvent.Described described) {
      return UNDESCRIBED.contains(from)
          || described.mode().isEmpty()
          || described.keyLength() != described.mode().get().keyLength();
    }
    return event instanceof VoiceEvent.Malformed
        || event instanceof VoiceEvent.HelloReceived && before.socket().hello()
        || event instanceof VoiceEvent.ReadyReceived && from != VoiceState.IDENTIFYING
        || event instanceof VoiceEvent.ResumedReceived && from != VoiceState.RESUMING;
  }

  /**
   * Whether the violation spends the budget. Otherwise the connection cannot use the session: it
   * rejoins at once.
   */
  private boolean isBudgeted(VoiceEvent event) {
    VoiceState from = step.from();
    boolean granting = from == VoiceState.IDENTIFYING || from == VoiceState.RESUMING;
    return switch (step.kind()) {
      case READY, READY_UNUSABLE ->
          !granting
              && (step.kind() == EventKind.READY_UNUSABLE
                  || event instanceof VoiceEvent.ReadyReceived ready
                      && ready.ssrc() == before.udp().ssrc());
      case SESSION_DESCRIPTION_UNUSABLE -> from != VoiceState.SELECTING;
      default -> true;
    };
  }

  private void path(VoiceEvent event) {
    if (event instanceof VoiceEvent.UdpOpenFailed && step.from() == VoiceState.READY) {
      int counted = common.reasonAfter(FailureCause.UDP_UNAVAILABLE) ? 0 : 1;
      int opens = before.retries().failures().opens() + counted;
      expect(after.retries().failures().opens(), opens, "sockets that could not be opened");
    } else if (event instanceof VoiceEvent.Discovered discovered
        && step.from() == VoiceState.DISCOVERING) {
      expect(after.udp().own(), discovered.own(), "own address");
    } else if (event instanceof VoiceEvent.UdpAlive) {
      boolean decided = step.from().allowsAudio() || step.from() == VoiceState.BACKOFF;
      if (decided) {
        expect(after.timers().isArmed(FlowTimer.UDP_FAILURE), false, "the UDP failure timer runs");
      }
    } else if (event instanceof PolicyAnswer.GrantBudgets grant) {
      expect(after.budgets(), grant.budgets(), "budgets");
    }
  }

  private void expect(Object actual, Object expected, String name) {
    if (!actual.equals(expected)) {
      assertThat(actual).as("%s after %s", name, step).isEqualTo(expected);
    }
  }
}
