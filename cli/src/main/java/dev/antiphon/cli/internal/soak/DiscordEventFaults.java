package dev.antiphon.cli.internal.soak;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Events at Discord. Their messages arrive in any order and with delays, and sometimes one is
 * missing.
 */
final class DiscordEventFaults {
  private DiscordEventFaults() {}

  static void kick(BotInGuild member, SoakRandom random) {
    emit(member, random, () -> member.gateway().kicked(member.guildId()));
  }

  /** A moderator moves everyone to the same channel. */
  static void move(BotInGuild member, SoakRandom random) {
    long channelId = member.call().move(random);
    for (BotInGuild moved : member.call().everyone()) {
      emit(
          moved,
          new SoakRandom(random.seed()),
          () -> moved.gateway().moved(moved.guildId(), channelId));
    }
  }

  /** Everyone gets the same server, as at Discord. */
  static void failOver(BotInGuild member, SoakRandom random) {
    EmbeddedVoiceServer to = random.of(member.environment().servers());
    for (BotInGuild moved : member.call().everyone()) {
      emit(moved, new SoakRandom(random.seed()), () -> failOver(moved, to));
    }
  }

  private static DiscordEvent failOver(BotInGuild member, EmbeddedVoiceServer to) {
    DiscordEvent event = member.gateway().failOver(member.guildId(), to);
    member.assignServer(to);
    return event;
  }

  /** Gives the bot this server, without any disturbance. The bot must be in a channel. */
  static void failOverInOrder(BotInGuild member, EmbeddedVoiceServer to) {
    DiscordEvent event = failOver(member, to);
    event.orders().get(0).forEach(event::emit);
  }

  static void deleteChannel(BotInGuild member, SoakRandom random) {
    emit(member, random, () -> member.gateway().channelDeleted(member.guildId()));
  }

  static void endCall(BotInGuild member, SoakRandom random) {
    emit(member, random, () -> member.gateway().callEnded(member.guildId()));
  }

  static void removeFromGuild(BotInGuild member, SoakRandom random) {
    emit(member, random, () -> member.gateway().guildRemoved(member.guildId()));
  }

  static void takePermission(BotInGuild member, SoakRandom random) {
    emit(member, random, () -> member.gateway().permissionLost(member.guildId()));
  }

  static void changeSession(BotInGuild member, SoakRandom random) {
    emit(member, random, () -> member.gateway().sessionChanged(member.guildId()));
  }

  /** Does nothing if the user is in no channel. */
  private static void emit(BotInGuild member, SoakRandom random, Supplier<DiscordEvent> newEvent) {
    if (member.gateway().channelIn(member.guildId()).isEmpty()) {
      return;
    }
    DiscordEvent event;
    try {
      event = newEvent.get();
    } catch (IllegalStateException left) {
      return;
    }
    emit(member, random, event);
  }

  static void emit(BotInGuild member, SoakRandom random, DiscordEvent event) {
    List<Step> order = random.of(event.orders());
    boolean lastIsMissing = order.size() > 1 && random.oneIn(8);
    List<Step> steps = lastIsMissing ? order.subList(0, order.size() - 1) : order;
    emitNext(member, random, event, steps.iterator());
  }

  private static void emitNext(
      BotInGuild member, SoakRandom random, DiscordEvent event, Iterator<Step> rest) {
    if (rest.hasNext()) {
      Duration gap = random.oneIn(2) ? Duration.ZERO : random.millis(1, 400);
      member
          .environment()
          .later(
              gap,
              () -> {
                event.emit(rest.next());
                emitNext(member, random, event, rest);
              });
    }
  }
}
