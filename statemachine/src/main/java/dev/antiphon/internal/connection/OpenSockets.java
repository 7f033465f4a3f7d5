package dev.antiphon.internal.connection;

import dev.antiphon.gateway.internal.VoiceSocket;
import dev.antiphon.protocol.GatewayMessage;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The WebSockets of a connection by generation, from the connection attempt until the socket is
 * closed. Runs on the event loop only, except for {@link #roundTrip}.
 */
final class OpenSockets implements GatewayLink {
  private final EventLoop loop;
  private final Map<Integer, VoiceSocket> byGeneration = new HashMap<>();
  private volatile Optional<VoiceSocket> last = Optional.empty();
  private int pauses;

  OpenSockets(EventLoop loop) {
    this.loop = loop;
  }

  void add(int generation, VoiceSocket socket) {
    byGeneration.put(generation, socket);
    last = Optional.of(socket);
    if (pauses > 0) {
      socket.pauseReading();
    }
    socket.closed().whenCompleteAsync((done, failure) -> byGeneration.remove(generation), loop);
  }

  /** The socket; empty if it is closed. The event for the close can still be in the mailbox. */
  Optional<VoiceSocket> find(int generation) {
    return Optional.ofNullable(byGeneration.get(generation));
  }

  @Override
  public void send(GatewayMessage message) {
    last.ifPresent(socket -> socket.send(message));
  }

  /** The last heartbeat round-trip time of the current socket. Callable from any thread. */
  Optional<Duration> roundTrip() {
    return last.flatMap(VoiceSocket::roundTrip);
  }

  @Override
  public void pauseReading() {
    pauses++;
    byGeneration.values().forEach(VoiceSocket::pauseReading);
  }

  @Override
  public void resumeReading() {
    pauses--;
    if (pauses == 0) {
      byGeneration.values().forEach(VoiceSocket::resumeReading);
    }
  }

  /** One future for each open socket. It completes when that socket is closed. */
  Stream<CompletableFuture<Void>> closed() {
    return byGeneration.values().stream().map(VoiceSocket::closed);
  }
}
