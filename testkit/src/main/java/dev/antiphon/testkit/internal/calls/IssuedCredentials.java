package dev.antiphon.testkit.internal.calls;

import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.Identify;
import dev.antiphon.testkit.record.ViolationKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the credentials of Identify. A member with issued credentials must use the latest ones.
 * Other members must use the common token, or any non-empty token if there is no common one.
 * Thread-safe.
 */
public final class IssuedCredentials {

  /**
   * The maximum number of entries. The oldest ones are removed first, and their members then count
   * as members without issued credentials.
   */
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

  /** The reason why an Identify is refused. */
  public record Refusal(ViolationKind kind, String detail, CloseCode code) {}

  /** Creates the object with the common token, if there is one. */
  public IssuedCredentials(Optional<String> common) {
    this.common = common;
  }

  /** Sets the only credentials of this member. */
  public synchronized void issue(long guildId, long userId, String sessionId, String token) {
    issued.put(new Member(guildId, userId), new Issued(sessionId, token));
  }

  /** Returns the reason why this Identify is refused; empty if it is accepted. */
  public synchronized Optional<Refusal> check(Identify identify) {
    Issued expected = issued.get(new Member(identify.serverId(), identify.userId()));
    if (expected != null && !expected.sessionId().equals(identify.sessionId())) {
      return Optional.of(
          new Refusal(
              ViolationKind.INVALID_SESSION,
              "The session id differs from the last one that was issued for this member.",
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
                "The token differs from the expected token for this member.",
                CloseCode.CLOSE_4004));
  }
}
