package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.media.JdkFrameCipher;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.spi.FrameCiphers;
import dev.antiphon.fixtures.SessionModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** A real session connected to a {@link FakeGateway}, with its frames. */
final class Client {
  final long user;
  final Deque<DaveEvent> inbox = new ArrayDeque<>();
  final List<DaveEffect> effects = new ArrayList<>();
  final List<DaveRecord> records = new ArrayList<>();
  final DaveSession session;
  final DaveFrames frames;
  private final FakeGateway gateway;
  private final SessionAbstraction abstraction;
  private SessionModel.State before;
  private Recovery recovery = Recovery.NONE;
  private double replays;
  private Random replayRandom = new Random(0);
  long now;

  Client(long user, FakeGateway gateway) {
    this(user, gateway, JdkFrameCipher::new);
  }

  Client(long user, FakeGateway gateway, FrameCiphers ciphers) {
    this.user = user;
    this.gateway = gateway;
    this.abstraction = new SessionAbstraction(DaveSettings.of(DaveLimits.ofDefaults(), user));
    this.before = abstraction.of(DaveMemory.INITIAL, now);
    this.session = DaveSession.builder(user, FakeGateway.CHANNEL).records(this::recorded).build();
    this.frames =
        new DaveFrames(
            DaveLimits.ofDefaults(),
            sender -> inbox.addFirst(new DaveEvent.DecryptionFails(sender)),
            ciphers);
  }

  /** Handles some messages twice. */
  Client replaying(double share, Random random) {
    replays = share;
    replayRandom = random;
    return this;
  }

  /** Checks each step of the session against its abstraction. */
  private void recorded(DaveRecord record) {
    records.add(record);
    boolean reported = record.row().actions().contains(DaveAction.SEND_INVALID);
    int used = recovery.used(now, DaveLimits.ofDefaults());
    SessionModel.State from = new SessionModel.State(before.phase(), used, before.others());
    SessionModel.State to = abstraction.of(session.memory(), now);
    abstraction.check(from, record.row().event(), reported, to);
    before = to;
    recovery = session.memory().recovery();
  }

  void take(long nanos) {
    DaveEvent event = inbox.removeFirst();
    now = nanos;
    handle(event, nanos);
    boolean repeatable =
        event instanceof DaveEvent.OfGroup || event instanceof DaveEvent.OfTransition;
    if (repeatable && replayRandom.nextDouble() < replays) {
      handle(event, nanos);
    }
  }

  void handle(DaveEvent event, long nanos) {
    now = nanos;
    for (DaveEffect effect : session.handle(event, nanos)) {
      effects.add(effect);
      try {
        execute(effect, nanos);
      } catch (MlsException e) {
        throw new AssertionError("The gateway refused a message: " + effect, e);
      }
    }
  }

  private void execute(DaveEffect effect, long nanos) throws MlsException {
    if (effect instanceof DaveEffect.PublishMedia publish) {
      frames.update(publish.media(), nanos);
      frames.allowPlain();
    } else if (effect instanceof DaveEffect.SendKeyPackage keyPackage) {
      gateway.keyPackage(this, keyPackage.content().bytes());
    } else if (effect instanceof DaveEffect.SendCommitWelcome commit) {
      gateway.commit(this, commit.content().bytes());
    }
  }

  <T extends DaveEffect> List<T> effects(Class<T> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Checks that this client decrypts three frames of the other client. */
  void assertDecrypts(Client other, boolean expectEncrypted) {
    for (int i = 0; i < 3; i++) {
      byte[] plain = new byte[40 + i];
      new Random(i).nextBytes(plain);
      byte[] encrypted = new byte[plain.length + DaveFrames.MAX_OVERHEAD];
      int length = other.frames.protect(plain, 0, plain.length, encrypted, 0, now);
      assertThat(length).as("%s sends a frame", other).isNotEqualTo(DaveFrames.HELD);
      assertThat(length > plain.length).isEqualTo(expectEncrypted);
      byte[] decrypted = new byte[length];
      int size = frames.unprotect(other.user, encrypted, 0, length, decrypted, 0, now);
      assertThat(size).as("%s decrypts a frame of %s", this, other).isEqualTo(plain.length);
      assertThat(Arrays.copyOf(decrypted, size)).isEqualTo(plain);
    }
  }

  void close() {
    session.close();
    frames.close();
  }

  @Override
  public String toString() {
    return "Client[" + user + ", " + session.state() + "]";
  }
}
