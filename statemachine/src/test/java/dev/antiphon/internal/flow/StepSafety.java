package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the safety properties of one step. It applies the effects of the step, in order, to the
 * resources that were held before. The result must match the memory after the step. The resources
 * held before a step come from the memory, because the check of the previous step has verified it.
 */
final class StepSafety {
  private final Configuration before;
  private final FlowDecision decision;
  private final List<String> breaches = new ArrayList<>();
  private final Set<FlowTimer> timers;
  private final Set<FlowTimer> startedNow = EnumSet.noneOf(FlowTimer.class);
  private int socket;
  private int path;
  private boolean socketOpen;
  private ExternalState.Introduction introduction;
  private boolean announced;
  private boolean published;
  private boolean kept;
  private boolean publishedNow;
  private boolean openedNow;
  private boolean dialledNow;
  private boolean askedNow;
  private boolean dropped;
  private boolean ended;

  private StepSafety(Configuration before, FlowDecision decision) {
    this.before = before;
    this.decision = decision;
    FlowMemory memory = before.memory();
    timers = EnumSet.noneOf(FlowTimer.class);
    timers.addAll(memory.timers().armed());
    socket = memory.socket().held() ? memory.socket().generation() : 0;
    path = memory.udp().held() ? memory.udp().generation() : 0;
    socketOpen = before.external().socketOpen();
    introduction = before.external().introduction();
    announced = before.external().announced();
    published = memory.udp().published();
    kept = published;
  }

  /** The properties that the step breaks, with details; empty if it breaks no property. */
  static Optional<String> breach(Configuration before, VoiceEvent event, FlowDecision decision) {
    if (!event.isCurrent(before.memory())) {
      return onlyCloses(before, decision, closingEffects(event), "P13: a late event");
    }
    if (before.isTerminal()) {
      return onlyCloses(before, decision, List.of(), "P14: an event after the end");
    }
    StepSafety check = new StepSafety(before, decision);
    check.checkCurrent();
    return check.breaches.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", check.breaches));
  }

  private static Optional<String> onlyCloses(
      Configuration before, FlowDecision decision, List<Effect> closing, String breach) {
    if (!decision.after().equals(before.now())) {
      return Optional.of(breach + " changes the state or the memory");
    }
    return decision.effects().equals(closing)
        ? Optional.empty()
        : Optional.of(breach + " has the effects " + decision.effects());
  }

  private static List<Effect> closingEffects(VoiceEvent event) {
    if (event instanceof VoiceEvent.SocketOpen open) {
      return List.of(new Effect.AbortSocket(open.generation()));
    }
    return event instanceof VoiceEvent.UdpReady ready
        ? List.of(new Effect.CloseUdp(ready.generation()))
        : List.of();
  }

  private void checkCurrent() {
    applyEvent();
    decision.effects().forEach(this::take);
    FlowMemory memory = decision.memory();
    hold(
        socket == (memory.socket().held() ? memory.socket().generation() : 0),
        "P16: the socket in the memory differs from the socket that is held");
    hold(
        path == (memory.udp().held() ? memory.udp().generation() : 0),
        "P16: the path in the memory differs from the path that is held");
    hold(
        timers.equals(memory.timers().armed()),
        "P17: the running timers differ from the timers in the memory");
    hold(published == memory.udp().published(), "P4: the published audio differs from the memory");
    hold(
        published == decision.to().allowsAudio(),
        "P4: wrong publication of audio in ",
        decision.to());
    hold(kept == published, "P4: keepalive does not match the published audio");
    boolean end = decision.to().isTerminal();
    hold(
        ended == end && dropped == end,
        "P14: CompleteEnd and DropCredentials do not match the end");
    hold(
        !end || socket == 0 && path == 0 && timers.isEmpty(),
        "P14: a socket, path or timer is left at the end");
    budgets(memory);
  }

  private void budgets(FlowMemory memory) {
    Retries tried = memory.retries();
    Retries earlier = before.memory().retries();
    hold(
        tried.resumes() <= Math.max(earlier.resumes(), memory.budgets().resumes())
            && tried.rejoins() <= Math.max(earlier.rejoins(), memory.budgets().rejoins()),
        "P21: a budget is exceeded");
  }

  /** Applies the event itself: a peer closes the socket, the socket opens, or a timer fires. */
  private void applyEvent() {
    VoiceEvent event = decision.event();
    if (event instanceof VoiceEvent.TimerFired fired) {
      timers.remove(fired.timer());
    } else if (event instanceof VoiceEvent.SocketClosed || event instanceof VoiceEvent.DialFailed) {
      socket = 0;
    } else if (event instanceof VoiceEvent.SocketOpen) {
      socketOpen = true;
    }
  }

  private void take(Effect effect) {
    hold(!ended, "P15: effect after the end: ", effect);
    if (effect instanceof Effect.StartTimer || effect instanceof Effect.StopTimer) {
      time(effect);
    } else if (!takeOfSocket(effect) && !takeOfPath(effect)) {
      takeRest(effect);
    }
  }

  private void time(Effect effect) {
    if (effect instanceof Effect.StartTimer start) {
      hold(startedNow.add(start.timer()), "P15: started twice in one step: ", start);
      hold(
          start.generation() > before.memory().timers().generation(start.timer()),
          "P13: an old generation in ",
          start);
      timers.add(start.timer());
    } else if (effect instanceof Effect.StopTimer stop) {
      hold(!startedNow.contains(stop.timer()), "P15: started in the same step: ", stop);
      hold(
          timers.remove(stop.timer())
              && before.memory().timers().isArmed(stop.timer(), stop.generation()),
          "P17: the timer does not run: ",
          stop);
    }
  }

  private boolean takeOfSocket(Effect effect) {
    if (effect instanceof Effect.DialGateway dial) {
      dial(dial.generation(), effect);
    } else if (effect instanceof Effect.RedialGateway redial) {
      dial(redial.generation(), effect);
      hold(mayResume(redial.endpoint(), known().endpoint()), "P7: no session for ", effect);
    } else if (effect instanceof Effect.SendIdentify identify) {
      introduce(identify.generation(), ExternalState.Introduction.IDENTIFY, effect);
      hold(
          identify.session() != Credentials.NONE && identify.token() != Credentials.NONE,
          "P6: no credentials for ",
          effect);
      announced = false;
    } else if (effect instanceof Effect.SendResume resume) {
      introduce(resume.generation(), ExternalState.Introduction.RESUME, effect);
      hold(
          mayResume(resume.session(), known().session())
              && mayResume(resume.token(), known().token()),
          "P7: no session for ",
          effect);
    } else if (effect instanceof Effect.StartHeartbeat beat) {
      onOpenSocket(beat.generation(), effect);
    } else if (effect instanceof Effect.SelectProtocol select) {
      onOpenSocket(select.generation(), effect);
      hold(
          decision.kind() == EventKind.DISCOVERED && path != 0, "P8: no discovery before ", effect);
    } else if (effect instanceof Effect.AnnounceSpeaking speaking) {
      onOpenSocket(speaking.generation(), effect);
      announced = true;
    } else if (effect instanceof Effect.CloseSocket close) {
      letGoOfSocket(close.generation(), effect);
    } else if (effect instanceof Effect.AbortSocket abort) {
      letGoOfSocket(abort.generation(), effect);
    } else {
      return false;
    }
    return true;
  }

  private Credentials known() {
    return decision.memory().credentials();
  }

  private boolean mayResume(int named, int known) {
    return named == known
        && known != Credentials.NONE
        && before.external().session() == ExternalState.Progress.DESCRIBED
        && before.external().sameCredentials();
  }

  private void dial(int generation, Effect effect) {
    hold(socket == 0, "P5: a second socket: ", effect);
    hold(generation > before.memory().socket().generation(), "P13: an old generation in ", effect);
    socket = generation;
    socketOpen = false;
    introduction = ExternalState.Introduction.NONE;
    dialledNow = true;
  }

  private void introduce(int generation, ExternalState.Introduction with, Effect effect) {
    onOpenSocket(generation, effect);
    hold(
        introduction == ExternalState.Introduction.NONE,
        "P6: a second Identify or Resume: ",
        effect);
    introduction = with;
  }

  private void onOpenSocket(int generation, Effect effect) {
    hold(socket == generation && socketOpen, "P15: no open socket for ", effect);
  }

  private void letGoOfSocket(int generation, Effect effect) {
    hold(socket == generation, "P16: not held: ", effect);
    hold(!dialledNow, "P15: dialled in the same step: ", effect);
    socket = 0;
  }

  private boolean takeOfPath(Effect effect) {
    if (effect instanceof Effect.OpenUdp open) {
      hold(path == 0, "P5: a second path: ", effect);
      hold(
          open.generation() > before.memory().udp().generation(),
          "P13: an old generation in ",
          effect);
      path = open.generation();
      openedNow = true;
    } else if (effect instanceof Effect.CloseUdp close) {
      hold(path == close.generation(), "P16: not held: ", effect);
      hold(!openedNow, "P15: opened in the same step: ", effect);
      hold(!published && !kept, "P15: audio is still published at ", effect);
      path = 0;
    } else if (effect instanceof Effect.SendDiscovery discovery) {
      hold(path == discovery.generation(), "P15: no path for ", effect);
    } else if (effect instanceof Effect.PublishMedia publish) {
      hold(
          path == publish.generation() && !published,
          "P4: no path, or already published: ",
          effect);
      hold(publish.key() != Credentials.NONE, "P10: no key for ", effect);
      hold(announced, "P9: sent before op 5: ", effect);
      published = true;
      publishedNow = true;
    } else if (effect instanceof Effect.RekeyMedia rekey) {
      hold(path == rekey.generation() && published, "P4: no published audio for ", effect);
      hold(rekey.key() != before.memory().udp().key(), "P10: the same key again: ", effect);
    } else if (effect instanceof Effect.WithdrawMedia withdraw) {
      hold(path == withdraw.generation() && published, "P15: no published audio for ", effect);
      hold(!publishedNow, "P15: published in the same step: ", effect);
      published = false;
    } else {
      return false;
    }
    return true;
  }

  private void takeRest(Effect effect) {
    if (effect instanceof Effect.StartKeepalive keep) {
      hold(
          path == keep.generation() && !kept,
          "P15: no path, or keepalive already started: ",
          effect);
      kept = true;
    } else if (effect instanceof Effect.StopKeepalive keep) {
      hold(path == keep.generation() && kept, "P15: keepalive not started: ", effect);
      kept = false;
    } else if (effect instanceof Effect.SendVoiceState op4) {
      hold(!askedNow, "P15: contradicts the previous op 4: ", op4);
      askedNow = op4.channelId().isPresent();
    } else if (effect instanceof Effect.DropCredentials) {
      hold(!dropped, "P15: repeated in one step: ", effect);
      dropped = true;
    } else if (effect instanceof Effect.CompleteEnd) {
      ended = true;
    }
  }

  private void hold(boolean condition, String breach) {
    hold(condition, breach, "");
  }

  private void hold(boolean condition, String breach, Object detail) {
    if (!condition) {
      breaches.add(breach + detail);
    }
  }
}
