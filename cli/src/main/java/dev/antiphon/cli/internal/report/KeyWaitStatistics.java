package dev.antiphon.cli.internal.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The waits for keys of the end-to-end encryption, by their last reason. Waits while alone do not
 * count, because nobody could send keys.
 */
final class KeyWaitStatistics {
  private static final Pattern CHANGE =
      Pattern.compile("EncryptionChanged\\(([A-Z_]+)(?:, ([A-Z_]+))?\\)");
  private static final String WAITING = "WAITING";
  private static final String ALONE = "ALONE";

  /** The reason in lines of earlier versions, which contain only the status. */
  private static final String UNKNOWN = "unknown";

  /** A manipulated file can contain more reasons than exist. */
  private static final int MAX_REASONS = 50;

  private final Map<String, Wait> open = new HashMap<>();
  private final Map<String, Waits> ended = new TreeMap<>();

  private record Wait(String reason, Instant since) {}

  /**
   * The waits with one reason.
   *
   * @param count how many waits
   * @param longest the longest wait
   * @param total the sum of all waits
   */
  record Waits(long count, Duration longest, Duration total) {
    private Waits with(Duration wait) {
      return new Waits(count + 1, wait.compareTo(longest) > 0 ? wait : longest, total.plus(wait));
    }
  }

  /** Takes a line about a step of the encryption. */
  void take(String connection, Instant at, JsonNode line) {
    for (JsonNode effect : line.path("effects")) {
      Matcher change = CHANGE.matcher(effect.asText());
      if (change.matches()) {
        changed(connection, at, reason(change));
      }
    }
  }

  private static Optional<String> reason(Matcher change) {
    Optional<String> reason = Optional.ofNullable(change.group(2));
    return reason.isEmpty() && change.group(1).equals(WAITING) ? Optional.of(UNKNOWN) : reason;
  }

  private void changed(String connection, Instant at, Optional<String> reason) {
    if (reason.isEmpty() || reason.get().equals(ALONE)) {
      ended(connection, at);
    } else {
      Instant since = open.containsKey(connection) ? open.get(connection).since() : at;
      open.put(connection, new Wait(reason.get(), since));
    }
  }

  /** The connection waits no longer. */
  void ended(String connection, Instant at) {
    Wait wait = open.remove(connection);
    if (wait != null) {
      add(wait, at);
    }
  }

  private void add(Wait wait, Instant at) {
    Duration length = Duration.between(wait.since(), at);
    boolean listed = ended.containsKey(wait.reason()) || ended.size() < MAX_REASONS;
    ended.merge(
        listed ? wait.reason() : "others",
        new Waits(1, length, length),
        (all, one) -> all.with(one.longest()));
  }

  /** The waits by reason. A wait without an end lasts until {@code last}. */
  Map<String, Waits> byReason(Instant last) {
    open.values().forEach(wait -> add(wait, last));
    open.clear();
    return ended;
  }
}
