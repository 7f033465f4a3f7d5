package dev.antiphon.dave.internal.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsReader;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/**
 * Spoilt messages: real ones of a group, changed by accident on the way or by a member on purpose.
 * They are refused with the one exception, cost little memory, and leave the group as it was.
 */
class MutatedMessagesPropertiesTest {
  private static final int SPOILT_PER_GROUP = 50;

  /** A reader makes objects of bytes, but no more than so many bytes for one. */
  private static final int READING_FACTOR = 16;

  private static final int READING_BASE = 8 << 10;

  /** Checking a signature or opening a ciphertext costs so much, whatever the size. */
  private static final int CHECKING_BASE = 2 << 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private interface Reaction {
    void to(byte[] message) throws MlsException;
  }

  /** One way in: what comes, how it is read, and what is then done with it. */
  private record Target(byte[] good, Reaction reading, Reaction handling) {}

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void spoiltMessagesAreRefused(@ForAll Random random) throws MlsException {
    spoil(random);
  }

  @Tag("proof")
  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void tenThousandSpoiltMessagesAreRefused(@ForAll Random random) throws MlsException {
    spoil(random);
  }

  private void spoil(Random random) throws MlsException {
    Channel channel = Channel.of(3 + random.nextInt(6));
    Client receiver = channel.members.get(0);
    Client committer = channel.members.get(1);
    channel.leave(channel.members.get(2));
    Client newcomer = channel.join();
    Client another = channel.join();
    PreparedCommit prepared = committer.epoch.commit(committer.queue);
    Bytes welcome =
        Welcome.parse(prepared.welcome().orElseThrow().toArray())
            .only(newcomer.bundle.keyPackage().reference())
            .encode();
    List<Target> targets =
        List.of(
            keyPackage(another),
            proposals(channel, receiver, another),
            commit(receiver, prepared),
            commitOfAMember(receiver, committer, prepared),
            welcome(channel, newcomer, welcome),
            treeOfAMember(channel, newcomer, committer, welcome));
    GroupContext before = receiver.epoch.state().context();
    Bytes authenticator = receiver.epoch.authenticator();
    for (int i = 0; i < SPOILT_PER_GROUP; i++) {
      Target target = targets.get(random.nextInt(targets.size()));
      attempt(target, Mutation.any(target.good(), random));
    }
    assertThat(receiver.epoch.state().context()).isEqualTo(before);
    assertThat(receiver.epoch.authenticator()).isEqualTo(authenticator);
    channel.deliver(committer, prepared);
    GroupHistoryPropertiesTest.check(channel);
  }

  private void attempt(Target target, byte[] spoilt) {
    if (Arrays.equals(spoilt, target.good())) {
      return;
    }
    long factor = (long) READING_FACTOR * spoilt.length;
    checkCost(target.reading(), spoilt, READING_BASE + factor);
    if (succeeds(target.reading(), spoilt)) {
      assertThat(succeeds(target.handling(), spoilt)).as("accepted").isFalse();
      checkCost(target.handling(), spoilt, CHECKING_BASE + factor);
    }
  }

  /** Looks again before it complains, for what happens first in a JVM loads classes. */
  private void checkCost(Reaction reaction, byte[] spoilt, long most) {
    if (cost(reaction, spoilt) > most) {
      assertThat(cost(reaction, spoilt)).isLessThanOrEqualTo(most);
    }
  }

  private long cost(Reaction reaction, byte[] spoilt) {
    long start = threads.getCurrentThreadAllocatedBytes();
    succeeds(reaction, spoilt);
    return threads.getCurrentThreadAllocatedBytes() - start;
  }

  private static boolean succeeds(Reaction reaction, byte[] message) {
    try {
      reaction.to(message);
      return true;
    } catch (MlsException expected) {
      return false;
    } catch (RuntimeException | Error e) {
      return fail("not the typed exception", e);
    }
  }

  private static Target keyPackage(Client client) {
    return new Target(
        client.bundle.keyPackage().encode().toArray(),
        KeyPackage::parse,
        message -> KeyPackage.parse(message).validate());
  }

  private static Target proposals(Channel channel, Client receiver, Client another) {
    PublicMessage add =
        channel.gateway.add(Channel.ID, channel.epoch(), another.bundle.keyPackage());
    PublicMessage remove = channel.gateway.remove(Channel.ID, channel.epoch(), 0);
    return new Target(
        new ProposalsPayload.Append(List.of(add, remove)).encode().toArray(),
        ProposalsPayload::parse,
        message -> {
          ProposalsPayload payload = ProposalsPayload.parse(message);
          if (payload instanceof ProposalsPayload.Append append) {
            for (PublicMessage proposal : append.messages()) {
              receiver.epoch.check(proposal, user -> true);
            }
          } else if (payload instanceof ProposalsPayload.Revoke revoke) {
            receiver.queue.without(revoke.references());
          }
        });
  }

  private static Target commit(Client receiver, PreparedCommit prepared) {
    return new Target(
        prepared.message().toArray(),
        CommitWelcome::parse,
        message -> receiver.epoch.apply(PublicMessage.parse(message), receiver.queue));
  }

  /** The member signs what it has spoilt. */
  private static Target commitOfAMember(Client receiver, Client committer, PreparedCommit prepared)
      throws MlsException {
    PublicMessage good = PublicMessage.parse(prepared.message().toArray());
    GroupContext context = committer.epoch.state().context();
    return new Target(
        good.commit().orElseThrow().encode().toArray(),
        message -> read(Commit::read, message),
        message -> {
          FramedContent content =
              new FramedContent(
                  context.groupId(),
                  context.epoch(),
                  good.content().sender(),
                  Bytes.EMPTY,
                  read(Commit::read, message));
          PublicMessage spoilt =
              PublicMessage.sign(committer.identity.signer(), content, Optional.of(context))
                  .tagged(good.confirmationTag(), committer.epoch.schedule().membership(), context);
          receiver.epoch.apply(spoilt, receiver.queue);
        });
  }

  private static Target welcome(Channel channel, Client newcomer, Bytes welcome) {
    return new Target(
        welcome.toArray(),
        Welcome::parse,
        message -> newcomer.bundle.join(message, Channel.ID, channel.sender()));
  }

  /** The member who welcomes has spoilt the tree, and says its hash. */
  private static Target treeOfAMember(
      Channel channel, Client newcomer, Client committer, Bytes welcome) throws MlsException {
    byte[] tree =
        new WelcomeEditor(newcomer.bundle, committer.identity, welcome).tree.encode().toArray();
    return new Target(
        tree,
        message -> read(RatchetTree::read, message),
        message -> {
          WelcomeEditor forge = new WelcomeEditor(newcomer.bundle, committer.identity, welcome);
          forge.replaceTree(read(RatchetTree::read, message));
          newcomer.bundle.join(forge.welcome(), Channel.ID, channel.sender());
        });
  }

  private static <T> T read(MlsReader.Element<T> element, byte[] bytes) throws MlsException {
    MlsReader reader = new MlsReader(bytes);
    T value = element.read(reader);
    reader.end("it");
    return value;
  }

  @Example
  void nothingLargerThanAMebibyteIsRead() {
    byte[] large = new byte[(1 << 20) + 1];
    for (Reaction reading :
        List.<Reaction>of(
            KeyPackage::parse,
            ProposalsPayload::parse,
            CommitWelcome::parse,
            PublicMessage::parse,
            Welcome::parse,
            ExternalSender::parse)) {
      RefusalAssertions.refused(
          Refusal.TOO_LARGE,
          () -> {
            reading.to(large);
            return null;
          });
    }
  }

  @Example
  void aTreeOfBlanksCostsASmallMultipleOfItsSize() throws MlsException {
    byte[] leaf =
        KeyPackageBundle.create(MemberIdentity.ephemeral(1)).keyPackage().leaf().encode().toArray();
    byte[] blanks = new byte[2 * RatchetTree.MAX_LEAVES - 2];
    byte[] tree =
        new MlsWriter().vector(w -> w.bytes(blanks).uint8(1).uint8(1).bytes(leaf)).toArray();
    assertThat(read(RatchetTree::read, tree).leafCount()).isEqualTo(RatchetTree.MAX_LEAVES);
    checkCost(bytes -> read(RatchetTree::read, bytes), tree, 64L * tree.length);
    byte[] more = new MlsWriter().vector(w -> w.bytes(new byte[500_000])).toArray();
    RefusalAssertions.refused(Refusal.TOO_LARGE, () -> read(RatchetTree::read, more));
    checkCost(bytes -> read(RatchetTree::read, bytes), more, 64L * tree.length);
  }
}
