package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.VoiceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tracks the resources that the effects of one flow acquire and release.
 *
 * <p>Invariants: at most one socket and one UDP path are held. Each is closed exactly once; a
 * socket is closed by this side or by its peer. Audio is published and the path is kept alive
 * exactly in Established and Resuming. Op 5 is sent exactly in Established.
 */
public final class HeldResources {
  private final List<Integer> sockets = new ArrayList<>();
  private final List<Integer> paths = new ArrayList<>();
  private Optional<Integer> published = Optional.empty();
  private Optional<Integer> keptAlive = Optional.empty();
  private boolean speaking;
  private int lastSocket;
  private int lastPath;
  private int ends;

  HeldResources() {}

  /** A copy of the resources. */
  HeldResources(HeldResources origin) {
    sockets.addAll(origin.sockets);
    paths.addAll(origin.paths);
    published = origin.published;
    keptAlive = origin.keptAlive;
    speaking = origin.speaking;
    lastSocket = origin.lastSocket;
    lastPath = origin.lastPath;
    ends = origin.ends;
  }

  void after(FlowDecision decision) {
    boolean stale = decision.row().id().equals("G0");
    if (stale) {
      assertOnlyTheLateResourceIsClosed(decision);
      return;
    }
    peerMayHaveClosed(decision);
    decision.effects().forEach(this::take);
    assertThat(sockets)
        .as("sockets held after %s", decision.event())
        .isEqualTo(
            held(decision.memory().socket().held(), decision.memory().socket().generation()));
    assertThat(paths)
        .as("paths held after %s", decision.event())
        .isEqualTo(held(decision.memory().udp().held(), decision.memory().udp().generation()));
    assertThat(published.isPresent())
        .as("audio published in %s after %s", decision.to(), decision.event())
        .isEqualTo(decision.to().allowsAudio());
    assertThat(keptAlive)
        .as("path with keepalive in %s after %s", decision.to(), decision.event())
        .isEqualTo(published);
    assertThat(speaking)
        .as("op 5 is allowed in %s after %s", decision.to(), decision.event())
        .isEqualTo(decision.to() == VoiceState.ESTABLISHED);
  }

  /** Asserts that nothing is held, and that the end was reported exactly once. */
  public void assertEmpty() {
    assertThat(sockets).as("sockets held").isEmpty();
    assertThat(paths).as("paths held").isEmpty();
    assertThat(published).as("audio published").isEmpty();
    assertThat(ends).as("reported ends").isEqualTo(1);
  }

  private void peerMayHaveClosed(FlowDecision decision) {
    boolean byPeer =
        decision.event() instanceof VoiceEvent.SocketClosed
            || decision.event() instanceof VoiceEvent.DialFailed;
    if (byPeer && decision.row().changesState()) {
      sockets.remove((Integer) ((VoiceEvent.OfSocket) decision.event()).generation());
    }
  }

  private void take(Effect effect) {
    if (effect instanceof Effect.DialGateway dial) {
      dialled(dial.generation());
    } else if (effect instanceof Effect.RedialGateway redial) {
      dialled(redial.generation());
    } else if (effect instanceof Effect.OpenUdp open) {
      assertThat(paths).as("paths held before %s", open).isEmpty();
      assertThat(open.generation()).as("generation of the path").isGreaterThan(lastPath);
      lastPath = open.generation();
      paths.add(open.generation());
    } else if (effect instanceof Effect.CloseSocket close) {
      letGo(sockets, close.generation(), close);
    } else if (effect instanceof Effect.AbortSocket abort) {
      letGo(sockets, abort.generation(), abort);
    } else if (effect instanceof Effect.CloseUdp close) {
      assertThat(published).as("audio is withdrawn before %s", close).isEmpty();
      letGo(paths, close.generation(), close);
    } else if (effect instanceof Effect.PublishMedia publish) {
      assertThat(published).as("audio published before %s", publish).isEmpty();
      published = Optional.of(publish.generation());
    } else if (effect instanceof Effect.WithdrawMedia withdraw) {
      assertThat(published)
          .as("audio published before %s", withdraw)
          .contains(withdraw.generation());
      published = Optional.empty();
    } else if (effect instanceof Effect.StartKeepalive start) {
      assertThat(keptAlive).as("kept alive before %s", start).isEmpty();
      keptAlive = Optional.of(start.generation());
    } else if (effect instanceof Effect.StopKeepalive stop) {
      assertThat(keptAlive).as("kept alive before %s", stop).contains(stop.generation());
      keptAlive = Optional.empty();
    } else if (effect instanceof Effect.AnnounceSpeaking) {
      speaking = true;
    } else if (effect instanceof Effect.HoldSpeaking) {
      speaking = false;
    } else if (effect instanceof Effect.CompleteEnd) {
      ends++;
    }
  }

  private void dialled(int generation) {
    assertThat(sockets).as("sockets held before dial %d", generation).isEmpty();
    assertThat(generation).as("generation of the dial").isGreaterThan(lastSocket);
    lastSocket = generation;
    sockets.add(generation);
  }

  private static void letGo(List<Integer> held, int generation, Effect effect) {
    assertThat(held.remove((Integer) generation))
        .as("%s releases a held resource", effect)
        .isTrue();
  }

  private static List<Integer> held(boolean held, int generation) {
    return held ? List.of(generation) : List.of();
  }

  private static void assertOnlyTheLateResourceIsClosed(FlowDecision decision) {
    if (decision.event() instanceof VoiceEvent.SocketOpen open) {
      assertThat(decision.effects()).containsExactly(new Effect.AbortSocket(open.generation()));
    } else if (decision.event() instanceof VoiceEvent.UdpReady ready) {
      assertThat(decision.effects()).containsExactly(new Effect.CloseUdp(ready.generation()));
    } else {
      assertThat(decision.effects()).isEmpty();
    }
  }
}
