package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.Stage.BOT;
import static dev.antiphon.spec.complaints.Stage.GUILD;
import static dev.antiphon.spec.complaints.Stage.LIMIT;
import static dev.antiphon.spec.complaints.Stage.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Ready;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.Identified;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Complaints of connections that stood, and in which nobody heard anything. */
class SilenceTest {

  /**
   * Complaint 1: audio died after a minute and the bot stayed in Signalling. The library had missed
   * the echoes of its UDP keepalives, which Discord does not promise, and taken that for a dead
   * path; then it resumed the session, which kept the path that it believed dead.
   *
   * @see <a href="https://github.com/discordjs/discord.js/issues/9185">discord.js 9185</a>
   * @see <a href="https://github.com/discordjs/discord.js/issues/8482">discord.js 8482</a>
   * @see <a href="https://github.com/discordjs/discord.js/issues/9265">discord.js 9265</a>
   */
  @Test
  void missingEchoesAreNoLossAndADeadPathIsReplacedNotResumed() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (Stage stage = Stage.open(server -> server.behaviour(holdingReady(gate)));
        Relay relay = new Relay(stage.server())) {
      Bot bot =
          stage.bot(
              options ->
                  options
                      .keepalive(Duration.ofMillis(10))
                      .delay(FlowTimer.UDP_FAILURE, Duration.ofMillis(100)));
      joinThrough(relay, stage, bot, gate);
      bot.sayAndBeHeard(5);
      Stage.awaitThat("many echoes are missed", () -> relay.swallowed() > 20);
      bot.sayAndBeHeard(5);
      assertThat(bot.connection().transitions()).hasSize(6);

      relay.vanish();
      assertThat(bot.until(VoiceState.BACKOFF).trigger())
          .isEqualTo(new Trigger.TimedOut(FlowTimer.UDP_FAILURE));
      bot.say(20);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitHeard();
      assertThat(bot.entered(VoiceState.RESUMING)).isZero();
    }
  }

  /** Names the relay in a Ready of our own; the server's, which it needs to go on, comes later. */
  private static void joinThrough(Relay relay, Stage stage, Bot bot, CompletableFuture<Void> gate)
      throws Exception {
    CompletableFuture<Connection> joining = bot.voice().joinChannelAsync(GUILD, Stage.CHANNEL);
    long ssrc = stage.server().await(Identified.class, identified -> true, LIMIT).ssrc();
    List<String> modes =
        Arrays.stream(EncryptionMode.values()).map(EncryptionMode::wireName).toList();
    stage.server().sendTo(GUILD, BOT, new Ready(ssrc, relay.ip(), relay.port(), modes));
    gate.complete(null);
    bot.joined(Stage.get(joining));
  }

  private static ServerBehaviour holdingReady(CompletableFuture<Void> gate) {
    return new ServerBehaviour() {
      @Override
      public Verdict outgoing(Peer to, GatewayMessage message) {
        return message instanceof Ready ? Verdict.holdUntil(gate) : Verdict.deliver();
      }
    };
  }

  /**
   * Complaint 20: after a reconnect the bot sent audio that nobody heard, for it had not said again
   * that it speaks.
   *
   * @see <a href="https://github.com/DisnakeDev/disnake/pull/862">disnake 862</a>
   * @see <a href="https://github.com/nextcord/nextcord/pull/1271">nextcord 1271</a>
   */
  @Test
  void aBotThatCameBackIsHeardByTheOthers() throws Exception {
    try (Stage stage = Stage.open()) {
      BlockingQueue<byte[]> heard = listening(stage.bot(LISTENER, options -> {}).join());
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(3);
      assertHeard(heard, 0, 3);

      stage.server().disconnect(GUILD, BOT, 4006);
      bot.until(VoiceState.ESTABLISHED);
      bot.sayAndBeHeard(3);
      assertHeard(heard, 3, 6);

      stage.server().dropConnection(GUILD, BOT);
      bot.until(VoiceState.ESTABLISHED);
      stage
          .server()
          .await(
              2,
              event ->
                  event instanceof ServerEvent.SpeakingChanged speaking
                      && speaking.concerns(GUILD, BOT)
                      && speaking.ssrc() == ssrc(stage)
                      && speaking.speaking() == 1,
              LIMIT);
      bot.sayAndBeHeard(3);
      assertHeard(heard, 6, 9);
      assertThat(stage.events(ServerEvent.Violation.class, BOT)).isEmpty();
    }
  }

  /**
   * Complaint 21: a bot that only listened heard nothing any more after some minutes, for it sent a
   * keepalive each 5000 seconds, where milliseconds were meant, and a router forgot the way.
   *
   * @see <a href="https://github.com/Pycord-Development/pycord/issues/3388">Pycord 3388</a>
   */
  @Test
  void aBotThatOnlyListensKeepsItsWayOpen() throws Exception {
    assertThat(VoiceOptions.ofDefaults().keepalive()).isEqualTo(Duration.ofSeconds(5));
    try (Stage stage = Stage.open()) {
      Bot listener =
          stage.bot(LISTENER, options -> options.keepalive(Duration.ofMillis(20))).join();
      BlockingQueue<byte[]> heard = listening(listener);
      awaitKeepalives(stage, 5);
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(3);
      assertHeard(heard, 0, 3);
      stage.server().dropConnection(GUILD, LISTENER);
      listener.until(VoiceState.ESTABLISHED);
      awaitKeepalives(
          stage, stage.events(ServerEvent.KeepaliveReceived.class, LISTENER).size() + 5);
      bot.sayAndBeHeard(3);
      assertHeard(heard, 3, 6);
    }
  }

  private static void awaitKeepalives(Stage stage, int count) {
    stage
        .server()
        .await(
            count,
            event ->
                event instanceof ServerEvent.KeepaliveReceived && event.concerns(GUILD, LISTENER),
            LIMIT);
  }

  private static BlockingQueue<byte[]> listening(Bot bot) {
    BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    bot.connection()
        .onOpus(
            (userId, ssrc, sequence, timestamp, frame) -> {
              if (!Stage.isSilence(frame)) {
                heard.add(frame);
              }
            });
    return heard;
  }

  private static void assertHeard(BlockingQueue<byte[]> heard, int from, int to)
      throws InterruptedException {
    for (int number = from; number < to; number++) {
      assertThat(heard.poll(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .as("frame %d", number)
          .isEqualTo(Stage.frame(number));
    }
  }

  private static long ssrc(Stage stage) {
    return stage.events(Identified.class, BOT).stream()
        .mapToLong(Identified::ssrc)
        .max()
        .orElseThrow();
  }
}
