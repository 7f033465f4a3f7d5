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

/** A UDP relay between one client and a server. It drops the echoes of keepalives. */
final class Relay implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int LONGEST_DATAGRAM = 1_500;
  private static final int KEEPALIVE_BYTES = 8;

  private final DatagramSocket towardsClient;
  private final DatagramSocket towardsServer;
  private final AtomicReference<SocketAddress> client = new AtomicReference<>();
  private final AtomicInteger dropped = new AtomicInteger();

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
          if (packet.getLength() == KEEPALIVE_BYTES) {
            dropped.incrementAndGet();
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

  /** The number of echoes dropped so far. */
  int dropped() {
    return dropped.get();
  }

  /** Handles a received datagram. */
  private interface DatagramHandler {
    void take(DatagramPacket packet) throws IOException;
  }

  private static void start(DatagramSocket socket, DatagramHandler handler) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  DatagramPacket packet =
                      new DatagramPacket(new byte[LONGEST_DATAGRAM], LONGEST_DATAGRAM);
                  socket.receive(packet);
                  handler.take(packet);
                }
              } catch (IOException closed) {
                // One of the sockets is closed: the relay ends.
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  /** Closes the ports. Senders then receive an ICMP "port unreachable" error. */
  void closePorts() {
    towardsClient.close();
    towardsServer.close();
  }

  @Override
  public void close() {
    closePorts();
  }
}
