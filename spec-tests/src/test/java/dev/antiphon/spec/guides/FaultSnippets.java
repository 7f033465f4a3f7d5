package dev.antiphon.spec.guides;

import static dev.antiphon.testkit.fault.FaultAction.corrupt;
import static dev.antiphon.testkit.fault.FaultAction.delay;
import static dev.antiphon.testkit.fault.FaultAction.drop;
import static dev.antiphon.testkit.fault.FaultAction.repeat;
import static dev.antiphon.testkit.fault.FaultAction.set;
import static dev.antiphon.testkit.fault.FaultExtra.channel;
import static dev.antiphon.testkit.fault.FaultExtra.dave;
import static dev.antiphon.testkit.fault.FaultRule.when;
import static dev.antiphon.testkit.fault.FaultTrigger.frame;
import static dev.antiphon.testkit.fault.FaultTrigger.received;
import static dev.antiphon.testkit.fault.FaultTrigger.sending;
import static dev.antiphon.testkit.fault.FaultTrigger.sent;
import static java.util.Map.entry;

import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.DeliveryService;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.fault.FaultAction.Corrupt;
import dev.antiphon.testkit.fault.FaultExtra.Dave.What;
import dev.antiphon.testkit.fault.FaultScript;
import java.time.Duration;
import java.util.Map;

/** The code of the fault guide. */
final class FaultSnippets {
  private FaultSnippets() {}

  /** The rules of the table of the guide, by their names in the table. */
  static Map<String, FaultScript> scripts() {
    // doc:begin daveFaults
    return Map.ofEntries(
        entry(
            "speaking late",
            FaultScript.of(
                when(sending(Opcode.SPEAKING, 7)).then(delay(Duration.ofMillis(300))).always())),
        entry(
            "speaking lost",
            FaultScript.of(when(sending(Opcode.SPEAKING, 7)).then(drop()).ofUser(3).always())),
        entry(
            "sender lost",
            FaultScript.of(when(sending(Opcode.MLS_EXTERNAL_SENDER)).then(drop()).ofUser(3))),
        entry(
            "sender forged",
            FaultScript.of(
                when(sent(Opcode.SESSION_DESCRIPTION))
                    .then(dave(What.FORGED_EXTERNAL_SENDER))
                    .ofUser(3),
                when(sending(Opcode.MLS_EXTERNAL_SENDER)).then(drop()).ofUser(3))),
        entry(
            "proposals lost",
            FaultScript.of(when(sending(Opcode.MLS_PROPOSALS)).then(drop()).ofUser(3).after(1))),
        entry(
            "proposals repeated",
            FaultScript.of(when(sending(Opcode.MLS_PROPOSALS)).then(repeat(199)).ofUser(3))),
        entry(
            "proposal forged",
            FaultScript.of(
                when(sending(Opcode.MLS_PROPOSALS)).then(dave(What.BAD_SIGNATURE)).ofUser(3))),
        entry(
            "commit lost",
            FaultScript.of(
                when(sending(Opcode.MLS_ANNOUNCE_COMMIT_TRANSITION)).then(drop()).ofUser(3))),
        entry(
            "commit late",
            FaultScript.of(
                when(sending(Opcode.MLS_ANNOUNCE_COMMIT_TRANSITION))
                    .then(delay(Duration.ofSeconds(2)))
                    .ofUser(3))),
        entry(
            "commit foreign",
            FaultScript.of(
                when(received(Opcode.MLS_KEY_PACKAGE)).then(dave(What.FOREIGN_COMMIT)).ofUser(3))),
        entry(
            "welcome lost",
            FaultScript.of(when(sending(Opcode.MLS_WELCOME)).then(drop()).ofUser(3))),
        entry(
            "welcome damaged",
            FaultScript.of(
                when(sending(Opcode.MLS_WELCOME)).then(corrupt(Corrupt.How.BIT)).ofUser(3))),
        entry(
            "welcome foreign",
            FaultScript.of(
                when(sent(Opcode.MLS_EXTERNAL_SENDER)).then(dave(What.FOREIGN_WELCOME)).ofUser(3))),
        entry(
            "other group",
            FaultScript.of(when(received(Opcode.IDENTIFY)).then(channel(99)).ofUser(3).always())),
        entry(
            "other group's proposal",
            FaultScript.of(when(sent(Opcode.MLS_WELCOME)).then(dave(What.WRONG_GROUP)).ofUser(3))),
        entry("downgrade", FaultScript.of(when(frame(50)).then(dave(What.DOWNGRADE)).ofUser(3))),
        entry(
            "downgrade at once",
            FaultScript.of(when(frame(50)).then(dave(What.DOWNGRADE_AT_ONCE)).ofUser(3))),
        entry(
            "downgrade unexecuted",
            FaultScript.of(when(frame(50)).then(dave(What.DOWNGRADE_UNEXECUTED)).ofUser(3))),
        entry(
            "execution lost",
            FaultScript.of(when(sending(Opcode.DAVE_EXECUTE_TRANSITION)).then(drop()).ofUser(3))),
        entry(
            "version 0",
            FaultScript.of(
                when(sending(Opcode.SESSION_DESCRIPTION))
                    .then(set("{\"dave_protocol_version\": 0}"))
                    .ofUser(3))),
        entry("upgrade", FaultScript.of(when(frame(100)).then(dave(What.UPGRADE)).ofUser(3))));
    // doc:end
  }

  static void atOnce(EmbeddedVoiceServer server, long guild, long bot) {
    // doc:begin daveFaultsAtOnce
    DeliveryService delivery = server.delivery();
    delivery.inChannel(guild, 2); // all clients of the guild,
    delivery.inChannel(guild, bot, 3); // but the bot is in another call from its next Identify on
    delivery.fault(guild, bot, What.DOWNGRADE);
    long inClear = server.summary().framesInClear().getOrDefault(bot, 0L); // expected: 0
    // doc:end
    if (inClear > 0) {
      throw new AssertionError(inClear + " frames in clear");
    }
  }
}
