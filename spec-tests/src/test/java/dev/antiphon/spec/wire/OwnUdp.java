package dev.antiphon.spec.wire;

import dev.antiphon.udp.internal.DiscoveryPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;

/** The UDP side of a voice server that does nothing by itself, and can be gone for a while. */
final class OwnUdp implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int LONGEST = 1_500;

  private final int port;
  private DatagramSocket socket;
  private InetSocketAddress client;

  OwnUdp() {
    socket = open(0);
    port = socket.getLocalPort();
  }

  String ip() {
    return LOOPBACK.getHostAddress();
  }

  int port() {
    return port;
  }

  /** The next datagram; its sender is who is answered from now on. */
  byte[] receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    socket.receive(packet);
    client = (InetSocketAddress) packet.getSocketAddress();
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  void answerDiscovery(long ssrc) throws IOException {
    send(DiscoveryPacket.reply(ssrc, ip(), client.getPort()).encode());
  }

  void send(byte[] datagram) throws IOException {
    socket.send(new DatagramPacket(datagram, datagram.length, client));
  }

  /** Whoever sends to the port is told that nobody listens. */
  void vanish() {
    socket.close();
  }

  /** Listens again on the same port. */
  void comeBack() {
    socket = open(port);
  }

  private static DatagramSocket open(int port) {
    try {
      DatagramSocket opened = new DatagramSocket(new InetSocketAddress(LOOPBACK, port));
      opened.setSoTimeout((int) HeldOpen.LIMIT.toMillis());
      return opened;
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
