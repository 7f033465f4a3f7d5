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
 * The account of what the effects of one record take and let go, kept without a look at the memory:
 * sockets, paths, media, and what is said on each socket.
 */
final class Account {
  private final List<Flaw> flaws = new ArrayList<>();
  private final Set<Integer> open = new HashSet<>();
  private final Set<Integer> greeted = new HashSet<>();
  private Optional<Integer> socket = Optional.empty();
  private Optional<Integer> path = Optional.empty();
  private Optional<Integer> published = Optional.empty();
  private Optional<Effect.SendIdentify> identified = Optional.empty();
  private Optional<Integer> key = Optional.empty();
  private boolean described;
  private int endpoint;
  private int sessionEndpoint;
  private FlowDecision present;
  private List<FlowDecision> soFar = List.of();

  private Account() {}

  static List<Flaw> of(Witness witness) {
    List<FlowDecision> record = witness.decisions();
    Account account = new Account();
    for (int i = 0; i < record.size(); i++) {
      account.soFar = record.subList(0, i + 1);
      account.take(record.get(i));
    }
    account.requireEnded();
    return account.flaws;
  }

  static long pathsOpened(List<FlowDecision> decisions) {
    return decisions.stream()
        .flatMap(decision -> decision.effects().stream())
        .filter(Effect.OpenUdp.class::isInstance)
        .count();
  }

  private void take(FlowDecision decision) {
    present = decision;
    if (decision.isStale()) {
      return;
    }
    require("P14", !decision.from().isTerminal() || changesNothing(decision), "an end is final");
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

  private boolean isHeld(int generation) {
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
      greets(identify.generation());
      identified = Optional.of(identify);
      sessionEndpoint = endpoint;
      described = false;
      key = Optional.empty();
    } else if (effect instanceof Effect.SendResume resume) {
      greets(resume.generation());
      resumed(resume);
    } else if (effect instanceof Effect.CloseSocket close) {
      socket = letGo(socket, close.generation());
    } else if (effect instanceof Effect.AbortSocket abort) {
      socket = letGo(socket, abort.generation());
    } else if (effect instanceof Effect.OpenUdp opening) {
      require("P5", path.isEmpty(), "a path is opened only when none is held");
      path = Optional.of(opening.generation());
    } else if (effect instanceof Effect.CloseUdp close) {
      require("P4", published.isEmpty(), "media are withdrawn before their path is closed");
      path = letGo(path, close.generation());
    } else if (effect instanceof Effect.SelectProtocol select) {
      boolean answered =
          present.event() instanceof VoiceEvent.Discovered found && found.own() == select.own();
      require("P8", answered && isHeld(select.generation()), "it follows a discovery");
    } else {
      takeMedia(effect);
    }
  }

  private void takeMedia(Effect effect) {
    if (effect instanceof Effect.PublishMedia publish) {
      require("P4", path.equals(Optional.of(publish.generation())), "media use the path held");
      require("P10", key.equals(Optional.of(publish.key())), "the key is of this session");
      published = Optional.of(publish.generation());
    } else if (effect instanceof Effect.RekeyMedia rekey) {
      require("P4", published.equals(Optional.of(rekey.generation())), "media are published");
      require("P10", key.equals(Optional.of(rekey.key())), "the new key is of this session");
    } else if (effect instanceof Effect.WithdrawMedia withdraw) {
      published = letGo(published, withdraw.generation());
    }
  }

  private void dialled(int generation) {
    require("P5", socket.isEmpty(), "a socket is dialled only when none is held");
    socket = Optional.of(generation);
  }

  private void greets(int generation) {
    require("P6", open.contains(generation), "a socket greets when it is open");
    require("P6", greeted.add(generation), "a socket greets once");
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
        "Resume names the session that was ready, where it was");
  }

  private Optional<Integer> letGo(Optional<Integer> held, int generation) {
    require("P16", held.equals(Optional.of(generation)), "what is let go was held");
    return Optional.empty();
  }

  private void requireEnded() {
    require("P16", present.to().isTerminal(), "it has ended");
    require("P16", socket.isEmpty() && path.isEmpty() && published.isEmpty(), "nothing is held");
    require("P17", present.memory().timers().armed().isEmpty(), "no timer runs");
  }

  private void require(String property, boolean holds, String what) {
    if (!holds) {
      flaws.add(
          new Flaw(
              property,
              "it does not hold that %s: %s after%s"
                  .formatted(what, present.effects(), AsJava.events(soFar))));
    }
  }
}
