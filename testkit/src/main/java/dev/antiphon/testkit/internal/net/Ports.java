package dev.antiphon.testkit.internal.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.util.NetUtil;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where a server listens: opened at its start, closed while it is dead or its UDP port is to be
 * unreachable, then opened again at the same addresses.
 */
public final class Ports {

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

  /** The same of the UDP port alone. Loop only. */
  private int udpClosings;

  /**
   * Where to listen.
   *
   * @param address empty for the loopback addresses
   * @param port TCP port, 0 for a free one
   * @param udpPort UDP port, 0 for a free one
   */
  public record Binding(Optional<InetAddress> address, int port, int udpPort) {}

  /**
   * Opens them.
   *
   * @throws java.io.UncheckedIOException if a port can not be had
   */
  public Ports(Sockets sockets, Binding where, ChannelHandler udp, ChannelHandler acceptor) {
    this.sockets = sockets;
    this.udp = udp;
    this.acceptor = acceptor;
    this.alsoIpv6 = where.address().isEmpty();
    InetAddress address = where.address().orElse(NetUtil.LOCALHOST4);
    this.udpAddress = sockets.openUdp(new InetSocketAddress(address, where.udpPort()), udp);
    this.webSocketAddress = sockets.openTcp(new InetSocketAddress(address, where.port()), acceptor);
    if (alsoIpv6) {
      sockets.openTcpOnIpv6Loopback(webSocketAddress.getPort(), acceptor);
    }
  }

  /** Where datagrams are taken. */
  public InetSocketAddress udpAddress() {
    return udpAddress;
  }

  /** Where the WebSocket listens. */
  public InetSocketAddress webSocketAddress() {
    return webSocketAddress;
  }

  /** On the loop: nothing can be reached any more. */
  public void close() {
    closings++;
    udpClosings++;
    sockets.listening().close();
  }

  /** On the loop: datagrams find nobody any more; completes when the port is really free. */
  public CompletableFuture<Void> closeUdp() {
    udpClosings++;
    sockets.listening().close(DatagramChannel.class::isInstance);
    CompletableFuture<Void> freed = new CompletableFuture<>();
    awaitFreeUdp(ATTEMPTS, freed);
    return freed;
  }

  /** A closed channel keeps its port until the selector has let go of it. */
  private void awaitFreeUdp(int left, CompletableFuture<Void> freed) {
    try {
      new DatagramSocket(udpAddress).close();
      freed.complete(null);
    } catch (SocketException e) {
      if (left <= 1 || sockets.loop().isShuttingDown()) {
        freed.completeExceptionally(e);
      } else {
        sockets
            .loop()
            .schedule(() -> awaitFreeUdp(left - 1, freed), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** On the loop: whether datagrams are taken. */
  public boolean isUdpOpen() {
    return sockets.listening().stream().anyMatch(DatagramChannel.class::isInstance);
  }

  /** On the loop: listens again where it did; the future fails when a port can not be had. */
  public CompletableFuture<Void> reopen() {
    int wanted = closings;
    return reopenUdp()
        .thenCompose(
            done ->
                open(() -> sockets.bindTcp(webSocketAddress, acceptor), () -> closings == wanted))
        .thenCompose(done -> reopenIpv6(wanted))
        .whenComplete(
            (done, failure) -> {
              if (failure != null && closings == wanted) {
                sockets.listening().close();
              }
            });
  }

  /** On the loop: takes datagrams again where it did. */
  public CompletableFuture<Void> reopenUdp() {
    int wanted = udpClosings;
    return open(() -> sockets.bindUdp(udpAddress, udp), () -> udpClosings == wanted);
  }

  private CompletionStage<Void> reopenIpv6(int wanted) {
    CompletableFuture<Void> opened = new CompletableFuture<>();
    if (!alsoIpv6) {
      opened.complete(null);
      return opened;
    }
    ChannelFuture streams =
        sockets.bindTcp(Sockets.ipv6Loopback(webSocketAddress.getPort()), acceptor);
    streams.addListener(
        done -> {
          keep(streams, closings == wanted);
          opened.complete(null);
        });
    return opened;
  }

  private CompletableFuture<Void> open(Supplier<ChannelFuture> binding, Supplier<Boolean> wanted) {
    CompletableFuture<Void> opened = new CompletableFuture<>();
    attempt(ATTEMPTS, binding, wanted, opened);
    return opened;
  }

  private void attempt(
      int left,
      Supplier<ChannelFuture> binding,
      Supplier<Boolean> wanted,
      CompletableFuture<Void> opened) {
    ChannelFuture bound = binding.get();
    bound.addListener(
        done -> {
          if (keep(bound, wanted.get())) {
            opened.complete(null);
          } else if (!wanted.get()) {
            opened.completeExceptionally(new IllegalStateException("It was closed again."));
          } else if (left <= 1 || sockets.loop().isShuttingDown()) {
            opened.completeExceptionally(bound.cause());
          } else {
            sockets
                .loop()
                .schedule(
                    () -> attempt(left - 1, binding, wanted, opened),
                    PAUSE_MILLIS,
                    TimeUnit.MILLISECONDS);
          }
        });
  }

  /** Whether it was bound and is wanted; else it is closed. */
  private boolean keep(ChannelFuture bound, boolean wanted) {
    Channel channel = bound.channel();
    if (bound.isSuccess() && wanted) {
      sockets.listening().add(channel);
      return true;
    }
    channel.close();
    return false;
  }
}
