package dev.antiphon.spec.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults of the delivery service: the connections stay open, and the call recovers. */
class FaultsTest {

  private record Fault(String when, String action, int recoveries) {}

  /**
   * The faults when a third member joins a group of two: the fault rule, and the expected number of
   * reports of an invalid commit or welcome (31).
   */
  private static final List<Fault> FAULTS =
      List.of(
          new Fault("{'sending':'dave_execute_transition','user':3}", "{'repeat':2}", 0),
          new Fault("{'sending':'mls_external_sender','user':3}", "{'reorder':1}", 0),
          new Fault("{'received':'mls_commit_welcome','user':1}", "'ignore'", 0),
          new Fault("{'received':'dave_transition_ready','user':1}", "'drop'", 0),
          new Fault("{'sending':'mls_proposals','user':1}", "{'corrupt':'bit'}", 1),
          new Fault("{'sending':'mls_proposals','user':1}", "{'corrupt':'length'}", 1),
          new Fault("{'sending':'mls_welcome','user':3}", "{'corrupt':'bit'}", 1),
          new Fault("{'sending':'mls_welcome','user':3}", "{'corrupt':'length'}", 1),
          new Fault("{'sending':'mls_welcome','user':3}", "{'corrupt':'truncate'}", 1),
          new Fault(
              "{'sending':'mls_announce_commit_transition','user':1}", "{'corrupt':'bit'}", 1),
          new Fault(
              "{'sending':'mls_announce_commit_transition','user':1}", "{'corrupt':'length'}", 1),
          new Fault("{'sending':'mls_announce_commit_transition','user':1}", "{'repeat':1}", 0),
          new Fault("{'sending':'clients_connect','user':1}", "{'dave':'bad_signature'}", 0),
          new Fault("{'sending':'clients_connect','user':1}", "{'dave':'wrong_epoch'}", 0),
          new Fault("{'sending':'clients_connect','user':1}", "{'dave':'unknown_transition'}", 0),
          new Fault("{'sending':'clients_connect','user':1}", "{'dave':'reinitialise'}", 0),
          new Fault("{'received':'mls_key_package','user':3}", "{'dave':'foreign_commit'}", 0),
          new Fault("{'received':'mls_commit_welcome'}", "{'dave':'revoke'}", 0));

  @Test
  void encryptedCallRecoversAfterEachFault() throws Exception {
    Duration limit = Duration.ofMillis(100);
    try (Call call = Call.open(DaveMode.REQUIRED, server -> server.daveTransitionLimit(limit))) {
      List<Member> members = call.joined(2);
      Member third = call.member(3);
      List<Member> all = List.of(members.get(0), members.get(1), third);
      for (Fault fault : FAULTS) {
        long before = recoveries(members);
        call.server().addFault(rule(fault.when(), fault.action()));
        third.join();
        call.awaitGroup(all);
        call.assertAllReceiveAll(all);
        assertThat(recoveries(all) - before).as("%s", fault).isEqualTo(fault.recoveries());
        third.leave();
        call.awaitGroup(members);
      }
      call.assertAllEncrypted();
      List<ServerEvent> events = call.server().events();
      assertThat(events)
          .as("each fault was applied")
          .filteredOn(ServerEvent.FaultApplied.class::isInstance)
          .hasSize(FAULTS.size());
      assertThat(events)
          .filteredOn(ServerEvent.Closed.class::isInstance)
          .as("only the third member leaves")
          .allMatch(closed -> closed.userId() == 3)
          .hasSize(FAULTS.size());
    }
  }

  private static long recoveries(List<Member> members) {
    return members.stream().mapToLong(member -> member.counted().recoveries()).sum();
  }

  /**
   * The first member misses the execution and sends with old keys. The third member has only the
   * new keys and cannot decrypt.
   */
  @Test
  void memberThatCannotDecryptFramesRejoinsTheGroup() throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(2);
      call.server().addFault(rule("{'sending':'dave_execute_transition','user':1}", "'drop'"));
      Member third = call.join(3);
      call.awaitGroup(members.get(0), members.get(1), third);
      members.get(0).send(50);
      Call.awaitThat(
          "the third member reports its failure", () -> third.counted().recoveries() == 1);
      call.awaitGroup(members.get(0), members.get(1), third);
      call.assertAllReceiveAll(members.get(0), members.get(1), third);
      members.get(1).awaitAllReceived(members.get(0));
      call.assertAllEncrypted();
    }
  }

  private static FaultRule rule(String when, String action) {
    String script = "[{'when':" + when + ",'do':" + action + "}]";
    return FaultScript.parse(script.replace('\'', '"')).rules().get(0);
  }
}
