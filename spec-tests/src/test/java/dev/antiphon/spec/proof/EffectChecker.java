package dev.antiphon.spec.proof;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.VoiceEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the effects of one recorded connection: opened and closed sockets and UDP paths, published
 * media, and the messages sent on each socket. It uses only the effects, not the flow's memory.
 */
final class EffectChecker {
  private final List<PropertyViolation> violations = new ArrayList<>();
  private final Set<Integer> open = new HashSet<>();
  private final Set<Integer> identifiedOrResumed = new HashSet<>();
  private Optional<Integer> socket = Optional.empty();
  private Optional<Integer> path = Optional.empty();
  private Optional<Integer> published = Optional.empty();
  private Optional<Effect.SendIdentify> identified = Optional.empty();
  private Optional<Integer> key = Optional.empty();
  private boolean described;
  private int endpoint;
  private int sessionEndpoint;
  private FlowDecision current;
  private List<FlowDecision> decisionsSoFar = List.of();

  private EffectChecker() {}

  static List<PropertyViolation> of(ConnectionRecorder recorder) {
    List<FlowDecision> record = recorder.decisions();
    EffectChecker checker = new EffectChecker();
    for (int i = 0; i < record.size(); i++) {
      checker.decisionsSoFar = record.subList(0, i + 1);
      checker.take(record.get(i));
    }
    checker.requireEndState();
    return checker.violations;
  }

  static long pathsOpened(List<FlowDecision> decisions) {
    return decisions.stream()
        .flatMap(decision -> decision.effects().stream())
        .filter(Effect.OpenUdp.class::isInstance)
        .count();
  }

  private void take(FlowDecision decision) {
    current = decision;
    if (decision.isStale()) {
      return;
    }
    require(
        "P14", !decision.from().isTerminal() || changesNothing(decision), "an end state is final");
    if (decision.event() instanceof VoiceEvent.SocketOpen opened) {
      open.add(opened.generation());
    }
    if (decision.kind() == EventKind.SESSION_DESCRIPTION
        && decision.event() instanceof VoiceEvent.Described description) {
      key = Optional.of(description.key());
    }
    if (isClosedByPeer(decision.event()) && decision.row().changesState()) {
      socket = Optional.empty();
    }
    decision.effects().forEach(this::take);
    require(
        "P4",
        published.isPresent() == decision.to().allowsAudio(),
        "media are published exactly while audio is allowed");
    described |= decision.to() == VoiceState.ESTABLISHED;
  }

  private static boolean changesNothing(FlowDecision decision) {
    return decision.to() == decision.from() && decision.effects().isEmpty();
  }

  private boolean isCurrentSocket(int generation) {
    return socket.equals(Optional.of(generation));
  }

  private static boolean isClosedByPeer(VoiceEvent event) {
    return event instanceof VoiceEvent.SocketClosed || event instanceof VoiceEvent.DialFailed;
  }

  private void take(Effect effect) {
    if (effect instanceof Effect.DialGateway dial) {
      endpoint = dial.endpoint();
      dialled(dial.generation());
    } else if (effect instanceof Effect.RedialGateway redial) {
      endpoint = redial.endpoint();
      dialled(redial.generation());
    } else if (effect instanceof Effect.SendIdentify identify) {
      identifiesOrResumes(identify.generation());
      identified = Optional.of(identify);
      sessionEndpoint = endpoint;
      described = false;
      key = Optional.empty();
    } else if (effect instanceof Effect.SendResume resume) {
      identifiesOrResumes(resume.generation());
      resumed(resume);
    } else if (effect instanceof Effect.CloseSocket close) {
      socket = released(socket, close.generation());
    } else if (effect instanceof Effect.AbortSocket abort) {
      socket = released(socket, abort.generation());
    } else if (effect instanceof Effect.OpenUdp opening) {
      require("P5", path.isEmpty(), "a UDP path is opened only when no path is open");
      path = Optional.of(opening.generation());
    } else if (effect instanceof Effect.CloseUdp close) {
      require("P4", published.isEmpty(), "media are withdrawn before their path is closed");
      path = released(path, close.generation());
    } else if (effect instanceof Effect.SelectProtocol select) {
      boolean answered =
          current.event() instanceof VoiceEvent.Discovered found && found.own() == select.own();
      require(
          "P8",
          answered && isCurrentSocket(select.generation()),
          "Select Protocol follows a discovery");
    } else {
      takeMedia(effect);
    }
  }

  private void takeMedia(Effect effect) {
    if (effect instanceof Effect.PublishMedia publish) {
      require("P4", path.equals(Optional.of(publish.generation())), "media use the open path");
      require("P10", key.equals(Optional.of(publish.key())), "the key belongs to this session");
      published = Optional.of(publish.generation());
    } else if (effect instanceof Effect.RekeyMedia rekey) {
      require("P4", published.equals(Optional.of(rekey.generation())), "media are published");
      require("P10", key.equals(Optional.of(rekey.key())), "the new key belongs to this session");
    } else if (effect instanceof Effect.WithdrawMedia withdraw) {
      published = released(published, withdraw.generation());
    }
  }

  private void dialled(int generation) {
    require("P5", socket.isEmpty(), "a socket is dialled only when no socket is open");
    socket = Optional.of(generation);
  }

  private void identifiesOrResumes(int generation) {
    require("P6", open.contains(generation), "Identify or Resume is sent on an open socket");
    require("P6", identifiedOrResumed.add(generation), "a socket sends one Identify or Resume");
  }

  private void resumed(Effect.SendResume resume) {
    require(
        "P7",
        described
            && endpoint == sessionEndpoint
            && identified
                .filter(last -> last.session() == resume.session())
                .filter(last -> last.token() == resume.token())
                .isPresent(),
        "Resume names the last ready session and its endpoint");
  }

  private Optional<Integer> released(Optional<Integer> held, int generation) {
    require("P16", held.equals(Optional.of(generation)), "only an open resource is closed");
    return Optional.empty();
  }

  private void requireEndState() {
    require("P16", current.to().isTerminal(), "the connection has ended");
    require(
        "P16",
        socket.isEmpty() && path.isEmpty() && published.isEmpty(),
        "no socket, path or media is open");
    require("P17", current.memory().timers().armed().isEmpty(), "no timer runs");
  }

  private void require(String property, boolean holds, String expected) {
    if (!holds) {
      violations.add(
          new PropertyViolation(
              property,
              "expected that %s, but got %s after%s"
                  .formatted(expected, current.effects(), AsJava.events(decisionsSoFar))));
    }
  }
}
