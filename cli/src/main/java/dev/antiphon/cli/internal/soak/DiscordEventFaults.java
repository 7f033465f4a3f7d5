package dev.antiphon.cli.internal.soak;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** What happens at Discord: its messages come in any order, apart, and sometimes one is missing. */
final class DiscordEventFaults {
  private DiscordEventFaults() {}

  static void kick(BotInGuild member, Dice dice) {
    tell(member, dice, () -> member.gateway().kicked(member.guildId()));
  }

  static void move(BotInGuild member, Dice dice) {
    tell(member, dice, () -> member.gateway().moved(member.guildId(), member.anyChannel(dice)));
  }

  static void failOver(BotInGuild member, Dice dice) {
    EmbeddedVoiceServer to = dice.of(member.site().servers());
    tell(
        member,
        dice,
        () -> {
          DiscordEvent event = member.gateway().failOver(member.guildId(), to);
          member.servedBy(to);
          return event;
        });
  }

  static void deleteChannel(BotInGuild member, Dice dice) {
    tell(member, dice, () -> member.gateway().channelDeleted(member.guildId()));
  }

  static void endCall(BotInGuild member, Dice dice) {
    tell(member, dice, () -> member.gateway().callEnded(member.guildId()));
  }

  static void removeFromGuild(BotInGuild member, Dice dice) {
    tell(member, dice, () -> member.gateway().guildRemoved(member.guildId()));
  }

  static void takePermission(BotInGuild member, Dice dice) {
    tell(member, dice, () -> member.gateway().permissionLost(member.guildId()));
  }

  static void changeSession(BotInGuild member, Dice dice) {
    tell(member, dice, () -> member.gateway().sessionChanged(member.guildId()));
  }

  /** Nothing happens to a user who is in no channel at the moment. */
  private static void tell(BotInGuild member, Dice dice, Supplier<DiscordEvent> begun) {
    if (member.gateway().channelIn(member.guildId()).isEmpty()) {
      return;
    }
    DiscordEvent event;
    try {
      event = begun.get();
    } catch (IllegalStateException leftMeanwhile) {
      return;
    }
    tell(member, dice, event);
  }

  static void tell(BotInGuild member, Dice dice, DiscordEvent event) {
    List<Step> order = dice.of(event.orders());
    boolean lastIsMissing = order.size() > 1 && dice.oneIn(8);
    List<Step> told = lastIsMissing ? order.subList(0, order.size() - 1) : order;
    tellNext(member, dice, event, told.iterator());
  }

  private static void tellNext(
      BotInGuild member, Dice dice, DiscordEvent event, Iterator<Step> rest) {
    if (rest.hasNext()) {
      Duration gap = dice.oneIn(2) ? Duration.ZERO : dice.millis(1, 400);
      member
          .site()
          .later(
              gap,
              () -> {
                event.emit(rest.next());
                tellNext(member, dice, event, rest);
              });
    }
  }
}
