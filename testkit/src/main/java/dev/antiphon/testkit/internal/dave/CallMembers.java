package dev.antiphon.testkit.internal.dave;

import dev.antiphon.protocol.GatewayMessage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The members of an end-to-end encrypted call by user. Confined to the server's loop. */
final class CallMembers {

  private final Map<Long, DaveMember> byUser = new LinkedHashMap<>();

  boolean isEmpty() {
    return byUser.isEmpty();
  }

  int size() {
    return byUser.size();
  }

  List<DaveMember> all() {
    return List.copyOf(byUser.values());
  }

  List<Long> users() {
    return List.copyOf(byUser.keySet());
  }

  Stream<DaveMember> others(long userId) {
    return all().stream().filter(member -> member.userId() != userId);
  }

  boolean allOffer() {
    return byUser.values().stream().allMatch(DaveMember::offers);
  }

  /** Returns the member with this session, not with another session of the same user. */
  Optional<DaveMember> find(CallMember session) {
    return Optional.ofNullable(byUser.get(session.userId()))
        .filter(member -> member.session == session);
  }

  /** Returns the member with this session. Another session of the same user is replaced. */
  DaveMember enter(CallMember session) {
    DaveMember member = find(session).orElseGet(() -> new DaveMember(session));
    byUser.put(session.userId(), member);
    return member;
  }

  void remove(DaveMember member) {
    byUser.remove(member.userId(), member);
  }

  /** Sends to these users, as far as they are members. */
  void send(Collection<Long> users, GatewayMessage message) {
    for (long user : List.copyOf(users)) {
      Optional.ofNullable(byUser.get(user)).ifPresent(member -> member.post(message));
    }
  }
}
