package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;

/**
 * The state of the current socket, path and session that the memory of the flow does not contain.
 * The properties are checked against it.
 *
 * @param socketOpen whether the socket that is held has opened
 * @param introduction the first message that was sent on the socket
 * @param pathOpen whether the path that is held has opened
 * @param session the progress of the session of the last Identify
 * @param sameCredentials whether the credentials are still those of the dial
 * @param announced whether op 5 was sent in this session
 */
record ExternalState(
    boolean socketOpen,
    Introduction introduction,
    boolean pathOpen,
    Progress session,
    boolean sameCredentials,
    boolean announced) {

  /** The first message on a socket. */
  enum Introduction {
    NONE,
    IDENTIFY,
    RESUME
  }

  /** The progress of a session. */
  enum Progress {
    NONE,
    IDENTIFIED,
    READY,
    DESCRIBED
  }

  static final ExternalState EMPTY =
      new ExternalState(false, Introduction.NONE, false, Progress.NONE, false, false);

  /** The external state after that step, which started with this memory. */
  ExternalState after(FlowMemory before, FlowDecision decision) {
    if (decision.to().isTerminal()) {
      return EMPTY;
    }
    ExternalState next = after(decision);
    for (Effect effect : decision.effects()) {
      next = next.after(effect);
    }
    FlowMemory memory = decision.memory();
    return next.ofHeld(
        memory.socket().held(),
        memory.udp().held(),
        next.sameCredentials
            && (dials(decision) || sameServer(before.credentials(), memory.credentials())));
  }

  private ExternalState after(FlowDecision decision) {
    return switch (decision.kind()) {
      case SOCKET_OPEN ->
          new ExternalState(true, introduction, pathOpen, session, sameCredentials, announced);
      case UDP_READY ->
          new ExternalState(socketOpen, introduction, true, session, sameCredentials, announced);
      case READY ->
          decision.row().changesState() && decision.to() == VoiceState.READY
              ? reached(Progress.READY)
              : this;
      case SESSION_DESCRIPTION ->
          decision.row().changesState() && decision.to() == VoiceState.ESTABLISHED
              ? reached(Progress.DESCRIBED)
              : this;
      default -> this;
    };
  }

  private ExternalState after(Effect effect) {
    if (effect instanceof Effect.DialGateway) {
      return new ExternalState(false, Introduction.NONE, pathOpen, Progress.NONE, true, false);
    }
    if (effect instanceof Effect.RedialGateway) {
      return new ExternalState(
          false, Introduction.NONE, pathOpen, session, sameCredentials, announced);
    }
    if (effect instanceof Effect.SendIdentify) {
      return introduced(Introduction.IDENTIFY).reached(Progress.IDENTIFIED);
    }
    if (effect instanceof Effect.SendResume) {
      return introduced(Introduction.RESUME);
    }
    if (effect instanceof Effect.CloseUdp) {
      return new ExternalState(socketOpen, introduction, false, Progress.NONE, false, false);
    }
    return effect instanceof Effect.AnnounceSpeaking
        ? new ExternalState(socketOpen, introduction, pathOpen, session, sameCredentials, true)
        : this;
  }

  private ExternalState reached(Progress progress) {
    return new ExternalState(
        socketOpen, introduction, pathOpen, progress, sameCredentials, announced);
  }

  private ExternalState introduced(Introduction by) {
    return new ExternalState(socketOpen, by, pathOpen, session, sameCredentials, announced);
  }

  /** Without a socket and a path there is no session. */
  private ExternalState ofHeld(boolean socket, boolean path, boolean same) {
    if (!socket && !path) {
      return EMPTY;
    }
    return new ExternalState(
        socket && socketOpen,
        socket ? introduction : Introduction.NONE,
        path && pathOpen,
        session,
        same,
        announced);
  }

  private static boolean dials(FlowDecision decision) {
    return decision.effects().stream().anyMatch(Effect.DialGateway.class::isInstance);
  }

  private static boolean sameServer(Credentials before, Credentials after) {
    return before.session() == after.session()
        && before.token() == after.token()
        && before.endpoint() == after.endpoint();
  }
}
