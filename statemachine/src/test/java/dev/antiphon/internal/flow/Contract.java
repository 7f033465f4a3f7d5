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
 * The obligations of a step, whichever row it takes. They follow from the event, the state and the memory before the step, and from the rules of the flow's specification. The contract reads from the row only whether the step changed the state, was refused or was stale. It never reads the actions of the table.
 */
final class Contract {
  private static final Set<VoiceState> SOCKET_HELD =
      EnumSet.range(VoiceState.IDENTIFYING, VoiceState.ESTABLISHED);

  private static final Set<Integer> SPENDING = Set.of(4004, 4006, 4009, 4011, 4014, 4022);
  private static final Set<Integer> BLAMING = Set.of(4001, 4002, 4003, 4005, 4020);

  private final FlowMemory before;
  private final FlowDecision step;
  private final FlowMemory after;
  private final Owed owed;

  private Contract(FlowLimits limits, FlowMemory before, FlowDecision step) {
    this.before = before;
    this.step = step;
    this.after = step.memory();
    this.owed = new Owed(limits, before, step);
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
    } else if (event instanceof VoiceEvent.OfSocket) {
      message(event);
    } else {
      path(event);
    }
    owed.byCommand();
    owed.changes();
    owed.moves();
    owed.policy();
    if (step.to().isTerminal()) {
      owed.goodbye();
    } else {
      new Deadlines(owed.limits(), before, step).check();
    }
  }

  private void mainSession(VoiceEvent.MainSession.Change change) {
    that(after.mainUp(), change != VoiceEvent.MainSession.Change.LOST, "main gateway is up");
    boolean doubtful = before.mainDoubtful() || change == VoiceEvent.MainSession.Change.NEW;
    that(after.mainDoubtful(), doubtful, "main session is doubtful");
  }

  private void voiceState(VoiceEvent.OwnVoiceState voiceState) {
    if (step.from() == VoiceState.IDLE) {
      return;
    }
    boolean leavingFirst = owed.reasonBefore(WaitReason.REJOIN_LEAVING);
    OptionalLong channel = voiceState.channelId();
    Credentials known = after.credentials();
    if (channel.isEmpty()) {
      boolean answered = before.intent().leaving();
      if (answered) {
        boolean outstanding = owed.leaves() || voiceState.leaveOutstanding();
        that(after.intent().leaving(), outstanding, "a leave is unanswered");
      }
      that(after.intent().listed().isEmpty(), true, "the bot is listed in no channel");
      if (!answered || leavingFirst) {
        that(known.session(), Credentials.NONE, "session");
      } else if (SOCKET_HELD.contains(step.from())) {
        that(known.token(), Credentials.NONE, "token");
      }
      return;
    }
    if (leavingFirst && !channel.equals(before.intent().pendingMove())) {
      return;
    }
    that(after.intent().listed(), channel, "channel in which Discord lists the bot");
    that(after.intent().shown(), Optional.of(voiceState.shown()), "mute and deafen flags that Discord shows");
    that(after.mainDoubtful(), false, "main session is doubtful");
    if (!leavingFirst) {
      that(known.session(), voiceState.session(), "session");
      boolean ours = channel.equals(before.intent().target());
      if (step.to() == VoiceState.AWAITING_SERVER_UPDATE && ours) {
        that(known.confirmed(), true, "confirmed");
      }
    }
  }

  private void voiceServer(VoiceEvent.VoiceServer server) {
    if (step.from() == VoiceState.IDLE || owed.reasonBefore(WaitReason.REJOIN_LEAVING)) {
      return;
    }
    Credentials known = after.credentials();
    that(known.endpoint(), server.endpoint(), "endpoint");
    if (server.endpoint() == Credentials.NONE) {
      that(known.token(), Credentials.NONE, "token");
      that(known.serverLost(), true, "the server is lost");
    } else {
      that(known.token(), server.token(), "token");
    }
  }

  private void closed(int code) {
    boolean closesAgain =
        step.effects().stream()
            .anyMatch(
                effect ->
                    effect instanceof Effect.CloseSocket || effect instanceof Effect.AbortSocket);
    that(closesAgain, false, "a closed socket is closed again");
    Retries.Setbacks then = before.retries().setbacks();
    Retries.Setbacks now = after.retries().setbacks();
    boolean unknown = code >= 4000 && CloseCode.of(code).isEmpty();
    that(owed.reports(), unknown, "a violation is reported");
    if (step.to() == VoiceState.FAILED && !owed.reasonAfter(FailureCause.RETRIES_EXHAUSTED)) {
      return;
    }
    that(now.authentications() - then.authentications(), code == 4004 ? 1 : 0, "refused tokens");
    that(now.serverNotFound() - then.serverNotFound(), code == 4011 ? 1 : 0, "servers not found");
    int blamed = BLAMING.contains(code) && !step.to().isTerminal() ? 1 : 0;
    that(now.protocolErrors() - then.protocolErrors(), blamed, "protocol errors");
    if (SPENDING.contains(code)) {
      that(after.credentials().tokenSpent(), true, "the token is spent");
    }
    if (code == 4016) {
      that(
          after.udp().choose(Set.of(before.udp().mode().orElse(FlowSimulation.MODE))).isEmpty(),
          before.udp().mode().isPresent(),
          "the mode is excluded");
    }
    owed.firstWait(code == 4006 || code == 4009);
  }

  private void fired(FlowTimer timer) {
    switch (timer) {
      case VIOLATIONS -> that(after.malformed(), 0, "malformed messages");
      case PROTOCOL_ERRORS -> that(after.retries().setbacks().protocolErrors(), 0, "errors");
      case RESUME_WINDOW -> that(after.retries().windowOver(), true, "the resume window is over");
      case LEAVE -> that(after.intent().leaving(), false, "a leave is unanswered");
      case STABLE -> {
        owed.forgiven();
        that(after.intent().outstanding(), 0, "unanswered op 4");
      }
      case DIAL, HELLO, READY, RESUMED -> {
        that(owed.aborts(), true, "the socket is aborted");
        owed.firstWait(false);
      }
      case DISCOVERY -> {
        boolean counts =
            step.from() == VoiceState.DISCOVERING
                && !owed.reasonAfter(FailureCause.UDP_UNREACHABLE);
        int discoveries = before.retries().setbacks().discoveries() + (counts ? 1 : 0);
        that(after.retries().setbacks().discoveries(), discoveries, "discoveries");
      }
      case PAIR -> {
        boolean missing =
            before.credentials().unpaired() == Credentials.Unpaired.VOICE_SERVER
                && before.intent().unanswered();
        if (!missing) {
          that(after.credentials().unpaired(), Credentials.Unpaired.NOTHING, "unpaired");
        }
      }
      default -> {
        // The contract covers only the target state of this timer.
      }
    }
  }

  private void message(VoiceEvent event) {
    boolean unasked =
        event instanceof VoiceEvent.ReadyReceived && step.from() != VoiceState.IDENTIFYING
            || event instanceof VoiceEvent.Described && step.from() == VoiceState.IDENTIFYING;
    boolean odd =
        event instanceof VoiceEvent.HelloReceived hello
            && !before.socket().hello()
            && !(hello.intervalMillis() >= 100 && hello.intervalMillis() <= 120_000);
    boolean unreadable =
        event instanceof VoiceEvent.Malformed
            || event instanceof VoiceEvent.Described described
                && (described.mode().isEmpty()
                    || described.keyLength() != described.mode().get().keyLength());
    if (SOCKET_HELD.contains(step.from()) && (unasked || unreadable || odd)) {
      that(owed.reports(), true, "a violation is reported");
    }
    boolean hopeless = event instanceof VoiceEvent.Malformed && step.kind() == EventKind.MALFORMED;
    boolean left = step.from() == VoiceState.ESTABLISHED && step.row().changesState();
    if (event instanceof VoiceEvent.HeartbeatsMissed || hopeless && left) {
      that(owed.aborts(), true, "the socket is aborted");
    }
    owed.firstWait(false);
  }

  private void path(VoiceEvent event) {
    if (event instanceof VoiceEvent.UdpOpenFailed && step.from() == VoiceState.READY) {
      int counted = owed.reasonAfter(FailureCause.UDP_UNAVAILABLE) ? 0 : 1;
      int opens = before.retries().setbacks().opens() + counted;
      that(after.retries().setbacks().opens(), opens, "sockets that could not be opened");
    } else if (event instanceof VoiceEvent.Discovered discovered
        && step.from() == VoiceState.DISCOVERING) {
      that(after.udp().own(), discovered.own(), "own address");
    } else if (event instanceof VoiceEvent.UdpAlive) {
      boolean decided = step.from().allowsAudio() || step.from() == VoiceState.BACKOFF;
      if (decided) {
        that(after.timers().isArmed(FlowTimer.UDP_FAILURE), false, "the UDP failure timer runs");
      }
    } else if (event instanceof PolicyAnswer.GrantBudgets grant) {
      that(after.budgets(), grant.budgets(), "budgets");
    }
  }

  private void that(Object actual, Object expected, String what) {
    if (!actual.equals(expected)) {
      assertThat(actual).as("%s after %s", what, step).isEqualTo(expected);
    }
  }
}
