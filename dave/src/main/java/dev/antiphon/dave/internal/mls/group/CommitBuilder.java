package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.crypto.Aead;
import dev.antiphon.dave.internal.mls.crypto.Hpke;
import dev.antiphon.dave.internal.mls.crypto.HpkeCiphertext;
import dev.antiphon.dave.internal.mls.crypto.HpkeKeyPair;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.tree.Extension;
import dev.antiphon.dave.internal.mls.tree.LeafNode;
import dev.antiphon.dave.internal.mls.tree.MemberKeys;
import dev.antiphon.dave.internal.mls.tree.PathSecrets;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import dev.antiphon.dave.internal.mls.tree.UpdatePath;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creates a commit and its welcome (RFC 9420, section 12.4.1). */
final class CommitBuilder {
  private final Epoch epoch;
  private final GroupState state;
  private final MemberIdentity identity;
  private final SecureRandom random;
  private final int self;

  CommitBuilder(Epoch epoch) {
    this.epoch = epoch;
    this.state = epoch.state();
    this.identity = epoch.identity();
    this.random = identity.random();
    this.self = epoch.leaf();
  }

  PreparedCommit build(ProposalQueue queue) throws MlsException {
    ProposalList list = ProposalList.apply(state, queue.proposals(), self, self);
    return list.needsPath() ? withPath(queue, list) : withoutPath(queue, list);
  }

  private PreparedCommit withoutPath(ProposalQueue queue, ProposalList list) throws MlsException {
    try (Secret nothing = Secret.zero()) {
      MemberKeys keys = epoch.keys().in(list.tree());
      Commit commit = new Commit(references(queue), Optional.empty());
      return finish(commit, list, list.tree(), keys, nothing, Optional.empty());
    }
  }

  private PreparedCommit withPath(ProposalQueue queue, ProposalList list) throws MlsException {
    try (PathSecrets secrets = PathSecrets.generate(list.tree(), self, random)) {
      RatchetTree.MergedPath merged = list.tree().merge(self, secrets.keys());
      HpkeKeyPair pair = HpkeKeyPair.generate(random);
      LeafNode leaf =
          list.tree()
              .leaf(self)
              .orElseThrow()
              .renewed(
                  identity.signer(),
                  pair.publicKey(),
                  merged.leafParentHash(),
                  state.context().groupId(),
                  self);
      RatchetTree tree = merged.tree().withLeaf(self, leaf);
      GroupContext provisional = state.context().provisional(tree.hash(), list.extensions());
      List<UpdatePath.Node> nodes =
          secrets.encrypt(tree, list.added(), provisional.encode(), random);
      Commit commit = new Commit(references(queue), Optional.of(new UpdatePath(leaf, nodes)));
      MemberKeys keys = epoch.keys().in(tree, secrets, pair);
      return finish(commit, list, tree, keys, secrets.commitSecret(), Optional.of(secrets));
    }
  }

  private static List<ProposalOrRef> references(ProposalQueue queue) {
    return queue.proposals().stream()
        .<ProposalOrRef>map(queued -> new ProposalOrRef.Reference(queued.reference()))
        .toList();
  }

  private PreparedCommit finish(
      Commit commit,
      ProposalList list,
      RatchetTree tree,
      MemberKeys keys,
      Secret commitSecret,
      Optional<PathSecrets> path)
      throws MlsException {
    GroupContext old = state.context();
    FramedContent content =
        new FramedContent(
            old.groupId(), old.epoch(), new Sender(Sender.Type.MEMBER, self), Bytes.EMPTY, commit);
    PublicMessage signed = PublicMessage.sign(identity.signer(), content, Optional.of(old));
    GroupContext context =
        old.provisional(tree.hash(), list.extensions())
            .confirmed(TranscriptHash.confirmed(state.interimTranscriptHash(), signed));
    try (Secret noPsk = Secret.zero();
        Secret joiner = KeySchedule.joiner(epoch.schedule().init(), commitSecret, context)) {
      KeySchedule schedule = KeySchedule.of(joiner, noPsk, context);
      Bytes tag = schedule.confirmationTag(context);
      PublicMessage message = signed.tagged(Optional.of(tag), epoch.schedule().membership(), old);
      Epoch next = new Epoch(state.next(context, tag, tree), keys, schedule, identity);
      Optional<Bytes> welcome =
          list.newcomers().isEmpty()
              ? Optional.empty()
              : Optional.of(welcome(next, tag, list, joiner, path).encode());
      return new PreparedCommit(message.encode(), welcome, next);
    }
  }

  private Welcome welcome(
      Epoch next, Bytes tag, ProposalList list, Secret joiner, Optional<PathSecrets> path)
      throws MlsException {
    Extension tree = new Extension(Extension.RATCHET_TREE, next.state().tree().encode());
    GroupInfo info =
        new GroupInfo(next.state().context(), List.of(tree), tag, self, Bytes.EMPTY)
            .signed(identity.signer());
    Bytes sealedInfo;
    try (Secret noPsk = Secret.zero();
        Secret welcome = KeySchedule.welcome(joiner, noPsk);
        Secret key = welcome.expand("key", Bytes.EMPTY, Aead.KEY);
        Secret nonce = welcome.expand("nonce", Bytes.EMPTY, Aead.NONCE)) {
      sealedInfo = Aead.seal(key, nonce, new MlsWriter().struct(info).toArray());
    }
    Bytes hashed = Hpke.hashed("Welcome", sealedInfo);
    List<Welcome.Entry> entries = new ArrayList<>();
    for (int i = 0; i < list.newcomers().size(); i++) {
      int leaf = list.added().get(i);
      KeyPackage newcomer = list.newcomers().get(i);
      Optional<Secret> pathSecret = path.map(secrets -> secrets.secretFor(self, leaf));
      try (Secret secrets = GroupSecrets.encode(joiner, pathSecret)) {
        HpkeCiphertext sealed = Hpke.encrypt(newcomer.initKey(), hashed, secrets, random);
        entries.add(new Welcome.Entry(newcomer.reference(), sealed));
      }
    }
    return new Welcome(WireFormat.SUITE, entries, sealedInfo);
  }
}
