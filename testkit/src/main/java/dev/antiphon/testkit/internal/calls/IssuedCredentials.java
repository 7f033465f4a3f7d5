package dev.antiphon.testkit.internal.calls;

import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.Identify;
import dev.antiphon.testkit.record.ViolationKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which Identify is accepted: the credentials issued last for that member, or, where none were
 * issued, the token given for all, or any token that is not empty. Thread-safe.
 */
public final class IssuedCredentials {

  /** Beyond this the oldest are forgotten, and their members are checked like unknown ones. */
  private static final int MAX_ISSUED = 100_000;

  private final Optional<String> common;
  private final Map<Member, Issued> issued =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Member, Issued> eldest) {
          return size() > MAX_ISSUED;
        }
      };

  private record Member(long guildId, long userId) {}

  private record Issued(String sessionId, String token) {
    @Override
    public String toString() {
      return "Issued";
    }
  }

  /** Why an Identify is not accepted. */
  public record Refusal(ViolationKind kind, String detail, CloseCode code) {}

  /** With the token given for all, if there is one. */
  public IssuedCredentials(Optional<String> common) {
    this.common = common;
  }

  /** From now on this member is accepted with these credentials alone. */
  public synchronized void issue(long guildId, long userId, String sessionId, String token) {
    issued.put(new Member(guildId, userId), new Issued(sessionId, token));
  }

  /** Why this Identify is refused; empty if it is accepted. */
  public synchronized Optional<Refusal> check(Identify identify) {
    Issued expected = issued.get(new Member(identify.serverId(), identify.userId()));
    if (expected != null && !expected.sessionId().equals(identify.sessionId())) {
      return Optional.of(
          new Refusal(
              ViolationKind.INVALID_SESSION,
              "The session id is not the one issued last for this member.",
              CloseCode.CLOSE_4006));
    }
    boolean right =
        expected != null
            ? expected.token().equals(identify.token())
            : common.map(identify.token()::equals).orElse(!identify.token().isEmpty());
    return right
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                ViolationKind.WRONG_TOKEN,
                "The token is not the one issued for this member.",
                CloseCode.CLOSE_4004));
  }
}
