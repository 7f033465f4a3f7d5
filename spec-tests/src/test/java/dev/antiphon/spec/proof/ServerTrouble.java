package dev.antiphon.spec.proof;

import static dev.antiphon.spec.proof.World.BOT;
import static dev.antiphon.spec.proof.World.GUILD;

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

/** What goes wrong between the connection and its voice server. */
final class ServerTrouble {
  /** How any message can be spoiled. */
  private static final List<Corrupt.How> SPOILT =
      Stream.of(Corrupt.How.values()).filter(how -> !how.needsBinary()).toList();

  private static final List<Integer> KEEPING =
      List.of(1000, 1001, 1005, 1011, 1012, 3000, 4000, 4015, 4999);
  private static final List<Integer> ENDING = List.of(4004, 4006, 4009, 4011, 4016);
  private static final List<Integer> FOR_GOOD =
      List.of(4001, 4002, 4003, 4005, 4012, 4014, 4017, 4020, 4021, 4022);
  private static final List<String> NONSENSE =
      List.of(
          "", "{", "[]", "{\"op\":\"x\"}", "{\"op\":4}", "{\"op\":2}", "{\"op\":99,\"d\":null}");
  private static final int SESSION_INVALID = 4006;

  /** What both sides like best. */
  private static final EncryptionMode USUAL_MODE = EncryptionMode.values()[0];

  private ServerTrouble() {}

  static void closeKeeping(World world, Chance chance) {
    close(world, chance.of(KEEPING));
  }

  static void closeEnding(World world, Chance chance) {
    close(world, chance.of(ENDING));
  }

  static void closeForGood(World world, Chance chance) {
    close(world, chance.of(FOR_GOOD));
  }

  private static void close(World world, int code) {
    world.server().disconnect(GUILD, BOT, code);
  }

  static void reset(World world, Chance chance) {
    world.server().dropConnection(GUILD, BOT);
  }

  /** The session is over when its Resume comes. */
  static void expire(World world, Chance chance) {
    spoil(world, FaultTrigger.received(Opcode.RESUME), FaultAction.close(SESSION_INVALID), 1);
    reset(world, chance);
  }

  /** Whatever the server says next. */
  static void sayWrongly(World world, Chance chance) {
    FaultAction action =
        switch (chance.between(0, 5)) {
          case 0 -> FaultAction.freeze();
          case 1 -> FaultAction.drop();
          case 2 -> FaultAction.delay(millis(chance, 1, 400));
          case 3 -> FaultAction.repeat(chance.between(1, 5));
          case 4 -> FaultAction.reorder(chance.between(1, 3));
          default -> FaultAction.corrupt(chance.of(SPOILT));
        };
    spoil(world, FaultTrigger.sendingAny(), action, chance.between(1, 4));
  }

  /** A well-formed message out of place, or nonsense. */
  static void sayOutOfTurn(World world, Chance chance) {
    EmbeddedVoiceServer server = world.server();
    for (int i = chance.between(1, 4); i > 0; i--) {
      switch (chance.between(0, 4)) {
        case 0 -> server.sendRaw(GUILD, BOT, chance.of(NONSENSE));
        case 1 -> server.sendBinary(GUILD, BOT, OpaqueBytes.copyOf(chance.bytes(1)));
        default -> server.sendTo(GUILD, BOT, outOfTurn(server, chance));
      }
    }
  }

  private static GatewayMessage outOfTurn(EmbeddedVoiceServer server, Chance chance) {
    String mode = chance.of("none", chance.of(EncryptionMode.values()).wireName());
    return switch (chance.between(0, 4)) {
      case 0 -> new Hello(chance.between(100, 2_000));
      case 1 -> new Resumed();
      case 2 -> new Ready(chance.between(1, 9), "127.0.0.1", server.udpPort(), List.of(mode));
      case 3 -> description(chance, mode);
      default -> new Unrecognized(chance.between(40, 200), -1, OpaqueBytes.copyOf(new byte[0]));
    };
  }

  /** Another key for the same session; or one of no use, and soon the right one again. */
  static void rekey(World world, Chance chance) {
    boolean useless = chance.oneIn(2);
    if (useless) {
      world.server().sendTo(GUILD, BOT, description(chance, USUAL_MODE.wireName()));
    }
    spoil(
        world,
        FaultTrigger.received(Opcode.HEARTBEAT),
        FaultExtra.say(useless ? What.SESSION_DESCRIPTION : What.SESSION_DESCRIPTION_NEW_KEY),
        chance.between(1, 2));
  }

  private static SessionDescription description(Chance chance, String mode) {
    return new SessionDescription(
        mode, TransportKey.copyOf(chance.bytes(USUAL_MODE.keyLength())), 0);
  }

  static void ignoreHeartbeats(World world, Chance chance) {
    FaultAction action = chance.oneIn(2) ? FaultAction.ignore() : FaultAction.drop();
    spoil(world, FaultTrigger.received(Opcode.HEARTBEAT), action, chance.between(1, 4));
  }

  /** The session is lost, and the way back to it is closed for a while. */
  static void hinderResume(World world, Chance chance) {
    FaultAction action =
        chance.oneIn(2) ? FaultAction.refuse(503) : FaultAction.close(chance.of(KEEPING));
    FaultRule rule = FaultRule.when(FaultTrigger.connected()).then(action);
    world.server().addFault(rule.times(chance.between(1, 4)));
    reset(world, chance);
  }

  // Each ends the present session, and spoils the next

  static void disturbUpgrade(World world, Chance chance) {
    FaultAction action =
        switch (chance.between(0, 5)) {
          case 0 -> FaultAction.refuse(chance.of(403, 404, 503));
          case 1 -> FaultAction.close(chance.of(refusals(chance)));
          case 2 -> FaultAction.delay(millis(chance, 10, 600));
          case 3 -> FaultAction.hang();
          case 4 -> FaultAction.freeze();
          default -> FaultAction.reset();
        };
    FaultRule rule = FaultRule.when(FaultTrigger.connected()).then(action);
    world.server().addFault(rule.times(chance.between(1, 3)));
    close(world, chance.of(chance.of(KEEPING, ENDING)));
  }

  /** A message of the handshake is lost, late, spoiled, said twice, or met with a close. */
  static void disturbHandshake(World world, Chance chance) {
    boolean resume = chance.oneIn(3);
    Opcode answer = resume ? Opcode.RESUMED : chance.of(Opcode.READY, Opcode.SESSION_DESCRIPTION);
    Opcode question = resume ? Opcode.RESUME : chance.of(Opcode.IDENTIFY, Opcode.SELECT_PROTOCOL);
    int times = chance.oneIn(4) ? chance.between(2, 4) : 1;
    switch (chance.between(0, 7)) {
      case 0 -> spoil(world, FaultTrigger.sending(answer), FaultAction.drop(), times);
      case 1 ->
          spoil(
              world,
              FaultTrigger.sending(answer),
              FaultAction.delay(millis(chance, 1, 1_000)),
              times);
      case 2 ->
          spoil(world, FaultTrigger.sending(answer), FaultAction.corrupt(chance.of(SPOILT)), times);
      case 3 -> spoil(world, FaultTrigger.sending(answer), FaultAction.repeat(2), times);
      case 4 -> spoil(world, FaultTrigger.sending(answer), FaultAction.freeze(), times);
      case 5 -> spoil(world, FaultTrigger.received(question), FaultAction.reset(), times);
      default ->
          spoil(
              world,
              chance.oneIn(2) ? FaultTrigger.received(question) : FaultTrigger.sent(answer),
              FaultAction.close(chance.of(refusals(chance))),
              times);
    }
    close(world, chance.of(resume ? KEEPING : ENDING));
  }

  static void disturbDiscovery(World world, Chance chance) {
    FaultAction action =
        chance.oneIn(3)
            ? FaultAction.delay(millis(chance, 1, 500))
            : FaultAction.discovery(chance.of(Discovery.How.values()));
    spoil(world, FaultTrigger.discovery(), action, chance.between(1, 8));
    close(world, chance.of(ENDING));
  }

  private static List<Integer> refusals(Chance chance) {
    return chance.of(KEEPING, ENDING, FOR_GOOD);
  }

  private static void spoil(World world, FaultTrigger when, FaultAction action, int times) {
    world
        .server()
        .addFault(FaultRule.when(when).then(action).inGuild(GUILD).ofUser(BOT).times(times));
  }

  private static Duration millis(Chance chance, int least, int most) {
    return Duration.ofMillis(chance.between(least, most));
  }
}
