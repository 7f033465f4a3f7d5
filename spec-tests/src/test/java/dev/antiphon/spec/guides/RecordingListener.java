package dev.antiphon.spec.guides;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import java.util.ArrayList;
import java.util.List;

/** Records the events of a gateway in order. */
final class RecordingListener implements DiscordGateway.Listener {
  private final List<Object> all = new ArrayList<>();

  List<Object> all() {
    return all;
  }

  @Override
  public void voiceStateUpdate(VoiceStateUpdate update) {
    all.add(update);
  }

  @Override
  public void voiceServerUpdate(VoiceServerUpdate update) {
    all.add(update);
  }

  @Override
  public void sessionLost() {
    all.add("lost");
  }

  @Override
  public void sessionResumed() {
    all.add("resumed");
  }

  @Override
  public void sessionStarted() {
    all.add("started");
  }

  @Override
  public void guildRemoved(long guildId) {
    all.add("removed from " + guildId);
  }

  @Override
  public void channelDeleted(long guildId, long channelId) {
    all.add("deleted " + channelId + " of " + guildId);
  }
}
