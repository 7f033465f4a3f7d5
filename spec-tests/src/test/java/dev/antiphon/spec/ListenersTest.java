package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.audit.Transition;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Notifications to the listeners of an application, and their order. */
class ListenersTest {
  private static final long OTHER_BOT = BOT + 1;
  private static final String WARNING =
      "WARN a listener of %s threw an exception; its later ones are only counted";

  @Test
  void callSucceedsWithAThrowingAndABlockingListener() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (LogCapture log = LogCapture.of("dev.antiphon.ListenerList");
        TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      bot.voice()
          .onTransition(
              transition -> {
                throw new ExpectedException();
              });
      bot.voice().onTransition(transition -> awaitQuietly(release));
      Connection connection = bot.join();
      TestEnvironment.sendAll(connection, TestEnvironment.frames(3));
      connection.stopSpeaking();
      env.server().awaitFrames(GUILD, BOT, 3, LIMIT);
      release.countDown();
      connection.close();
      connection.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(connection.transitions()).hasSize(7);
      assertThat(connection.statistics().listenerFailures()).isEqualTo(7);
      assertThat(connection.statistics().lostNotifications()).isZero();
      assertThat(log.lines()).containsExactly(WARNING.formatted("Voice.onTransition"));
      assertThat(log.text()).contains("on purpose");
    }
  }

  /** Each listener throws an error for each event. */
  @Test
  void errorsOfListenersAreLoggedOnceForEachListenerAndCounted() throws Exception {
    try (LogCapture log = LogCapture.of("dev.antiphon.ListenerList");
        TestEnvironment env = TestEnvironment.open()) {
      Connection connection = env.bot().join();
      connection.onTransition(transition -> fail());
      connection.onEncryptionChange(encryption -> fail());
      CountDownLatch heard = new CountDownLatch(5);
      connection.onOpus((user, ssrc, sequence, timestamp, frame) -> fail());
      connection.onOpus((user, ssrc, sequence, timestamp, frame) -> heard.countDown());
      Connection other = env.bot(OTHER_BOT, options -> {}).join();
      TestEnvironment.sendAll(other, TestEnvironment.frames(5));
      assertThat(heard.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(connection.statistics().listenerFailures()).isGreaterThanOrEqualTo(5);
      connection.close();
      connection.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(log.lines())
          .containsOnlyOnce(WARNING.formatted("onOpus"), WARNING.formatted("onTransition"));
    }
  }

  @Test
  void listenerReceivesTransitionsInOrderWithTheirTableRows() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      Queue<Transition> received = new ConcurrentLinkedQueue<>();
      bot.voice().onTransition(received::add);
      Connection connection = bot.join();
      connection.close();
      connection.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(received).containsExactlyElementsOf(connection.transitions());
      assertThat(received)
          .extracting(Transition::row)
          .containsExactly(
              "A1.IDLE.1", "B8.ASU.2", "C4.ID.1", "F1.RD.1", "F3.DI.1", "C6.SE.1", "A4.ES.1");
    }
  }

  @Test
  void listenerReceivesTheEndOfAConnectionBeforeTheNextConnectionOfTheGuild() {
    Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    List<String> received = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server());
        Voice voice =
            Voice.builder(gateway)
                .userId(BOT)
                .options(env.options(options -> {}))
                .callbacks(tasks::add)
                .build()) {
      voice.onTransition(transition -> received.add(transition.toString()));
      for (int joins = 0; joins < 2; joins++) {
        Connection connection = voice.joinChannel(GUILD, CHANNEL);
        connection.close();
        connection.transitions().forEach(transition -> taken.add(transition.toString()));
      }
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
      assertThat(received).containsExactlyElementsOf(taken);
    }
  }

  private static void fail() {
    throw new NoClassDefFoundError("on purpose");
  }

  private static final class ExpectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExpectedException() {
      super("on purpose");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
