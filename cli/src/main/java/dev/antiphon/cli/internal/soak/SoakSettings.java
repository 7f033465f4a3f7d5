package dev.antiphon.cli.internal.soak;

import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of a soak test.
 *
 * @param connections the number of simultaneous connections, 1 to 10,000
 * @param visitors the number of bots, 0 to 8, that come to each call and leave it again and again
 * @param time the duration of the faults, 1 s to one week; the final measurements take additional
 *     time
 * @param joinLimit the time in which all connections must join before the faults begin, 1 ms to one
 *     day
 * @param seed the random seed of the fault plan
 * @param tls true to use TLS for the voice gateway; TLS handshakes then take most of the CPU time
 * @param dave true to encrypt all calls end to end; the number of connections must then be even,
 *     because each call needs two members
 * @param audit the base name of the audit files; empty for no audit
 * @param loops the Netty event loops to use; empty to let each {@code Voice} create its own
 */
public record SoakSettings(
    int connections,
    int visitors,
    Duration time,
    Duration joinLimit,
    long seed,
    boolean tls,
    boolean dave,
    Optional<Path> audit,
    Optional<EventLoopGroup> loops) {

  private static final int MAX_CONNECTIONS = 10_000;
  private static final int MAX_VISITORS = 8;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Duration LONGEST_JOIN = Duration.ofDays(1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of range; the message names it
   */
  public SoakSettings {
    if (connections < 1 || connections > MAX_CONNECTIONS) {
      throw new IllegalArgumentException(
          "connections must be 1 to %d, not %d".formatted(MAX_CONNECTIONS, connections));
    }
    if (visitors < 0 || visitors > MAX_VISITORS) {
      throw new IllegalArgumentException(
          "visitors must be 0 to %d, not %d".formatted(MAX_VISITORS, visitors));
    }
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the time must be from one second to one week, not %s s".formatted(time.toSeconds()));
    }
    if (joinLimit.toMillis() < 1 || joinLimit.compareTo(LONGEST_JOIN) > 0) {
      throw new IllegalArgumentException(
          "the limit for joining must be from one millisecond to one day, not " + joinLimit);
    }
    if (dave && connections % GuildCall.MEMBERS != 0) {
      throw new IllegalArgumentException(
          "with encryption, connections must be a multiple of %d, the members of a call, not %d"
              .formatted(GuildCall.MEMBERS, connections));
    }
  }
}
