package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The checks after the faults: every member is where Discord lists it, sends and hears. In the calm
 * phase, visitors come and go, and everybody hears everybody.
 *
 * @param limit the time for each check
 * @param inspection is called repeatedly while the members speak
 */
record FinalChecks(
    SoakEnvironment environment,
    Visits visits,
    FrameAccount account,
    Conditions conditions,
    Duration limit,
    Runnable inspection) {

  private static final long POLL_MILLIS = 500;

  /** The frames that each member must hear of each other member in the calm phase. */
  private static final long FRAMES = 20;

  /** The frames that each visitor must hear of each member in the calm phase. */
  private static final long FRAMES_OF_VISITORS = 5;

  void check() throws InterruptedException {
    long begin = System.nanoTime();
    account.check(environment);
    List<BotInGuild> members = environment.members();
    conditions.await(
        members,
        "is not in the channel in which Discord lists it",
        limit,
        BotInGuild::isWhereItIsListed);
    gather();
    requireProgress("is established but sends no audio", members, BotInGuild::framesArrived);
    requireProgress(
        "is established but receives no audio",
        members.stream().filter(environment::isPaired).toList(),
        environment.isEncrypted() ? BotInGuild::speechHeard : BotInGuild::framesHeard);
    if (environment.isEncrypted()) {
      awaitJudgement(begin);
      beCalm();
    }
  }

  /** Waits until the frames of this time were heard or are missing. */
  private void awaitJudgement(long time) throws InterruptedException {
    long wait = time + FrameLedger.LIMIT.toNanos() - System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
  }

  /** Brings the members of each call to one channel of one server. */
  private void gather() throws InterruptedException {
    conditions.await(
        environment.members(),
        "is not in the channel and on the server of its call",
        limit,
        member -> {
          member.call().gather(member);
          return member.isWithItsCall();
        });
  }

  private void requireProgress(
      String otherwise, List<BotInGuild> bots, ToLongFunction<BotInGuild> count)
      throws InterruptedException {
    Map<BotInGuild, Long> before = new HashMap<>();
    bots.forEach(bot -> before.put(bot, count.applyAsLong(bot)));
    conditions.await(
        bots,
        otherwise,
        limit,
        bot -> {
          inspection.run();
          return count.applyAsLong(bot) > before.getOrDefault(bot, 0L);
        });
  }

  /** The groups change without faults. Each missing frame must be counted as dropped. */
  private void beCalm() throws InterruptedException {
    account.beginCalm(environment);
    Map<BotInGuild, Map<Long, FrameLedger.Frames>> before = new HashMap<>();
    environment.everyone().forEach(bot -> before.put(bot, bot.hearing().ledger().bySpeaker()));
    Predicate<BotInGuild> heard =
        bot -> bot.call().members().stream().allMatch(one -> hasHeard(bot, one, before));
    visits.begin();
    conditions.await(
        environment.everyone().toList(),
        "does not hear a member of its call without faults",
        limit,
        heard);
    endVisits();
    awaitJudgement(System.nanoTime());
    while (!account.check(environment)) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private static boolean hasHeard(
      BotInGuild bot, BotInGuild speaker, Map<BotInGuild, Map<Long, FrameLedger.Frames>> before) {
    FrameLedger.Frames then =
        before.getOrDefault(bot, Map.of()).getOrDefault(speaker.userId(), FrameLedger.Frames.NONE);
    long wanted = bot.isVisitor() ? FRAMES_OF_VISITORS : FRAMES;
    return bot == speaker
        || bot.hearing().ledger().of(speaker.userId()).minus(then).heard() >= wanted;
  }

  /** All visitors leave. */
  void endVisits() throws InterruptedException {
    visits.end();
    conditions.await(
        environment.visitors(),
        "of a visitor does not end",
        limit,
        visitor -> {
          if (!visitor.hasNoConnection()) {
            visitor.leave();
          }
          return visitor.hasNoConnection();
        });
  }
}
