package dev.antiphon.testkit;

/** The parts of an {@link EmbeddedVoiceServer}, put together. */
final class ServerParts {

  final Recording recording;
  final Credentials credentials;
  final Channels channels = new Channels();
  final Sockets sockets = new Sockets();
  final Hall hall;
  final Conversation conversation;
  final UdpFace udp;
  final Ports ports;
  final Mortality mortality;
  final Faults faults;
  final DaveCalls daveCalls;
  private final Extras extras;

  /**
   * Puts them together and listens.
   *
   * @throws java.io.UncheckedIOException if a port can not be had
   */
  ServerParts(ServerSettings settings) {
    recording = new Recording(settings.recordingLimit(), settings.listener());
    credentials = new Credentials(settings.token());
    Gate gate = new Gate(settings.behaviour(), sockets.loop());
    faults = new Faults(settings.faults(), recording, sockets.loop(), new Deeds());
    daveCalls = new DaveCalls(settings, channels, recording, sockets.loop());
    hall = new Hall(settings, recording, gate, faults, daveCalls, sockets.loop());
    FrameRelay frames = new FrameRelay(settings, recording, hall, faults);
    udp = new UdpFace(recording, hall, gate, faults, frames);
    Utterances utterances = new Utterances(settings, udp);
    conversation = new Conversation(settings, recording, hall, credentials, utterances, daveCalls);
    Acceptor acceptor =
        new Acceptor(settings, sockets.clients(), conversation, recording, gate, faults);
    try {
      ports = new Ports(sockets, settings, udp, acceptor);
    } catch (RuntimeException e) {
      sockets.close();
      throw e;
    }
    mortality = new Mortality(ports, sockets, hall, recording);
    extras = new Extras(mortality, udp, utterances, daveCalls);
  }

  /** Faults come first, and what they do is done by parts that come after them. */
  private final class Deeds implements FaultDeeds {
    @Override
    public void die(FaultAction.Die death) {
      mortality.dieFor(death.time(), death.keepSessions());
    }

    @Override
    public void besides(FaultExtra extra, Party party) {
      extras.execute(extra, party);
    }
  }
}
