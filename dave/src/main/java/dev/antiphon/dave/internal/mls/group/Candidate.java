package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.tree.Credential;
import dev.antiphon.dave.internal.mls.tree.LeafNode;
import dev.antiphon.dave.internal.mls.tree.MemberKeys;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import java.util.Optional;

/**
 * Somebody who is ready to be a member: a fresh leaf, and a key package by which it can be added.
 * From it comes either the epoch 0 of a group of its own, or the epoch that a welcome tells of. A
 * client makes a new one for each (re)initialisation, and closes the old one.
 */
public final class Candidate implements AutoCloseable {
  private final MemberIdentity identity;
  private final HpkeKeyPair initPair;
  private final HpkeKeyPair leafPair;
  private final KeyPackage keyPackage;

  private Candidate(
      MemberIdentity identity, HpkeKeyPair initPair, HpkeKeyPair leafPair, KeyPackage keyPackage) {
    this.identity = identity;
    this.initPair = initPair;
    this.leafPair = leafPair;
    this.keyPackage = keyPackage;
  }

  /** A candidate with fresh keys. */
  public static Candidate create(MemberIdentity identity) {
    HpkeKeyPair initPair = HpkeKeyPair.generate(identity.random());
    HpkeKeyPair leafPair = HpkeKeyPair.generate(identity.random());
    LeafNode leaf =
        LeafNode.forKeyPackage(
            identity.signer(), leafPair.publicKey(), Credential.ofUser(identity.userId()));
    KeyPackage keyPackage = KeyPackage.signed(identity.signer(), initPair.publicKey(), leaf);
    return new Candidate(identity, initPair, leafPair, keyPackage);
  }

  /** The key package; its encoding is the body of op 26. */
  public KeyPackage keyPackage() {
    return keyPackage;
  }

  /** The epoch 0 of a group of this candidate alone (RFC 9420, section 11). */
  public Epoch found(long channelId, ExternalSender gateway) {
    RatchetTree tree = RatchetTree.of(keyPackage.leaf());
    GroupContext context =
        new GroupContext(
            Bytes.ofLong(channelId), 0, tree.hash(), Bytes.EMPTY, gateway.extensions());
    try (Secret epochSecret = Secret.random(identity.random(), Secret.LENGTH)) {
      KeySchedule schedule = KeySchedule.ofEpoch(epochSecret);
      Bytes interim = Transcript.interim(Bytes.EMPTY, schedule.confirmationTag(context));
      GroupState state = new GroupState(Profile.DAVE, Optional.of(gateway), context, interim, tree);
      return new Epoch(state, MemberKeys.of(0, leafPair.copy()), schedule, identity);
    }
  }

  /**
   * The epoch that a welcome tells of, after all checks.
   *
   * @param welcome the welcome of op 30, without an MLSMessage around it
   * @param channelId the group that it must be for
   * @param gateway the external sender that the group must have
   */
  public Epoch join(byte[] welcome, long channelId, ExternalSender gateway) throws MlsException {
    Joining.Expected expected = new Joining.Expected(Bytes.ofLong(channelId), gateway);
    return new Joining(Profile.DAVE, identity, keyPackage, initPair, leafPair, PreSharedKeys.NONE)
        .join(Welcome.parse(welcome), Optional.of(expected), Optional.empty());
  }

  HpkeKeyPair initPair() {
    return initPair;
  }

  /** Wipes the private keys; epochs that came from here have copies. */
  @Override
  public void close() {
    initPair.close();
    leafPair.close();
  }
}
