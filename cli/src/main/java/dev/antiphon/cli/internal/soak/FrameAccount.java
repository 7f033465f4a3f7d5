package dev.antiphon.cli.internal.soak;

import dev.antiphon.cli.internal.soak.FrameLedger.Frames;
import dev.antiphon.dave.DaveFrameCounts;
import dev.antiphon.dave.DaveFrameStatistics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares the frames that had to be heard with the counts of the connections: each missing frame
 * must be counted as dropped. Not thread-safe.
 *
 * <p>A frame is missing at most {@link FrameLedger#LIMIT} after it was counted as dropped. So the
 * missing frames since the last check are compared with the dropped frames since a check that is at
 * least this time older. On a busy machine, frames are heard or counted late, so a bot has time to
 * do so.
 */
final class FrameAccount {
  /** The time in which a missing frame must be heard or counted. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Frames beforeCalm = Frames.NONE;
  private Frames membersBeforeCalm = Frames.NONE;
  private boolean calm;
  private final Map<BotInGuild, Account> accounts = new HashMap<>();

  private record Snapshot(long at, Heard heard) {}

  /** The account of one bot. */
  private static final class Account {
    private final Deque<Snapshot> snapshots =
        new ArrayDeque<>(List.of(new Snapshot(System.nanoTime(), Heard.NOTHING)));
    private OptionalLong unexplainedSince = OptionalLong.empty();

    /** Returns the number of unexplained frames if frames are unexplained for too long, else 0. */
    long check(Snapshot now) {
      Snapshot last = snapshots.getLast();
      long unexplained = now.heard().unexplained(last.heard(), olderThan(last).heard());
      if (unexplained == 0) {
        unexplainedSince = OptionalLong.empty();
      } else if (unexplainedSince.isEmpty()) {
        unexplainedSince = OptionalLong.of(now.at());
        return 0;
      } else if (now.at() - unexplainedSince.getAsLong() < PATIENCE.toNanos()) {
        return 0;
      }
      unexplainedSince = OptionalLong.empty();
      snapshots.addLast(now);
      return unexplained;
    }

    boolean isExplained() {
      return unexplainedSince.isEmpty();
    }

    /**
     * Returns the newest snapshot that is old enough, or the first one. Forgets those before it.
     */
    private Snapshot olderThan(Snapshot last) {
      Snapshot older = snapshots.removeFirst();
      while (!snapshots.isEmpty()
          && last.at() - snapshots.getFirst().at() >= FrameLedger.LIMIT.toNanos()) {
        older = snapshots.removeFirst();
      }
      snapshots.addFirst(older);
      return older;
    }
  }

  /** What a bot has heard, and what its connections have counted. */
  record Heard(Map<Long, Frames> bySpeaker, DaveFrameStatistics counts) {
    static final Heard NOTHING = new Heard(Map.of(), DaveFrameStatistics.NONE);

    static Heard of(BotInGuild bot) {
      // The counts come last, because they must contain all missing frames.
      return new Heard(bot.hearing().ledger().bySpeaker(), bot.hearing().counts());
    }

    /**
     * Returns the number of frames that are missing since {@code last}, and not counted as dropped
     * since {@code older}. A frame whose owner was not known can be a frame of each speaker.
     */
    long unexplained(Heard last, Heard older) {
      long ofSpeakers =
          bySpeaker.entrySet().stream()
              .mapToLong(
                  frames ->
                      frames.getValue().missing()
                          - last.missing(frames.getKey())
                          - (dropped(frames.getKey()) - older.dropped(frames.getKey())))
              .map(more -> Math.max(0, more))
              .sum();
      long ofOthers = counts.others().dropped() - older.counts.others().dropped();
      return Math.max(0, ofSpeakers - ofOthers);
    }

    private long missing(long speaker) {
      return bySpeaker.getOrDefault(speaker, Frames.NONE).missing();
    }

    private long dropped(long speaker) {
      return counts.users().getOrDefault(speaker, DaveFrameCounts.NONE).dropped();
    }
  }

  /**
   * The calm phase begins. The missing frames of this phase are compared with the frames that were
   * dropped since the last check. That check must be at least {@link FrameLedger#LIMIT} ago.
   */
  void beginCalm(SoakEnvironment environment) {
    check(environment);
    beforeCalm = total(environment.everyone());
    membersBeforeCalm = total(environment.members().stream());
    calm = true;
  }

  /**
   * Checks each bot.
   *
   * @return true if all missing frames are counted as dropped. Otherwise this method must be called
   *     again
   */
  boolean check(SoakEnvironment environment) {
    environment.everyone().forEach(bot -> check(bot, environment.measurements().brokenInvariants));
    return accounts.values().stream().allMatch(Account::isExplained);
  }

  private void check(BotInGuild bot, BrokenInvariants broken) {
    bot.judgeFrames();
    Heard now = Heard.of(bot);
    long unexplained =
        accounts
            .computeIfAbsent(bot, first -> new Account())
            .check(new Snapshot(System.nanoTime(), now));
    if (unexplained > 0) {
      broken.add(
          "A bot had the keys of %d frames that it did not hear, and that are not counted as dropped: heard %s, %s"
              .formatted(unexplained, now, bot.description()));
    }
  }

  private static Frames total(Stream<BotInGuild> bots) {
    return bots.flatMap(bot -> bot.hearing().ledger().bySpeaker().values().stream())
        .reduce(Frames.NONE, Frames::plus);
  }

  /** Returns the figures for the report. */
  SoakReport.WithKeys report(SoakEnvironment environment) {
    Frames all = total(environment.everyone());
    Frames inCalm = calm ? all.minus(beforeCalm) : Frames.NONE;
    return new SoakReport.WithKeys(
        environment.framesInClear().values().stream().mapToLong(Long::longValue).sum(),
        all.heard(),
        all.interrupted(),
        all.missing(),
        inCalm.heard(),
        inCalm.interrupted(),
        inCalm.missing(),
        calm ? total(environment.members().stream()).minus(membersBeforeCalm).missing() : 0,
        byReason(
            environment
                .everyone()
                .map(bot -> bot.hearing().counts().total())
                .reduce(DaveFrameCounts.NONE, DaveFrameCounts::plus)));
  }

  /** Returns the counts of dropped frames by reason, without those that are zero. */
  static Map<String, Long> byReason(DaveFrameCounts counts) {
    Map<String, Long> reasons = new TreeMap<>();
    reasons.put("not encrypted", counts.notEncrypted());
    reasons.put("malformed", counts.malformed());
    reasons.put("no key", counts.noKey());
    reasons.put("not authentic", counts.notAuthentic());
    reasons.put("too far", counts.tooFar());
    reasons.put("replayed", counts.replayed());
    reasons.put("too early", counts.tooEarly());
    reasons.put("no room", counts.noRoom());
    reasons.put("no owner", counts.noOwner());
    reasons.values().removeIf(count -> count == 0);
    return reasons;
  }
}
