package dev.antiphon.cli.internal.soak;

import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a soak is to be.
 *
 * @param connections how many there are at once, 1 to 10,000
 * @param time how long faults strike, 1 s to a week; what is measured afterwards comes on top
 * @param seed of the plan of faults
 * @param tls whether the voice gateway is spoken to over TLS, whose handshakes cost more than all
 *     the rest
 * @param audit the file after which the files of the audit are named; empty for no audit
 * @param loops Netty event loops to run on; empty for those that a {@code Voice} makes for itself
 */
public record SoakSettings(
    int connections,
    Duration time,
    long seed,
    boolean tls,
    Optional<Path> audit,
    Optional<EventLoopGroup> loops) {

  private static final int MOST_CONNECTIONS = 10_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(7);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException with a sentence that says which is wrong and why
   */
  public SoakSettings {
    if (connections < 1 || connections > MOST_CONNECTIONS) {
      throw new IllegalArgumentException(
          "connections must be from 1 to %d, were %d".formatted(MOST_CONNECTIONS, connections));
    }
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the time must be from a second to a week, was %s s".formatted(time.toSeconds()));
    }
  }
}
