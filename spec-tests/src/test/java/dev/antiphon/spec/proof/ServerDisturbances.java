package dev.antiphon.spec.proof;

import static dev.antiphon.spec.proof.TestEnvironment.BOT;
import static dev.antiphon.spec.proof.TestEnvironment.GUILD;

import dev.antiphon.protocol.EncryptionMode;
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
import dev.antiphon.testkit.fault.FaultAction.Corrupt;
import dev.antiphon.testkit.fault.FaultAction.Discovery;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.fault.FaultExtra.Say.What;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultTrigger;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Disturbances between the connection and its voice server. */
final class ServerDisturbances {
  /** The ways to corrupt a text message. */
  private static final List<Corrupt.How> CORRUPTIONS =
      Stream.of(Corrupt.How.values()).filter(how -> !how.needsBinary()).toList();

  private static final List<Integer> SESSION_KEEPING_CODES =
      List.of(1000, 1001, 1005, 1011, 1012, 3000, 4000, 4015, 4999);
  private static final List<Integer> SESSION_ENDING_CODES = List.of(4004, 4006, 4009, 4011, 4016);
  private static final List<Integer> FINAL_CODES =
      List.of(4001, 4002, 4003, 4005, 4012, 4014, 4017, 4020, 4021, 4022);
  private static final List<String> MALFORMED_MESSAGES =
      List.of(
          "", "{", "[]", "{\"op\":\"x\"}", "{\"op\":4}", "{\"op\":2}", "{\"op\":99,\"d\":null}");
  private static final int SESSION_INVALID = 4006;

  /** The mode that both sides prefer. */
  private static final EncryptionMode USUAL_MODE = EncryptionMode.values()[0];

  private ServerDisturbances() {}

  static void closeAndKeepSession(TestEnvironment env, SeededRandom random) {
    close(env, random.of(SESSION_KEEPING_CODES));
  }

  static void closeAndEndSession(TestEnvironment env, SeededRandom random) {
    close(env, random.of(SESSION_ENDING_CODES));
  }

  static void closeWithFinalCode(TestEnvironment env, SeededRandom random) {
    close(env, random.of(FINAL_CODES));
  }

  private static void close(TestEnvironment env, int code) {
    env.server().disconnect(GUILD, BOT, code);
  }

  static void reset(TestEnvironment env, SeededRandom random) {
    env.server().dropConnection(GUILD, BOT);
  }

  /** The server rejects the next Resume, because the session is over. */
  static void expireSession(TestEnvironment env, SeededRandom random) {
    addFault(env, FaultTrigger.received(Opcode.RESUME), FaultAction.close(SESSION_INVALID), 1);
    reset(env, random);
  }

  /** Disturbs the next messages of the server. */
  static void disturbMessages(TestEnvironment env, SeededRandom random) {
    FaultAction action =
        switch (random.between(0, 5)) {
          case 0 -> FaultAction.freeze();
          case 1 -> FaultAction.drop();
          case 2 -> FaultAction.delay(millis(random, 1, 400));
          case 3 -> FaultAction.repeat(random.between(1, 5));
          case 4 -> FaultAction.reorder(random.between(1, 3));
          default -> FaultAction.corrupt(random.of(CORRUPTIONS));
        };
    addFault(env, FaultTrigger.sendingAny(), action, random.between(1, 4));
  }

  /** Sends an unexpected or a malformed message. */
  static void sendUnexpectedMessages(TestEnvironment env, SeededRandom random) {
    EmbeddedVoiceServer server = env.server();
    for (int i = random.between(1, 4); i > 0; i--) {
      switch (random.between(0, 4)) {
        case 0 -> server.sendRaw(GUILD, BOT, random.of(MALFORMED_MESSAGES));
        case 1 -> server.sendBinary(GUILD, BOT, OpaqueBytes.copyOf(random.bytes(1)));
        default -> server.sendTo(GUILD, BOT, unexpectedMessage(server, random));
      }
    }
  }

  private static GatewayMessage unexpectedMessage(EmbeddedVoiceServer server, SeededRandom random) {
    String mode = random.of("none", random.of(EncryptionMode.values()).wireName());
    return switch (random.between(0, 4)) {
      case 0 -> new Hello(random.between(100, 2_000));
      case 1 -> new Resumed();
      case 2 -> new Ready(random.between(1, 9), "127.0.0.1", server.udpPort(), List.of(mode));
      case 3 -> description(random, mode);
      default -> new Unrecognized(random.between(40, 200), -1, OpaqueBytes.copyOf(new byte[0]));
    };
  }

  /** Sends a new key for the session, or a wrong key that is soon replaced by the right key. */
  static void rekey(TestEnvironment env, SeededRandom random) {
    boolean useless = random.oneIn(2);
    if (useless) {
      env.server().sendTo(GUILD, BOT, description(random, USUAL_MODE.wireName()));
    }
    addFault(
        env,
        FaultTrigger.received(Opcode.HEARTBEAT),
        FaultExtra.say(useless ? What.SESSION_DESCRIPTION : What.SESSION_DESCRIPTION_NEW_KEY),
        random.between(1, 2));
  }

  private static SessionDescription description(SeededRandom random, String mode) {
    return new SessionDescription(
        mode, TransportKey.copyOf(random.bytes(USUAL_MODE.keyLength())), 0);
  }

  static void ignoreHeartbeats(TestEnvironment env, SeededRandom random) {
    FaultAction action = random.oneIn(2) ? FaultAction.ignore() : FaultAction.drop();
    addFault(env, FaultTrigger.received(Opcode.HEARTBEAT), action, random.between(1, 4));
  }

  /** Drops the connection and blocks the next resumes. */
  static void blockResume(TestEnvironment env, SeededRandom random) {
    FaultAction action =
        random.oneIn(2)
            ? FaultAction.refuse(503)
            : FaultAction.close(random.of(SESSION_KEEPING_CODES));
    FaultRule rule = FaultRule.when(FaultTrigger.connected()).then(action);
    env.server().addFault(rule.times(random.between(1, 4)));
    reset(env, random);
  }

  // Each method ends the current session and disturbs the next one.

  static void disturbUpgrade(TestEnvironment env, SeededRandom random) {
    FaultAction action =
        switch (random.between(0, 5)) {
          case 0 -> FaultAction.refuse(random.of(403, 404, 503));
          case 1 -> FaultAction.close(random.of(closeCodes(random)));
          case 2 -> FaultAction.delay(millis(random, 10, 600));
          case 3 -> FaultAction.hang();
          case 4 -> FaultAction.freeze();
          default -> FaultAction.reset();
        };
    FaultRule rule = FaultRule.when(FaultTrigger.connected()).then(action);
    env.server().addFault(rule.times(random.between(1, 3)));
    close(env, random.of(random.of(SESSION_KEEPING_CODES, SESSION_ENDING_CODES)));
  }

  /** A handshake message is lost, delayed, corrupted, repeated, or answered with a close. */
  static void disturbHandshake(TestEnvironment env, SeededRandom random) {
    boolean resume = random.oneIn(3);
    Opcode answer = resume ? Opcode.RESUMED : random.of(Opcode.READY, Opcode.SESSION_DESCRIPTION);
    Opcode request = resume ? Opcode.RESUME : random.of(Opcode.IDENTIFY, Opcode.SELECT_PROTOCOL);
    int times = random.oneIn(4) ? random.between(2, 4) : 1;
    switch (random.between(0, 7)) {
      case 0 -> addFault(env, FaultTrigger.sending(answer), FaultAction.drop(), times);
      case 1 ->
          addFault(
              env,
              FaultTrigger.sending(answer),
              FaultAction.delay(millis(random, 1, 1_000)),
              times);
      case 2 ->
          addFault(
              env,
              FaultTrigger.sending(answer),
              FaultAction.corrupt(random.of(CORRUPTIONS)),
              times);
      case 3 -> addFault(env, FaultTrigger.sending(answer), FaultAction.repeat(2), times);
      case 4 -> addFault(env, FaultTrigger.sending(answer), FaultAction.freeze(), times);
      case 5 -> addFault(env, FaultTrigger.received(request), FaultAction.reset(), times);
      default ->
          addFault(
              env,
              random.oneIn(2) ? FaultTrigger.received(request) : FaultTrigger.sent(answer),
              FaultAction.close(random.of(closeCodes(random))),
              times);
    }
    close(env, random.of(resume ? SESSION_KEEPING_CODES : SESSION_ENDING_CODES));
  }

  static void disturbDiscovery(TestEnvironment env, SeededRandom random) {
    FaultAction action =
        random.oneIn(3)
            ? FaultAction.delay(millis(random, 1, 500))
            : FaultAction.discovery(random.of(Discovery.How.values()));
    addFault(env, FaultTrigger.discovery(), action, random.between(1, 8));
    close(env, random.of(SESSION_ENDING_CODES));
  }

  private static List<Integer> closeCodes(SeededRandom random) {
    return random.of(SESSION_KEEPING_CODES, SESSION_ENDING_CODES, FINAL_CODES);
  }

  private static void addFault(
      TestEnvironment env, FaultTrigger when, FaultAction action, int times) {
    env.server()
        .addFault(FaultRule.when(when).then(action).inGuild(GUILD).ofUser(BOT).times(times));
  }

  private static Duration millis(SeededRandom random, int least, int most) {
    return Duration.ofMillis(random.between(least, most));
  }
}
