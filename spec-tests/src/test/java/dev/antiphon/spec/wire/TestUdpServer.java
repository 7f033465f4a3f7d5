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

/**
 * The UDP side of a voice server. It answers only when the test calls it, and its port can close.
 */
final class TestUdpServer implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int LONGEST_DATAGRAM = 1_500;

  private final int port;
  private DatagramSocket socket;
  private InetSocketAddress client;

  TestUdpServer() {
    socket = open(0);
    port = socket.getLocalPort();
  }

  String ip() {
    return LOOPBACK.getHostAddress();
  }

  int port() {
    return port;
  }

  /** Receives the next datagram. Later answers go to its sender. */
  byte[] receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[LONGEST_DATAGRAM], LONGEST_DATAGRAM);
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

  /** Closes the port. Senders then receive an ICMP "port unreachable" error. */
  void closePort() {
    socket.close();
  }

  /** Opens the same port again. */
  void reopenPort() {
    socket = open(port);
  }

  private static DatagramSocket open(int port) {
    try {
      DatagramSocket opened = new DatagramSocket(new InetSocketAddress(LOOPBACK, port));
      opened.setSoTimeout((int) TestBench.LIMIT.toMillis());
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
