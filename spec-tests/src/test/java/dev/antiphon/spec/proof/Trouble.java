package dev.antiphon.spec.proof;

import static dev.antiphon.spec.proof.World.BOT;
import static dev.antiphon.spec.proof.World.CHANNEL;
import static dev.antiphon.spec.proof.World.GUILD;

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

/** What Discord, the network or the application can do, and how often, relatively. */
enum Trouble {
  CLOSED_KEEPING_THE_SESSION(16, ServerTrouble::closeKeeping),
  CLOSED_ENDING_THE_SESSION(8, ServerTrouble::closeEnding),
  CLOSED_FOR_GOOD(4, ServerTrouble::closeForGood),
  RESET(10, ServerTrouble::reset),
  EXPIRED(4, ServerTrouble::expire),
  RESUME_HINDERED(10, ServerTrouble::hinderResume),
  SAID_WRONGLY(14, ServerTrouble::sayWrongly),
  SAID_OUT_OF_TURN(12, ServerTrouble::sayOutOfTurn),
  HEARTBEATS_UNANSWERED(4, ServerTrouble::ignoreHeartbeats),
  UPGRADE_DISTURBED(6, ServerTrouble::disturbUpgrade),
  HANDSHAKE_DISTURBED(14, ServerTrouble::disturbHandshake),
  DISCOVERY_DISTURBED(6, ServerTrouble::disturbDiscovery),
  REKEYED(8, ServerTrouble::rekey),

  STRAY_DATAGRAMS(5, Trouble::inject),
  UDP_PORT_CLOSED(3, Trouble::closeUdp),
  SERVER_DEAD(3, Trouble::die),

  KICKED(4, Trouble::kick),
  MOVED(8, Trouble::moved),
  FAILED_OVER(8, Trouble::failOver),
  CHANNEL_DELETED(2, Trouble::deleteChannel),
  CALL_ENDED(3, Trouble::endCall),
  GUILD_REMOVED(2, Trouble::removeFromGuild),
  PERMISSION_LOST(2, Trouble::takePermission),
  SESSION_CHANGED(5, Trouble::changeSession),

  MAIN_SESSION_LOST(5, Trouble::loseMainSession),
  MAIN_SESSION_NEW(3, Trouble::newMainSession),
  ANSWERED_OTHERWISE(8, Trouble::answerOtherwise),
  REPEATED(6, Trouble::repeat),
  FLAGS_CHANGED(3, Trouble::changeFlags),

  JOINED_AGAIN(4, Trouble::joinAgain),
  MOVE_ASKED_FOR(8, Trouble::move),
  RECONNECT_ASKED_FOR(4, Trouble::reconnect),
  SHOWN_OTHERWISE(5, Trouble::showSelf),
  SPOKEN_OTHERWISE(3, Trouble::speak),
  LEFT(4, Trouble::leave);

  private static final int CLOSING_SESSION = 4006;

  /** What it does. */
  @FunctionalInterface
  private interface Deed {
    void strike(World world, Chance chance);
  }

  private final int weight;
  private final Deed deed;

  Trouble(int weight, Deed deed) {
    this.weight = weight;
    this.deed = deed;
  }

  int weight() {
    return weight;
  }

  void strike(World world, Chance chance) {
    deed.strike(world, chance);
  }

  // Beside the WebSocket

  private static void inject(World world, Chance chance) {
    for (int i = chance.between(1, 5); i > 0; i--) {
      world.server().inject(GUILD, BOT, chance.of(StrayDatagram.values()));
    }
  }

  private static void closeUdp(World world, Chance chance) {
    EmbeddedVoiceServer server = world.server();
    server.closeUdp();
    world.undoLater(server::openUdp);
  }

  private static void die(World world, Chance chance) {
    EmbeddedVoiceServer server = world.server();
    server.die(chance.oneIn(2));
    world.undoLater(server::comeBack);
  }

  // What happens at Discord: its messages come in any order, and sometimes one is missing

  private static void kick(World world, Chance chance) {
    tell(world, chance, () -> world.gateway().kicked(GUILD));
  }

  private static void moved(World world, Chance chance) {
    tell(world, chance, () -> world.gateway().moved(GUILD, world.anyChannel()));
  }

  private static void failOver(World world, Chance chance) {
    EmbeddedVoiceServer to = world.anyServer();
    tell(
        world,
        chance,
        () -> {
          DiscordEvent event = world.gateway().failOver(GUILD, to);
          world.servedBy(to);
          return event;
        });
  }

  private static void deleteChannel(World world, Chance chance) {
    tell(world, chance, () -> world.gateway().channelDeleted(GUILD));
  }

  private static void endCall(World world, Chance chance) {
    tell(world, chance, () -> world.gateway().callEnded(GUILD));
  }

  private static void removeFromGuild(World world, Chance chance) {
    tell(world, chance, () -> world.gateway().guildRemoved(GUILD));
  }

  private static void takePermission(World world, Chance chance) {
    tell(world, chance, () -> world.gateway().permissionLost(GUILD));
  }

  private static void changeSession(World world, Chance chance) {
    tell(world, chance, () -> world.gateway().sessionChanged(GUILD));
  }

  /** Nothing happens to a user who is in no channel at the moment. */
  private static void tell(World world, Chance chance, Supplier<DiscordEvent> begun) {
    if (world.isListed()) {
      try {
        tell(chance, begun.get());
      } catch (IllegalStateException leftMeanwhile) {
        return;
      }
    }
  }

  private static void tell(Chance chance, DiscordEvent event) {
    List<Step> order = chance.of(event.orders());
    boolean lastIsMissing = order.size() > 1 && chance.oneIn(8);
    for (Step step : lastIsMissing ? order.subList(0, order.size() - 1) : order) {
      if (chance.oneIn(2)) {
        World.pause(chance.between(0, 100));
      }
      event.emit(step);
    }
  }

  // The main gateway

  private static void loseMainSession(World world, Chance chance) {
    world.gateway().sessionLost();
    world.undoLater(() -> world.gateway().sessionResumed());
  }

  private static void newMainSession(World world, Chance chance) {
    tell(chance, world.gateway().newSession());
  }

  private static void answerOtherwise(World world, Chance chance) {
    switch (chance.between(0, 4)) {
      case 0 -> {
        world.gateway().holdAnswers();
        world.undoLater(world.gateway()::releaseAnswers);
      }
      case 1 -> {
        world.gateway().order(Order.SERVER_FIRST);
        world.undoLater(() -> world.gateway().order(Order.STATE_FIRST));
      }
      case 2 -> {
        world.gateway().copies(chance.between(2, 3));
        world.undoLater(() -> world.gateway().copies(1));
      }
      default -> {
        world.gateway().answering(chance.of(Answering.values()));
        world.undoLater(() -> world.gateway().answering(Answering.FULLY));
      }
    }
    world.server().disconnect(GUILD, BOT, CLOSING_SESSION);
  }

  private static void repeat(World world, Chance chance) {
    if (chance.oneIn(2)) {
      world.gateway().repeatState(GUILD);
    } else if (world.isListed()) {
      world.gateway().repeatServer(GUILD);
    }
  }

  private static void changeFlags(World world, Chance chance) {
    if (world.isListed()) {
      world.gateway().flagsChanged(GUILD, chance.oneIn(2), chance.oneIn(2));
    }
  }

  // The application

  private static void joinAgain(World world, Chance chance) {
    mayBeCalledOff(world, chance, world.ask(world.connection().join(CHANNEL)));
  }

  private static void move(World world, Chance chance) {
    mayBeCalledOff(world, chance, world.ask(world.connection().move(world.anyChannel())));
  }

  private static void reconnect(World world, Chance chance) {
    world.ask(world.connection().reconnect());
  }

  private static void mayBeCalledOff(
      World world, Chance chance, CompletableFuture<Snapshot> asked) {
    if (chance.oneIn(4)) {
      World.pause(chance.between(0, 30));
      world.connection().cancel(asked);
      world.undoLater(() -> asked.cancel(false));
    }
  }

  private static void showSelf(World world, Chance chance) {
    world.connection().showSelf(new SelfFlags(chance.oneIn(2), chance.oneIn(2)));
  }

  private static void speak(World world, Chance chance) {
    world
        .connection()
        .speaking(chance.of(Set.<SpeakingFlag>of(), Set.of(chance.of(SpeakingFlag.values()))));
  }

  private static void leave(World world, Chance chance) {
    world.connection().disconnect();
  }
}
