package dev.antiphon.testkit.internal.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Writes datagrams, including empty ones. Netty reports empty datagrams as sent, but does not send
 * them.
 */
public final class UdpSocket {

  private static final AttributeKey<DatagramChannel> BELOW =
      AttributeKey.valueOf(UdpSocket.class, "below");

  private UdpSocket() {}

  /** Returns a channel to bind. */
  static Channel open() {
    try {
      DatagramChannel below = DatagramChannel.open();
      Channel channel = new NioDatagramChannel(below);
      channel.attr(BELOW).set(below);
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a datagram without a flush. It is lost if the socket's buffer is full, as is usual for
   * UDP. Loop only.
   *
   * @return false if the datagram is lost
   */
  public static boolean write(Channel channel, byte[] bytes, InetSocketAddress to) {
    if (!channel.isWritable()) {
      return false;
    }
    if (bytes.length == 0) {
      return writeNothing(channel, to);
    }
    channel.write(new DatagramPacket(Unpooled.wrappedBuffer(bytes), to), channel.voidPromise());
    return true;
  }

  private static boolean writeNothing(Channel channel, InetSocketAddress to) {
    channel.flush();
    try {
      channel.attr(BELOW).get().send(ByteBuffer.allocate(0), to);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
