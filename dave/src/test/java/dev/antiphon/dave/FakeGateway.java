package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.group.CommitWelcome;
import dev.antiphon.dave.internal.mls.group.ExternalProposer;
import dev.antiphon.dave.internal.mls.group.KeyPackage;
import dev.antiphon.dave.internal.mls.group.Proposal;
import dev.antiphon.dave.internal.mls.group.ProposalsPayload;
import dev.antiphon.dave.internal.mls.group.PublicMessage;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A test double of the voice gateway for real sessions: it orders messages, chooses commits and has
 * no secrets. Its messages wait in the inbox of each client, so that clients can process them at
 * different times.
 */
final class FakeGateway {
  static final long CHANNEL = 4711;

  final Map<Long, Client> clients = new LinkedHashMap<>();
  private final ExternalProposer proposer =
      new ExternalProposer(SignatureKeyPair.generate(new SecureRandom()), Bytes.ofLong(99));
  private final List<Queued> queue = new ArrayList<>();
  private final TreeMap<Integer, Long> leaves = new TreeMap<>();
  private long epoch;
  private boolean established;
  private int version = 1;
  private int transition;
  private Optional<Integer> pending = Optional.empty();
  private Optional<Long> damageWelcomeOf = Optional.empty();
  int commits;

  /** A proposal that is sent but not committed, and the user that it adds or removes. */
  private record Queued(long user, PublicMessage message) {
    boolean adds() {
      return message.proposal().orElseThrow() instanceof Proposal.Add;
    }
  }

  Client join(long user) {
    return join(new Client(user, this));
  }

  Client join(Client client) {
    long user = client.user;
    send(each -> true, new DaveEvent.UsersConnected(List.of(user)));
    clients.put(user, client);
    client.inbox.add(new DaveEvent.UsersConnected(List.copyOf(clients.keySet())));
    client.inbox.add(new DaveEvent.Begin(version));
    client.inbox.add(new DaveEvent.ExternalSender(DaveBytes.of(proposer.sender().encode())));
    return client;
  }

  void leave(long user) {
    clients.remove(user).close();
    send(each -> true, new DaveEvent.UserDisconnected(user));
    if (version == 0) {
      return;
    }
    if (clients.size() <= 1) {
      reset();
      send(each -> true, new DaveEvent.PrepareTransition(0, 1));
      return;
    }
    revokeAddOf(user);
    removal(user).ifPresent(removal -> propose(List.of(removal)));
    resetIfNobodyCanCommit();
  }

  /** Starts a new group if every member has left, or has asked to be added again. */
  private void resetIfNobodyCanCommit() {
    if (established && leaves.values().stream().noneMatch(this::canCommit)) {
      reset();
    }
  }

  private boolean canCommit(long member) {
    return clients.containsKey(member) && !isBeingRemoved(member);
  }

  private boolean isBeingRemoved(long member) {
    return queue.stream().anyMatch(queued -> !queued.adds() && queued.user() == member);
  }

  /** Starts a new group. */
  void reset() {
    epoch = 0;
    established = false;
    queue.clear();
    leaves.clear();
    pending = Optional.empty();
    send(each -> true, new DaveEvent.PrepareEpoch(1, version));
  }

  void downgrade() {
    version = 0;
    pending = Optional.of(++transition);
    send(each -> true, new DaveEvent.PrepareTransition(transition, 0));
  }

  void upgrade() {
    version = 1;
    reset();
  }

  /** Damages the next welcome for this user. */
  void damageWelcomeOf(long user) {
    damageWelcomeOf = Optional.of(user);
  }

  /** Executes the pending transition. */
  void execute() {
    pending.ifPresent(id -> send(each -> true, new DaveEvent.ExecuteTransition(id)));
    pending = Optional.empty();
  }

  boolean isQuiet() {
    return pending.isEmpty() && clients.values().stream().allMatch(one -> one.inbox.isEmpty());
  }

  /** Delivers one message to a random client. Returns false if there is no message. */
  boolean deliver(Random random, long nanos) {
    List<Client> behind = clients.values().stream().filter(c -> !c.inbox.isEmpty()).toList();
    if (behind.isEmpty()) {
      return false;
    }
    behind.get(random.nextInt(behind.size())).take(nanos);
    return true;
  }

  /** Delivers all messages and executes pending transitions, until there are no more messages. */
  void deliverAll(Random random, long nanos) {
    do {
      while (deliver(random, nanos)) {
        // Delivers the next message.
      }
      execute();
    } while (!isQuiet());
  }

  private void send(Predicate<Client> whom, DaveEvent event) {
    clients.values().stream().filter(whom).forEach(client -> client.inbox.add(event));
  }

  private Optional<Integer> leafOf(long user) {
    return leaves.entrySet().stream()
        .filter(entry -> entry.getValue() == user)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Handles op 26. */
  void keyPackage(Client client, Bytes content) throws MlsException {
    KeyPackage keyPackage = KeyPackage.parse(content.toArray());
    keyPackage.validate();
    revokeAddOf(client.user);
    List<Queued> more = new ArrayList<>();
    removal(client.user).ifPresent(more::add);
    more.add(new Queued(client.user, proposer.add(CHANNEL, epoch, keyPackage)));
    if (!established) {
      client.inbox.addAll(
          queue.stream().map(Queued::message).map(m -> append(List.of(m))).toList());
    }
    propose(more);
    resetIfNobodyCanCommit();
  }

  /** The proposal to remove a member; empty if it is already sent. */
  private Optional<Queued> removal(long user) {
    return leafOf(user)
        .filter(leaf -> !isBeingRemoved(user))
        .map(leaf -> new Queued(user, proposer.remove(CHANNEL, epoch, leaf)));
  }

  private void propose(List<Queued> proposals) {
    queue.addAll(proposals);
    Set<Long> about = new HashSet<>(proposals.stream().map(Queued::user).toList());
    send(
        client -> !about.contains(client.user),
        append(proposals.stream().map(Queued::message).toList()));
  }

  private void revokeAddOf(long user) {
    List<Queued> revoked = queue.stream().filter(q -> q.adds() && q.user() == user).toList();
    if (!revoked.isEmpty()) {
      queue.removeAll(revoked);
      List<Bytes> references = revoked.stream().map(q -> q.message().reference()).toList();
      send(client -> client.user != user, event(new ProposalsPayload.Revoke(references).encode()));
    }
  }

  private static DaveEvent append(List<PublicMessage> messages) {
    return event(new ProposalsPayload.Append(messages).encode());
  }

  private static DaveEvent event(Bytes body) {
    byte[] content = Arrays.copyOfRange(body.toArray(), 1, body.length());
    return new DaveEvent.Proposals(body.at(0), DaveBytes.copyOf(content));
  }

  /**
   * Handles op 28: chooses the first commit that commits all queued proposals, except the addition
   * of its sender.
   */
  void commit(Client client, Bytes content) throws MlsException {
    CommitWelcome body = CommitWelcome.parse(content.toArray());
    List<Queued> expected =
        queue.stream().filter(q -> !q.adds() || q.user() != client.user || established).toList();
    List<Bytes> references = body.commit().commit().orElseThrow().references();
    boolean fits =
        body.commit().content().epoch() == epoch
            && references.equals(expected.stream().map(q -> q.message().reference()).toList())
            && (!established || leafOf(client.user).isPresent());
    if (!fits || expected.isEmpty()) {
      return;
    }
    commits++;
    Set<Long> before = new HashSet<>(established ? leaves.values() : List.of(client.user));
    enter(client, expected);
    pending = Optional.of(++transition);
    Set<Long> added = users(expected, Queued::adds);
    before.removeAll(users(expected, q -> !q.adds()));
    send(
        one -> before.contains(one.user),
        new DaveEvent.CommitAnnounced(transition, DaveBytes.of(body.commit().encode())));
    body.welcome()
        .ifPresent(w -> send(one -> added.contains(one.user), welcome(transition, w.encode())));
    damageWelcome(added);
  }

  private void damageWelcome(Set<Long> added) {
    if (damageWelcomeOf.isPresent() && added.contains(damageWelcomeOf.get())) {
      Client victim = clients.get(damageWelcomeOf.get());
      DaveEvent.Welcome good = (DaveEvent.Welcome) victim.inbox.removeLast();
      byte[] damaged = good.content().toByteArray();
      damaged[damaged.length - 1] ^= 1;
      victim.inbox.add(welcome(good.transitionId(), Bytes.copyOf(damaged)));
      damageWelcomeOf = Optional.empty();
    }
  }

  private static DaveEvent welcome(int id, Bytes content) {
    return new DaveEvent.Welcome(id, DaveBytes.of(content));
  }

  private static Set<Long> users(Collection<Queued> of, Predicate<Queued> which) {
    return new HashSet<>(of.stream().filter(which).map(Queued::user).toList());
  }

  private void enter(Client winner, List<Queued> committed) {
    if (!established) {
      leaves.put(0, winner.user);
    }
    committed.stream().filter(q -> !q.adds()).forEach(q -> leaves.values().remove(q.user()));
    for (Queued added : committed) {
      if (added.adds()) {
        int leaf = 0;
        while (leaves.containsKey(leaf)) {
          leaf++;
        }
        leaves.put(leaf, added.user());
      }
    }
    established = true;
    epoch++;
    queue.clear();
  }
}
