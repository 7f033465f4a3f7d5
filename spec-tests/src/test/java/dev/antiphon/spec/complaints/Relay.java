package dev.antiphon.spec.complaints;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A way for one client to a server's UDP port and back, on which the echoes of keepalives get lost.
 */
final class Relay implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int LONGEST = 1_500;
  private static final int KEEPALIVE = 8;

  private final DatagramSocket towardsClient;
  private final DatagramSocket towardsServer;
  private final AtomicReference<SocketAddress> client = new AtomicReference<>();
  private final AtomicInteger swallowed = new AtomicInteger();

  Relay(EmbeddedVoiceServer server) throws SocketException {
    towardsClient = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
    towardsServer = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
    SocketAddress target = new InetSocketAddress(LOOPBACK, server.udpPort());
    start(
        towardsClient,
        packet -> {
          client.set(packet.getSocketAddress());
          packet.setSocketAddress(target);
          towardsServer.send(packet);
        });
    start(
        towardsServer,
        packet -> {
          if (packet.getLength() == KEEPALIVE) {
            swallowed.incrementAndGet();
          } else {
            packet.setSocketAddress(client.get());
            towardsClient.send(packet);
          }
        });
  }

  String ip() {
    return LOOPBACK.getHostAddress();
  }

  int port() {
    return towardsClient.getLocalPort();
  }

  /** How many echoes got lost so far. */
  int swallowed() {
    return swallowed.get();
  }

  /** What becomes of a datagram. */
  private interface Way {
    void take(DatagramPacket packet) throws IOException;
  }

  private static void start(DatagramSocket socket, Way way) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
                  socket.receive(packet);
                  way.take(packet);
                }
              } catch (IOException closed) {
                // One of the sockets is closed, and so the way is.
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  /** The way is gone: who sends to it is told that nobody is there. */
  void vanish() {
    towardsClient.close();
    towardsServer.close();
  }

  @Override
  public void close() {
    vanish();
  }
}
