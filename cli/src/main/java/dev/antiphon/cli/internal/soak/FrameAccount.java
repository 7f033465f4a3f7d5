package dev.antiphon.cli.internal.soak;

import dev.antiphon.cli.internal.soak.FrameLedger.Frames;
import dev.antiphon.dave.DaveFrameCounts;
import dev.antiphon.dave.DaveFrameStatistics;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the frames that had to be heard with the counts of the connections: each missing frame
 * must be counted as dropped. Not thread-safe.
 *
 * <p>A frame is missing some time after it was counted as dropped. So the missing frames since the
 * last check are compared with the dropped frames since the check before.
 */
final class FrameAccount {
  private Frames beforeCalm = Frames.NONE;
  private boolean calm;
  private Map<BotInGuild, Heard> last = new HashMap<>();
  private Map<BotInGuild, Heard> beforeLast = new HashMap<>();

  /** What a bot has heard, and what its connections have counted. */
  record Heard(Map<Long, Frames> bySpeaker, DaveFrameStatistics counts) {
    static final Heard NOTHING = new Heard(Map.of(), DaveFrameStatistics.NONE);

    static Heard of(BotInGuild bot) {
      // The counts come last, because they must contain all missing frames.
      return new Heard(bot.hearing().ledger().bySpeaker(), bot.hearing().counts());
    }

    /**
     * Returns the number of frames that are missing since {@code last}, and not counted as dropped
     * since {@code beforeLast}. A frame whose owner was not known can be a frame of each speaker.
     */
    long unexplained(Heard last, Heard beforeLast) {
      long ofSpeakers =
          bySpeaker.entrySet().stream()
              .mapToLong(
                  frames ->
                      frames.getValue().missing()
                          - last.missing(frames.getKey())
                          - (dropped(frames.getKey()) - beforeLast.dropped(frames.getKey())))
              .map(more -> Math.max(0, more))
              .sum();
      long ofOthers = counts.others().dropped() - beforeLast.counts.others().dropped();
      return Math.max(0, ofSpeakers - ofOthers);
    }

    private long missing(long speaker) {
      return bySpeaker.getOrDefault(speaker, Frames.NONE).missing();
    }

    private long dropped(long speaker) {
      return counts.users().getOrDefault(speaker, DaveFrameCounts.NONE).dropped();
    }
  }

  /** The calm phase begins. Only frames of this phase count for the next check. */
  void beginCalm(SoakEnvironment environment) {
    check(environment);
    beforeLast = last;
    beforeCalm = total(environment);
    calm = true;
  }

  /** Checks each bot. */
  void check(SoakEnvironment environment) {
    Map<BotInGuild, Heard> now = new HashMap<>();
    environment.everyone().forEach(bot -> now.put(bot, Heard.of(bot)));
    now.forEach((bot, heard) -> check(environment, bot, heard));
    beforeLast = last;
    last = now;
  }

  private void check(SoakEnvironment environment, BotInGuild bot, Heard now) {
    long unexplained =
        now.unexplained(
            last.getOrDefault(bot, Heard.NOTHING), beforeLast.getOrDefault(bot, Heard.NOTHING));
    if (unexplained > 0) {
      environment
          .measurements()
          .brokenInvariants
          .add(
              "A bot had the keys of %d frames that it did not hear, and that are not counted as dropped: heard %s, %s"
                  .formatted(unexplained, now, bot.description()));
    }
  }

  private static Frames total(SoakEnvironment environment) {
    return environment
        .everyone()
        .flatMap(bot -> bot.hearing().ledger().bySpeaker().values().stream())
        .reduce(Frames.NONE, Frames::plus);
  }

  /** Returns the figures for the report. */
  SoakReport.WithKeys report(SoakEnvironment environment) {
    Frames all = total(environment);
    Frames inCalm = calm ? all.minus(beforeCalm) : Frames.NONE;
    return new SoakReport.WithKeys(
        environment.framesInClear().values().stream().mapToLong(Long::longValue).sum(),
        all.heard(),
        all.interrupted(),
        all.missing(),
        inCalm.heard(),
        inCalm.interrupted(),
        inCalm.missing(),
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
