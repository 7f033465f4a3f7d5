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
 * Creates the {@link DiscordEvent}s. It changes Discord's state and prepares the messages. {@link
 * FakeDiscordGateway} documents each event.
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
    PreviousSession former = formerSession(guildId);
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
            .with(NOTICE, notifying(listener -> listener.channelDeleted(guildId, channelId))));
  }

  private DiscordEvent removed(long guildId, DiscordEvent begun) {
    PreviousSession former = formerSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.put(guildId, OptionalLong.empty());
      states.revoke(guildId);
      return closing(begun.with(STATE, state(guildId)), former);
    }
  }

  DiscordEvent callEnded(long guildId) {
    PreviousSession former = formerSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.revoke(guildId);
      return closing(event(CloseCode.CLOSE_4022), former);
    }
  }

  DiscordEvent guildRemoved(long guildId) {
    PreviousSession former = formerSession(guildId);
    synchronized (states) {
      states.put(guildId, OptionalLong.empty());
      states.revoke(guildId);
      return closing(
          event(CloseCode.CLOSE_4014)
              .with(NOTICE, notifying(listener -> listener.guildRemoved(guildId))),
          former);
    }
  }

  DiscordEvent permissionLost(long guildId) {
    long channelId = requireListed(guildId);
    return event(CloseCode.CLOSE_4014)
        .with(NOTICE, notifying(listener -> listener.connectPermissionLost(guildId, channelId)));
  }

  DiscordEvent failOver(long guildId, AssignedServer to) {
    PreviousSession former = formerSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.revoke(guildId);
      states.assign(guildId, to);
      VoiceServerUpdate gone = states.noServer(guildId);
      return closing(
              event(CloseCode.CLOSE_4022)
                  .with(SERVER_GONE, notifying(listener -> listener.voiceServerUpdate(gone))),
              former)
          .with(SERVER, server(guildId));
    }
  }

  DiscordEvent sessionChanged(long guildId) {
    PreviousSession former = formerSession(guildId);
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
    List<PreviousSession> former = guilds().stream().map(this::formerSession).toList();
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
                      state -> dispatcher.deliver(listener -> listener.voiceStateUpdate(state))))
          .withClose(
              former.stream().allMatch(PreviousSession::possible),
              code -> former.forEach(session -> session.close(code)));
    }
  }

  // Helpers

  private DiscordEvent event(CloseCode usual) {
    return new DiscordEvent(usual, dispatcher::awaitDelivery);
  }

  private static DiscordEvent closing(DiscordEvent event, PreviousSession former) {
    return event.withClose(former.possible(), former::close);
  }

  /** Must not be called with the monitor held: it calls the voice server, which can wait for it. */
  private PreviousSession formerSession(long guildId) {
    AssignedServer server;
    synchronized (states) {
      server = states.servingIn(guildId);
    }
    return PreviousSession.from(server, guildId, userId);
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
    return notifying(listener -> listener.voiceStateUpdate(state));
  }

  /**
   * Issues the token at the first delivery. The update that is delivered last is then the valid
   * one.
   */
  private Runnable server(long guildId) {
    AtomicReference<VoiceServerUpdate> issued = new AtomicReference<>();
    return () -> {
      synchronized (states) {
        VoiceServerUpdate update =
            issued.updateAndGet(known -> known == null ? states.server(guildId) : known);
        dispatcher.dispatch(listener -> listener.voiceServerUpdate(update));
      }
    };
  }

  private Runnable notifying(Consumer<Listener> event) {
    return () -> dispatcher.dispatch(event);
  }
}
