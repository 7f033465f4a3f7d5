package dev.antiphon.spec.proof;

import static dev.antiphon.spec.proof.TestEnvironment.BOT;
import static dev.antiphon.spec.proof.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.proof.TestEnvironment.GUILD;

import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.protocol.SpeakingFlag;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Order;
import dev.antiphon.testkit.fault.StrayDatagram;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** An action of Discord, the network or the application, with its relative frequency. */
enum Disturbance {
  CLOSE_KEEPING_THE_SESSION(16, ServerDisturbances::closeAndKeepSession),
  CLOSE_ENDING_THE_SESSION(8, ServerDisturbances::closeAndEndSession),
  CLOSE_WITH_FINAL_CODE(4, ServerDisturbances::closeWithFinalCode),
  TCP_RESET(10, ServerDisturbances::reset),
  SESSION_EXPIRED(4, ServerDisturbances::expireSession),
  RESUME_BLOCKED(10, ServerDisturbances::blockResume),
  MESSAGES_DISTURBED(14, ServerDisturbances::disturbMessages),
  UNEXPECTED_MESSAGES(12, ServerDisturbances::sendUnexpectedMessages),
  HEARTBEATS_UNANSWERED(4, ServerDisturbances::ignoreHeartbeats),
  UPGRADE_DISTURBED(6, ServerDisturbances::disturbUpgrade),
  HANDSHAKE_DISTURBED(14, ServerDisturbances::disturbHandshake),
  DISCOVERY_DISTURBED(6, ServerDisturbances::disturbDiscovery),
  NEW_KEY(8, ServerDisturbances::rekey),

  STRAY_DATAGRAMS(5, Disturbance::inject),
  UDP_PORT_CLOSED(3, Disturbance::closeUdp),
  SERVER_DEAD(3, Disturbance::stopServer),

  KICKED(4, Disturbance::kick),
  MOVED(8, Disturbance::moved),
  FAILED_OVER(8, Disturbance::failOver),
  CHANNEL_DELETED(2, Disturbance::deleteChannel),
  CALL_ENDED(3, Disturbance::endCall),
  GUILD_REMOVED(2, Disturbance::removeFromGuild),
  PERMISSION_LOST(2, Disturbance::removePermission),
  SESSION_CHANGED(5, Disturbance::changeSession),

  MAIN_SESSION_LOST(5, Disturbance::loseMainSession),
  NEW_MAIN_SESSION(3, Disturbance::newMainSession),
  MAIN_GATEWAY_DISTURBED(8, Disturbance::disturbMainGateway),
  UPDATE_REPEATED(6, Disturbance::repeat),
  FLAGS_CHANGED(3, Disturbance::changeFlags),

  JOINED_AGAIN(4, Disturbance::joinAgain),
  MOVE_REQUESTED(8, Disturbance::move),
  RECONNECT_REQUESTED(4, Disturbance::reconnect),
  SELF_FLAGS_CHANGED(5, Disturbance::showSelf),
  SPEAKING_CHANGED(3, Disturbance::speak),
  LEAVE(4, Disturbance::leave);

  private static final int CLOSING_SESSION = 4006;

  @FunctionalInterface
  private interface Effect {
    void apply(TestEnvironment env, SeededRandom random);
  }

  private final int weight;
  private final Effect effect;

  Disturbance(int weight, Effect effect) {
    this.weight = weight;
    this.effect = effect;
  }

  int weight() {
    return weight;
  }

  void apply(TestEnvironment env, SeededRandom random) {
    effect.apply(env, random);
  }

  // The UDP path and the server

  private static void inject(TestEnvironment env, SeededRandom random) {
    for (int i = random.between(1, 5); i > 0; i--) {
      env.server().inject(GUILD, BOT, random.of(StrayDatagram.values()));
    }
  }

  private static void closeUdp(TestEnvironment env, SeededRandom random) {
    EmbeddedVoiceServer server = env.server();
    server.closeUdp();
    env.undoLater(server::openUdp);
  }

  private static void stopServer(TestEnvironment env, SeededRandom random) {
    EmbeddedVoiceServer server = env.server();
    server.die(random.oneIn(2));
    env.undoLater(server::comeBack);
  }

  // Events at Discord: their messages arrive in any order, and sometimes one is missing.

  private static void kick(TestEnvironment env, SeededRandom random) {
    emit(env, random, () -> env.gateway().kicked(GUILD));
  }

  private static void moved(TestEnvironment env, SeededRandom random) {
    emit(env, random, () -> env.gateway().moved(GUILD, env.anyChannel()));
  }

  private static void failOver(TestEnvironment env, SeededRandom random) {
    EmbeddedVoiceServer to = env.anyServer();
    emit(
        env,
        random,
        () -> {
          DiscordEvent event = env.gateway().failOver(GUILD, to);
          env.useServer(to);
          return event;
        });
  }

  private static void deleteChannel(TestEnvironment env, SeededRandom random) {
    emit(env, random, () -> env.gateway().channelDeleted(GUILD));
  }

  private static void endCall(TestEnvironment env, SeededRandom random) {
    emit(env, random, () -> env.gateway().callEnded(GUILD));
  }

  private static void removeFromGuild(TestEnvironment env, SeededRandom random) {
    emit(env, random, () -> env.gateway().guildRemoved(GUILD));
  }

  private static void removePermission(TestEnvironment env, SeededRandom random) {
    emit(env, random, () -> env.gateway().permissionLost(GUILD));
  }

  private static void changeSession(TestEnvironment env, SeededRandom random) {
    emit(env, random, () -> env.gateway().sessionChanged(GUILD));
  }

  /** Does nothing if the bot is in no channel. */
  private static void emit(TestEnvironment env, SeededRandom random, Supplier<DiscordEvent> event) {
    if (env.isListed()) {
      try {
        emit(random, event.get());
      } catch (IllegalStateException leftBefore) {
        return;
      }
    }
  }

  private static void emit(SeededRandom random, DiscordEvent event) {
    List<Step> order = random.of(event.orders());
    boolean lastIsMissing = order.size() > 1 && random.oneIn(8);
    for (Step step : lastIsMissing ? order.subList(0, order.size() - 1) : order) {
      if (random.oneIn(2)) {
        TestEnvironment.pause(random.between(0, 100));
      }
      event.emit(step);
    }
  }

  // The main gateway

  private static void loseMainSession(TestEnvironment env, SeededRandom random) {
    env.gateway().sessionLost();
    env.undoLater(() -> env.gateway().sessionResumed());
  }

  private static void newMainSession(TestEnvironment env, SeededRandom random) {
    emit(random, env.gateway().newSession());
  }

  private static void disturbMainGateway(TestEnvironment env, SeededRandom random) {
    switch (random.between(0, 4)) {
      case 0 -> {
        env.gateway().holdAnswers();
        env.undoLater(env.gateway()::releaseAnswers);
      }
      case 1 -> {
        env.gateway().order(Order.SERVER_FIRST);
        env.undoLater(() -> env.gateway().order(Order.STATE_FIRST));
      }
      case 2 -> {
        env.gateway().copies(random.between(2, 3));
        env.undoLater(() -> env.gateway().copies(1));
      }
      default -> {
        env.gateway().answering(random.of(Answering.values()));
        env.undoLater(() -> env.gateway().answering(Answering.FULLY));
      }
    }
    env.server().disconnect(GUILD, BOT, CLOSING_SESSION);
  }

  private static void repeat(TestEnvironment env, SeededRandom random) {
    if (random.oneIn(2)) {
      env.gateway().repeatState(GUILD);
    } else if (env.isListed()) {
      env.gateway().repeatServer(GUILD);
    }
  }

  private static void changeFlags(TestEnvironment env, SeededRandom random) {
    if (env.isListed()) {
      env.gateway().flagsChanged(GUILD, random.oneIn(2), random.oneIn(2));
    }
  }

  // The application

  private static void joinAgain(TestEnvironment env, SeededRandom random) {
    cancelSometimes(env, random, env.record(env.connection().join(CHANNEL)));
  }

  private static void move(TestEnvironment env, SeededRandom random) {
    cancelSometimes(env, random, env.record(env.connection().move(env.anyChannel())));
  }

  private static void reconnect(TestEnvironment env, SeededRandom random) {
    env.record(env.connection().reconnect());
  }

  private static void cancelSometimes(
      TestEnvironment env, SeededRandom random, CompletableFuture<Snapshot> future) {
    if (random.oneIn(4)) {
      TestEnvironment.pause(random.between(0, 30));
      env.connection().cancel(future);
      env.undoLater(() -> future.cancel(false));
    }
  }

  private static void showSelf(TestEnvironment env, SeededRandom random) {
    env.connection().showSelf(new SelfFlags(random.oneIn(2), random.oneIn(2)));
  }

  private static void speak(TestEnvironment env, SeededRandom random) {
    env.connection()
        .speaking(random.of(Set.<SpeakingFlag>of(), Set.of(random.of(SpeakingFlag.values()))));
  }

  private static void leave(TestEnvironment env, SeededRandom random) {
    env.connection().disconnect();
  }
}
