package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.media.JdkFrameCipher;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.spi.FrameCiphers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** A real session at a {@link FakeGateway}, with the frames that go with it. */
final class Client {
  final long user;
  final Deque<DaveEvent> inbox = new ArrayDeque<>();
  final List<DaveEffect> said = new ArrayList<>();
  final List<DaveRecord> records = new ArrayList<>();
  final DaveSession session;
  final DaveFrames frames;
  private final FakeGateway hub;
  private double replays;
  private Random chance = new Random(0);
  long now;

  Client(long user, FakeGateway hub) {
    this(user, hub, JdkFrameCipher::new);
  }

  Client(long user, FakeGateway hub, FrameCiphers ciphers) {
    this.user = user;
    this.hub = hub;
    this.session = DaveSession.builder(user, FakeGateway.CHANNEL).records(records::add).build();
    this.frames =
        new DaveFrames(
            DaveLimits.ofDefaults(),
            sender -> inbox.addFirst(new DaveEvent.DecryptionFails(sender)),
            ciphers);
  }

  /** Hears some messages twice. */
  Client replaying(double share, Random random) {
    replays = share;
    chance = random;
    return this;
  }

  void take(long nanos) {
    DaveEvent event = inbox.removeFirst();
    now = nanos;
    handle(event, nanos);
    boolean repeatable =
        event instanceof DaveEvent.OfGroup || event instanceof DaveEvent.OfTransition;
    if (repeatable && chance.nextDouble() < replays) {
      handle(event, nanos);
    }
  }

  void handle(DaveEvent event, long nanos) {
    for (DaveEffect effect : session.handle(event, nanos)) {
      said.add(effect);
      try {
        execute(effect, nanos);
      } catch (MlsException e) {
        throw new AssertionError("the hub refused what was sent: " + effect, e);
      }
    }
  }

  private void execute(DaveEffect effect, long nanos) throws MlsException {
    if (effect instanceof DaveEffect.PublishMedia publish) {
      frames.update(publish.media(), nanos);
    } else if (effect instanceof DaveEffect.SendKeyPackage keyPackage) {
      hub.keyPackage(this, keyPackage.content().bytes());
    } else if (effect instanceof DaveEffect.SendCommitWelcome commit) {
      hub.commit(this, commit.content().bytes());
    } else if (effect instanceof DaveEffect.SendInvalidCommitWelcome) {
      hub.invalid(this);
    }
  }

  <T extends DaveEffect> List<T> said(Class<T> kind) {
    return said.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Frames of the other arrive; each is heard as it was spoken. */
  void hears(Client other, boolean encrypted) {
    for (int i = 0; i < 3; i++) {
      byte[] spoken = new byte[40 + i];
      new Random(i).nextBytes(spoken);
      byte[] wire = new byte[spoken.length + DaveFrames.MAX_OVERHEAD];
      int length = other.frames.protect(spoken, 0, spoken.length, wire, 0, now);
      assertThat(length).as("%s sends", other).isNotEqualTo(DaveFrames.HELD);
      assertThat(length > spoken.length).isEqualTo(encrypted);
      byte[] heard = new byte[length];
      int size = frames.unprotect(other.user, wire, 0, length, heard, 0, now);
      assertThat(size).as("%s hears %s", this, other).isEqualTo(spoken.length);
      assertThat(Arrays.copyOf(heard, size)).isEqualTo(spoken);
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
