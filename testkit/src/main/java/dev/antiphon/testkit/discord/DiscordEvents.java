package dev.antiphon.testkit.discord;

import static dev.antiphon.testkit.discord.DiscordEvent.Step.NOTICE;
import static dev.antiphon.testkit.discord.DiscordEvent.Step.SERVER;
import static dev.antiphon.testkit.discord.DiscordEvent.Step.SERVER_GONE;
import static dev.antiphon.testkit.discord.DiscordEvent.Step.STATE;

import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.DiscordGateway.Listener;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
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
  private final MainSession session;
  private final Dispatcher dispatcher;
  private final Answers answers;

  DiscordEvents(long userId, VoiceStates states, MainSession session, Answers answers) {
    this.userId = userId;
    this.states = states;
    this.session = session;
    this.dispatcher = session.dispatcher();
    this.answers = answers;
  }

  DiscordEvent moved(long guildId, long channelId) {
    PreviousSession previous = previousSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.put(guildId, OptionalLong.of(channelId));
      states.revoke(guildId);
      return closing(
          event(CloseCode.CLOSE_4014).with(STATE, state(guildId)).with(SERVER, server(guildId)),
          previous);
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

  private DiscordEvent removed(long guildId, DiscordEvent event) {
    PreviousSession previous = previousSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.put(guildId, OptionalLong.empty());
      states.revoke(guildId);
      return closing(event.with(STATE, state(guildId)), previous);
    }
  }

  DiscordEvent callEnded(long guildId) {
    PreviousSession previous = previousSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.revoke(guildId);
      return closing(event(CloseCode.CLOSE_4022), previous);
    }
  }

  DiscordEvent guildRemoved(long guildId) {
    PreviousSession previous = previousSession(guildId);
    synchronized (states) {
      states.put(guildId, OptionalLong.empty());
      states.revoke(guildId);
      return closing(
          event(CloseCode.CLOSE_4014)
              .with(NOTICE, notifying(listener -> listener.guildRemoved(guildId))),
          previous);
    }
  }

  DiscordEvent permissionLost(long guildId) {
    long channelId = requireListed(guildId);
    return event(CloseCode.CLOSE_4014)
        .with(NOTICE, notifying(listener -> listener.connectPermissionLost(guildId, channelId)));
  }

  DiscordEvent failOver(long guildId, AssignedServer to) {
    PreviousSession previous = previousSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.revoke(guildId);
      states.assign(guildId, to);
      VoiceServerUpdate gone = states.noServer(guildId);
      return closing(
              event(CloseCode.CLOSE_4022)
                  .with(
                      SERVER_GONE,
                      notifyingOwner(guildId, listener -> listener.voiceServerUpdate(gone))),
              previous)
          .with(SERVER, server(guildId));
    }
  }

  DiscordEvent sessionChanged(long guildId) {
    PreviousSession previous = previousSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.renew(states.owner(guildId));
      states.revoke(guildId);
      return closing(
          event(CloseCode.CLOSE_4006).with(STATE, state(guildId)).with(SERVER, server(guildId)),
          previous);
    }
  }

  DiscordEvent takenOver(long guildId, long channelId) {
    PreviousSession previous = previousSession(guildId);
    synchronized (states) {
      requireListed(guildId);
      states.own(guildId, states.unknownProcess());
      states.put(guildId, OptionalLong.of(channelId));
      states.revoke(guildId);
      return closing(event(CloseCode.CLOSE_4014).with(STATE, state(guildId)), previous);
    }
  }

  DiscordEvent newSession() {
    List<PreviousSession> previous = guilds().stream().map(this::previousSession).toList();
    synchronized (states) {
      answers.forget();
      dispatcher.forget();
      List<VoiceStateUpdate> forgotten = states.discard(session);
      forgotten.forEach(state -> states.revoke(state.guildId()));
      return event(CloseCode.CLOSE_4014)
          .with(NOTICE, dispatcher::begin)
          .with(
              STATE,
              () ->
                  forgotten.forEach(
                      state -> dispatcher.deliver(listener -> listener.voiceStateUpdate(state))))
          .withClose(
              previous.stream().allMatch(PreviousSession::possible),
              code -> previous.forEach(session -> session.close(code)));
    }
  }

  /** Sends the last VOICE_SERVER_UPDATE of a guild again. */
  void repeatServer(long guildId) {
    synchronized (states) {
      VoiceServerUpdate last =
          states
              .lastServer(guildId)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "No VOICE_SERVER_UPDATE was sent for this guild yet."));
      notifyingOwner(guildId, listener -> listener.voiceServerUpdate(last)).run();
    }
    states.awaitDelivery();
  }

  /** Changes the flags, and sends the VOICE_STATE_UPDATE. */
  void flagsChanged(long guildId, boolean selfMute, boolean selfDeaf) {
    synchronized (states) {
      states.apply(
          states.owner(guildId),
          new UpdateVoiceState(guildId, states.channelIn(guildId), selfMute, selfDeaf));
    }
    repeatState(guildId);
  }

  /** Sends the current VOICE_STATE_UPDATE of a guild again. */
  void repeatState(long guildId) {
    synchronized (states) {
      state(guildId).run();
    }
    states.awaitDelivery();
  }

  // Helpers

  private DiscordEvent event(CloseCode closeCode) {
    return new DiscordEvent(closeCode, states::awaitDelivery);
  }

  private static DiscordEvent closing(DiscordEvent event, PreviousSession previous) {
    return event.withClose(previous.possible(), previous::close);
  }

  /** Must not be called with the monitor held: it calls the voice server, which can wait for it. */
  private PreviousSession previousSession(long guildId) {
    AssignedServer server;
    synchronized (states) {
      server = states.servingIn(guildId);
    }
    return PreviousSession.from(server, guildId, userId);
  }

  private List<Long> guilds() {
    synchronized (states) {
      return states.guilds().stream().filter(guild -> states.owner(guild) == session).toList();
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
        states.owner(guildId).dispatcher().dispatch(listener -> listener.voiceServerUpdate(update));
      }
    };
  }

  private Runnable notifyingOwner(long guildId, Consumer<Listener> event) {
    Dispatcher owner = states.owner(guildId).dispatcher();
    return () -> owner.dispatch(event);
  }

  private Runnable notifying(Consumer<Listener> event) {
    return () -> states.dispatch(event);
  }
}
