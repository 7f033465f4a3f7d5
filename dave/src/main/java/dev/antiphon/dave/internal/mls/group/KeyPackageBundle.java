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
 * A key package with its private keys: the init key and the key of its leaf. With it a client
 * either creates its own group at epoch 0, or joins a group by a welcome. A client creates a new
 * bundle for each (re)initialisation, and closes the old one.
 */
public final class KeyPackageBundle implements AutoCloseable {
  private final MemberIdentity identity;
  private final HpkeKeyPair initPair;
  private final HpkeKeyPair leafPair;
  private final KeyPackage keyPackage;

  private KeyPackageBundle(
      MemberIdentity identity, HpkeKeyPair initPair, HpkeKeyPair leafPair, KeyPackage keyPackage) {
    this.identity = identity;
    this.initPair = initPair;
    this.leafPair = leafPair;
    this.keyPackage = keyPackage;
  }

  /** A bundle with new random keys. */
  public static KeyPackageBundle create(MemberIdentity identity) {
    HpkeKeyPair initPair = HpkeKeyPair.generate(identity.random());
    HpkeKeyPair leafPair = HpkeKeyPair.generate(identity.random());
    LeafNode leaf =
        LeafNode.forKeyPackage(
            identity.signer(), leafPair.publicKey(), Credential.ofUser(identity.userId()));
    KeyPackage keyPackage = KeyPackage.signed(identity.signer(), initPair.publicKey(), leaf);
    return new KeyPackageBundle(identity, initPair, leafPair, keyPackage);
  }

  /** The key package. Its encoding is the body of op 26. */
  public KeyPackage keyPackage() {
    return keyPackage;
  }

  /** Creates a group with this client as the only member, at epoch 0 (RFC 9420, section 11). */
  public Epoch createGroup(long channelId, ExternalSender gateway) {
    RatchetTree tree = RatchetTree.of(keyPackage.leaf());
    GroupContext context =
        new GroupContext(
            Bytes.ofLong(channelId), 0, tree.hash(), Bytes.EMPTY, gateway.extensions());
    try (Secret epochSecret = Secret.random(identity.random(), Secret.LENGTH)) {
      KeySchedule schedule = KeySchedule.ofEpoch(epochSecret);
      Bytes interim = TranscriptHash.interim(Bytes.EMPTY, schedule.confirmationTag(context));
      GroupState state = new GroupState(Profile.DAVE, Optional.of(gateway), context, interim, tree);
      return new Epoch(state, MemberKeys.of(0, leafPair.copy()), schedule, identity);
    }
  }

  /**
   * Joins a group by a welcome, after all checks.
   *
   * @param welcome the welcome of op 30, without an MLSMessage around it
   * @param channelId the id that the group must have
   * @param gateway the external sender that the group must have
   */
  public Epoch join(byte[] welcome, long channelId, ExternalSender gateway) throws MlsException {
    WelcomeProcessor.Expected expected =
        new WelcomeProcessor.Expected(Bytes.ofLong(channelId), gateway);
    return new WelcomeProcessor(
            Profile.DAVE, identity, keyPackage, initPair, leafPair, PreSharedKeys.NONE)
        .join(Welcome.parse(welcome), Optional.of(expected), Optional.empty());
  }

  HpkeKeyPair initPair() {
    return initPair;
  }

  /** Wipes the private keys. Epochs created from this bundle have copies. */
  @Override
  public void close() {
    initPair.close();
    leafPair.close();
  }
}
