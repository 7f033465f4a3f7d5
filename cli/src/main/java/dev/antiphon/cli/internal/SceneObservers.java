package dev.antiphon.cli.internal;

import dev.antiphon.audit.Transition;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.record.ServerEvent;
import java.util.List;

/** Forwards events to several observers. */
record SceneObservers(List<SceneObserver> all) implements SceneObserver {
  @Override
  public void transition(Transition transition) {
    all.forEach(observer -> observer.transition(transition));
  }

  @Override
  public void server(ServerEvent event) {
    all.forEach(observer -> observer.server(event));
  }

  @Override
  public void sent(UpdateVoiceState update) {
    all.forEach(observer -> observer.sent(update));
  }

  @Override
  public void received(VoiceStateUpdate update) {
    all.forEach(observer -> observer.received(update));
  }

  @Override
  public void received(VoiceServerUpdate update) {
    all.forEach(observer -> observer.received(update));
  }

  @Override
  public void leaving() {
    all.forEach(SceneObserver::leaving);
  }

  @Override
  public void ended() {
    all.forEach(SceneObserver::ended);
  }
}
