package dev.antiphon.cli.internal.soak;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.Happening;
import dev.antiphon.testkit.Happening.Step;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** What happens at Discord: its messages come in any order, apart, and sometimes one is missing. */
final class SceneFaults {
  private SceneFaults() {}

  static void kick(Seat seat, Dice dice) {
    tell(seat, dice, () -> seat.gateway().kicked(seat.guildId()));
  }

  static void move(Seat seat, Dice dice) {
    tell(seat, dice, () -> seat.gateway().moved(seat.guildId(), seat.anyChannel(dice)));
  }

  static void failOver(Seat seat, Dice dice) {
    EmbeddedVoiceServer to = dice.of(seat.site().servers());
    tell(
        seat,
        dice,
        () -> {
          Happening happening = seat.gateway().failOver(seat.guildId(), to);
          seat.servedBy(to);
          return happening;
        });
  }

  static void deleteChannel(Seat seat, Dice dice) {
    tell(seat, dice, () -> seat.gateway().channelDeleted(seat.guildId()));
  }

  static void endCall(Seat seat, Dice dice) {
    tell(seat, dice, () -> seat.gateway().callEnded(seat.guildId()));
  }

  static void removeFromGuild(Seat seat, Dice dice) {
    tell(seat, dice, () -> seat.gateway().guildRemoved(seat.guildId()));
  }

  static void takePermission(Seat seat, Dice dice) {
    tell(seat, dice, () -> seat.gateway().permissionLost(seat.guildId()));
  }

  static void changeSession(Seat seat, Dice dice) {
    tell(seat, dice, () -> seat.gateway().sessionChanged(seat.guildId()));
  }

  /** Nothing happens to a user who is in no channel at the moment. */
  private static void tell(Seat seat, Dice dice, Supplier<Happening> begun) {
    if (seat.gateway().channelIn(seat.guildId()).isEmpty()) {
      return;
    }
    Happening happening;
    try {
      happening = begun.get();
    } catch (IllegalStateException leftMeanwhile) {
      return;
    }
    tell(seat, dice, happening);
  }

  static void tell(Seat seat, Dice dice, Happening happening) {
    List<Step> order = dice.of(happening.orders());
    boolean lastIsMissing = order.size() > 1 && dice.oneIn(8);
    List<Step> told = lastIsMissing ? order.subList(0, order.size() - 1) : order;
    tellNext(seat, dice, happening, told.iterator());
  }

  private static void tellNext(Seat seat, Dice dice, Happening happening, Iterator<Step> rest) {
    if (rest.hasNext()) {
      Duration gap = dice.oneIn(2) ? Duration.ZERO : dice.millis(1, 400);
      seat.site()
          .later(
              gap,
              () -> {
                happening.emit(rest.next());
                tellNext(seat, dice, happening, rest);
              });
    }
  }
}
