package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.group.ExternalProposer;
import dev.antiphon.dave.internal.mls.group.ExternalSender;
import dev.antiphon.dave.internal.mls.group.Member;
import dev.antiphon.dave.internal.mls.group.Proposal;
import dev.antiphon.dave.internal.mls.group.ProposalQueue;
import dev.antiphon.dave.internal.mls.group.QueuedProposal;
import dev.antiphon.dave.internal.mls.group.Sender;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * A test double of the MLS engine without cryptography. A message is a word that determines the
 * result of its check. The double tracks all objects that are created and not closed.
 */
final class FakeMls {
  static final long SELF = 1;
  static final long OTHER = 2;

  private final Set<AutoCloseable> open = Collections.newSetFromMap(new IdentityHashMap<>());

  static Bytes word(String word) {
    return Bytes.copyOf(word.getBytes(StandardCharsets.US_ASCII));
  }

  /** The word as the body of an event. */
  static DaveBytes message(String word) {
    return DaveBytes.of(word(word));
  }

  /** The body of op 25 of a gateway with this number. */
  static DaveBytes gateway(int number) {
    byte[] scalar = new byte[32];
    scalar[31] = (byte) number;
    ExternalProposer proposer =
        new ExternalProposer(SignatureKeyPair.of(Secret.owning(scalar)), Bytes.ofLong(number));
    return DaveBytes.of(proposer.sender().encode());
  }

  PendingMember pendingMember() {
    return track(new FakeMember());
  }

  /** All objects that are created and not closed. */
  Set<AutoCloseable> open() {
    return open;
  }

  private <T extends AutoCloseable> T track(T made) {
    open.add(made);
    return made;
  }

  private void close(AutoCloseable made) {
    if (!open.remove(made)) {
      throw new IllegalStateException("The object was closed twice: " + made);
    }
  }

  private static String text(Bytes message) {
    return new String(message.toArray(), StandardCharsets.US_ASCII);
  }

  private static MlsException refusal(Refusal refusal) {
    return new MlsException(refusal, "a word");
  }

  private final class FakeMember implements PendingMember {
    @Override
    public Bytes keyPackage() {
      requireOpen(this);
      return word("key package");
    }

    @Override
    public Group createGroup(ExternalSender sender) {
      requireOpen(this);
      return track(new FakeGroup(0));
    }

    @Override
    public Group join(Bytes welcome, ExternalSender sender) throws MlsException {
      requireOpen(this);
      return switch (text(welcome)) {
        case "good" -> track(new FakeGroup(7));
        case "for another" -> throw refusal(Refusal.NOT_FOR_US);
        case "other channel" -> throw refusal(Refusal.WRONG_GROUP);
        default -> throw refusal(Refusal.BAD_SIGNATURE);
      };
    }

    @Override
    public void close() {
      FakeMls.this.close(this);
    }
  }

  private void requireOpen(AutoCloseable made) {
    if (!open.contains(made)) {
      throw new IllegalStateException("The object was used after it was closed: " + made);
    }
  }

  private final class FakeGroup implements Group {
    private final long epoch;

    private FakeGroup(long epoch) {
      this.epoch = epoch;
    }

    @Override
    public long epoch() {
      return epoch;
    }

    @Override
    public List<Member> members() {
      List<Member> members = new ArrayList<>(List.of(new Member(0, SELF, word("self"))));
      if (epoch > 0) {
        members.add(new Member(1, OTHER, word("other")));
      }
      return members;
    }

    @Override
    public Bytes authenticator() {
      return Bytes.copyOf(new byte[32]);
    }

    @Override
    public Secret mediaSecret(long userId) {
      requireOpen(this);
      return Secret.copyOf(new byte[16]);
    }

    /** A proposal is one digit: the leaf to remove. 0 is our own leaf; 9 cannot be committed. */
    @Override
    public ProposalQueue updateQueue(
        int operation, Bytes content, ProposalQueue queue, LongPredicate recognised)
        throws MlsException {
      requireOpen(this);
      if (text(content).equals("other channel")) {
        throw refusal(Refusal.WRONG_GROUP);
      }
      ProposalQueue updated = queue;
      for (char digit : text(content).toCharArray()) {
        if (!Character.isDigit(digit) || operation > 1) {
          throw refusal(Refusal.BAD_SIGNATURE);
        }
        Bytes reference = word(String.valueOf(digit));
        updated =
            operation == 1
                ? updated.without(List.of(reference))
                : updated.with(
                    new QueuedProposal(
                        reference, epoch, Sender.GATEWAY, new Proposal.Remove(digit - '0')));
      }
      return updated;
    }

    @Override
    public boolean removesUs(ProposalQueue queue) {
      return queue.removes(0);
    }

    @Override
    public OwnCommit commit(ProposalQueue queue) throws MlsException {
      requireOpen(this);
      if (queue.removes(9)) {
        throw refusal(Refusal.NOT_A_MEMBER);
      }
      return new OwnCommit(word("own"), word("own and welcome"), track(new FakeGroup(epoch + 1)));
    }

    @Override
    public boolean isOfAnotherGroup(Bytes commit) {
      return text(commit).equals("other channel");
    }

    @Override
    public boolean isPast(Bytes commit) {
      return text(commit).equals("past");
    }

    @Override
    public Group applyCommit(Bytes commit, ProposalQueue queue) throws MlsException {
      requireOpen(this);
      return switch (text(commit)) {
        case "good" -> track(new FakeGroup(epoch + 1));
        case "removes us" -> throw refusal(Refusal.SELF_REMOVED);
        case "other channel" -> throw refusal(Refusal.WRONG_GROUP);
        default -> throw refusal(Refusal.BAD_CONFIRMATION_TAG);
      };
    }

    @Override
    public void close() {
      FakeMls.this.close(this);
    }
  }
}
