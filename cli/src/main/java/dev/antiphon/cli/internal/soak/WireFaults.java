package dev.antiphon.cli.internal.soak;

import static dev.antiphon.protocol.CloseCode.CLOSE_4006;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.protocol.Unrecognized;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.FaultAction;
import dev.antiphon.testkit.FaultRule;
import dev.antiphon.testkit.FaultTrigger;
import java.util.List;

/** What happens to a voice session that stands. */
final class WireFaults {
  private static final List<String> NONSENSE =
      List.of("", "{", "[]", "{\"op\":\"x\"}", "{\"op\":4}", "{\"op\":99,\"d\":null}");
  private static final int KEY_LENGTH = 32;

  private WireFaults() {}

  static void closeKeepingTheSession(Seat seat, Dice dice) {
    close(seat, dice.of(CloseNumbers.KEEPING));
  }

  static void closeEndingTheSession(Seat seat, Dice dice) {
    close(seat, dice.of(CloseNumbers.ENDING));
  }

  static void closeForGood(Seat seat, Dice dice) {
    close(seat, dice.of(CloseNumbers.FOR_GOOD));
  }

  private static void close(Seat seat, int code) {
    seat.server().disconnect(seat.guildId(), seat.userId(), code);
  }

  static void reset(Seat seat, Dice dice) {
    seat.server().dropConnection(seat.guildId(), seat.userId());
  }

  /** The session is over when its Resume comes. */
  static void expire(Seat seat, Dice dice) {
    FaultTrigger resume = FaultTrigger.received(Opcode.RESUME);
    seat.server().addFault(narrowed(resume, FaultAction.close(CLOSE_4006.number()), seat));
    reset(seat, dice);
  }

  static void freeze(Seat seat, Dice dice) {
    strikeNext(seat, FaultAction.freeze(), 1);
  }

  static void lose(Seat seat, Dice dice) {
    strikeNext(seat, FaultAction.drop(), dice.between(1, 3));
  }

  static void delay(Seat seat, Dice dice) {
    strikeNext(seat, FaultAction.delay(dice.millis(1, 1_200)), dice.between(1, 3));
  }

  static void repeat(Seat seat, Dice dice) {
    strikeNext(seat, FaultAction.repeat(dice.between(1, 5)), dice.between(1, 3));
  }

  static void reorder(Seat seat, Dice dice) {
    strikeNext(seat, FaultAction.reorder(dice.between(1, 3)), dice.between(1, 3));
  }

  static void corrupt(Seat seat, Dice dice) {
    FaultAction action = FaultAction.corrupt(dice.of(Spoilt.ANY_MESSAGE));
    strikeNext(seat, action, dice.between(1, 4));
  }

  /** Whatever the server says next. */
  private static void strikeNext(Seat seat, FaultAction action, int times) {
    seat.server().addFault(narrowed(FaultTrigger.sendingAny(), action, seat).times(times));
  }

  static FaultRule narrowed(FaultTrigger when, FaultAction action, Seat seat) {
    return FaultRule.when(when).then(action).inGuild(seat.guildId()).ofUser(seat.userId());
  }

  static void ignoreHeartbeats(Seat seat, Dice dice) {
    FaultTrigger heartbeat = FaultTrigger.received(Opcode.HEARTBEAT);
    FaultAction action = dice.oneIn(2) ? FaultAction.ignore() : FaultAction.drop();
    seat.server().addFault(narrowed(heartbeat, action, seat).times(dice.between(1, 4)));
  }

  /** A well-formed message out of place, or nonsense, up to four times. */
  static void unasked(Seat seat, Dice dice) {
    EmbeddedVoiceServer server = seat.server();
    for (int i = dice.between(1, 4); i > 0; i--) {
      if (dice.oneIn(3)) {
        server.sendRaw(seat.guildId(), seat.userId(), dice.of(NONSENSE));
      } else if (dice.oneIn(5)) {
        server.sendBinary(seat.guildId(), seat.userId(), OpaqueBytes.copyOf(new byte[] {0, 1}));
      } else {
        server.sendTo(seat.guildId(), seat.userId(), outOfPlace(server, dice));
      }
    }
  }

  private static GatewayMessage outOfPlace(EmbeddedVoiceServer server, Dice dice) {
    return switch (dice.between(0, 4)) {
      case 0 -> new Hello(dice.between(200, 2_000));
      case 1 -> new Resumed();
      case 2 -> new Ready(dice.between(1, 9), "127.0.0.1", server.udpPort(), List.of("none"));
      case 3 -> new SessionDescription("none", TransportKey.copyOf(new byte[KEY_LENGTH]), 0);
      default -> new Unrecognized(dice.between(40, 200), -1, OpaqueBytes.copyOf(new byte[0]));
    };
  }

  /** Everybody there loses it; it comes back with their sessions or without. */
  static void killServer(Seat seat, Dice dice) {
    EmbeddedVoiceServer server = seat.server();
    server.die(dice.oneIn(2));
    seat.site().later(dice.millis(50, 1_000), server::comeBack);
  }
}
