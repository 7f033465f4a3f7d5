package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.group.ExternalProposer;
import dev.antiphon.dave.internal.mls.group.KeyPackage;
import dev.antiphon.dave.internal.mls.group.ProposalsPayload;
import dev.antiphon.dave.internal.mls.group.PublicMessage;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Proposals that add many users to the group of one session. */
final class Burst {
  private final ExternalProposer proposer =
      new ExternalProposer(SignatureKeyPair.generate(new SecureRandom()), Bytes.ofLong(99));
  private final List<PublicMessage> adds = new ArrayList<>();
  private final int users;

  Burst(int users) {
    this.users = users;
    LongStream.rangeClosed(2, users + 1L).forEach(user -> adds.add(add(user)));
  }

  private PublicMessage add(long user) {
    try (DaveSession joining = DaveSession.builder(user, FakeGateway.CHANNEL).build()) {
      DaveBytes content =
          joining.handle(new DaveEvent.Begin(1), 0).stream()
              .filter(DaveEffect.SendKeyPackage.class::isInstance)
              .map(effect -> ((DaveEffect.SendKeyPackage) effect).content())
              .findFirst()
              .orElseThrow();
      return proposer.add(FakeGateway.CHANNEL, 0, KeyPackage.parse(content.toByteArray()));
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  /** A session that knows all users and awaits proposals. */
  DaveSession session() {
    return session(new ArrayList<>());
  }

  DaveSession session(List<DaveRecord> records) {
    DaveSession session = DaveSession.builder(1, FakeGateway.CHANNEL).records(records::add).build();
    session.handle(new DaveEvent.Begin(1), 0);
    announce(session);
    session.handle(sender(), 0);
    return session;
  }

  void announce(DaveSession session) {
    session.handle(
        new DaveEvent.UsersConnected(LongStream.rangeClosed(1, users + 1L).boxed().toList()), 0);
  }

  DaveEvent sender() {
    return new DaveEvent.ExternalSender(DaveBytes.of(proposer.sender().encode()));
  }

  /** One message with all adds. */
  DaveEvent together() {
    return event(adds);
  }

  /** A message for each add. */
  List<DaveEvent> apart() {
    return adds.stream().map(add -> event(List.of(add))).toList();
  }

  private static DaveEvent event(List<PublicMessage> messages) {
    byte[] body = new ProposalsPayload.Append(messages).encode().toArray();
    return new DaveEvent.Proposals(
        body[0], DaveBytes.copyOf(Arrays.copyOfRange(body, 1, body.length)));
  }
}
