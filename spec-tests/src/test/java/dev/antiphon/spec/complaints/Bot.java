package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A bot in one guild: the test double of its main gateway, its {@code Voice}, and the frames it has
 * sent.
 */
final class Bot {
  private final TestEnvironment env;
  private final long userId;
  private final FakeDiscordGateway gateway;
  private final DiscordGateway port;
  private final Voice voice;
  private final List<byte[]> sentFrames = new ArrayList<>();
  private final BlockingQueue<Transition> transitions = new LinkedBlockingQueue<>();
  private Connection connection;
  private int stepsOfJoin;

  /**
   * Creates a bot. The library uses {@code port}, which can be a wrapper around {@code gateway}.
   */
  Bot(
      TestEnvironment env,
      long userId,
      FakeDiscordGateway gateway,
      DiscordGateway port,
      VoiceOptions options) {
    this.env = env;
    this.userId = userId;
    this.gateway = gateway;
    this.port = port;
    this.voice = Voice.builder(port).userId(userId).options(options).build();
    voice.onTransition(transitions::add);
  }

  long userId() {
    return userId;
  }

  FakeDiscordGateway gateway() {
    return gateway;
  }

  /** The gateway that the library uses. */
  DiscordGateway port() {
    return port;
  }

  Voice voice() {
    return voice;
  }

  Connection connection() {
    return connection;
  }

  /**
   * Joins the channel and skips the transitions of the join: {@link #until} does not return them.
   */
  Bot join() throws Exception {
    joined(TestEnvironment.get(voice.joinChannelAsync(GUILD, CHANNEL)));
    return this;
  }

  /** As {@link #join}, for a connection that the test has joined in another way. */
  void joined(Connection established) throws InterruptedException {
    useConnection(established);
    until(VoiceState.ESTABLISHED);
  }

  /** As {@link #joined}, but without waiting for callbacks. */
  void useConnection(Connection established) {
    connection = established;
    stepsOfJoin = connection.transitions().size();
  }

  /** The number of transitions of the last join. */
  int stepsOfJoin() {
    return stepsOfJoin;
  }

  /** Takes transitions until one enters this state. */
  Transition until(VoiceState state) throws InterruptedException {
    Transition taken;
    do {
      taken = transitions.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (taken == null) {
        throw new AssertionError(state + " was not entered: " + voice.connections());
      }
    } while (taken.to() != state);
    return taken;
  }

  /** Queues this many new frames: at most 50 while the connection cannot send audio. */
  void sendFrames(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      byte[] frame = TestEnvironment.frame(sentFrames.size());
      sentFrames.add(frame);
      connection.opusSend().send(frame);
    }
  }

  /** Sends frames and waits until the server has received them. */
  void sendAndAwait(int count) throws InterruptedException {
    sendFrames(count);
    awaitReceived();
  }

  /** Waits until the server has received every frame, in order and without duplicates. */
  void awaitReceived() {
    env.awaitFrame(userId, sentFrames.get(sentFrames.size() - 1));
    assertThat(env.receivedFrames(userId)).containsExactlyElementsOf(sentFrames);
  }

  /** The channel of the established connection. */
  long channelId() {
    return ((ConnectionState.Established) connection.state()).channelId();
  }

  /** Waits for the end of the connection and returns its end state. */
  ConnectionState end() throws Exception {
    return TestEnvironment.get(connection.closed());
  }

  /** The channels of the op 4 messages sent, in order; empty for a leave. */
  List<OptionalLong> requestedChannels() {
    return gateway.sent().stream().map(UpdateVoiceState::channelId).toList();
  }

  /** How often the connection entered the state. */
  long entered(VoiceState state) {
    return connection.transitions().stream().filter(taken -> taken.to() == state).count();
  }

  void close() {
    voice.close();
    gateway.close();
  }
}
