package dev.antiphon.testkit;

import static dev.antiphon.testkit.Happening.Step.NOTICE;
import static dev.antiphon.testkit.Happening.Step.SERVER;
import static dev.antiphon.testkit.Happening.Step.SERVER_GONE;
import static dev.antiphon.testkit.Happening.Step.STATE;

import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.DiscordGateway.Listener;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Makes the {@link Happening}s: changes what Discord knows, and prepares what it says of it. {@link
 * FakeDiscordGateway} tells what each of them is.
 */
final class Scenes {

  private final long userId;
  private final VoiceStates states;
  private final Dispatcher dispatcher;
  private final Answers answers;

  Scenes(long userId, VoiceStates states, Dispatcher dispatcher, Answers answers) {
    this.userId = userId;
    this.states = states;
    this.dispatcher = dispatcher;
    this.answers = answers;
  }

  Happening moved(long guildId, long channelId) {
    Ejection former = ejection(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.put(guildId, OptionalLong.of(channelId));
      states.revoke(guildId);
      return closing(
          happening(CloseCode.CLOSE_4014).with(STATE, state(guildId)).with(SERVER, server(guildId)),
          former);
    }
  }

  Happening kicked(long guildId) {
    return removed(guildId, happening(CloseCode.CLOSE_4014));
  }

  Happening channelDeleted(long guildId) {
    long channelId = requireListed(guildId);
    return removed(
        guildId,
        happening(CloseCode.CLOSE_4022)
            .with(NOTICE, telling(listener -> listener.channelDeleted(guildId, channelId))));
  }

  private Happening removed(long guildId, Happening begun) {
    Ejection former = ejection(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.put(guildId, OptionalLong.empty());
      states.revoke(guildId);
      return closing(begun.with(STATE, state(guildId)), former);
    }
  }

  Happening callEnded(long guildId) {
    Ejection former = ejection(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.revoke(guildId);
      return closing(happening(CloseCode.CLOSE_4022), former);
    }
  }

  Happening guildRemoved(long guildId) {
    Ejection former = ejection(guildId);
    synchronized (states) {
      states.put(guildId, OptionalLong.empty());
      states.revoke(guildId);
      return closing(
          happening(CloseCode.CLOSE_4014)
              .with(NOTICE, telling(listener -> listener.guildRemoved(guildId))),
          former);
    }
  }

  Happening permissionLost(long guildId) {
    long channelId = requireListed(guildId);
    return happening(CloseCode.CLOSE_4014)
        .with(NOTICE, telling(listener -> listener.connectPermissionLost(guildId, channelId)));
  }

  Happening failOver(long guildId, GivenServer to) {
    Ejection former = ejection(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.revoke(guildId);
      states.assign(guildId, to);
      VoiceServerUpdate gone = states.noServer(guildId);
      return closing(
              happening(CloseCode.CLOSE_4022)
                  .with(SERVER_GONE, telling(listener -> listener.voiceServerUpdate(gone))),
              former)
          .with(SERVER, server(guildId));
    }
  }

  Happening sessionChanged(long guildId) {
    Ejection former = ejection(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.renewSession();
      states.revoke(guildId);
      return closing(
          happening(CloseCode.CLOSE_4006).with(STATE, state(guildId)).with(SERVER, server(guildId)),
          former);
    }
  }

  Happening newSession() {
    List<Ejection> former = guilds().stream().map(this::ejection).toList();
    synchronized (states) {
      answers.forget();
      dispatcher.forget();
      List<VoiceStateUpdate> forgotten = new ArrayList<>();
      for (long guildId : states.guilds()) {
        states.put(guildId, OptionalLong.empty());
        forgotten.add(states.state(guildId));
      }
      states.renewSession();
      forgotten.forEach(state -> states.revoke(state.guildId()));
      return happening(CloseCode.CLOSE_4014)
          .with(NOTICE, dispatcher::begin)
          .with(
              STATE,
              () ->
                  forgotten.forEach(
                      state -> dispatcher.announce(listener -> listener.voiceStateUpdate(state))))
          .withClose(
              former.stream().allMatch(Ejection::possible),
              code -> former.forEach(session -> session.close(code)));
    }
  }

  // The parts of them

  private Happening happening(CloseCode usual) {
    return new Happening(usual, dispatcher::settle);
  }

  private static Happening closing(Happening happening, Ejection former) {
    return happening.withClose(former.possible(), former::close);
  }

  /** Not under the monitor: the voice server is asked, which may be waiting for it. */
  private Ejection ejection(long guildId) {
    GivenServer server;
    synchronized (states) {
      server = states.servingIn(guildId);
    }
    return Ejection.from(server, guildId, userId);
  }

  private List<Long> guilds() {
    synchronized (states) {
      return states.guilds();
    }
  }

  private long requireListed(long guildId) {
    synchronized (states) {
      return states
          .channelIn(guildId)
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "Expected the user to be in a channel of guild %s, but it is in none."
                          .formatted(Long.toUnsignedString(guildId))));
    }
  }

  private Runnable state(long guildId) {
    VoiceStateUpdate state = states.state(guildId);
    return telling(listener -> listener.voiceStateUpdate(state));
  }

  /** The token is issued when it is told of first, so that the one told of last counts. */
  private Runnable server(long guildId) {
    AtomicReference<VoiceServerUpdate> told = new AtomicReference<>();
    return () -> {
      synchronized (states) {
        VoiceServerUpdate update =
            told.updateAndGet(known -> known == null ? states.server(guildId) : known);
        dispatcher.tell(listener -> listener.voiceServerUpdate(update));
      }
    };
  }

  private Runnable telling(Consumer<Listener> event) {
    return () -> dispatcher.tell(event);
  }
}
