package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** The base class of tests in which client 1 receives frames of other clients by SSRC. */
class ReceivingFixture {
  static final long SECOND = 1_000_000_000L;

  final FakeGateway gateway = new FakeGateway();
  final Random random = new Random(1);
  final List<String> heard = new ArrayList<>();
  long now = 1_000;
  private int sent;

  @AfterEach
  void close() {
    gateway.clients.values().forEach(Client::close);
  }

  Client joined(long user) {
    Client client = gateway.join(user);
    deliverAll();
    return client;
  }

  /** A client whose frames are recorded as "user:ssrc:position:first byte". */
  Client listening(long user) {
    Client client = joined(user);
    record(client);
    return client;
  }

  void record(Client client) {
    client.frames.deliverTo(
        (userId, ssrc, position, frame, offset, length) ->
            heard.add(userId + ":" + ssrc + ":" + position + ":" + frame[offset]));
  }

  void deliverAll() {
    pass(1);
    gateway.deliverAll(random, now);
  }

  /** Delivers all messages except those of one client, and executes the transition. */
  void deliverAllExcept(Client late) {
    boolean delivered;
    do {
      delivered = false;
      for (Client client : List.copyOf(gateway.clients.values())) {
        while (client != late && !client.inbox.isEmpty()) {
          client.take(now);
          delivered = true;
        }
      }
      gateway.execute();
    } while (delivered);
  }

  void pass(int seconds) {
    passNanos(Duration.ofSeconds(seconds).toNanos());
  }

  void passNanos(long nanos) {
    now += nanos;
    gateway.clients.values().forEach(client -> client.now = now);
  }

  /** The next frame of this client, encrypted. */
  byte[] frameOf(Client sender, int first) {
    byte[] plain = new byte[20];
    plain[0] = (byte) first;
    byte[] wire = new byte[plain.length + DaveFrames.MAX_OVERHEAD];
    int length = sender.frames.protect(plain, 0, plain.length, wire, 0, now);
    assertThat(length).isGreaterThan(plain.length);
    return Arrays.copyOf(wire, length);
  }

  /** A frame that has the form of an encrypted frame, and fits no key. */
  byte[] garbage() {
    byte[] frame = new byte[40];
    random.nextBytes(frame);
    frame[36] = (byte) (1 + sent++ % 100);
    frame[37] = 12;
    frame[38] = (byte) 0xfa;
    frame[39] = (byte) 0xfa;
    return frame;
  }

  void receive(Client receiver, long user, long ssrc, long position, byte[] frame) {
    receiver.frames.receive(user, ssrc, position, frame.clone(), 0, frame.length, now);
  }
}
