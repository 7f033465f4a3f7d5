package dev.antiphon.testkit.discord;

import static dev.antiphon.testkit.discord.DiscordEvent.Step.NOTICE;
import static dev.antiphon.testkit.discord.DiscordEvent.Step.SERVER;
import static dev.antiphon.testkit.discord.DiscordEvent.Step.SERVER_GONE;
import static dev.antiphon.testkit.discord.DiscordEvent.Step.STATE;

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
 * Makes the {@link DiscordEvent}s: changes what Discord knows, and prepares what it says of it.
 * {@link FakeDiscordGateway} tells what each of them is.
 */
final class DiscordEvents {

  private final long userId;
  private final VoiceStates states;
  private final Dispatcher dispatcher;
  private final Answers answers;

  DiscordEvents(long userId, VoiceStates states, Dispatcher dispatcher, Answers answers) {
    this.userId = userId;
    this.states = states;
    this.dispatcher = dispatcher;
    this.answers = answers;
  }

  DiscordEvent moved(long guildId, long channelId) {
    FormerSession former = formerSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.put(guildId, OptionalLong.of(channelId));
      states.revoke(guildId);
      return closing(
          event(CloseCode.CLOSE_4014).with(STATE, state(guildId)).with(SERVER, server(guildId)),
          former);
    }
  }

  DiscordEvent kicked(long guildId) {
    return removed(guildId, event(CloseCode.CLOSE_4014));
  }

  DiscordEvent channelDeleted(long guildId) {
    long channelId = requireListed(guildId);
    return removed(
        guildId,
        event(CloseCode.CLOSE_4022)
            .with(NOTICE, telling(listener -> listener.channelDeleted(guildId, channelId))));
  }

  private DiscordEvent removed(long guildId, DiscordEvent begun) {
    FormerSession former = formerSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.put(guildId, OptionalLong.empty());
      states.revoke(guildId);
      return closing(begun.with(STATE, state(guildId)), former);
    }
  }

  DiscordEvent callEnded(long guildId) {
    FormerSession former = formerSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.revoke(guildId);
      return closing(event(CloseCode.CLOSE_4022), former);
    }
  }

  DiscordEvent guildRemoved(long guildId) {
    FormerSession former = formerSession(guildId);
    synchronized (states) {
      states.put(guildId, OptionalLong.empty());
      states.revoke(guildId);
      return closing(
          event(CloseCode.CLOSE_4014)
              .with(NOTICE, telling(listener -> listener.guildRemoved(guildId))),
          former);
    }
  }

  DiscordEvent permissionLost(long guildId) {
    long channelId = requireListed(guildId);
    return event(CloseCode.CLOSE_4014)
        .with(NOTICE, telling(listener -> listener.connectPermissionLost(guildId, channelId)));
  }

  DiscordEvent failOver(long guildId, GivenServer to) {
    FormerSession former = formerSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.revoke(guildId);
      states.assign(guildId, to);
      VoiceServerUpdate gone = states.noServer(guildId);
      return closing(
              event(CloseCode.CLOSE_4022)
                  .with(SERVER_GONE, telling(listener -> listener.voiceServerUpdate(gone))),
              former)
          .with(SERVER, server(guildId));
    }
  }

  DiscordEvent sessionChanged(long guildId) {
    FormerSession former = formerSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.renewSession();
      states.revoke(guildId);
      return closing(
          event(CloseCode.CLOSE_4006).with(STATE, state(guildId)).with(SERVER, server(guildId)),
          former);
    }
  }

  DiscordEvent newSession() {
    List<FormerSession> former = guilds().stream().map(this::formerSession).toList();
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
      return event(CloseCode.CLOSE_4014)
          .with(NOTICE, dispatcher::begin)
          .with(
              STATE,
              () ->
                  forgotten.forEach(
                      state -> dispatcher.announce(listener -> listener.voiceStateUpdate(state))))
          .withClose(
              former.stream().allMatch(FormerSession::possible),
              code -> former.forEach(session -> session.close(code)));
    }
  }

  // The parts of them

  private DiscordEvent event(CloseCode usual) {
    return new DiscordEvent(usual, dispatcher::settle);
  }

  private static DiscordEvent closing(DiscordEvent event, FormerSession former) {
    return event.withClose(former.possible(), former::close);
  }

  /** Not under the monitor: the voice server is asked, which may be waiting for it. */
  private FormerSession formerSession(long guildId) {
    GivenServer server;
    synchronized (states) {
      server = states.servingIn(guildId);
    }
    return FormerSession.from(server, guildId, userId);
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
