package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.Stage.CHANNEL;
import static dev.antiphon.spec.complaints.Stage.GUILD;
import static dev.antiphon.spec.complaints.Stage.LIMIT;
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

/** A bot in one guild: its main gateway's double, its Voice, and what it has said so far. */
final class Bot {
  private final Stage stage;
  private final long userId;
  private final FakeDiscordGateway gateway;
  private final Voice voice;
  private final List<byte[]> said = new ArrayList<>();
  private final BlockingQueue<Transition> transitions = new LinkedBlockingQueue<>();
  private Connection connection;
  private int stepsOfJoin;

  /**
   * A bot whose library speaks through one gateway, which may be another than the double behind it.
   */
  Bot(
      Stage stage,
      long userId,
      FakeDiscordGateway gateway,
      DiscordGateway port,
      VoiceOptions options) {
    this.stage = stage;
    this.userId = userId;
    this.gateway = gateway;
    this.voice = Voice.builder(port).userId(userId).options(options).build();
    voice.onTransition(transitions::add);
  }

  long userId() {
    return userId;
  }

  FakeDiscordGateway gateway() {
    return gateway;
  }

  Voice voice() {
    return voice;
  }

  Connection connection() {
    return connection;
  }

  /** Joins the channel; what happened on the way is not waited for again. */
  Bot join() throws Exception {
    joined(Stage.get(voice.joinChannelAsync(GUILD, CHANNEL)));
    return this;
  }

  /** As {@link #join}, for a connection that was joined otherwise. */
  void joined(Connection established) throws InterruptedException {
    take(established);
    until(VoiceState.ESTABLISHED);
  }

  /** As {@link #joined}, where callbacks are not to be waited for. */
  void take(Connection established) {
    connection = established;
    stepsOfJoin = connection.transitions().size();
  }

  /** How many transitions its last join took. */
  int stepsOfJoin() {
    return stepsOfJoin;
  }

  /** Waits for the next transition to this state, after those that were waited for. */
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

  /** Hands over so many frames more, 50 at the most while no audio can flow. */
  void say(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      byte[] frame = Stage.frame(said.size());
      said.add(frame);
      connection.opusSend().send(frame);
    }
  }

  /** Says something, and waits until it is heard. */
  void sayAndBeHeard(int count) throws InterruptedException {
    say(count);
    awaitHeard();
  }

  /** Waits until all that was said is heard, and nothing was lost or said twice. */
  void awaitHeard() {
    stage.awaitFrame(userId, said.get(said.size() - 1));
    assertThat(stage.heard(userId)).containsExactlyElementsOf(said);
  }

  /** The channel in which audio flows. */
  long channelId() {
    return ((ConnectionState.Established) connection.state()).channelId();
  }

  /** The state in which the connection ends. */
  ConnectionState end() throws Exception {
    return Stage.get(connection.closed());
  }

  /** The channels that Discord was asked for, in order; empty for a leave. */
  List<OptionalLong> asked() {
    return gateway.sent().stream().map(UpdateVoiceState::channelId).toList();
  }

  /** How often it entered the state. */
  long entered(VoiceState state) {
    return connection.transitions().stream().filter(taken -> taken.to() == state).count();
  }

  void close() {
    voice.close();
    gateway.close();
  }
}
