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
 * The ports of a server. They open at its start, and close during a crash or while UDP must be
 * unreachable. Later they open again at the same addresses.
 */
public final class Ports {

  /**
   * A retry helps if another process uses the port, or if the selector still holds the old channel.
   */
  private static final int ATTEMPTS = 500;

  private static final long PAUSE_MILLIS = 20;

  private final Sockets sockets;
  private final ChannelHandler udp;
  private final ChannelHandler acceptor;
  private final boolean alsoIpv6;
  private final InetSocketAddress udpAddress;
  private final InetSocketAddress webSocketAddress;

  /** Counts the closes. A running attempt to open uses it to notice a later close. Loop only. */
  private int closings;

  /** Counts the closes of the UDP port. Loop only. */
  private int udpClosings;

  /**
   * The addresses to listen on.
   *
   * @param address the address; empty for the loopback addresses
   * @param port the TCP port, 0 for a free one
   * @param udpPort the UDP port, 0 for a free one
   */
  public record Binding(Optional<InetAddress> address, int port, int udpPort) {}

  /**
   * Opens the ports.
   *
   * @throws java.io.UncheckedIOException if a port is not available
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

  /** Returns the address of the UDP port. */
  public InetSocketAddress udpAddress() {
    return udpAddress;
  }

  /** Returns the address of the WebSocket. */
  public InetSocketAddress webSocketAddress() {
    return webSocketAddress;
  }

  /** Closes all ports. Loop only. */
  public void close() {
    closings++;
    udpClosings++;
    sockets.listening().close();
  }

  /** Closes the UDP port. The future completes when the port is really free. Loop only. */
  public CompletableFuture<Void> closeUdp() {
    udpClosings++;
    sockets.listening().close(DatagramChannel.class::isInstance);
    CompletableFuture<Void> freed = new CompletableFuture<>();
    awaitFreeUdp(ATTEMPTS, freed);
    return freed;
  }

  /** A closed channel holds its port until the selector releases it. */
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

  /** Returns true if the UDP port is open. Loop only. */
  public boolean isUdpOpen() {
    return sockets.listening().stream().anyMatch(DatagramChannel.class::isInstance);
  }

  /** Opens all ports again. The future fails if a port is not available. Loop only. */
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

  /** Opens the UDP port again. Loop only. */
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
            opened.completeExceptionally(
                new IllegalStateException("The port was closed again before it was open."));
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

  /** Keeps a bound channel if it is still wanted, and closes it otherwise. Returns true if kept. */
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
