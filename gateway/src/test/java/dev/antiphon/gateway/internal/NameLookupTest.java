package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.gateway.internal.DialException.Stage;
import dev.antiphon.gateway.internal.RecordingListener.Failed;
import dev.antiphon.gateway.internal.RecordingListener.Opened;
import io.netty.channel.EventLoop;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lookups that hang or fail. The time is virtual. */
class NameLookupTest extends SocketTest {
  private static final long LIMIT = NameLookup.LIMIT.toMillis();
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ManualLoop loop = new ManualLoop();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger lookups = new AtomicInteger();

  @AfterEach
  void closeTheLoop() {
    end.countDown();
    loop.close();
    assertThat(TrackedChannel.OPEN).isEmpty();
  }

  @Test
  void lookupThatHangsFailsItsDialsAfterTheLimitAndIsNotRepeated() throws Exception {
    try (GatewayDialer dialer = plain().resolver(hanging()).build()) {
      for (int i = 0; i < 2; i++) {
        VoiceSocket socket = dial(dialer, new Endpoint("a.example", 443));
        loop.pass(0);
        loop.runUntil("the lookup has begun", () -> lookups.get() == 1);
        loop.pass(LIMIT - 1);
        assertThat(listener.rest()).isEmpty();
        loop.pass(1);
        DialException cause = listener.next(Failed.class).cause();
        assertThat(cause.stage()).isEqualTo(Stage.NAME);
        assertThat(cause.permanent()).isFalse();
        assertThat(cause).hasMessageContainingAll("a.example:443", "no answer for 6000 ms");
        assertThat(socket.closed()).isDone();
      }
      assertThat(lookups).hasValue(1);
    }
  }

  @Test
  void cancelledDialDoesNotCancelTheLookupOfAnotherDial() throws Exception {
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", null);
        GatewayDialer dialer = plain().resolver(hanging()).build()) {
      VoiceSocket cancelled = dial(dialer, server.endpoint("a.example"));
      VoiceSocket socket = dial(dialer, server.endpoint("A.EXAMPLE"));
      loop.runUntil("the lookup has begun", () -> lookups.get() == 1);
      cancelled.abort();
      end.countDown();
      loop.runUntil("the dial has ended", () -> !listener.rest().isEmpty());
      listener.next(Opened.class);
      abort(socket);
      assertThat(lookups).hasValue(1);
    }
  }

  @Test
  void rememberedAddressIsDialledWhileTheLookupHangs() throws Exception {
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", null);
        GatewayDialer dialer = plain().resolver(hangingAfterTheFirst("127.0.0.1")).build()) {
      abort(opened(dialer, server));
      VoiceSocket socket = dial(dialer, server.endpoint("a.example"));
      loop.runUntil("the lookup has begun", () -> lookups.get() == 2);
      loop.pass(499);
      assertThat(TrackedChannel.OPEN).isEmpty();
      loop.pass(1);
      loop.runUntil("the dial has ended", () -> !listener.rest().isEmpty());
      listener.next(Opened.class);
      abort(socket);
    }
  }

  @Test
  void addressesThatTheLookupFindsLateJoinTheRace() throws Exception {
    TestServer old = TestServer.webSocket(servers, "::1", null);
    try (TestServer moved = TestServer.webSocket(servers, "127.0.0.1", old.port(), null);
        GatewayDialer dialer = plain().resolver(hangingAfterTheFirst("::1")).build()) {
      abort(opened(dialer, old));
      old.refuse();
      VoiceSocket socket = dial(dialer, moved.endpoint("a.example"));
      loop.runUntil("the lookup has begun", () -> lookups.get() == 2);
      loop.pass(500);
      loop.runUntil("the remembered address has failed", TrackedChannel.OPEN::isEmpty);
      assertThat(listener.rest()).isEmpty();
      end.countDown();
      loop.runUntil("the dial has ended", () -> !listener.rest().isEmpty());
      listener.next(Opened.class);
      abort(socket);
    }
  }

  @Test
  void failureSaysThatRememberedAddressesFailedToo() throws Exception {
    TestServer server = TestServer.webSocket(servers, "127.0.0.1", null);
    try (GatewayDialer dialer = plain().resolver(unknownAfterTheFirst()).build()) {
      abort(opened(dialer, server));
      server.refuse();
      dial(dialer, server.endpoint("a.example"));
      loop.runUntil("the dial has ended", () -> !listener.rest().isEmpty());
      DialException cause = listener.next(Failed.class).cause();
      assertThat(cause.stage()).isEqualTo(Stage.CONNECT);
      assertThat(cause)
          .hasMessageContainingAll(
              "the host name of a.example", "is unknown", "Remembered addresses", "127.0.0.1");
    }
  }

  @Test
  void overdueLookupsGiveTheirPlaceToWaitingNames() throws Exception {
    try (NameLookup names = new NameLookup(hanging())) {
      List<CompletableFuture<?>> found = new ArrayList<>();
      for (int i = 0; i <= NameLookup.TIMELY; i++) {
        found.add(names.addressesOf("name" + i + ".example", loop.eventLoop()));
      }
      assertThat(names.running()).isEqualTo(NameLookup.TIMELY);
      loop.pass(LIMIT);
      assertThat(names.running()).isEqualTo(NameLookup.TIMELY + 1);
      for (int i = 0; i < 2 * NameLookup.THREADS; i++) {
        found.add(names.addressesOf("more" + i + ".example", loop.eventLoop()));
        loop.pass(LIMIT);
      }
      assertThat(names.running()).isEqualTo(NameLookup.THREADS);
      assertThat(found).noneMatch(CompletableFuture::isDone);
      end.countDown();
      for (CompletableFuture<?> each : found) {
        each.get();
      }
    }
  }

  @Test
  void lookupThatEndsWhileItsLimitFiresReleasesOnePlace() throws Exception {
    try (NameLookup names =
        new NameLookup(
            host ->
                host.startsWith("quick")
                    ? RaceTest.addresses("127.0.0.1")
                    : hanging().addressesOf(host))) {
      EventLoop late = limitFiresWhenItIsCancelled();
      for (int i = 0; i < NameLookup.TIMELY; i++) {
        names.addressesOf("quick" + i + ".example", late).get();
      }
      List<CompletableFuture<?>> found = new ArrayList<>();
      for (int i = 0; i <= NameLookup.TIMELY; i++) {
        found.add(names.addressesOf("name" + i + ".example", loop.eventLoop()));
      }
      assertThat(names.running()).isEqualTo(NameLookup.TIMELY);
      end.countDown();
      for (CompletableFuture<?> each : found) {
        each.get();
      }
    }
  }

  @Test
  void waitingLookupWithoutCallersIsSkipped() throws Exception {
    try (NameLookup names = new NameLookup(hanging())) {
      List<CompletableFuture<?>> found = new ArrayList<>();
      for (int i = 0; i <= NameLookup.TIMELY; i++) {
        found.add(names.addressesOf("name" + i + ".example", loop.eventLoop()));
      }
      found.remove(NameLookup.TIMELY).cancel(false);
      end.countDown();
      for (CompletableFuture<?> each : found) {
        each.get();
      }
      loop.runUntil("all lookups have ended", () -> names.running() == 0);
      assertThat(lookups).hasValue(NameLookup.TIMELY);
    }
  }

  @Test
  void errorOfTheResolverFailsTheLookup() throws Exception {
    NameLookup.Resolver broken =
        host -> {
          throw new LinkageError("no resolver here");
        };
    try (NameLookup names = new NameLookup(broken)) {
      CompletableFuture<?> found = names.addressesOf("a.example", loop.eventLoop());
      assertThatThrownBy(found::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(LinkageError.class);
    }
  }

  @Test
  void lookupsThatWaitWhenTheDialerIsClosedFail() throws Exception {
    NameLookup names = new NameLookup(hanging());
    List<CompletableFuture<?>> found = new ArrayList<>();
    for (int i = 0; i <= NameLookup.TIMELY; i++) {
      found.add(names.addressesOf("name" + i + ".example", loop.eventLoop()));
    }
    names.close();
    found.add(names.addressesOf("late.example", loop.eventLoop()));
    for (CompletableFuture<?> each : found.subList(NameLookup.TIMELY, found.size())) {
      assertThatThrownBy(each::get).hasRootCauseInstanceOf(RejectedExecutionException.class);
    }
  }

  /** A loop whose timer has already begun to run when it is cancelled. */
  private static EventLoop limitFiresWhenItIsCancelled() {
    return (EventLoop)
        Proxy.newProxyInstance(
            NameLookupTest.class.getClassLoader(),
            new Class<?>[] {EventLoop.class},
            (proxy, method, arguments) ->
                Proxy.newProxyInstance(
                    NameLookupTest.class.getClassLoader(),
                    new Class<?>[] {method.getReturnType()},
                    (timer, cancel, none) -> {
                      ((Runnable) arguments[0]).run();
                      return false;
                    }));
  }

  private VoiceSocket opened(GatewayDialer dialer, TestServer server) throws Exception {
    VoiceSocket socket = dial(dialer, server.endpoint("a.example"));
    loop.runUntil("the dial has ended", () -> !listener.rest().isEmpty());
    listener.next(Opened.class);
    return socket;
  }

  @Override
  VoiceSocket dial(GatewayDialer dialer, Endpoint endpoint) {
    return dialer.dial(loop.eventLoop(), endpoint, sequence, LONG, listener);
  }

  private void abort(VoiceSocket socket) {
    socket.abort();
    loop.runUntil("the socket is closed", () -> socket.closed().isDone());
  }

  private NameLookup.Resolver hanging() {
    return host -> {
      lookups.incrementAndGet();
      DialLoadTest.await(end);
      return RaceTest.addresses("127.0.0.1");
    };
  }

  private NameLookup.Resolver hangingAfterTheFirst(String first) {
    NameLookup.Resolver hanging = hanging();
    return host -> {
      if (lookups.get() > 0) {
        return hanging.addressesOf(host);
      }
      lookups.incrementAndGet();
      return RaceTest.addresses(first);
    };
  }

  private NameLookup.Resolver unknownAfterTheFirst() {
    return host -> {
      if (lookups.getAndIncrement() > 0) {
        throw new UnknownHostException(host);
      }
      return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
    };
  }
}
