package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.gateway.internal.RecordingListener.Event;
import dev.antiphon.gateway.internal.RecordingListener.Opened;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * Many dials at once share the look-ups of names, and names that hang stop only their own dials.
 */
class DialLoadTest extends SocketTest {
  private static final int DIALS = 500;
  private static final int HANGING = 4;

  @Test
  void fiveHundredDialsOfOneNameShareOneLookup() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger lookups = new AtomicInteger();
    NameLookup.Resolver gated =
        host -> {
          lookups.incrementAndGet();
          await(gate);
          return loopback();
        };
    allSucceed(gated, dial -> "one.example", gate);
    assertThat(lookups).hasValue(1);
  }

  @Test
  void fiveHundredDialsOfDifferentNamesSucceed() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    NameLookup.Resolver gated =
        host -> {
          await(gate);
          return loopback();
        };
    allSucceed(gated, dial -> "name" + dial + ".example", gate);
  }

  @Test
  void nameIsDialledWhileFourOtherNamesHang() throws Exception {
    CountDownLatch hanging = new CountDownLatch(HANGING);
    CountDownLatch end = new CountDownLatch(1);
    NameLookup.Resolver resolver =
        host -> {
          if (host.startsWith("hanging")) {
            hanging.countDown();
            await(end);
            throw new UnknownHostException(host);
          }
          return loopback();
        };
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", null);
        GatewayDialer dialer = plain().resolver(resolver).build()) {
      List<VoiceSocket> stuck = new ArrayList<>();
      for (int i = 0; i < HANGING; i++) {
        Endpoint endpoint = server.endpoint("hanging" + i + ".example");
        stuck.add(
            dialer.dial(clients.next(), endpoint, sequence, PATIENCE, new RecordingListener()));
      }
      hanging.await();
      VoiceSocket socket = dial(dialer, server.endpoint("good.example"));
      listener.next(Opened.class);
      stuck.forEach(VoiceSocket::abort);
      socket.abort();
      awaitClosed(socket);
      end.countDown();
    }
  }

  private void allSucceed(
      NameLookup.Resolver resolver, IntFunction<String> name, CountDownLatch gate)
      throws Exception {
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", null);
        GatewayDialer dialer = plain().resolver(resolver).build()) {
      List<RecordingListener> listeners = new ArrayList<>();
      List<VoiceSocket> sockets = new ArrayList<>();
      for (int i = 0; i < DIALS; i++) {
        RecordingListener each = new RecordingListener();
        listeners.add(each);
        sockets.add(
            dialer.dial(
                clients.next(),
                server.endpoint(name.apply(i)),
                sequence,
                PATIENCE.multipliedBy(3),
                each));
      }
      awaitIdleLoop();
      gate.countDown();
      List<Event> failures = new ArrayList<>();
      for (RecordingListener each : listeners) {
        Event first = each.next(Event.class);
        if (!(first instanceof Opened)) {
          failures.add(first);
        }
      }
      assertThat(failures).as("failed dials").isEmpty();
      sockets.forEach(VoiceSocket::abort);
      sockets.forEach(SocketTest::awaitClosed);
    }
  }

  private static InetAddress[] loopback() throws UnknownHostException {
    return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
