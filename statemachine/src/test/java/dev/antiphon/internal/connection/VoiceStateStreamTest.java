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
 * Connections of a guild ask for this and that, at any pace, while the main gateway comes and goes.
 * The sender keeps the spacing, loses no leave, sends nothing that nobody wants any more, and when
 * all is over Discord lists the bot nowhere.
 */
@Tag("P12")
class VoiceStateStreamTest {
  private static final long GUILD = 1;
  private static final Duration SPACING = Duration.ofSeconds(5);
  private static final Duration LEAVE_WINDOW = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 3;
  private static final long LONGEST_WAIT = 3_000;
  private static final long[] PAUSES = {0, 1, 100, 1_000, 4_999, 5_000, 5_001, 12_000};

  /** Something that a connection or the main gateway does. */
  private enum Doing {
    JOIN,
    JOIN_IN_A_WHILE,
    LEAVE,
    LEAVE_AND_JOIN,
    END,
    LOSE_MAIN,
    RESUME_MAIN,
    RENEW_MAIN,
    /** The next op 4 cannot be sent. */
    FAIL,
    /** The next op 4 is lost, as is known later. */
    LOSE,
    /** It is known. */
    REPORT_LOST,
    PASS
  }

  private record Act(Doing doing, int value) {}

  @Property(tries = 3_000)
  void whateverIsAskedTheLimitsHoldAndNothingThatMattersIsLost(@ForAll("acts") List<Act> acts) {
    try (Guild guild = new Guild()) {
      acts.forEach(guild::act);
      guild.act(new Act(Doing.REPORT_LOST, 0));
      guild.act(new Act(Doing.END, 0));
      guild.act(new Act(Doing.RESUME_MAIN, 0));
      guild.time.pass(SPACING);
      guild.act(new Act(Doing.REPORT_LOST, 0));
      guild.time.pass(SPACING.multipliedBy(ATTEMPTS));
      assertThat(guild.owed).as("what was never sent").isEmpty();
      assertThat(guild.listed).as("where a ghost stays").isEmpty();
      assertThat(guild.failures).as("failures told").hasSize(guild.failed);
    }
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    Arbitrary<Doing> doings =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.of(Doing.class)), Tuple.of(1, Arbitraries.just(Doing.PASS)));
    return Combinators.combine(doings, Arbitraries.integers().between(0, 119))
        .as(Act::new)
        .list()
        .ofMaxSize(40);
  }

  /** One guild: its sender, the main gateway, and a Discord that does at once what op 4 says. */
  private static final class Guild implements DiscordGateway, AutoCloseable {
    private final VirtualLoop time = new VirtualLoop(() -> {});
    private final MainGatewayPort port = new MainGatewayPort(this, Runnable::run);
    private final VoiceStateSender sender =
        new VoiceStateSender(port, time.loop(), GUILD, SPACING, LEAVE_WINDOW);

    /** What is asked and not sent: of the joins the last, and the leave before it. */
    private final List<OptionalLong> owed = new ArrayList<>(2);

    private final List<Runnable> lost = new ArrayList<>();
    private final List<VoiceEvent> failures = new ArrayList<>();
    private OptionalLong listed = OptionalLong.empty();
    private OptionalLong last = OptionalLong.empty();
    private boolean sentBefore;
    private boolean mayCompletePair;
    private long sentAt;
    private boolean fails;
    private boolean loses;
    private int failed;
    private int sent;
    private int attempts;
    private int generation;

    void act(Act act) {
      long wanted = 7 + act.value() % 3;
      switch (act.doing()) {
        case JOIN -> ask(OptionalLong.of(wanted), 0);
        case JOIN_IN_A_WHILE -> ask(OptionalLong.of(wanted), act.value() * LONGEST_WAIT / 120);
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
          owed.removeIf(OptionalLong::isPresent);
          sender.mainRenewed();
        }
        case FAIL -> fails = true;
        case LOSE -> loses = true;
        case REPORT_LOST -> {
          loses = false;
          lost.forEach(Runnable::run);
          lost.clear();
        }
        case PASS -> time.pass(Duration.ofMillis(PAUSES[act.value() % PAUSES.length]));
      }
    }

    private void ask(OptionalLong wanted, long after) {
      attempts = wanted.isEmpty() ? 0 : attempts;
      owed.removeIf(older -> wanted.isEmpty() || older.isPresent());
      owed.add(wanted);
      sender.send(
          new Effect.SendVoiceState(++generation, wanted, SelfFlags.NONE, Duration.ofMillis(after)),
          failures::add);
    }

    /** A connection is over: it leaves, and wants nothing of what still waits. */
    private void end() {
      ask(OptionalLong.empty(), 0);
      owed.removeIf(OptionalLong::isPresent);
      sender.withdrawJoins();
      assertThat(sender.leaveOutstanding()).isTrue();
    }

    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      OptionalLong wanted = update.channelId();
      assertThat(port.isAway()).as("the main gateway is away").isFalse();
      assertThat(owed).as("what is owed when %s is sent", wanted).startsWith(wanted);
      owed.remove(0);
      boolean pair = mayCompletePair && wanted.isPresent();
      long now = time.nanoTime();
      if (sentBefore && !pair) {
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

    /** A leave is owed again, unless something newer was asked or it was tried often enough. */
    private RuntimeException failure(int number, OptionalLong wanted) {
      failed++;
      if (wanted.isEmpty() && number == sent && owed.isEmpty() && attempts < ATTEMPTS) {
        owed.add(wanted);
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
