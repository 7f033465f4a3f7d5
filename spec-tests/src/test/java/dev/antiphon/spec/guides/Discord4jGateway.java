package dev.antiphon.spec.guides;

// doc:begin Discord4jGateway
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import discord4j.discordjson.Id;
import discord4j.discordjson.json.ChannelData;
import discord4j.discordjson.json.UnavailableGuildData;
import discord4j.discordjson.json.VoiceStateData;
import discord4j.discordjson.json.gateway.ChannelDelete;
import discord4j.discordjson.json.gateway.Dispatch;
import discord4j.discordjson.json.gateway.GuildDelete;
import discord4j.discordjson.json.gateway.Ready;
import discord4j.discordjson.json.gateway.Resumed;
import discord4j.discordjson.json.gateway.VoiceStateUpdateDispatch;
import discord4j.gateway.GatewayClient;
import discord4j.gateway.json.GatewayPayload;
import discord4j.gateway.retry.GatewayStateChange;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Mono;

/** Connects Antiphon to the main gateway of one Discord4J shard. */
public final class Discord4jGateway implements DiscordGateway {
  private final GatewayClient shard;
  private volatile Thread dispatching; // the thread of the last event

  /** Uses this shard, for example {@code client.getGatewayClient(0).orElseThrow()}. */
  public Discord4jGateway(GatewayClient shard) {
    this.shard = shard;
  }

  @Override
  public CompletionStage<Void> send(UpdateVoiceState update) {
    Optional<Id> channel =
        update.channelId().isPresent()
            ? Optional.of(Id.of(update.channelId().getAsLong()))
            : Optional.empty();
    var command =
        discord4j.discordjson.json.gateway.VoiceStateUpdate.builder()
            .guildId(update.guildId())
            .channelId(channel)
            .selfMute(update.selfMute())
            .selfDeaf(update.selfDeaf())
            .build();
    // Without a session, Discord4J would queue the command and send it in the next session. Fail
    // instead.
    return shard
        .isConnected()
        .flatMap(
            up -> up ? sendCommand(command) : Mono.error(new IllegalStateException("no session")))
        .toFuture();
  }

  private Mono<Void> sendCommand(discord4j.discordjson.json.gateway.VoiceStateUpdate command) {
    return shard.send(Mono.just(GatewayPayload.voiceStateUpdate(command)));
  }

  @Override
  public Subscription subscribe(Listener listener) {
    var events = shard.dispatch().subscribe(dispatch -> deliver(listener, dispatch));
    return events::dispose;
  }

  @Override
  public boolean isDispatchThread() {
    return dispatching == Thread.currentThread();
  }

  private void deliver(Listener listener, Dispatch dispatch) {
    dispatching = Thread.currentThread();
    if (dispatch instanceof VoiceStateUpdateDispatch update) {
      voiceState(listener, update.voiceState());
    } else if (dispatch instanceof discord4j.discordjson.json.gateway.VoiceServerUpdate update) {
      listener.voiceServerUpdate(
          new VoiceServerUpdate(
              update.guildId().asLong(), update.token(), Optional.ofNullable(update.endpoint())));
    } else if (dispatch instanceof Ready) {
      listener.sessionStarted();
    } else if (dispatch instanceof Resumed) {
      listener.sessionResumed();
    } else if (dispatch instanceof GatewayStateChange change) {
      stateChanged(listener, change.getState());
    } else if (dispatch instanceof GuildDelete deleted) {
      guildDeleted(listener, deleted.guild());
    } else if (dispatch instanceof ChannelDelete deleted) {
      channelDeleted(listener, deleted.channel());
    }
  }

  private static void voiceState(Listener listener, VoiceStateData state) {
    OptionalLong channel =
        state.channelId().map(id -> OptionalLong.of(id.asLong())).orElse(OptionalLong.empty());
    state
        .guildId()
        .toOptional()
        .ifPresent(
            guild ->
                listener.voiceStateUpdate(
                    new VoiceStateUpdate(
                        guild.asLong(),
                        channel,
                        state.userId().asLong(),
                        state.sessionId(),
                        state.selfMute(),
                        state.selfDeaf())));
  }

  private static void stateChanged(Listener listener, GatewayStateChange.State state) {
    switch (state) {
      case DISCONNECTED,
          DISCONNECTED_RESUME,
          RETRY_STARTED,
          RETRY_RESUME_STARTED,
          SESSION_INVALIDATED ->
          listener.sessionLost();
      case CONNECTED, RETRY_SUCCEEDED, RETRY_FAILED -> {} // reported by Ready and Resumed
    }
  }

  private static void guildDeleted(Listener listener, UnavailableGuildData guild) {
    if (!guild.unavailable().toOptional().orElse(false)) { // an outage is not a removal
      listener.guildRemoved(guild.id().asLong());
    }
  }

  private static void channelDeleted(Listener listener, ChannelData channel) {
    channel
        .guildId()
        .toOptional()
        .ifPresent(guild -> listener.channelDeleted(guild.asLong(), channel.id().asLong()));
  }
}
// doc:end
