package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages of the group of another channel cause no recovery, because no recovery can help. */
class OtherChannelTest {
  private final FakeGateway gateway = new FakeGateway();
  private final Random random = new Random(1);
  private final Client one = gateway.join(1);
  private final DaveSession moved = DaveSession.builder(2, FakeGateway.CHANNEL + 1).build();

  @AfterEach
  void close() {
    moved.close();
    gateway.clients.values().forEach(Client::close);
  }

  /** The group messages of the other channel while its group begins. */
  private List<DaveEvent> messagesOfTheOtherGroup() {
    gateway.join(2).inbox.forEach(event -> moved.handle(event, 0));
    return messages(gateway);
  }

  private List<DaveEvent> messages(FakeGateway from) {
    List<DaveEvent> seen = new ArrayList<>();
    do {
      from.clients.values().forEach(client -> seen.addAll(client.inbox));
      from.execute();
    } while (from.deliver(random, 1_000));
    return seen.stream().filter(DaveEvent.OfGroup.class::isInstance).distinct().toList();
  }

  @Test
  void proposalsOfAnotherChannelAreNotedWithoutAReport() {
    DaveEvent proposals =
        messagesOfTheOtherGroup().stream()
            .filter(DaveEvent.Proposals.class::isInstance)
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < 100; i++) {
      moved.handle(proposals, i);
    }
    assertNoted();
    moved.handle(new DaveEvent.KeysOverdue(), 200);
    assertNoted();
    moved.handle(new DaveEvent.Begin(1), 300);
    assertThat(moved.encryption().keyWait().orElseThrow().reason())
        .isEqualTo(KeyWait.Reason.NOT_ADDED);
  }

  @Test
  void commitsOfAnotherChannelAreNotedWithoutAReport() {
    DaveEvent commit =
        messagesOfTheOtherGroup().stream()
            .filter(DaveEvent.CommitAnnounced.class::isInstance)
            .findFirst()
            .orElseThrow();
    moved.handle(commit, 1);
    assertNoted();
  }

  @Test
  void memberRefusesACommitOfAnotherChannel() {
    gateway.join(2);
    gateway.deliverAll(random, 1_000);
    FakeGateway other = new FakeGateway();
    other.join(3);
    other.join(4);
    DaveEvent.CommitAnnounced commit =
        messages(other).stream()
            .filter(DaveEvent.CommitAnnounced.class::isInstance)
            .map(DaveEvent.CommitAnnounced.class::cast)
            .findFirst()
            .orElseThrow();
    byte[] renamed = commit.content().toByteArray();
    byte[] channel = Bytes.ofLong(FakeGateway.CHANNEL).toArray();
    renamed[indexOf(renamed, channel) + channel.length - 1] ^= 1;
    one.handle(new DaveEvent.CommitAnnounced(70, DaveBytes.copyOf(renamed)), 2_000);
    assertThat(one.effects(DaveEffect.SendInvalidCommitWelcome.class)).isEmpty();
    assertThat(one.records.get(one.records.size() - 1).refusal()).contains("WRONG_GROUP");
    assertThat(one.session.state()).isEqualTo(DaveState.ACTIVE);
    other.clients.values().forEach(Client::close);
  }

  private static int indexOf(byte[] where, byte[] what) {
    for (int i = 0; ; i++) {
      if (Arrays.equals(where, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
  }

  private void assertNoted() {
    assertThat(moved.statistics().recoveries()).isZero();
    assertThat(moved.encryption().awaitsKeys()).isTrue();
    assertThat(moved.encryption().keyWait().orElseThrow().reason())
        .isEqualTo(KeyWait.Reason.OTHER_CHANNEL);
  }
}
