package dev.antiphon.testkit;

/** The parts of an {@link EmbeddedVoiceServer}, put together. */
final class ServerParts {

  final Recording recording;
  final Credentials credentials;
  final Sockets sockets = new Sockets();
  final Hall hall;
  final Conversation conversation;
  final UdpFace udp;
  final Ports ports;
  final Mortality mortality;
  final Faults faults;

  /**
   * Puts them together and listens.
   *
   * @throws java.io.UncheckedIOException if a port can not be had
   */
  ServerParts(ServerSettings settings) {
    recording = new Recording(settings.recordingLimit(), settings.listener());
    credentials = new Credentials(settings.token());
    Gate gate = new Gate(settings.behaviour(), sockets.loop());
    faults = new Faults(settings.faults(), recording, sockets.loop(), this::dieFor);
    hall = new Hall(settings, recording, gate, faults, sockets.loop());
    FrameRelay frames = new FrameRelay(settings, recording, hall, faults);
    udp = new UdpFace(recording, hall, gate, faults, frames);
    conversation = new Conversation(settings, recording, hall, credentials, udp);
    Acceptor acceptor =
        new Acceptor(settings, sockets.clients(), conversation, recording, gate, faults);
    try {
      ports = new Ports(sockets, settings, udp, acceptor);
    } catch (RuntimeException e) {
      sockets.close();
      throw e;
    }
    mortality = new Mortality(ports, sockets, hall, recording);
  }

  private void dieFor(FaultAction.Die death) {
    mortality.dieFor(death.time(), death.keepSessions());
  }
}
