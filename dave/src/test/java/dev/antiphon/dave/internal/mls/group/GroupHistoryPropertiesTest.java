package dev.antiphon.dave.internal.mls.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import dev.antiphon.dave.internal.mls.tree.TreeProbe;
import dev.antiphon.dave.internal.mls.tree.TreeValidator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Random joins, leaves and commits: after every commit all members have the same state. */
class GroupHistoryPropertiesTest {
  private static final int MAX_MEMBERS = 32;

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void allMembersHaveTheSameStateAfterEveryCommit(@ForAll Random random) throws MlsException {
    play(random, 25, 1 + random.nextInt(MAX_MEMBERS));
  }

  @Tag("proof")
  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void allMembersHaveTheSameStateAfterEveryCommitInManyHistories(@ForAll Random random)
      throws MlsException {
    play(random, 50, 1 + random.nextInt(MAX_MEMBERS));
  }

  static void play(Random random, int commits, int most) throws MlsException {
    Channel channel = Channel.of(1);
    for (int i = 0; i < commits; i++) {
      step(channel, random, most);
    }
  }

  private static void step(Channel channel, Random random, int most) throws MlsException {
    int leavers = random.nextInt(3) == 0 ? random.nextInt(channel.members.size()) : 0;
    int room = most - channel.members.size() + leavers;
    int newcomers = room > 0 ? random.nextInt(Math.min(room, 6) + 1) : 0;
    if (leavers + newcomers == 0) {
      return;
    }
    for (int i = 0; i < leavers + newcomers; i++) {
      if (random.nextInt(leavers + newcomers - i) < leavers) {
        leavers--;
        channel.leave(channel.members.get(random.nextInt(channel.members.size())));
      } else {
        newcomers--;
        channel.join();
      }
    }
    Client committer = channel.members.get(random.nextInt(channel.members.size()));
    long before = committer.epoch.number();
    List<Member> expected = committer.epoch.membersAfter(committer.queue);
    prepareUnusedCommit(channel, random);
    channel.commit(committer);
    assertThat(channel.epoch()).isEqualTo(before + 1);
    assertThat(committer.epoch.members()).isEqualTo(expected);
    check(channel);
  }

  /** Another member prepares a commit that is not chosen. Closing it must not have an effect. */
  private static void prepareUnusedCommit(Channel channel, Random random) throws MlsException {
    Client loser = channel.members.get(random.nextInt(channel.members.size()));
    loser.epoch.commit(loser.queue).close();
  }

  static void check(Channel channel) throws MlsException {
    Epoch first = channel.members.get(0).epoch;
    RatchetTree tree = first.state().tree();
    TreeValidator.check(tree);
    Bytes exported = Bytes.copyOf(first.export("label", Bytes.EMPTY, 16).toArray());
    for (Client member : channel.members) {
      Epoch epoch = member.epoch;
      assertThat(epoch.authenticator()).isEqualTo(first.authenticator());
      assertThat(epoch.state().context()).isEqualTo(first.state().context());
      assertThat(Bytes.copyOf(epoch.export("label", Bytes.EMPTY, 16).toArray()))
          .isEqualTo(exported);
      assertThat(TreeProbe.fits(epoch.keys(), tree)).isTrue();
      assertThat(epoch.members()).contains(self(member));
    }
    assertThat(first.members().stream().map(Member::userId).collect(Collectors.toSet()))
        .isEqualTo(channel.members.stream().map(Client::userId).collect(Collectors.toSet()));
  }

  private static Member self(Client client) {
    return new Member(client.epoch.leaf(), client.userId(), client.identity.signer().publicKey());
  }
}
