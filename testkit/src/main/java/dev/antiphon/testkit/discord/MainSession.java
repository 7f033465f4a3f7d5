package dev.antiphon.testkit.discord;

/**
 * The main session of one process of the bot. The session id is guarded by the monitor of the
 * {@link VoiceStates}.
 */
final class MainSession {

  private final Dispatcher dispatcher = new Dispatcher();
  private String id;

  MainSession(String id) {
    this.id = id;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  String id() {
    return id;
  }

  void renew(String newId) {
    id = newId;
  }
}
