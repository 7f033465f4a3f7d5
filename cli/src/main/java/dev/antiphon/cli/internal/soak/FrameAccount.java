package dev.antiphon.cli.internal.soak;

import dev.antiphon.cli.internal.soak.FrameLedger.Frames;
import dev.antiphon.dave.DaveFrameCounts;
import dev.antiphon.dave.DaveFrameStatistics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares the frames that had to be heard with the counts of the connections: each missing frame
 * must be counted as dropped. Not thread-safe.
 *
 * <p>A frame is missing at most {@link FrameLedger#LIMIT} after it was counted as dropped. So the
 * missing frames since the last check are compared with the dropped frames since a check that is at
 * least this time older.
 */
final class FrameAccount {
  private Frames beforeCalm = Frames.NONE;
  private Frames membersBeforeCalm = Frames.NONE;
  private boolean calm;
  private final Deque<Snapshot> snapshots =
      new ArrayDeque<>(List.of(new Snapshot(System.nanoTime(), Map.of())));

  private record Snapshot(long at, Map<BotInGuild, Heard> heard) {
    Heard of(BotInGuild bot) {
      return heard.getOrDefault(bot, Heard.NOTHING);
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

  /** Checks each bot. */
  void check(SoakEnvironment environment) {
    Map<BotInGuild, Heard> heard = new HashMap<>();
    environment.everyone().forEach(bot -> heard.put(bot, judged(bot)));
    Snapshot now = new Snapshot(System.nanoTime(), heard);
    Snapshot last = snapshots.getLast();
    Snapshot older = olderThan(last);
    heard.keySet().forEach(bot -> check(environment, bot, now, last, older));
    snapshots.addLast(now);
  }

  private static Heard judged(BotInGuild bot) {
    bot.judgeFrames();
    return Heard.of(bot);
  }

  /** Returns the newest snapshot that is old enough, or the first one. Forgets those before it. */
  private Snapshot olderThan(Snapshot last) {
    Snapshot older = snapshots.removeFirst();
    while (!snapshots.isEmpty()
        && last.at() - snapshots.getFirst().at() >= FrameLedger.LIMIT.toNanos()) {
      older = snapshots.removeFirst();
    }
    snapshots.addFirst(older);
    return older;
  }

  private static void check(
      SoakEnvironment environment, BotInGuild bot, Snapshot now, Snapshot last, Snapshot older) {
    long unexplained = now.of(bot).unexplained(last.of(bot), older.of(bot));
    if (unexplained > 0) {
      environment
          .measurements()
          .brokenInvariants
          .add(
              "A bot had the keys of %d frames that it did not hear, and that are not counted as dropped: heard %s, %s"
                  .formatted(unexplained, now.of(bot), bot.description()));
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

  private static Map<String, Long> byReason(DaveFrameCounts counts) {
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
