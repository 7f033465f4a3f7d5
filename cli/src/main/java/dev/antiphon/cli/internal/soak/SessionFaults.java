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

/** Faults of an established voice session. */
final class SessionFaults {
  private static final List<String> INVALID_TEXTS =
      List.of("", "{", "[]", "{\"op\":\"x\"}", "{\"op\":4}", "{\"op\":99,\"d\":null}");
  private static final int KEY_LENGTH = 32;

  private SessionFaults() {}

  static void closeKeepingTheSession(BotInGuild member, SoakRandom random) {
    close(member, random.of(SoakCloseCodes.KEEPING));
  }

  static void closeEndingTheSession(BotInGuild member, SoakRandom random) {
    close(member, random.of(SoakCloseCodes.ENDING));
  }

  static void closeWithFinalCode(BotInGuild member, SoakRandom random) {
    close(member, random.of(SoakCloseCodes.FINAL));
  }

  private static void close(BotInGuild member, int code) {
    member.server().disconnect(member.guildId(), member.userId(), code);
  }

  static void reset(BotInGuild member, SoakRandom random) {
    member.server().dropConnection(member.guildId(), member.userId());
  }

  /** The session has expired when the Resume arrives. */
  static void expire(BotInGuild member, SoakRandom random) {
    FaultTrigger resume = FaultTrigger.received(Opcode.RESUME);
    member.server().addFault(ruleFor(resume, FaultAction.close(CLOSE_4006.number()), member));
    reset(member, random);
  }

  static void freeze(BotInGuild member, SoakRandom random) {
    affectNextMessages(member, FaultAction.freeze(), 1);
  }

  static void lose(BotInGuild member, SoakRandom random) {
    affectNextMessages(member, FaultAction.drop(), random.between(1, 3));
  }

  static void delay(BotInGuild member, SoakRandom random) {
    affectNextMessages(member, FaultAction.delay(random.millis(1, 1_200)), random.between(1, 3));
  }

  static void repeat(BotInGuild member, SoakRandom random) {
    affectNextMessages(member, FaultAction.repeat(random.between(1, 5)), random.between(1, 3));
  }

  static void reorder(BotInGuild member, SoakRandom random) {
    affectNextMessages(member, FaultAction.reorder(random.between(1, 3)), random.between(1, 3));
  }

  static void corrupt(BotInGuild member, SoakRandom random) {
    FaultAction action = FaultAction.corrupt(random.of(CorruptionKinds.ANY_MESSAGE));
    affectNextMessages(member, action, random.between(1, 4));
  }

  /** Applies a fault to the next messages of the server. */
  private static void affectNextMessages(BotInGuild member, FaultAction action, int times) {
    member.server().addFault(ruleFor(FaultTrigger.sendingAny(), action, member).times(times));
  }

  static FaultRule ruleFor(FaultTrigger when, FaultAction action, BotInGuild member) {
    return FaultRule.when(when).then(action).inGuild(member.guildId()).ofUser(member.userId());
  }

  static void ignoreHeartbeats(BotInGuild member, SoakRandom random) {
    FaultTrigger heartbeat = FaultTrigger.received(Opcode.HEARTBEAT);
    FaultAction action = random.oneIn(2) ? FaultAction.ignore() : FaultAction.drop();
    member.server().addFault(ruleFor(heartbeat, action, member).times(random.between(1, 4)));
  }

  /** Sends valid messages at the wrong time, or invalid messages, up to four times. */
  static void sendUnexpected(BotInGuild member, SoakRandom random) {
    EmbeddedVoiceServer server = member.server();
    for (int i = random.between(1, 4); i > 0; i--) {
      if (random.oneIn(3)) {
        server.sendRaw(member.guildId(), member.userId(), random.of(INVALID_TEXTS));
      } else if (random.oneIn(5)) {
        server.sendBinary(member.guildId(), member.userId(), OpaqueBytes.copyOf(new byte[] {0, 1}));
      } else {
        server.sendTo(member.guildId(), member.userId(), unexpectedMessage(server, random));
      }
    }
  }

  private static GatewayMessage unexpectedMessage(EmbeddedVoiceServer server, SoakRandom random) {
    return switch (random.between(0, 4)) {
      case 0 -> new Hello(random.between(200, 2_000));
      case 1 -> new Resumed();
      case 2 -> new Ready(random.between(1, 9), "127.0.0.1", server.udpPort(), List.of("none"));
      case 3 -> new SessionDescription("none", TransportKey.copyOf(new byte[KEY_LENGTH]), 0);
      default -> new Unrecognized(random.between(40, 200), -1, OpaqueBytes.copyOf(new byte[0]));
    };
  }

  /**
   * All clients of the server lose their connections. The server returns with or without their
   * sessions.
   */
  static void crashServer(BotInGuild member, SoakRandom random) {
    EmbeddedVoiceServer server = member.server();
    server.die(random.oneIn(2));
    member.environment().later(random.millis(50, 1_000), server::comeBack);
  }
}
