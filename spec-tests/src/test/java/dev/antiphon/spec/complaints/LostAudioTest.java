package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.LIMIT;
import static dev.antiphon.spec.complaints.TestEnvironment.LISTENER;
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

/** Known problems of other libraries: established connections without audio. */
class LostAudioTest {

  /**
   * Complaint 1: audio stopped after a minute and the bot stayed in Signalling. The library took
   * missing echoes of its UDP keepalives for a dead path, but Discord does not guarantee echoes.
   * Then it resumed the session, which kept the same UDP path.
   *
   * @see <a href="https://github.com/discordjs/discord.js/issues/9185">discord.js 9185</a>
   * @see <a href="https://github.com/discordjs/discord.js/issues/8482">discord.js 8482</a>
   * @see <a href="https://github.com/discordjs/discord.js/issues/9265">discord.js 9265</a>
   */
  @Test
  void missingKeepaliveAnswersAreIgnoredButAnUnreachableUdpPathIsReplaced() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestEnvironment env = TestEnvironment.open(server -> server.behaviour(holdReady(gate)));
        Relay relay = new Relay(env.server())) {
      Bot bot =
          env.bot(
              options ->
                  options
                      .keepalive(Duration.ofMillis(10))
                      .delay(FlowTimer.UDP_FAILURE, Duration.ofMillis(100)));
      joinThrough(relay, env, bot, gate);
      bot.sendAndAwait(5);
      TestEnvironment.awaitThat("many echoes are dropped", () -> relay.dropped() > 20);
      bot.sendAndAwait(5);
      assertThat(bot.connection().transitions()).hasSize(6);

      relay.closePorts();
      assertThat(bot.until(VoiceState.BACKOFF).trigger())
          .isEqualTo(new Trigger.TimedOut(FlowTimer.UDP_FAILURE));
      bot.sendFrames(20);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitReceived();
      assertThat(bot.entered(VoiceState.RESUMING)).isZero();
    }
  }

  /**
   * Sends a custom Ready that names the relay. The server's own Ready, which the server needs to
   * continue, follows later.
   */
  private static void joinThrough(
      Relay relay, TestEnvironment env, Bot bot, CompletableFuture<Void> gate) throws Exception {
    CompletableFuture<Connection> joining =
        bot.voice().joinChannelAsync(GUILD, TestEnvironment.CHANNEL);
    long ssrc = env.server().await(Identified.class, identified -> true, LIMIT).ssrc();
    List<String> modes =
        Arrays.stream(EncryptionMode.values()).map(EncryptionMode::wireName).toList();
    env.server().sendTo(GUILD, BOT, new Ready(ssrc, relay.ip(), relay.port(), modes));
    gate.complete(null);
    bot.joined(TestEnvironment.get(joining));
  }

  private static ServerBehaviour holdReady(CompletableFuture<Void> gate) {
    return new ServerBehaviour() {
      @Override
      public Verdict outgoing(Peer to, GatewayMessage message) {
        return message instanceof Ready ? Verdict.holdUntil(gate) : Verdict.deliver();
      }
    };
  }

  /**
   * Complaint 20: after a reconnect, the bot sent audio that no user could hear. It had not sent op
   * 5 (Speaking) again.
   *
   * @see <a href="https://github.com/DisnakeDev/disnake/pull/862">disnake 862</a>
   * @see <a href="https://github.com/nextcord/nextcord/pull/1271">nextcord 1271</a>
   */
  @Test
  void reconnectedBotIsHeardByOtherUsers() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      BlockingQueue<byte[]> received = receivedFrames(env.bot(LISTENER, options -> {}).join());
      Bot bot = env.bot().join();
      bot.sendAndAwait(3);
      assertHeard(received, 0, 3);

      env.server().disconnect(GUILD, BOT, 4006);
      bot.until(VoiceState.ESTABLISHED);
      bot.sendAndAwait(3);
      assertHeard(received, 3, 6);

      env.server().dropConnection(GUILD, BOT);
      bot.until(VoiceState.ESTABLISHED);
      env.server()
          .await(
              2,
              event ->
                  event instanceof ServerEvent.SpeakingChanged speaking
                      && speaking.concerns(GUILD, BOT)
                      && speaking.ssrc() == ssrc(env)
                      && speaking.speaking() == 1,
              LIMIT);
      bot.sendAndAwait(3);
      assertHeard(received, 6, 9);
      assertThat(env.events(ServerEvent.Violation.class, BOT)).isEmpty();
    }
  }

  /**
   * Complaint 21: a bot that only listened received no audio after some minutes. It sent a
   * keepalive every 5000 seconds instead of 5000 milliseconds, so the router's NAT entry expired.
   *
   * @see <a href="https://github.com/Pycord-Development/pycord/issues/3388">Pycord 3388</a>
   */
  @Test
  void botThatOnlyListensSendsKeepalives() throws Exception {
    assertThat(VoiceOptions.ofDefaults().keepalive()).isEqualTo(Duration.ofSeconds(5));
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot listener = env.bot(LISTENER, options -> options.keepalive(Duration.ofMillis(20))).join();
      BlockingQueue<byte[]> received = receivedFrames(listener);
      awaitKeepalives(env, 5);
      Bot bot = env.bot().join();
      bot.sendAndAwait(3);
      assertHeard(received, 0, 3);
      env.server().dropConnection(GUILD, LISTENER);
      listener.until(VoiceState.ESTABLISHED);
      awaitKeepalives(env, env.events(ServerEvent.KeepaliveReceived.class, LISTENER).size() + 5);
      bot.sendAndAwait(3);
      assertHeard(received, 3, 6);
    }
  }

  private static void awaitKeepalives(TestEnvironment env, int count) {
    env.server()
        .await(
            count,
            event ->
                event instanceof ServerEvent.KeepaliveReceived && event.concerns(GUILD, LISTENER),
            LIMIT);
  }

  private static BlockingQueue<byte[]> receivedFrames(Bot bot) {
    BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    bot.connection()
        .onOpus(
            (userId, ssrc, sequence, timestamp, frame) -> {
              if (!TestEnvironment.isSilence(frame)) {
                received.add(frame);
              }
            });
    return received;
  }

  private static void assertHeard(BlockingQueue<byte[]> received, int from, int to)
      throws InterruptedException {
    for (int number = from; number < to; number++) {
      assertThat(received.poll(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .as("frame %d", number)
          .isEqualTo(TestEnvironment.frame(number));
    }
  }

  private static long ssrc(TestEnvironment env) {
    return env.events(Identified.class, BOT).stream()
        .mapToLong(Identified::ssrc)
        .max()
        .orElseThrow();
  }
}
