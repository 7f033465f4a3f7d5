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
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultTrigger;
import java.util.List;

/** What happens to a voice session that stands. */
final class WireFaults {
  private static final List<String> NONSENSE =
      List.of("", "{", "[]", "{\"op\":\"x\"}", "{\"op\":4}", "{\"op\":99,\"d\":null}");
  private static final int KEY_LENGTH = 32;

  private WireFaults() {}

  static void closeKeepingTheSession(BotInGuild member, Dice dice) {
    close(member, dice.of(CloseNumbers.KEEPING));
  }

  static void closeEndingTheSession(BotInGuild member, Dice dice) {
    close(member, dice.of(CloseNumbers.ENDING));
  }

  static void closeForGood(BotInGuild member, Dice dice) {
    close(member, dice.of(CloseNumbers.FOR_GOOD));
  }

  private static void close(BotInGuild member, int code) {
    member.server().disconnect(member.guildId(), member.userId(), code);
  }

  static void reset(BotInGuild member, Dice dice) {
    member.server().dropConnection(member.guildId(), member.userId());
  }

  /** The session is over when its Resume comes. */
  static void expire(BotInGuild member, Dice dice) {
    FaultTrigger resume = FaultTrigger.received(Opcode.RESUME);
    member.server().addFault(narrowed(resume, FaultAction.close(CLOSE_4006.number()), member));
    reset(member, dice);
  }

  static void freeze(BotInGuild member, Dice dice) {
    strikeNext(member, FaultAction.freeze(), 1);
  }

  static void lose(BotInGuild member, Dice dice) {
    strikeNext(member, FaultAction.drop(), dice.between(1, 3));
  }

  static void delay(BotInGuild member, Dice dice) {
    strikeNext(member, FaultAction.delay(dice.millis(1, 1_200)), dice.between(1, 3));
  }

  static void repeat(BotInGuild member, Dice dice) {
    strikeNext(member, FaultAction.repeat(dice.between(1, 5)), dice.between(1, 3));
  }

  static void reorder(BotInGuild member, Dice dice) {
    strikeNext(member, FaultAction.reorder(dice.between(1, 3)), dice.between(1, 3));
  }

  static void corrupt(BotInGuild member, Dice dice) {
    FaultAction action = FaultAction.corrupt(dice.of(Spoilt.ANY_MESSAGE));
    strikeNext(member, action, dice.between(1, 4));
  }

  /** Whatever the server says next. */
  private static void strikeNext(BotInGuild member, FaultAction action, int times) {
    member.server().addFault(narrowed(FaultTrigger.sendingAny(), action, member).times(times));
  }

  static FaultRule narrowed(FaultTrigger when, FaultAction action, BotInGuild member) {
    return FaultRule.when(when).then(action).inGuild(member.guildId()).ofUser(member.userId());
  }

  static void ignoreHeartbeats(BotInGuild member, Dice dice) {
    FaultTrigger heartbeat = FaultTrigger.received(Opcode.HEARTBEAT);
    FaultAction action = dice.oneIn(2) ? FaultAction.ignore() : FaultAction.drop();
    member.server().addFault(narrowed(heartbeat, action, member).times(dice.between(1, 4)));
  }

  /** A well-formed message out of place, or nonsense, up to four times. */
  static void unasked(BotInGuild member, Dice dice) {
    EmbeddedVoiceServer server = member.server();
    for (int i = dice.between(1, 4); i > 0; i--) {
      if (dice.oneIn(3)) {
        server.sendRaw(member.guildId(), member.userId(), dice.of(NONSENSE));
      } else if (dice.oneIn(5)) {
        server.sendBinary(member.guildId(), member.userId(), OpaqueBytes.copyOf(new byte[] {0, 1}));
      } else {
        server.sendTo(member.guildId(), member.userId(), outOfPlace(server, dice));
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
  static void killServer(BotInGuild member, Dice dice) {
    EmbeddedVoiceServer server = member.server();
    server.die(dice.oneIn(2));
    member.site().later(dice.millis(50, 1_000), server::comeBack);
  }
}
