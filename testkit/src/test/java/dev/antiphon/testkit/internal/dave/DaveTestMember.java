package dev.antiphon.testkit.internal.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.group.Epoch;
import dev.antiphon.dave.internal.mls.group.ExternalSender;
import dev.antiphon.dave.internal.mls.group.KeyPackageBundle;
import dev.antiphon.dave.internal.mls.group.MemberIdentity;
import dev.antiphon.dave.internal.mls.group.PreparedCommit;
import dev.antiphon.dave.internal.mls.group.ProposalQueue;
import dev.antiphon.dave.internal.mls.group.ProposalsPayload;
import dev.antiphon.dave.internal.mls.group.PublicMessage;
import dev.antiphon.protocol.BinaryCodec;
import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.DaveExecuteTransition;
import dev.antiphon.protocol.DavePrepareEpoch;
import dev.antiphon.protocol.DavePrepareTransition;
import dev.antiphon.protocol.DaveTransitionReady;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MlsAnnounceCommitTransition;
import dev.antiphon.protocol.MlsCommitWelcome;
import dev.antiphon.protocol.MlsExternalSender;
import dev.antiphon.protocol.MlsInvalidCommitWelcome;
import dev.antiphon.protocol.MlsKeyPackage;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.protocol.MlsWelcome;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.SelectProtocol;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.udp.internal.DiscoveryPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A simple voice client with DAVE. It passes each received message to the MLS engine at once. Its
 * fields can disable its answers.
 */
final class DaveTestMember implements AutoCloseable {

  final long userId;
  TestClient client;
  private final long channelId;
  private final int offers;
  private final MemberIdentity identity;
  private final Set<Long> recognised = new HashSet<>();
  private final Map<Integer, Integer> pending = new HashMap<>();

  /** All received messages in order. */
  final List<Envelope> received = new ArrayList<>();

  final List<Integer> executed = new ArrayList<>();
  final List<String> refusals = new ArrayList<>();
  boolean commits = true;
  boolean answersReady = true;
  boolean sendsKeyPackages = true;
  int version = -1;
  KeyPackageBundle candidate;
  private ExternalSender externalSender;
  private Epoch epoch;
  private ProposalQueue queue = ProposalQueue.EMPTY;
  private Optional<PreparedCommit> prepared = Optional.empty();
  boolean established;

  DaveTestMember(TestClient client, long channelId, int offers) {
    this.client = client;
    this.userId = client.userId;
    this.channelId = channelId;
    this.offers = offers;
    this.identity = MemberIdentity.ephemeral(userId);
    recognised.add(userId);
    client.send(client.identify(offers));
  }

  Epoch epoch() {
    return epoch;
  }

  /** Returns the epoch of this member's group, -1 before it is in a group. */
  long number() {
    return established ? epoch.number() : -1;
  }

  PreparedCommit prepared() {
    return prepared.orElseThrow();
  }

  boolean hasPrepared() {
    return prepared.isPresent();
  }

  List<GatewayMessage> messages() {
    return received.stream().map(Envelope::message).toList();
  }

  /** Processes the messages that have arrived. Returns true if there was at least one. */
  boolean pump() {
    Optional<Envelope> next = client.poll();
    boolean any = next.isPresent();
    while (next.isPresent()) {
      received.add(next.get());
      handle(next.get().message());
      next = client.poll();
    }
    return any;
  }

  private void handle(GatewayMessage message) {
    if (message instanceof Ready ready) {
      client.ready = ready;
      DiscoveryPacket seen = client.discover();
      client.send(
          new SelectProtocol(
              "udp", seen.address(), seen.port(), EncryptionMode.values()[0].wireName()));
    } else if (message instanceof ClientsConnect connect) {
      recognised.addAll(connect.userIds());
    } else if (message instanceof ClientDisconnect disconnect) {
      recognised.remove(disconnect.userId());
    } else if (message instanceof SessionDescription description) {
      client.described(description);
      version = description.daveProtocolVersion();
      if (version > 0) {
        begin();
      }
    } else if (message instanceof DavePrepareTransition transition) {
      transition(transition.transitionId(), transition.protocolVersion());
    } else if (message instanceof DaveExecuteTransition transition) {
      Optional.ofNullable(pending.remove(transition.transitionId())).ifPresent(v -> version = v);
      executed.add(transition.transitionId());
    } else if (message instanceof DavePrepareEpoch prepare && prepare.epoch().orElse(0) == 1) {
      begin();
    } else {
      mls(message);
    }
  }

  private void mls(GatewayMessage message) {
    try {
      if (message instanceof MlsExternalSender sender) {
        externalSender = ExternalSender.parse(sender.content().toByteArray());
        found();
      } else if (message instanceof MlsProposals proposals) {
        proposals(proposals);
      } else if (message instanceof MlsAnnounceCommitTransition commit) {
        announced(commit);
      } else if (message instanceof MlsWelcome welcome) {
        epoch = candidate.join(welcome.content().toByteArray(), channelId, externalSender);
        entered(welcome.transitionId());
      }
    } catch (MlsException e) {
      refusals.add(e.refusal().name());
      if (message instanceof MlsAnnounceCommitTransition commit) {
        invalid(commit.transitionId());
      } else if (message instanceof MlsWelcome welcome) {
        invalid(welcome.transitionId());
      }
    }
  }

  /** Begins a new group and requests to be added. */
  void begin() {
    established = false;
    queue = ProposalQueue.EMPTY;
    prepared = Optional.empty();
    candidate = KeyPackageBundle.create(identity);
    found();
    if (sendsKeyPackages) {
      sendKeyPackage(candidate.keyPackage().encode());
    }
  }

  void sendKeyPackage(Bytes body) {
    sendBinary(new MlsKeyPackage(OpaqueBytes.copyOf(body.toArray())));
  }

  private void found() {
    if (!established && candidate != null && externalSender != null) {
      epoch = candidate.createGroup(channelId, externalSender);
    }
  }

  private void proposals(MlsProposals message) throws MlsException {
    if (epoch == null) {
      refusals.add("NO_GROUP");
      return;
    }
    byte[] content = message.content().toByteArray();
    byte[] body = new MlsWriter().uint8(message.operation()).bytes(content).toArray();
    ProposalsPayload payload = ProposalsPayload.parse(body);
    if (payload instanceof ProposalsPayload.Revoke revoke) {
      queue = queue.without(revoke.references());
    } else if (payload instanceof ProposalsPayload.Append append) {
      for (PublicMessage proposal : append.messages()) {
        queue = queue.with(epoch.check(proposal, recognised::contains));
      }
    }
    prepared = Optional.empty();
    if (!queue.isEmpty()) {
      prepared = Optional.of(epoch.commit(queue));
      if (commits) {
        sendCommit(prepared.get());
      }
    }
  }

  /** Sends a prepared commit. */
  void sendCommit(PreparedCommit commit) {
    MlsWriter body = new MlsWriter().bytes(commit.message());
    commit.welcome().ifPresent(body::bytes);
    sendCommit(body.toArray());
  }

  void sendCommit(byte[] body) {
    sendBinary(new MlsCommitWelcome(OpaqueBytes.copyOf(body)));
  }

  private void announced(MlsAnnounceCommitTransition message) throws MlsException {
    byte[] commit = message.content().toByteArray();
    if (prepared.isPresent() && prepared.get().message().equals(Bytes.copyOf(commit))) {
      epoch = prepared.get().next();
    } else if (established) {
      epoch = epoch.apply(PublicMessage.parse(commit), queue);
    } else {
      refusals.add("FOREIGN");
      return;
    }
    entered(message.transitionId());
  }

  private void entered(int transitionId) {
    established = true;
    queue = ProposalQueue.EMPTY;
    prepared = Optional.empty();
    transition(transitionId, 1);
  }

  private void transition(int id, int to) {
    if (id == 0) {
      version = to;
      return;
    }
    pending.put(id, to);
    if (answersReady) {
      ready(id);
    }
  }

  void ready(int id) {
    client.send(new DaveTransitionReady(id));
  }

  void invalid(int transitionId) {
    client.send(new MlsInvalidCommitWelcome(transitionId));
    begin();
  }

  private void sendBinary(GatewayMessage message) {
    client.sendBinary(new BinaryCodec().encodeFromClient(message));
  }

  /** Returns true if this member offers DAVE. */
  boolean offers() {
    return offers > 0;
  }

  void leave() {
    client.close(1000);
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return "member %d: version %d, epoch %d, refusals %s, received %s"
        .formatted(userId, version, number(), refusals, messages());
  }
}
