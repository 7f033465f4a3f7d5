package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
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

/** Real calls run on a custom state machine engine of the application. */
class EngineTest {
  private final List<FlowTransition> taken = new CopyOnWriteArrayList<>();
  private final AtomicInteger created = new AtomicInteger();

  /** An engine that takes all transitions except those to ignore. */
  private final class CustomEngine implements FlowEngine {
    private final Predicate<FlowTransition> ignored;
    private VoiceState state = VoiceState.IDLE;

    CustomEngine(Predicate<FlowTransition> ignored) {
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

  private static Voice voice(
      TestEnvironment env, FakeDiscordGateway gateway, FlowEngineProvider engine) {
    return Voice.builder(gateway)
        .userId(BOT)
        .options(env.options(options -> {}))
        .engine(engine)
        .build();
  }

  @Test
  void customEngineReceivesEveryTransitionOfACall() throws Exception {
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server());
        Voice voice = voice(env, gateway, table -> () -> new CustomEngine(none -> false))) {
      assertThat(taken).as("transitions of the engine tested by the builder").isNotEmpty();
      taken.clear();
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      TestEnvironment.sendAll(connection, TestEnvironment.frames(3));
      env.server().awaitFrames(GUILD, BOT, 3, LIMIT);
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
  void engineInAWrongStateEndsOnlyItsOwnConnection() {
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server());
        Voice voice =
            voice(
                env,
                gateway,
                table ->
                    () -> {
                      // The first engine is tested by the builder. The second engine belongs to the
                      // first connection.
                      boolean second = created.incrementAndGet() == 2;
                      return new CustomEngine(
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
  void builderRefusesAnEngineThatDoesNotChangeItsState() {
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server())) {
      assertThatThrownBy(() -> voice(env, gateway, table -> () -> new CustomEngine(all -> true)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("A1.IDLE.1");
    }
  }
}
