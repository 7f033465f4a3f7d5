package dev.antiphon.testkit.internal.dave;

import dev.antiphon.protocol.GatewayMessage;

/** A member of an end-to-end encrypted call and what the server has sent to it. */
final class DaveMember {

  final CallMember session;
  boolean externalSenderSent;

  /** True if the member has offered a key package for the current group. */
  boolean candidate;

  /** True if the member must encrypt its frames. */
  boolean encrypts;

  DaveMember(CallMember session) {
    this.session = session;
  }

  long userId() {
    return session.userId();
  }

  boolean offers() {
    return session.offersDave();
  }

  void post(GatewayMessage message) {
    session.post(message);
  }
}
