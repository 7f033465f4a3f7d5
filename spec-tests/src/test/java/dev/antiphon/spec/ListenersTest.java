package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.BOT;
import static dev.antiphon.spec.Scene.CHANNEL;
import static dev.antiphon.spec.Scene.GUILD;
import static dev.antiphon.spec.Scene.LIMIT;
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

/** What the listeners of an application are notified of, and in which order. */
class ListenersTest {

  @Test
  void aListenerThatThrowsOrBlocksHurtsNobodyElse() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (LogCapture log = LogCapture.of("dev.antiphon.Notifications");
        Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot();
      bot.voice()
          .onTransition(
              transition -> {
                throw new ExpectedException();
              });
      bot.voice().onTransition(transition -> awaitQuietly(release));
      Connection connection = bot.join();
      Scene.sendAll(connection, Scene.frames(3));
      connection.stopSpeaking();
      scene.server().awaitFrames(GUILD, BOT, 3, LIMIT);
      release.countDown();
      connection.close();
      assertThat(connection.transitions()).hasSize(7);
      assertThat(log.await(7)).hasSize(7).containsOnly("WARN a listener failed");
      assertThat(log.text()).contains("on purpose");
    }
  }

  @Test
  void transitionsAreHeardInOrderAndNameTheirRows() throws Exception {
    try (Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot();
      Queue<Transition> heard = new ConcurrentLinkedQueue<>();
      bot.voice().onTransition(heard::add);
      Connection connection = bot.join();
      connection.close();
      connection.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(heard).containsExactlyElementsOf(connection.transitions());
      assertThat(heard)
          .extracting(Transition::row)
          .containsExactly(
              "A1.IDLE.1", "B8.ASU.2", "C4.ID.1", "F1.RD.1", "F3.DI.1", "C6.SE.1", "A4.ES.1");
    }
  }

  @Test
  void theEndOfAConnectionIsHeardBeforeTheNextOneOfItsGuild() {
    Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    List<String> heard = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    try (Scene scene = Scene.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, scene.server());
        Voice voice =
            Voice.builder(gateway)
                .userId(BOT)
                .options(scene.options(options -> {}))
                .callbacks(tasks::add)
                .build()) {
      voice.onTransition(transition -> heard.add(transition.toString()));
      for (int joins = 0; joins < 2; joins++) {
        Connection connection = voice.joinChannel(GUILD, CHANNEL);
        connection.close();
        connection.transitions().forEach(transition -> taken.add(transition.toString()));
      }
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
      assertThat(heard).containsExactlyElementsOf(taken);
    }
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
