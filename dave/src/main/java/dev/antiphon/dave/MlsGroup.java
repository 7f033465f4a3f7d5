package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.group.Epoch;
import dev.antiphon.dave.internal.mls.group.FramedContent;
import dev.antiphon.dave.internal.mls.group.Member;
import dev.antiphon.dave.internal.mls.group.PreparedCommit;
import dev.antiphon.dave.internal.mls.group.ProposalQueue;
import dev.antiphon.dave.internal.mls.group.ProposalsPayload;
import dev.antiphon.dave.internal.mls.group.PublicMessage;
import dev.antiphon.dave.internal.mls.group.QueuedProposal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** A group in one epoch of the MLS engine. */
final class MlsGroup implements Group {
  private static final String MEDIA_LABEL = "Discord Secure Frames v0";
  private static final int MEDIA_SECRET = 16;

  private final Epoch epoch;

  MlsGroup(Epoch epoch) {
    this.epoch = epoch;
  }

  @Override
  public long epoch() {
    return epoch.number();
  }

  @Override
  public List<Member> members() {
    return epoch.members();
  }

  @Override
  public Bytes authenticator() {
    return epoch.authenticator();
  }

  /**
   * The exporter's context is the user id with the least significant byte first, unlike in
   * credentials.
   */
  @Override
  public Secret mediaSecret(long userId) {
    ByteBuffer context = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    byte[] user = context.putLong(userId).array();
    return epoch.export(MEDIA_LABEL, Bytes.copyOf(user), MEDIA_SECRET);
  }

  @Override
  public ProposalQueue updateQueue(
      int operation, Bytes content, ProposalQueue queue, LongPredicate recognised)
      throws MlsException {
    byte[] body = new MlsWriter().uint8(operation).bytes(content).toArray();
    ProposalsPayload payload = ProposalsPayload.parse(body);
    if (payload instanceof ProposalsPayload.Revoke revoke) {
      return queue.without(revoke.references());
    }
    List<QueuedProposal> added = new ArrayList<>();
    for (PublicMessage proposal : ((ProposalsPayload.Append) payload).messages()) {
      added.add(epoch.check(proposal, recognised));
    }
    return queue.with(added);
  }

  @Override
  public boolean removesUs(ProposalQueue queue) {
    return queue.removes(epoch.leaf());
  }

  @Override
  public OwnCommit commit(ProposalQueue queue) throws MlsException {
    PreparedCommit prepared = epoch.commit(queue);
    MlsWriter payload = new MlsWriter().bytes(prepared.message());
    prepared.welcome().ifPresent(payload::bytes);
    return new OwnCommit(prepared.message(), payload.toBytes(), new MlsGroup(prepared.next()));
  }

  @Override
  public boolean isOfAnotherGroup(Bytes commit) {
    try {
      return !PublicMessage.parse(commit.toArray()).content().groupId().equals(epoch.groupId());
    } catch (MlsException unreadable) {
      return false;
    }
  }

  @Override
  public boolean isPast(Bytes commit) {
    try {
      FramedContent content = PublicMessage.parse(commit.toArray()).content();
      return content.groupId().equals(epoch.groupId())
          && Long.compareUnsigned(content.epoch(), epoch.number()) < 0;
    } catch (MlsException unreadable) {
      return false;
    }
  }

  @Override
  public Group applyCommit(Bytes commit, ProposalQueue queue) throws MlsException {
    return new MlsGroup(epoch.apply(PublicMessage.parse(commit.toArray()), queue));
  }

  @Override
  public void close() {
    epoch.close();
  }

  @Override
  public String toString() {
    return epoch.toString();
  }
}
