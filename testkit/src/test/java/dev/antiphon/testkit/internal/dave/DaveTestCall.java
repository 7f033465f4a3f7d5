package dev.antiphon.testkit.internal.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveGroup;
import dev.antiphon.testkit.server.DaveMode;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A server with DAVE and its members. The test's own thread processes the members' messages. */
final class DaveTestCall implements AutoCloseable {

  static final long GUILD = 41;
  static final long CHANNEL = 42;

  final EmbeddedVoiceServer server;
  final List<DaveTestMember> members = new ArrayList<>();
  private final HttpClient http;
  private final Semaphore arrivals = new Semaphore(0);
  private long probe = 1_000;

  DaveTestCall(EmbeddedVoiceServerBuilder builder) {
    server = builder.plain().start();
    server.delivery().inChannel(GUILD, CHANNEL);
    http = TestClient.httpClient(server);
  }

  static DaveTestCall optional() {
    return new DaveTestCall(EmbeddedVoiceServer.builder().dave(DaveMode.OPTIONAL));
  }

  static DaveTestCall withFaults(String script) {
    return new DaveTestCall(
        EmbeddedVoiceServer.builder().dave(DaveMode.OPTIONAL).faults(FaultScript.parse(script)));
  }

  /** Returns a call with this number of members in one group. */
  static DaveTestCall of(int count) {
    DaveTestCall call = optional();
    for (int i = 1; i <= count; i++) {
      call.join(i);
    }
    call.settle();
    return call;
  }

  DaveTestMember join(long userId) {
    return join(userId, 1);
  }

  DaveTestMember join(long userId, int offers) {
    return add(new DaveTestMember(open(userId), CHANNEL, offers));
  }

  /** Joins as a client that means this channel. */
  DaveTestMember joinChannel(long userId, long channelId) {
    return add(new DaveTestMember(open(userId), channelId, 1));
  }

  /** Joins and waits until the member has received its version. */
  DaveTestMember joined(long userId, int offers) {
    DaveTestMember member = join(userId, offers);
    until(() -> member.version >= 0);
    return member;
  }

  TestClient open(long userId) {
    TestClient client = TestClient.open(http, server, GUILD, userId);
    client.onArrival(arrivals::release);
    arrivals.release();
    return client;
  }

  private DaveTestMember add(DaveTestMember member) {
    members.add(member);
    return member;
  }

  DaveTestMember member(long userId) {
    return members.stream().filter(one -> one.userId == userId).findFirst().orElseThrow();
  }

  /** Ends a member's session and removes the member. */
  void leave(long userId) {
    DaveTestMember member = member(userId);
    members.remove(member);
    member.leave();
    server.await(ServerEvent.Left.class, left -> left.userId() == userId, TestClient.LIMIT);
    member.close();
  }

  /** Processes the members' messages until the condition is true. */
  void until(BooleanSupplier done) {
    long end = System.nanoTime() + TestClient.LIMIT.toNanos();
    while (true) {
      arrivals.drainPermits();
      for (DaveTestMember member : members) {
        member.pump();
      }
      if (done.getAsBoolean()) {
        return;
      }
      try {
        boolean more = arrivals.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        assertThat(more).as(() -> "a message arrives in time; members: " + this).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Waits until all members with DAVE are in one epoch and the server has no pending work. */
  void settle() {
    until(this::isSettled);
  }

  private boolean isSettled() {
    List<DaveTestMember> all = members.stream().filter(DaveTestMember::offers).toList();
    return server
        .delivery()
        .group(GUILD)
        .filter(
            group ->
                group.queue().isEmpty()
                    && group.transitions().isEmpty()
                    && group.epoch() > 0
                    && group.members().size() == all.size()
                    && all.stream().allMatch(member -> member.number() == group.epoch()))
        .isPresent();
  }

  /**
   * Waits until the server has processed all messages of the members, and the members its answers.
   */
  void exchange() {
    long nonce = probe++;
    members.forEach(member -> member.client.send(new Heartbeat(nonce, -1)));
    until(
        () ->
            members.stream()
                .allMatch(member -> member.messages().contains(new HeartbeatAck(nonce))));
  }

  DaveGroup group() {
    return server.delivery().group(GUILD).orElseThrow();
  }

  /**
   * Returns true if the group has reached this epoch. The group can already be in a later epoch: a
   * member that cannot follow requests to be added again.
   */
  boolean hasReached(long epoch) {
    return server.events().stream()
        .anyMatch(
            event -> event instanceof ServerEvent.DaveEpochBegan began && began.epoch() == epoch);
  }

  List<String> refusals() {
    return server.events().stream()
        .filter(ServerEvent.DaveRefused.class::isInstance)
        .map(event -> ((ServerEvent.DaveRefused) event).reason())
        .toList();
  }

  <E extends ServerEvent> E await(Class<E> type) {
    return server.await(type, event -> true, Duration.ofSeconds(10));
  }

  /** Returns the names of the received messages of these types, in order. */
  static List<String> receivedTypes(DaveTestMember member, Class<?>... types) {
    List<Class<?>> wanted = List.of(types);
    return member.messages().stream()
        .<Class<?>>map(Object::getClass)
        .filter(wanted::contains)
        .map(Class::getSimpleName)
        .toList();
  }

  @Override
  public void close() {
    members.forEach(DaveTestMember::close);
    server.close();
  }

  @Override
  public String toString() {
    return members.stream().map(DaveTestMember::toString).collect(Collectors.joining("; "))
        + "; server: "
        + server.delivery().group(GUILD)
        + ", refused: "
        + refusals();
  }
}
