package dev.antiphon.cli.internal.soak;

import static dev.antiphon.protocol.CloseCode.CLOSE_4006;

import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultAction.Corrupt;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.fault.FaultExtra.Dave.What;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultTrigger;
import java.time.Duration;
import java.util.List;

/**
 * Faults of the end-to-end encryption. The call stays encrypted: an executed downgrade is not among
 * them. Without encryption, they do nothing or close the connection.
 */
final class EncryptionFaults {
  private static final List<Opcode> BINARY =
      List.of(
          Opcode.MLS_EXTERNAL_SENDER,
          Opcode.MLS_PROPOSALS,
          Opcode.MLS_ANNOUNCE_COMMIT_TRANSITION,
          Opcode.MLS_WELCOME);
  private static final List<FaultTrigger> MESSAGES =
      List.of(
          FaultTrigger.sending(Opcode.MLS_EXTERNAL_SENDER),
          FaultTrigger.sending(Opcode.MLS_PROPOSALS),
          FaultTrigger.sending(Opcode.MLS_ANNOUNCE_COMMIT_TRANSITION),
          FaultTrigger.sending(Opcode.MLS_WELCOME),
          FaultTrigger.sending(Opcode.DAVE_EXECUTE_TRANSITION),
          FaultTrigger.received(Opcode.MLS_KEY_PACKAGE),
          FaultTrigger.received(Opcode.MLS_COMMIT_WELCOME),
          FaultTrigger.received(Opcode.MLS_INVALID_COMMIT_WELCOME),
          FaultTrigger.received(Opcode.DAVE_TRANSITION_READY));
  private static final List<What> FORGED =
      List.of(
          What.BAD_SIGNATURE,
          What.WRONG_EPOCH,
          What.WRONG_GROUP,
          What.FORGED_EXTERNAL_SENDER,
          What.FOREIGN_COMMIT,
          What.FOREIGN_WELCOME,
          What.UNKNOWN_TRANSITION,
          What.DOWNGRADE_UNEXECUTED);
  private static final List<What> CHANGES = List.of(What.REVOKE, What.REINITIALISE);
  private static final List<Corrupt.How> DAMAGE =
      List.of(Corrupt.How.BIT, Corrupt.How.TRUNCATE, Corrupt.How.LENGTH);

  /** Added to a channel, this is the channel of another group. */
  private static final long OTHER_CHANNEL = 50;

  private EncryptionFaults() {}

  static void lose(BotInGuild member, SoakRandom random) {
    affectNext(member, random, FaultAction.drop());
  }

  static void repeat(BotInGuild member, SoakRandom random) {
    affectNext(member, random, FaultAction.repeat(random.between(1, 20)));
  }

  static void delay(BotInGuild member, SoakRandom random) {
    boolean reorder = random.oneIn(3);
    affectNext(
        member,
        random,
        reorder ? FaultAction.reorder(1) : FaultAction.delay(random.millis(1, 2_000)));
  }

  private static void affectNext(BotInGuild member, SoakRandom random, FaultAction action) {
    FaultRule rule = SessionFaults.ruleFor(random.of(MESSAGES), action, member);
    member.server().addFault(rule.times(random.between(1, 2)));
  }

  static void damage(BotInGuild member, SoakRandom random) {
    FaultTrigger trigger = FaultTrigger.sending(random.of(BINARY));
    FaultAction action = FaultAction.corrupt(random.of(DAMAGE));
    member.server().addFault(SessionFaults.ruleFor(trigger, action, member));
  }

  static void forge(BotInGuild member, SoakRandom random) {
    cause(member, random.of(FORGED));
  }

  static void change(BotInGuild member, SoakRandom random) {
    cause(member, random.of(CHANGES));
  }

  private static void cause(BotInGuild member, What what) {
    member.server().delivery().fault(member.guildId(), member.userId(), what);
  }

  /**
   * The next sessions of the whole call are in the group of another channel. One bot alone would be
   * in an empty call, and could not see that it is the wrong one.
   */
  static void confuse(BotInGuild member, SoakRandom random) {
    EmbeddedVoiceServer server = member.server();
    List<BotInGuild> present =
        member.call().everyone().stream()
            .filter(bot -> server.session(bot.guildId(), bot.userId()).isPresent())
            .toList();
    if (present.size() > 1) {
      FaultAction other = FaultExtra.channel(member.channelId() + OTHER_CHANNEL);
      for (BotInGuild bot : present) {
        FaultTrigger identify = FaultTrigger.received(Opcode.IDENTIFY);
        server.addFault(SessionFaults.ruleFor(identify, other, bot));
        server.disconnect(bot.guildId(), bot.userId(), CLOSE_4006.number());
      }
    }
  }

  /** The next announcements of this member's SSRC arrive late, or never. */
  static void disturbSpeaking(BotInGuild member, SoakRandom random) {
    Duration late = random.millis(1, 1_500);
    FaultAction action = random.oneIn(2) ? FaultAction.drop() : FaultAction.delay(late);
    FaultRule rule =
        FaultRule.when(FaultTrigger.sending(Opcode.SPEAKING, member.userId()))
            .then(action)
            .inGuild(member.guildId());
    member.server().addFault(rule.times(random.between(1, 3)));
  }
}
