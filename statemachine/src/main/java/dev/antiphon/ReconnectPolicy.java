package dev.antiphon;

import dev.antiphon.flow.Budgets;
import java.time.Duration;

/**
 * The application's say in how connections are tried again: at these three points and no other.
 * Each method has a default, which is what happens without a policy.
 *
 * <p>Asked on one thread of its own for each {@link Voice}. The connection does not wait for an
 * answer: it goes on as if there were no policy, and an answer changes what has not happened yet.
 * So a policy that is slow, blocks or throws delays nothing but its own answers; what it throws is
 * logged. Every answer that changes something is an event of the flow, in the order in which it
 * came. An application's own {@link Connection#reconnect} is not asked about.
 */
public interface ReconnectPolicy {

  /**
   * How often this connection may be tried again. Asked when it is joined.
   *
   * @param guildId the guild
   * @param configured what the options say
   */
  default Budgets budgets(long guildId, Budgets configured) {
    return configured;
  }

  /**
   * How long to wait for a sign that the bot was moved, after the voice server has closed with a
   * code that may also mean that it was removed.
   *
   * @param guildId the guild
   * @param closeCode 4014 or 4022
   * @param configured what the options say
   * @return how long, from the moment of the answer on; zero ends the connection at once, anything
   *     negative or longer than a day is refused, and the configured time stands
   */
  default Duration severedWindow(long guildId, int closeCode, Duration configured) {
    return configured;
  }

  /**
   * Whether the connection may rejoin. Asked while it waits to, or, when the main gateway has a new
   * session, while it asks for its channel there.
   *
   * @param guildId the guild
   * @param waiting what it waits for: in {@code Backoff} how often it has been tried, and for how
   *     long it waits
   * @param cause what went wrong, in a few words
   * @return false fails the connection with RetriesExhausted
   */
  default boolean mayRejoin(long guildId, ConnectionState waiting, String cause) {
    return true;
  }
}
