package dev.antiphon.testkit.internal.server;

import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.internal.calls.Calls;
import dev.antiphon.testkit.internal.calls.IssuedCredentials;
import dev.antiphon.testkit.internal.calls.ServerSettings;
import dev.antiphon.testkit.internal.dave.Channels;
import dev.antiphon.testkit.internal.dave.DaveCalls;
import dev.antiphon.testkit.internal.fault.FaultEffects;
import dev.antiphon.testkit.internal.fault.Faults;
import dev.antiphon.testkit.internal.net.Ports;
import dev.antiphon.testkit.internal.net.Sockets;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.session.BehaviourGate;
import dev.antiphon.testkit.internal.session.Target;
import dev.antiphon.testkit.internal.udp.FrameRelay;
import dev.antiphon.testkit.internal.udp.UdpPort;

/** Creates and connects the parts of a {@link RunningServer}. */
public final class ServerParts {

  final ServerRecording recording;
  final IssuedCredentials credentials;
  final Channels channels = new Channels();
  final Sockets sockets = new Sockets();
  final Calls calls;
  final ServerProtocol protocol;
  final UdpPort udp;
  final Ports ports;
  final Outage outage;
  final Acceptor acceptor;
  final Faults faults;
  final DaveCalls daveCalls;
  private final FaultExtraRunner extras;

  /**
   * Connects the parts and starts to listen.
   *
   * @throws java.io.UncheckedIOException if a port is not available
   */
  ServerParts(ServerSettings settings) {
    recording = new ServerRecording(settings.recordingLimit(), settings.listener());
    credentials = new IssuedCredentials(settings.token());
    BehaviourGate gate = new BehaviourGate(settings.behaviour(), sockets.loop());
    faults = new Faults(settings.faults(), recording, sockets.loop(), new Effects());
    daveCalls =
        new DaveCalls(
            settings.dave(), settings.daveTransitionLimit(), channels, recording, sockets.loop());
    calls = new Calls(settings, recording, gate, faults, daveCalls, sockets.loop());
    FrameRelay frames = new FrameRelay(settings, recording, calls, daveCalls, faults);
    udp = new UdpPort(recording, calls, gate, faults, frames);
    ServerMessages messages = new ServerMessages(settings, udp);
    protocol = new ServerProtocol(settings, recording, calls, credentials, messages, daveCalls);
    acceptor = new Acceptor(settings, sockets.clients(), protocol, recording, gate, faults);
    try {
      ports =
          new Ports(
              sockets,
              new Ports.Binding(settings.bindAddress(), settings.port(), settings.udpPort()),
              udp,
              acceptor);
    } catch (RuntimeException e) {
      sockets.close();
      throw e;
    }
    outage = new Outage(ports, sockets.loop(), acceptor, calls, recording);
    extras = new FaultExtraRunner(outage, udp, messages, daveCalls);
  }

  /** Connects the faults to parts that are created after them. */
  private final class Effects implements FaultEffects {
    @Override
    public void die(FaultAction.Die crash) {
      outage.dieFor(crash.time(), crash.keepSessions());
    }

    @Override
    public void extra(FaultExtra extra, Target target) {
      extras.run(extra, target);
    }
  }
}
