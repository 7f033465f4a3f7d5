package dev.antiphon.cli.internal.soak;

import static dev.antiphon.protocol.CloseCode.CLOSE_1001;
import static dev.antiphon.protocol.CloseCode.CLOSE_4000;
import static dev.antiphon.protocol.CloseCode.CLOSE_4006;
import static dev.antiphon.protocol.CloseCode.CLOSE_4009;
import static dev.antiphon.protocol.CloseCode.CLOSE_4015;

import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultAction.Discovery;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultTrigger;
import java.util.List;

/** Faults of the handshake. Each one ends the current session and disturbs the next handshake. */
final class HandshakeFaults {
  private static final List<Integer> KEEPING =
      SoakCloseCodes.of(CLOSE_1001, CLOSE_4000, CLOSE_4015);
  private static final List<Integer> ENDING = SoakCloseCodes.of(CLOSE_4006, CLOSE_4009);
  private static final List<Opcode> ANSWERS = List.of(Opcode.READY, Opcode.SESSION_DESCRIPTION);
  private static final List<Opcode> REQUESTS = List.of(Opcode.IDENTIFY, Opcode.SELECT_PROTOCOL);

  private HandshakeFaults() {}

  /** Affects the next client that dials, which can be any member. */
  static void refuseUpgrade(BotInGuild member, SoakRandom random) {
    FaultAction refusal =
        switch (random.between(0, 4)) {
          case 0 -> FaultAction.refuse(403);
          case 1 -> FaultAction.refuse(503);
          case 2 -> FaultAction.close(random.of(SoakCloseCodes.ANY));
          case 3 -> FaultAction.delay(random.millis(10, 2_000));
          default -> FaultAction.reset();
        };
    FaultRule rule = FaultRule.when(FaultTrigger.connected()).then(refusal);
    member.server().addFault(rule.times(random.between(1, 4)));
    cut(member, random);
  }

  static void hang(BotInGuild member, SoakRandom random) {
    FaultAction action = random.oneIn(2) ? FaultAction.hang() : FaultAction.freeze();
    member.server().addFault(FaultRule.when(FaultTrigger.connected()).then(action));
    cut(member, random);
  }

  /** Drops, delays, corrupts, repeats, reorders or freezes a message of the handshake. */
  static void disturb(BotInGuild member, SoakRandom random) {
    boolean resume = random.oneIn(3);
    FaultTrigger trigger = FaultTrigger.sending(resume ? Opcode.RESUMED : random.of(ANSWERS));
    FaultAction action =
        switch (random.between(0, 5)) {
          case 0 -> FaultAction.drop();
          case 1 -> FaultAction.delay(random.millis(1, 1_500));
          case 2 -> FaultAction.corrupt(random.of(CorruptionKinds.ANY_MESSAGE));
          case 3 -> FaultAction.repeat(random.between(1, 3));
          case 4 -> FaultAction.reorder(1);
          default -> FaultAction.freeze();
        };
    begin(member, random, resume, trigger, action);
  }

  /** Closes or resets the connection at a request or an answer of the handshake. */
  static void close(BotInGuild member, SoakRandom random) {
    boolean resume = random.oneIn(3);
    FaultTrigger trigger =
        resume
            ? FaultTrigger.received(Opcode.RESUME)
            : random.oneIn(2)
                ? FaultTrigger.received(random.of(REQUESTS))
                : FaultTrigger.sent(random.of(ANSWERS));
    FaultAction action =
        random.oneIn(4) ? FaultAction.reset() : FaultAction.close(random.of(SoakCloseCodes.ANY));
    begin(member, random, resume, trigger, action);
  }

  static void disturbDiscovery(BotInGuild member, SoakRandom random) {
    FaultAction action =
        random.oneIn(3)
            ? FaultAction.delay(random.millis(1, 1_000))
            : FaultAction.discovery(random.of(List.of(Discovery.How.values())));
    begin(member, random, false, FaultTrigger.discovery(), action);
  }

  private static void begin(
      BotInGuild member,
      SoakRandom random,
      boolean resume,
      FaultTrigger trigger,
      FaultAction action) {
    FaultRule rule = SessionFaults.ruleFor(trigger, action, member);
    member.server().addFault(rule.times(random.oneIn(4) ? random.between(2, 4) : 1));
    member
        .server()
        .disconnect(member.guildId(), member.userId(), random.of(resume ? KEEPING : ENDING));
  }

  private static void cut(BotInGuild member, SoakRandom random) {
    member
        .server()
        .disconnect(
            member.guildId(), member.userId(), random.of(random.oneIn(2) ? KEEPING : ENDING));
  }
}
