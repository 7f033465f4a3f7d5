package dev.antiphon;

import dev.antiphon.flow.Budgets;
import java.time.Duration;

/**
 * Lets the application decide at three points how a lost connection is retried. Each method has a
 * default, which applies without a policy.
 *
 * <p>Each {@link Voice} calls its policy on one dedicated thread. The connection does not wait for
 * an answer. It continues with the default, and the answer changes only later decisions. So a slow
 * or blocking policy delays only its own answers. An exception or error of the policy is logged,
 * and the default applies. Answers take effect in order. Each answer that changes something is
 * recorded as an event of the connection. The policy is not called for {@link
 * Connection#reconnect}.
 */
public interface ReconnectPolicy {

  /**
   * Returns the retry budgets of a connection. Called when the connection joins.
   *
   * @param guildId the guild's id
   * @param configured the budgets of the options
   */
  default Budgets budgets(long guildId, Budgets configured) {
    return configured;
  }

  /**
   * Returns the time to wait after the voice server closed the connection with a code that has two
   * meanings: the bot was moved, or the bot was removed. An event of the main gateway that confirms
   * a move ends the wait.
   *
   * @param guildId the guild's id
   * @param closeCode 4014 or 4022
   * @param configured the time of the option {@code severed}
   * @return the time to wait, counted from the policy's answer. Zero ends the connection
   *     immediately. A negative time, or one longer than a day, is refused and {@code configured}
   *     applies.
   */
  default Duration severedWindow(long guildId, int closeCode, Duration configured) {
    return configured;
  }

  /**
   * Returns whether the connection may rejoin. Called during the wait before a rejoin. Also called
   * when the main gateway has a new session and the connection requests its channel again in this
   * session.
   *
   * @param guildId the guild's id
   * @param waiting the current state; {@code Backoff} contains the attempt's number and the delay
   * @param cause a short description of the problem
   * @return true if the connection may rejoin; false ends the connection with the failure
   *     RetriesExhausted
   */
  default boolean mayRejoin(long guildId, ConnectionState waiting, String cause) {
    return true;
  }
}
