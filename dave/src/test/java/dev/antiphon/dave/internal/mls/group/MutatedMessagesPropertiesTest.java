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
 * Mutated messages: real messages of a group, damaged in transit or changed by a malicious member.
 * They are refused with an {@link MlsException}, allocate little memory, and do not change the
 * group.
 */
class MutatedMessagesPropertiesTest {
  private static final int MUTATIONS_PER_GROUP = 50;

  /** The maximum number of bytes that decoding allocates for each byte of a message. */
  private static final int READING_FACTOR = 16;

  private static final int READING_BASE = 8 << 10;

  /**
   * The number of bytes that a check of a signature or a decryption may allocate, independent of
   * the size.
   */
  private static final int CHECKING_BASE = 2 << 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private interface Reaction {
    void to(byte[] message) throws MlsException;
  }

  /** A target of mutations: a valid message, its decoding and its handling. */
  private record Target(byte[] good, Reaction reading, Reaction handling) {}

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void mutatedMessagesAreRefused(@ForAll Random random) throws MlsException {
    mutate(random);
  }

  @Tag("proof")
  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void tenThousandMutatedMessagesAreRefused(@ForAll Random random) throws MlsException {
    mutate(random);
  }

  private void mutate(Random random) throws MlsException {
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
    for (int i = 0; i < MUTATIONS_PER_GROUP; i++) {
      Target target = targets.get(random.nextInt(targets.size()));
      attempt(target, Mutation.any(target.good(), random));
    }
    assertThat(receiver.epoch.state().context()).isEqualTo(before);
    assertThat(receiver.epoch.authenticator()).isEqualTo(authenticator);
    channel.deliver(committer, prepared);
    GroupHistoryPropertiesTest.check(channel);
  }

  private void attempt(Target target, byte[] mutated) {
    if (Arrays.equals(mutated, target.good())) {
      return;
    }
    long factor = (long) READING_FACTOR * mutated.length;
    checkCost(target.reading(), mutated, READING_BASE + factor);
    if (succeeds(target.reading(), mutated)) {
      assertThat(succeeds(target.handling(), mutated)).as("accepted").isFalse();
      checkCost(target.handling(), mutated, CHECKING_BASE + factor);
    }
  }

  /** Measures a second time before it fails, because the first call in a JVM also loads classes. */
  private void checkCost(Reaction reaction, byte[] mutated, long most) {
    if (cost(reaction, mutated) > most) {
      assertThat(cost(reaction, mutated)).isLessThanOrEqualTo(most);
    }
  }

  private long cost(Reaction reaction, byte[] mutated) {
    long start = threads.getCurrentThreadAllocatedBytes();
    succeeds(reaction, mutated);
    return threads.getCurrentThreadAllocatedBytes() - start;
  }

  private static boolean succeeds(Reaction reaction, byte[] message) {
    try {
      reaction.to(message);
      return true;
    } catch (MlsException expected) {
      return false;
    } catch (RuntimeException | Error e) {
      return fail("not an MlsException", e);
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

  /** A member signs a mutated commit. */
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
          PublicMessage mutated =
              PublicMessage.sign(committer.identity.signer(), content, Optional.of(context))
                  .tagged(good.confirmationTag(), committer.epoch.schedule().membership(), context);
          receiver.epoch.apply(mutated, receiver.queue);
        });
  }

  private static Target welcome(Channel channel, Client newcomer, Bytes welcome) {
    return new Target(
        welcome.toArray(),
        Welcome::parse,
        message -> newcomer.bundle.join(message, Channel.ID, channel.sender()));
  }

  /** The committer sends a mutated tree with a matching tree hash. */
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
  void messagesLargerThanOneMebibyteAreRefused() {
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
  void memoryForATreeOfBlankNodesIsAtMost64TimesItsSize() throws MlsException {
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
