package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

/**
 * Runs random requests of a guild's connections while the main gateway is lost and restored. The
 * sender keeps the minimum time between updates, loses no leave and sends no withdrawn join. At the
 * end, Discord lists the bot in no channel.
 */
@Tag("P12")
class VoiceStateStreamTest {
  private static final long GUILD = 1;
  private static final Duration SPACING = Duration.ofSeconds(5);
  private static final Duration LEAVE_WINDOW = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 3;
  private static final long LONGEST_WAIT = 3_000;
  private static final long[] PAUSES = {0, 1, 100, 1_000, 4_999, 5_000, 5_001, 12_000};

  /** An action of a connection or of the main gateway. */
  private enum Kind {
    JOIN,
    JOIN_IN_A_WHILE,
    LEAVE,
    LEAVE_AND_JOIN,
    END,
    LOSE_MAIN,
    RESUME_MAIN,
    RENEW_MAIN,
    /** The next voice state update cannot be sent. */
    FAIL,
    /** The next voice state update is lost. The failure is reported later. */
    LOSE,
    /** The failure of the lost update is reported. */
    REPORT_LOST,
    PASS
  }

  private record Action(Kind kind, int value) {}

  @Property(tries = 3_000)
  void updatesKeepTheLimitsAndNoLeaveIsLostForAnySequenceOfRequests(
      @ForAll("actions") List<Action> actions) {
    try (Guild guild = new Guild()) {
      actions.forEach(guild::act);
      guild.act(new Action(Kind.REPORT_LOST, 0));
      guild.act(new Action(Kind.END, 0));
      guild.act(new Action(Kind.RESUME_MAIN, 0));
      guild.time.pass(SPACING);
      guild.act(new Action(Kind.REPORT_LOST, 0));
      guild.time.pass(SPACING.multipliedBy(ATTEMPTS));
      assertThat(guild.expected).as("updates that were never sent").isEmpty();
      assertThat(guild.listed).as("the channel in which the bot is still listed").isEmpty();
      assertThat(guild.failures).as("reported failures").hasSize(guild.failed);
    }
  }

  @Property(tries = 1_000)
  @Tag("P30")
  void flushSendsTheLastLeaveAfterAnySequenceOfRequests(
      @ForAll("actions") List<Action> actions, @ForAll boolean away) {
    try (Guild guild = new Guild()) {
      actions.forEach(guild::act);
      guild.act(new Action(Kind.END, 0));
      guild.port.setAway(away);
      guild.flushing = true;
      CompletableFuture<Void> left = guild.sender.flush();
      assertThat(guild.last).as("the last update").isEmpty();
      assertThat(guild.expected).as("updates that were not sent").isEmpty();
      boolean confirmed = left.isDone() && !left.isCompletedExceptionally();
      assertThat(guild.sender.owesLeave()).isEqualTo(!confirmed);
      if (confirmed) {
        assertThat(guild.listed).as("the channel in which the bot is still listed").isEmpty();
      }
      int sent = guild.sent;
      guild.act(new Action(Kind.REPORT_LOST, 0));
      guild.act(new Action(Kind.RESUME_MAIN, 0));
      guild.time.pass(SPACING.multipliedBy(ATTEMPTS));
      assertThat(guild.sent).as("updates after the end").isEqualTo(sent);
    }
  }

  @Provide
  Arbitrary<List<Action>> actions() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.of(Kind.class)), Tuple.of(1, Arbitraries.just(Kind.PASS)));
    return Combinators.combine(kinds, Arbitraries.integers().between(0, 119))
        .as(Action::new)
        .list()
        .ofMaxSize(40);
  }

  /** One guild: its sender, the main gateway, and a Discord that executes updates immediately. */
  private static final class Guild implements DiscordGateway, AutoCloseable {
    private final VirtualLoop time = new VirtualLoop(() -> {});
    private final MainGatewayPort port = new MainGatewayPort(this, Runnable::run);
    private final VoiceStateSender sender =
        new VoiceStateSender(port, time.loop(), GUILD, SPACING, LEAVE_WINDOW);

    /** The requested updates that are not sent yet: the last join, and the leave before it. */
    private final List<OptionalLong> expected = new ArrayList<>(2);

    private final List<Runnable> lost = new ArrayList<>();
    private final List<VoiceEvent> failures = new ArrayList<>();
    private OptionalLong listed = OptionalLong.empty();
    private OptionalLong last = OptionalLong.empty();
    private boolean sentBefore;
    private boolean mayCompletePair;
    private long sentAt;
    private boolean fails;
    private boolean loses;
    private boolean flushing;
    private int failed;
    private int sent;
    private int attempts;
    private int generation;

    void act(Action action) {
      long wanted = 7 + action.value() % 3;
      switch (action.kind()) {
        case JOIN -> ask(OptionalLong.of(wanted), 0);
        case JOIN_IN_A_WHILE -> ask(OptionalLong.of(wanted), action.value() * LONGEST_WAIT / 120);
        case LEAVE -> ask(OptionalLong.empty(), 0);
        case LEAVE_AND_JOIN -> {
          ask(OptionalLong.empty(), 0);
          ask(OptionalLong.of(wanted), 0);
        }
        case END -> end();
        case LOSE_MAIN -> port.setAway(true);
        case RESUME_MAIN -> {
          port.setAway(false);
          sender.mainResumed();
        }
        case RENEW_MAIN -> {
          port.setAway(false);
          listed = OptionalLong.empty();
          expected.removeIf(OptionalLong::isPresent);
          sender.mainRenewed();
        }
        case FAIL -> fails = true;
        case LOSE -> loses = true;
        case REPORT_LOST -> {
          loses = false;
          lost.forEach(Runnable::run);
          lost.clear();
        }
        case PASS -> time.pass(Duration.ofMillis(PAUSES[action.value() % PAUSES.length]));
      }
    }

    private void ask(OptionalLong wanted, long after) {
      attempts = wanted.isEmpty() ? 0 : attempts;
      expected.removeIf(older -> wanted.isEmpty() || older.isPresent());
      expected.add(wanted);
      sender.send(
          new Effect.SendVoiceState(++generation, wanted, SelfFlags.NONE, Duration.ofMillis(after)),
          failures::add);
    }

    /** A connection ends: it leaves and withdraws its waiting joins. */
    private void end() {
      ask(OptionalLong.empty(), 0);
      expected.removeIf(OptionalLong::isPresent);
      sender.withdrawJoins();
      assertThat(sender.leaveOutstanding()).isTrue();
    }

    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      OptionalLong wanted = update.channelId();
      assertThat(port.isAway() && !flushing).as("the main gateway is lost").isFalse();
      assertThat(expected).as("expected updates when %s is sent", wanted).startsWith(wanted);
      expected.remove(0);
      boolean pair = mayCompletePair && wanted.isPresent();
      long now = time.nanoTime();
      if (sentBefore && !pair && !flushing) {
        assertThat(now - sentAt)
            .as("between %s and %s", last, wanted)
            .isGreaterThanOrEqualTo(SPACING.toNanos());
      }
      sentBefore = true;
      mayCompletePair = wanted.isEmpty();
      sentAt = now;
      last = wanted;
      sent++;
      attempts++;
      if (fails) {
        fails = false;
        return CompletableFuture.failedFuture(failure(sent, wanted));
      }
      if (loses) {
        loses = false;
        CompletableFuture<Void> answer = new CompletableFuture<>();
        int number = sent;
        lost.add(() -> answer.completeExceptionally(failure(number, wanted)));
        return answer;
      }
      listed = wanted;
      return CompletableFuture.completedFuture(null);
    }

    /**
     * A failed leave must be sent again, unless a newer update exists or all attempts were used.
     */
    private RuntimeException failure(int number, OptionalLong wanted) {
      failed++;
      if (!flushing
          && wanted.isEmpty()
          && number == sent
          && expected.isEmpty()
          && attempts < ATTEMPTS) {
        expected.add(wanted);
      }
      return new IllegalStateException("not sent");
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return () -> {};
    }

    @Override
    public void close() {
      time.close();
    }
  }
}
