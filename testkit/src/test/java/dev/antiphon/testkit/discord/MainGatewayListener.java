package dev.antiphon.testkit.discord;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Records all events of a main gateway: updates unchanged, other events as text. */
final class MainGatewayListener implements DiscordGateway.Listener {

  private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

  static MainGatewayListener at(DiscordGateway gateway) {
    MainGatewayListener listener = new MainGatewayListener();
    gateway.subscribe(listener);
    return listener;
  }

  <T> T next(Class<T> type) {
    try {
      Object event = events.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(event).isInstanceOf(type);
      return type.cast(event);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  VoiceStateUpdate state() {
    return next(VoiceStateUpdate.class);
  }

  VoiceServerUpdate server() {
    return next(VoiceServerUpdate.class);
  }

  /** Returns and removes the events that have already arrived. */
  List<Object> all() {
    List<Object> all = new ArrayList<>();
    events.drainTo(all);
    return all;
  }

  @Override
  public void voiceStateUpdate(VoiceStateUpdate update) {
    events.add(update);
  }

  @Override
  public void voiceServerUpdate(VoiceServerUpdate update) {
    events.add(update);
  }

  @Override
  public void sessionLost() {
    events.add("lost");
  }

  @Override
  public void sessionResumed() {
    events.add("resumed");
  }

  @Override
  public void sessionStarted() {
    events.add("started");
  }

  @Override
  public void guildRemoved(long guildId) {
    events.add("guild " + guildId + " removed");
  }

  @Override
  public void channelDeleted(long guildId, long channelId) {
    events.add("channel " + channelId + " deleted");
  }

  @Override
  public void connectPermissionLost(long guildId, long channelId) {
    events.add("permission for " + channelId + " lost");
  }
}
