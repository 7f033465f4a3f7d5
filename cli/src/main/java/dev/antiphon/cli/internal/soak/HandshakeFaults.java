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

/** What happens to a session that is being made: each ends the present one, and spoils the next. */
final class HandshakeFaults {
  private static final List<Integer> KEEPING = CloseNumbers.of(CLOSE_1001, CLOSE_4000, CLOSE_4015);
  private static final List<Integer> ENDING = CloseNumbers.of(CLOSE_4006, CLOSE_4009);
  private static final List<Opcode> ANSWERS = List.of(Opcode.READY, Opcode.SESSION_DESCRIPTION);
  private static final List<Opcode> QUESTIONS = List.of(Opcode.IDENTIFY, Opcode.SELECT_PROTOCOL);

  private HandshakeFaults() {}

  /** It strikes whoever dials next; nobody can know who that is. */
  static void refuseUpgrade(BotInGuild member, Dice dice) {
    FaultAction refusal =
        switch (dice.between(0, 4)) {
          case 0 -> FaultAction.refuse(403);
          case 1 -> FaultAction.refuse(503);
          case 2 -> FaultAction.close(dice.of(CloseNumbers.ANY));
          case 3 -> FaultAction.delay(dice.millis(10, 2_000));
          default -> FaultAction.reset();
        };
    FaultRule rule = FaultRule.when(FaultTrigger.connected()).then(refusal);
    member.server().addFault(rule.times(dice.between(1, 4)));
    cut(member, dice);
  }

  static void hang(BotInGuild member, Dice dice) {
    FaultAction action = dice.oneIn(2) ? FaultAction.hang() : FaultAction.freeze();
    member.server().addFault(FaultRule.when(FaultTrigger.connected()).then(action));
    cut(member, dice);
  }

  /** A message of the handshake is lost, late, spoiled, said twice or too early. */
  static void disturb(BotInGuild member, Dice dice) {
    boolean resume = dice.oneIn(3);
    FaultTrigger trigger = FaultTrigger.sending(resume ? Opcode.RESUMED : dice.of(ANSWERS));
    FaultAction action =
        switch (dice.between(0, 5)) {
          case 0 -> FaultAction.drop();
          case 1 -> FaultAction.delay(dice.millis(1, 1_500));
          case 2 -> FaultAction.corrupt(dice.of(Spoilt.ANY_MESSAGE));
          case 3 -> FaultAction.repeat(dice.between(1, 3));
          case 4 -> FaultAction.reorder(1);
          default -> FaultAction.freeze();
        };
    begin(member, dice, resume, trigger, action);
  }

  /** A question or an answer of the handshake is met with a close or a reset. */
  static void close(BotInGuild member, Dice dice) {
    boolean resume = dice.oneIn(3);
    FaultTrigger trigger =
        resume
            ? FaultTrigger.received(Opcode.RESUME)
            : dice.oneIn(2)
                ? FaultTrigger.received(dice.of(QUESTIONS))
                : FaultTrigger.sent(dice.of(ANSWERS));
    FaultAction action =
        dice.oneIn(4) ? FaultAction.reset() : FaultAction.close(dice.of(CloseNumbers.ANY));
    begin(member, dice, resume, trigger, action);
  }

  static void spoilDiscovery(BotInGuild member, Dice dice) {
    FaultAction action =
        dice.oneIn(3)
            ? FaultAction.delay(dice.millis(1, 1_000))
            : FaultAction.discovery(dice.of(List.of(Discovery.How.values())));
    begin(member, dice, false, FaultTrigger.discovery(), action);
  }

  private static void begin(
      BotInGuild member, Dice dice, boolean resume, FaultTrigger trigger, FaultAction action) {
    FaultRule rule = WireFaults.narrowed(trigger, action, member);
    member.server().addFault(rule.times(dice.oneIn(4) ? dice.between(2, 4) : 1));
    member
        .server()
        .disconnect(member.guildId(), member.userId(), dice.of(resume ? KEEPING : ENDING));
  }

  private static void cut(BotInGuild member, Dice dice) {
    member
        .server()
        .disconnect(member.guildId(), member.userId(), dice.of(dice.oneIn(2) ? KEEPING : ENDING));
  }
}
