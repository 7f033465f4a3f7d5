package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups of real sessions. After all events, all members can decrypt each other's frames. */
class SessionGroupTest {
  private final FakeGateway gateway = new FakeGateway();
  private final Random random = new Random(1);
  private long now = 1_000;

  @AfterEach
  void close() {
    gateway.clients.values().forEach(Client::close);
  }

  private void deliverAll() {
    now += Duration.ofSeconds(1).toNanos();
    gateway.deliverAll(random, now);
  }

  private Client joined(long user) {
    Client client = gateway.join(user);
    deliverAll();
    return client;
  }

  private static void checkAll(FakeGateway gateway, boolean encrypted) {
    List<Client> all = List.copyOf(gateway.clients.values());
    if (all.size() < 2) {
      return;
    }
    String code = all.get(0).session.encryption().privacyCode().orElse("none");
    for (Client client : all) {
      assertThat(client.session.state()).as("%s", client).isEqualTo(DaveState.ACTIVE);
      assertThat(client.session.encryption().privacyCode()).as("%s", client).contains(code);
      assertThat(client.session.encryption().status() == DaveEncryption.Status.ON)
          .isEqualTo(encrypted);
      for (Client other : all) {
        if (other != client) {
          client.assertDecrypts(other, encrypted);
        }
      }
    }
  }

  @Test
  void everyStepIsRecordedInOrder() {
    Client one = joined(1);
    joined(2);
    one.handle(new DaveEvent.ExecuteTransition(99), now);
    one.handle(new DaveEvent.ExternalSender(DaveBytes.copyOf(new byte[3])), now);
    DaveState state = DaveState.DISABLED;
    for (DaveRecord record : one.records) {
      assertThat(DaveTable.SESSION.rows()).contains(record.row());
      assertThat(record.from()).isEqualTo(state);
      state = record.to();
    }
    assertThat(state).isEqualTo(one.session.state());
    assertThat(one.records.stream().flatMap(record -> record.effects().stream()))
        .as("the recorded effects")
        .map(effect -> effect.replaceAll("\\(.*", ""))
        .containsExactlyElementsOf(
            one.effects.stream().map(effect -> effect.getClass().getSimpleName()).toList());
    DaveRecord refused = one.records.get(one.records.size() - 1);
    assertThat(refused.row().event()).isEqualTo(DaveEventKind.SENDER_REFUSED);
    assertThat(refused.refusal()).isPresent();
    assertThat(refused.members()).isEqualTo(2);
    assertThat(refused.epoch()).isEqualTo(one.session.encryption().epoch());
    assertThat(refused.version()).hasValue(1);
    DaveRecord ignored = one.records.get(one.records.size() - 2);
    assertThat(ignored.row().outcome()).isEqualTo(Outcome.IGNORED);
    assertThat(ignored.transition()).hasValue(99);
  }

  @Test
  void clientWithoutOtherMembersSendsSilenceAfterOneSecond() {
    Client alone = joined(1);
    assertThat(alone.session.state()).isEqualTo(DaveState.PENDING);
    assertThat(alone.session.encryption().status()).isEqualTo(DaveEncryption.Status.WAITING);
    assertThat(alone.session.media().alone()).isTrue();
    byte[] out = new byte[40];
    long start = alone.now;
    long later = start + DaveFrames.ALONE.toNanos();
    assertThat(alone.frames.protect(new byte[9], 0, 9, out, 0, start)).isEqualTo(DaveFrames.HELD);
    assertThat(alone.frames.protect(new byte[9], 0, 9, out, 0, later - 1))
        .isEqualTo(DaveFrames.HELD);
    assertThat(alone.frames.protect(new byte[9], 0, 9, out, 4, later)).isEqualTo(3);
    assertThat(out).startsWith(0, 0, 0, 0, 0xF8, 0xFF, 0xFE, 0);
  }

  @Test
  void framesAreHeldBackWhenAnotherUserJoinsBeforeTheKeysExist() {
    Client alone = joined(1);
    long later = alone.now + DaveFrames.ALONE.toNanos();
    assertThat(alone.frames.protect(new byte[9], 0, 9, new byte[40], 0, alone.now))
        .isEqualTo(DaveFrames.HELD);
    alone.handle(new DaveEvent.UsersConnected(List.of(2L)), alone.now);
    assertThat(alone.frames.protect(new byte[9], 0, 9, new byte[40], 0, later))
        .isEqualTo(DaveFrames.HELD);
  }

  @Test
  void twoMembersDecryptEachOtherAndHaveTheSamePairwiseCode() {
    Client one = joined(1);
    Client two = joined(2);
    checkAll(gateway, true);
    assertThat(one.session.encryption().pairwiseCode(2))
        .isPresent()
        .isEqualTo(two.session.encryption().pairwiseCode(1));
    assertThat(one.session.encryption().pairwiseCode(3)).isEmpty();
    assertThat(one.session.media().alone()).isFalse();
  }

  @Test
  void oneCommitIsChosenWhenFourClientsJoinAtTheSameTime() {
    LongStream.rangeClosed(1, 4).forEach(gateway::join);
    deliverAll();
    checkAll(gateway, true);
    long sent =
        gateway.clients.values().stream().mapToLong(c -> c.session.statistics().commits()).sum();
    long chosen =
        gateway.clients.values().stream()
            .mapToLong(c -> c.session.statistics().commitsChosen())
            .sum();
    assertThat(chosen).isEqualTo(gateway.commits).isLessThan(sent);
  }

  @Test
  void clientReportsAnInvalidWelcomeAndIsAddedAgain() {
    joined(1);
    joined(2);
    gateway.damageWelcomeOf(3);
    Client three = joined(3);
    assertThat(three.effects(DaveEffect.SendInvalidCommitWelcome.class)).hasSize(1);
    assertThat(three.effects(DaveEffect.SendKeyPackage.class)).hasSize(2);
    assertThat(three.session.statistics().recoveries()).isEqualTo(1);
    checkAll(gateway, true);
  }

  @Test
  void newGroupStartsWhenTheOnlyMemberThatCanCommitHasLeft() {
    Client one = joined(1);
    gateway.damageWelcomeOf(2);
    gateway.join(2);
    while (gateway.commits == 0) {
      gateway.deliver(random, now);
    }
    gateway.join(3);
    one.inbox.clear();
    gateway.leave(1);
    deliverAll();
    checkAll(gateway, true);
  }

  @Test
  void clientWithAnInvalidCommitIsAddedAgain() {
    Client one = joined(1);
    joined(2);
    joined(3);
    one.handle(new DaveEvent.CommitAnnounced(77, DaveBytes.copyOf(new byte[80])), now);
    deliverAll();
    assertThat(one.effects(DaveEffect.SendInvalidCommitWelcome.class))
        .containsExactly(new DaveEffect.SendInvalidCommitWelcome(77));
    checkAll(gateway, true);
  }

  @Test
  void lastMemberStartsANewGroupAndTheNextClientDecryptsItsFrames() {
    Client one = joined(1);
    joined(2);
    gateway.leave(2);
    deliverAll();
    assertThat(one.session.state()).isEqualTo(DaveState.PENDING);
    assertThat(one.session.media().sending()).isEqualTo(DaveMedia.Sending.HOLD);
    joined(3);
    checkAll(gateway, true);
  }

  @Test
  void framesAreUnencryptedAfterADowngradeAndEncryptedAfterAnUpgrade() {
    Client one = joined(1);
    Client two = joined(2);
    gateway.downgrade();
    while (gateway.deliver(random, now)) {
      // The transition is not executed yet.
    }
    checkAll(gateway, true);
    gateway.execute();
    one.take(now);
    assertThat(one.session.media().sending()).isEqualTo(DaveMedia.Sending.PLAIN);
    two.assertDecrypts(one, false);
    one.assertDecrypts(two, true);
    deliverAll();
    checkAll(gateway, false);
    gateway.upgrade();
    deliverAll();
    checkAll(gateway, true);
    byte[] plain = {1, 2, 3, 4};
    assertThat(two.frames.unprotect(1, plain, 0, 4, new byte[4], 0, now)).isEqualTo(4);
    now += Duration.ofSeconds(11).toNanos();
    assertThat(two.frames.unprotect(1, plain, 0, 4, new byte[4], 0, now))
        .isEqualTo(DaveFrames.DROPPED);
    assertThat(two.frames.counts().notEncrypted()).isEqualTo(1);
  }

  @Test
  void sessionRestartsAfter36ConsecutiveDecryptionFailures() {
    Client one = joined(1);
    joined(2);
    byte[] forged = new byte[40];
    forged[36] = 1;
    forged[37] = 12;
    forged[38] = (byte) 0xfa;
    forged[39] = (byte) 0xfa;
    for (int i = 0; i < 35; i++) {
      one.frames.unprotect(2, forged, 0, 40, new byte[40], 0, now);
    }
    assertThat(one.inbox).isEmpty();
    one.frames.unprotect(2, forged, 0, 40, new byte[40], 0, now);
    assertThat(one.inbox).containsExactly(new DaveEvent.DecryptionFails(2));
    deliverAll();
    assertThat(one.session.statistics().recoveries()).isEqualTo(1);
    checkAll(gateway, true);
    one.handle(new DaveEvent.DecryptionFails(2), now);
    assertThat(one.session.statistics().recoveries())
        .as("no second restart within the spacing")
        .isEqualTo(1);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void allMembersDecryptEachOtherAfterRandomJoinsAndLeaves(@ForAll long seed) {
    Random random = new Random(seed);
    FakeGateway channel = new FakeGateway();
    long time = seed;
    long next = 1;
    for (int i = 0; i < 12; i++) {
      time += Duration.ofMillis(random.nextInt(3000)).toNanos();
      int action = random.nextInt(10);
      if (channel.clients.size() < 2 || action < 4 && channel.clients.size() < 6) {
        channel.join(next++).replaying(0.2, random);
      } else if (action < 7) {
        List<Long> users = List.copyOf(channel.clients.keySet());
        channel.leave(users.get(random.nextInt(users.size())));
      } else if (action == 7) {
        channel.deliverAll(random, time);
        channel.downgrade();
        channel.deliverAll(random, time);
        checkAllPlain(channel);
        channel.upgrade();
      } else {
        channel.damageWelcomeOf(next);
      }
      for (int messages = random.nextInt(12); messages > 0; messages--) {
        channel.deliver(random, time);
      }
      if (random.nextInt(3) == 0) {
        channel.deliverAll(random, time);
        checkAll(channel, true);
      }
    }
    channel.deliverAll(random, time);
    checkAll(channel, true);
    channel.clients.values().forEach(Client::close);
  }

  private static void checkAllPlain(FakeGateway channel) {
    List<Client> all = List.copyOf(channel.clients.values());
    all.forEach(
        one ->
            all.stream().filter(o -> o != one).forEach(other -> one.assertDecrypts(other, false)));
  }
}
