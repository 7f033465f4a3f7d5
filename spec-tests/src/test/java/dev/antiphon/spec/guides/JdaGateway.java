package dev.antiphon.spec.guides;

// doc:begin JdaGateway
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.MainGatewayCodec;
import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.UpdateVoiceState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.RawGatewayEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.internal.JDAImpl;
import net.dv8tion.jda.internal.requests.WebSocketClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects Antiphon to the main gateway of one JDA shard. */
public final class JdaGateway implements DiscordGateway, EventListener {
  private static final Logger LOG = LoggerFactory.getLogger(JdaGateway.class);

  private final MainGatewayCodec codec = new MainGatewayCodec();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final JDA jda;
  private final Consumer<DataObject> socket;

  JdaGateway(JDA jda, Consumer<DataObject> socket) {
    this.jda = jda;
    this.socket = socket;
  }

  /** Uses this JDA shard. Build it with {@code setRawEventsEnabled(true)}. */
  public static JdaGateway of(JDA jda) {
    JdaGateway gateway = new JdaGateway(jda, command -> ((JDAImpl) jda).getClient().send(command));
    jda.addEventListener(gateway);
    return gateway;
  }

  @Override
  public CompletionStage<Void> send(UpdateVoiceState update) {
    // Without a session, JDA would queue the command and send it in the next session. Fail instead.
    if (!isUp(jda.getStatus())) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("JDA has no session, its status is " + jda.getStatus()));
    }
    socket.accept(DataObject.fromJson(codec.encode(update)));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Subscription subscribe(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public boolean isDispatchThread() {
    return WebSocketClient.WS_THREAD.get(); // JDA sets it on the thread that reads its socket
  }

  @Override
  public void onEvent(GenericEvent event) {
    if (event instanceof SessionDisconnectEvent
        || event instanceof SessionInvalidateEvent
        || event instanceof ShutdownEvent) {
      deliver(Listener::sessionLost);
    } else if (event instanceof RawGatewayEvent raw) {
      try {
        dispatched(raw);
      } catch (MalformedMessageException e) {
        LOG.warn("{} could not be decoded: {}", raw.getType(), e.getMessage());
      }
    }
  }

  private void dispatched(RawGatewayEvent raw) throws MalformedMessageException {
    switch (raw.getType()) {
      case "VOICE_STATE_UPDATE" -> voiceState(raw.getPayload());
      case "VOICE_SERVER_UPDATE" -> {
        var update = codec.decodeVoiceServer(raw.getPayload().toString());
        deliver(listener -> listener.voiceServerUpdate(update));
      }
      case "READY" -> deliver(Listener::sessionStarted);
      case "RESUMED" -> deliver(Listener::sessionResumed);
      case "GUILD_DELETE" -> guildDeleted(raw.getPayload());
      case "CHANNEL_DELETE" -> channelDeleted(raw.getPayload());
      default -> {}
    }
  }

  private void voiceState(DataObject state) throws MalformedMessageException {
    boolean isThisBot = state.getString("user_id").equals(jda.getSelfUser().getId());
    if (isThisBot && !state.isNull("guild_id")) {
      var update = codec.decodeVoiceState(state.toString());
      deliver(listener -> listener.voiceStateUpdate(update));
    }
  }

  private void guildDeleted(DataObject guild) {
    if (!guild.getBoolean("unavailable", false)) { // an outage is not a removal
      deliver(listener -> listener.guildRemoved(guild.getUnsignedLong("id")));
    }
  }

  private void channelDeleted(DataObject channel) {
    if (!channel.isNull("guild_id")) {
      deliver(
          listener ->
              listener.channelDeleted(
                  channel.getUnsignedLong("guild_id"), channel.getUnsignedLong("id")));
    }
  }

  private void deliver(Consumer<Listener> event) {
    listeners.forEach(event);
  }

  private static boolean isUp(JDA.Status status) {
    return status == JDA.Status.CONNECTED || status == JDA.Status.LOADING_SUBSYSTEMS;
  }
}
// doc:end
