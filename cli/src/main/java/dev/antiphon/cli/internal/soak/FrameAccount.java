package dev.antiphon.cli.internal.soak;

import dev.antiphon.cli.internal.soak.FrameLedger.Frames;
import dev.antiphon.dave.DaveFrameCounts;
import dev.antiphon.dave.DaveFrameStatistics;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the frames that had to be heard with the counts of the connections: each missing frame
 * must be counted as dropped. Not thread-safe.
 */
final class FrameAccount {
  private Frames beforeCalm = Frames.NONE;
  private boolean calm;

  /** The calm phase begins. */
  void beginCalm(SoakEnvironment environment) {
    beforeCalm = total(environment);
    calm = true;
  }

  private static Frames total(SoakEnvironment environment) {
    return environment
        .everyone()
        .map(BotInGuild::hearing)
        .map(Hearing::ledger)
        .map(FrameLedger::bySpeaker)
        .map(Map::values)
        .flatMap(Collection::stream)
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
                .map(BotInGuild::hearing)
                .map(Hearing::counts)
                .map(DaveFrameStatistics::total)
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

  /** Checks each bot, after the last frame could be heard. */
  void check(SoakEnvironment environment) {
    BrokenInvariants broken = environment.measurements().brokenInvariants;
    environment
        .framesInClear()
        .forEach(
            (user, frames) ->
                broken.add(
                    "Frames were sent unencrypted by user %d in all its guilds: %d."
                        .formatted(user, frames)));
    environment.everyone().forEach(bot -> check(bot, broken));
  }

  /** A dropped frame whose owner was not known can be a frame of each speaker. */
  private static void check(BotInGuild bot, BrokenInvariants broken) {
    DaveFrameStatistics received = bot.hearing().counts();
    Map<Long, Frames> bySpeaker = bot.hearing().ledger().bySpeaker();
    long unexplained =
        bySpeaker.entrySet().stream()
            .mapToLong(
                frames ->
                    Math.max(0, frames.getValue().missing() - dropped(received, frames.getKey())))
            .sum();
    if (unexplained > received.others().dropped()) {
      broken.add(
          "Frames were not heard by a bot that had the keys, and are not counted as dropped: heard %s, counted %s, %s"
              .formatted(bySpeaker, received, bot.description()));
    }
  }

  private static long dropped(DaveFrameStatistics received, long speaker) {
    return received.users().getOrDefault(speaker, DaveFrameCounts.NONE).dropped();
  }
}
