package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.BOT;
import static dev.antiphon.spec.Scene.CHANNEL;
import static dev.antiphon.spec.Scene.GUILD;
import static dev.antiphon.spec.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.Voice;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.audit.Transition;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.spi.FlowEngine;
import dev.antiphon.spi.FlowEngineProvider;
import dev.antiphon.spi.FlowTransition;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** An application brings its own engine: real calls run on it. */
class EngineTest {
  private final List<FlowTransition> taken = new CopyOnWriteArrayList<>();
  private final AtomicInteger made = new AtomicInteger();

  /** Does what it is told, but for some transitions, which it ignores. */
  private final class OwnEngine implements FlowEngine {
    private final Predicate<FlowTransition> ignored;
    private VoiceState state = VoiceState.IDLE;

    OwnEngine(Predicate<FlowTransition> ignored) {
      this.ignored = ignored;
    }

    @Override
    public VoiceState state() {
      return state;
    }

    @Override
    public void take(FlowTransition transition) {
      taken.add(transition);
      state = ignored.test(transition) ? state : transition.to();
    }
  }

  private static Voice voice(Scene scene, FakeDiscordGateway gateway, FlowEngineProvider engine) {
    return Voice.builder(gateway)
        .userId(BOT)
        .options(scene.options(options -> {}))
        .engine(engine)
        .build();
  }

  @Test
  void aCallRunsOnTheApplicationsEngineWhichSeesEachTransition() throws Exception {
    try (Scene scene = Scene.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, scene.server());
        Voice voice = voice(scene, gateway, table -> () -> new OwnEngine(none -> false))) {
      assertThat(taken).as("the engine that is tried").isNotEmpty();
      taken.clear();
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      Scene.sendAll(connection, Scene.frames(3));
      scene.server().awaitFrames(GUILD, BOT, 3, LIMIT);
      connection.close();
      assertThat(taken)
          .extracting(FlowTransition::row)
          .containsExactlyElementsOf(
              connection.transitions().stream().map(Transition::row).toList());
      assertThat(taken)
          .extracting(FlowTransition::to)
          .contains(VoiceState.ESTABLISHED)
          .endsWith(VoiceState.DISCONNECTED);
    }
  }

  @Test
  void anEngineThatLeavesTheTableFailsItsConnectionAndNoOther() {
    try (Scene scene = Scene.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, scene.server());
        Voice voice =
            voice(
                scene,
                gateway,
                table ->
                    () -> {
                      // The first is the trial, the second that of the first connection.
                      boolean second = made.incrementAndGet() == 2;
                      return new OwnEngine(
                          transition -> second && transition.to() == VoiceState.ESTABLISHED);
                    })) {
      try (LogCapture log = LogCapture.of("dev.antiphon.internal.connection.FlowRun")) {
        assertThatThrownBy(() -> voice.joinChannel(GUILD, CHANNEL))
            .isInstanceOfSatisfying(
                VoiceConnectException.class,
                failure -> assertThat(failure.reason()).isEqualTo(FailureCause.INTERNAL_ERROR));
        assertThat(log.lines())
            .singleElement(STRING)
            .startsWith("ERROR")
            .endsWith("the flow engine failed");
      }
      assertThat(voice.joinChannel(GUILD, CHANNEL).state())
          .isInstanceOf(ConnectionState.Established.class);
    }
  }

  @Test
  void anEngineThatDoesNothingIsRefusedBeforeThereIsAVoice() {
    try (Scene scene = Scene.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, scene.server())) {
      assertThatThrownBy(() -> voice(scene, gateway, table -> () -> new OwnEngine(all -> true)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("A1.IDLE.1");
    }
  }
}
