package dev.antiphon;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.internal.connection.CommandRefusedException;
import dev.antiphon.internal.connection.ConnectionActor;
import dev.antiphon.internal.connection.VoiceRuntime;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers events of the application's main gateway to the connection of their guild (rule G1). */
final class MainGatewayEvents implements DiscordGateway.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(MainGatewayEvents.class);

  private final VoiceRuntime runtime;
  private final Guilds guilds;
  private final DispatchThread dispatch;

  MainGatewayEvents(VoiceRuntime runtime, Guilds guilds, DispatchThread dispatch) {
    this.runtime = runtime;
    this.guilds = guilds;
    this.dispatch = dispatch;
  }

  @Override
  public void voiceStateUpdate(VoiceStateUpdate update) {
    dispatch.record();
    if (update.userId() == runtime.userId()) {
      guilds
          .connection(update.guildId())
          .ifPresentOrElse(
              connection -> deliver(connection, actor -> actor.deliver(update)),
              () -> runtime.voiceStateWithoutConnection(update));
    }
  }

  @Override
  public void voiceServerUpdate(VoiceServerUpdate update) {
    dispatch.record();
    deliver(update.guildId(), actor -> actor.deliver(update));
  }

  @Override
  public void sessionLost() {
    dispatch.record();
    deliverToAll(VoiceEvent.MainSession.Change.LOST);
  }

  @Override
  public void sessionResumed() {
    dispatch.record();
    deliverToAll(VoiceEvent.MainSession.Change.RESUMED);
  }

  @Override
  public void sessionStarted() {
    dispatch.record();
    deliverToAll(VoiceEvent.MainSession.Change.NEW);
  }

  @Override
  public void guildRemoved(long guildId) {
    dispatch.record();
    deliver(guildId, actor -> actor.evicted(DisconnectReason.GUILD_REMOVED));
  }

  @Override
  public void channelDeleted(long guildId, long channelId) {
    dispatch.record();
    deliver(guildId, actor -> actor.evictedFrom(channelId, DisconnectReason.CHANNEL_DELETED));
  }

  @Override
  public void connectPermissionLost(long guildId, long channelId) {
    dispatch.record();
    deliver(guildId, actor -> actor.evictedFrom(channelId, DisconnectReason.PERMISSION_LOST));
  }

  private void deliver(long guildId, Consumer<ConnectionActor> event) {
    guilds.connection(guildId).ifPresent(connection -> deliver(connection, event));
  }

  private static void deliver(Connection connection, Consumer<ConnectionActor> event) {
    try {
      event.accept(connection.actor());
    } catch (CommandRefusedException e) {
      LOG.error("{} dropped an event of the main gateway: {}", connection, e.getMessage());
    }
  }

  private void deliverToAll(VoiceEvent.MainSession.Change change) {
    runtime.mainSession(change);
    guilds
        .connections()
        .forEach(connection -> deliver(connection, actor -> actor.mainSession(change)));
  }
}
