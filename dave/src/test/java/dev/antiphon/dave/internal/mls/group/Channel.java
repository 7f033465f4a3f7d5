package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A voice channel in memory. Its gateway delivers all messages to all members. */
final class Channel {
  static final long ID = 0x0102_0304_0506_0708L;

  final ExternalProposer gateway =
      new ExternalProposer(SignatureKeyPair.generate(new SecureRandom()), Bytes.ofLong(1));
  final List<Client> members = new ArrayList<>();
  final List<Client> joining = new ArrayList<>();

  private long nextUser = 100;

  /** A channel of {@code size} members. If there are more than one, a single commit adds them. */
  static Channel of(int size) throws MlsException {
    Channel channel = new Channel();
    for (int i = 0; i < size; i++) {
      channel.join();
    }
    if (size > 1) {
      channel.commit(channel.members.get(0));
    }
    return channel;
  }

  ExternalSender sender() {
    return gateway.sender();
  }

  Client newClient() {
    return new Client(nextUser++);
  }

  /**
   * A client joins. The first client creates the group; an addition is proposed for every other
   * client.
   */
  Client join() throws MlsException {
    Client client = newClient();
    if (members.isEmpty()) {
      client.enter(client.bundle.createGroup(ID, sender()));
      members.add(client);
    } else {
      propose(gateway.add(ID, epoch(), client.bundle.keyPackage()));
      joining.add(client);
    }
    return client;
  }

  /** Proposes the removal of a client to all other members. */
  void leave(Client client) throws MlsException {
    PublicMessage proposal = gateway.remove(ID, epoch(), client.epoch.leaf());
    for (Client member : members) {
      if (member != client) {
        member.receive(proposal);
      }
    }
    members.remove(client);
  }

  void propose(PublicMessage proposal) throws MlsException {
    for (Client member : members) {
      member.receive(proposal);
    }
  }

  long epoch() {
    return members.get(0).epoch.number();
  }

  /**
   * One member commits, the other members process the commit, and new members join by the welcome.
   */
  void commit(Client committer) throws MlsException {
    deliver(committer, committer.epoch.commit(committer.queue));
  }

  void deliver(Client committer, PreparedCommit prepared) throws MlsException {
    PublicMessage message = PublicMessage.parse(prepared.message().toArray());
    for (Client member : members) {
      if (member != committer) {
        member.enter(member.epoch.apply(message, member.queue));
      }
    }
    Optional<Bytes> welcome = prepared.welcome();
    for (Client client : joining) {
      Welcome all = Welcome.parse(welcome.orElseThrow().toArray());
      Welcome own = all.only(client.bundle.keyPackage().reference());
      client.enter(client.bundle.join(own.encode().toArray(), ID, sender()));
    }
    committer.enter(prepared.next());
    members.addAll(joining);
    joining.clear();
  }
}
