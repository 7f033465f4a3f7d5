package dev.antiphon.testkit;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Where a server listens: opened at its start, closed while it is dead, then opened again at the
 * same addresses.
 */
final class Ports {

  /** Another process may have got the port meanwhile, or the selector not yet let go of it. */
  private static final int ATTEMPTS = 500;

  private static final long PAUSE_MILLIS = 20;

  private final Sockets sockets;
  private final ChannelHandler udp;
  private final ChannelHandler acceptor;
  private final boolean alsoIpv6;
  private final InetSocketAddress udpAddress;
  private final InetSocketAddress webSocketAddress;

  /** Counts closings, so that an opening knows whether it is still wanted. Loop only. */
  private int closings;

  /**
   * Opens them.
   *
   * @throws java.io.UncheckedIOException if a port can not be had
   */
  Ports(Sockets sockets, ServerSettings settings, ChannelHandler udp, ChannelHandler acceptor) {
    this.sockets = sockets;
    this.udp = udp;
    this.acceptor = acceptor;
    this.alsoIpv6 = settings.bindAddress().isEmpty();
    InetAddress address = settings.bindAddress().orElse(NetUtil.LOCALHOST4);
    this.udpAddress = sockets.openUdp(new InetSocketAddress(address, settings.udpPort()), udp);
    this.webSocketAddress =
        sockets.openTcp(new InetSocketAddress(address, settings.port()), acceptor);
    if (alsoIpv6) {
      sockets.openTcpOnIpv6Loopback(webSocketAddress.getPort(), acceptor);
    }
  }

  InetSocketAddress udpAddress() {
    return udpAddress;
  }

  InetSocketAddress webSocketAddress() {
    return webSocketAddress;
  }

  /** On the loop: nothing can be reached any more. */
  void close() {
    closings++;
    sockets.listening().close();
  }

  /** On the loop: listens again where it did; the future fails when a port can not be had. */
  CompletableFuture<Void> reopen() {
    CompletableFuture<Void> opened = new CompletableFuture<>();
    attempt(ATTEMPTS, closings, opened);
    return opened;
  }

  private void attempt(int left, int wanted, CompletableFuture<Void> opened) {
    ChannelFuture datagrams = sockets.bindUdp(udpAddress, udp);
    datagrams.addListener(
        first -> {
          ChannelFuture streams = sockets.bindTcp(webSocketAddress, acceptor);
          streams.addListener(
              second -> {
                boolean both = datagrams.isSuccess() && streams.isSuccess();
                if (both && closings == wanted) {
                  sockets.listening().add(datagrams.channel());
                  sockets.listening().add(streams.channel());
                  reopenIpv6(wanted, opened);
                  return;
                }
                datagrams.channel().close();
                streams.channel().close();
                if (closings != wanted) {
                  opened.completeExceptionally(new IllegalStateException("It has died again."));
                } else if (left <= 1 || sockets.loop().isShuttingDown()) {
                  opened.completeExceptionally(
                      datagrams.isSuccess() ? streams.cause() : datagrams.cause());
                } else {
                  sockets
                      .loop()
                      .schedule(
                          () -> attempt(left - 1, wanted, opened),
                          PAUSE_MILLIS,
                          TimeUnit.MILLISECONDS);
                }
              });
        });
  }

  private void reopenIpv6(int wanted, CompletableFuture<Void> opened) {
    if (!alsoIpv6) {
      opened.complete(null);
      return;
    }
    ChannelFuture streams =
        sockets.bindTcp(Sockets.ipv6Loopback(webSocketAddress.getPort()), acceptor);
    streams.addListener(
        done -> {
          if (streams.isSuccess() && closings == wanted) {
            sockets.listening().add(streams.channel());
          } else {
            streams.channel().close();
          }
          opened.complete(null);
        });
  }
}
