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

/** Hears everything that a main gateway says: updates as they are, the rest by name. */
final class MainGatewayListener implements DiscordGateway.Listener {

  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

  static MainGatewayListener at(DiscordGateway gateway) {
    MainGatewayListener ear = new MainGatewayListener();
    gateway.subscribe(ear);
    return ear;
  }

  <T> T next(Class<T> type) {
    try {
      Object event = heard.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
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

  /** What has been heard already and was not taken yet; gone after that. */
  List<Object> all() {
    List<Object> all = new ArrayList<>();
    heard.drainTo(all);
    return all;
  }

  @Override
  public void voiceStateUpdate(VoiceStateUpdate update) {
    heard.add(update);
  }

  @Override
  public void voiceServerUpdate(VoiceServerUpdate update) {
    heard.add(update);
  }

  @Override
  public void sessionLost() {
    heard.add("lost");
  }

  @Override
  public void sessionResumed() {
    heard.add("resumed");
  }

  @Override
  public void sessionStarted() {
    heard.add("started");
  }

  @Override
  public void guildRemoved(long guildId) {
    heard.add("guild " + guildId + " removed");
  }

  @Override
  public void channelDeleted(long guildId, long channelId) {
    heard.add("channel " + channelId + " deleted");
  }

  @Override
  public void connectPermissionLost(long guildId, long channelId) {
    heard.add("permission for " + channelId + " lost");
  }
}
