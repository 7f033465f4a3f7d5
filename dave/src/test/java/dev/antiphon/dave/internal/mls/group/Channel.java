package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A voice channel whose gateway delivers everything to everybody, in memory. */
final class Channel {
  static final long ID = 0x0102_0304_0506_0708L;

  final ExternalProposer gateway =
      new ExternalProposer(SignatureKeyPair.generate(new SecureRandom()), Bytes.ofLong(1));
  final List<Client> members = new ArrayList<>();
  final List<Client> joining = new ArrayList<>();

  private long nextUser = 100;

  /** A channel of so many members, made by one commit unless there is but one. */
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

  Client newcomer() {
    return new Client(nextUser++);
  }

  /** Somebody comes; the first founds the group, the others are proposed. */
  Client join() throws MlsException {
    Client client = newcomer();
    if (members.isEmpty()) {
      client.enter(client.bundle.createGroup(ID, sender()));
      members.add(client);
    } else {
      propose(gateway.add(ID, epoch(), client.bundle.keyPackage()));
      joining.add(client);
    }
    return client;
  }

  /** Proposes that somebody leaves, to all but that one. */
  void leave(Client client) throws MlsException {
    PublicMessage proposal = gateway.remove(ID, epoch(), client.epoch.leaf());
    for (Client member : members) {
      if (member != client) {
        member.hear(proposal);
      }
    }
    members.remove(client);
  }

  void propose(PublicMessage proposal) throws MlsException {
    for (Client member : members) {
      member.hear(proposal);
    }
  }

  long epoch() {
    return members.get(0).epoch.number();
  }

  /** One member commits, the others follow, newcomers join by the welcome. */
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
