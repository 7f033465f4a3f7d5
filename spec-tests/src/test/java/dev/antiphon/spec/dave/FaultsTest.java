package dev.antiphon.spec.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever the delivery service does wrong, the connection stays, and the call comes right. */
class FaultsTest {

  private record Fault(String when, String action, int recoveries) {}

  /**
   * What goes wrong when the third joins a group of two: the rule, and how often members have to
   * say that they are lost (31).
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
  void theCallComesRight() throws Exception {
    Duration limit = Duration.ofMillis(100);
    try (Call call = Call.open(DaveMode.REQUIRED, server -> server.daveTransitionLimit(limit))) {
      List<Member> members = call.joined(2);
      Member third = call.member(3);
      List<Member> all = List.of(members.get(0), members.get(1), third);
      for (Fault fault : FAULTS) {
        long asked = recoveries(members);
        call.server().addFault(rule(fault.when(), fault.action()));
        third.join();
        call.awaitGroup(all);
        call.assertAllHearAll(all);
        assertThat(recoveries(all) - asked).as("%s", fault).isEqualTo(fault.recoveries());
        third.leave();
        call.awaitGroup(members);
      }
      call.assertNothingInClear();
      List<ServerEvent> events = call.server().events();
      assertThat(events)
          .as("each has struck")
          .filteredOn(ServerEvent.FaultApplied.class::isInstance)
          .hasSize(FAULTS.size());
      assertThat(events)
          .filteredOn(ServerEvent.Closed.class::isInstance)
          .as("everybody stays, but the third, who leaves")
          .allMatch(closed -> closed.userId() == 3)
          .hasSize(FAULTS.size());
    }
  }

  private static long recoveries(List<Member> members) {
    return members.stream().mapToLong(member -> member.counted().recoveries()).sum();
  }

  /** Who has not heard that it is to send with the new keys, is lost to who has only those. */
  @Test
  void whoeverCannotDecryptBeginsAnew() throws Exception {
    try (Call call = Call.open()) {
      List<Member> members = call.joined(2);
      call.server().addFault(rule("{'sending':'dave_execute_transition','user':1}", "'drop'"));
      Member third = call.join(3);
      call.awaitGroup(members.get(0), members.get(1), third);
      members.get(0).say(50);
      Call.awaitThat("the third is lost", () -> third.counted().recoveries() == 1);
      call.awaitGroup(members.get(0), members.get(1), third);
      call.assertAllHearAll(members.get(0), members.get(1), third);
      members.get(1).awaitAllHeard(members.get(0));
      call.assertNothingInClear();
    }
  }

  private static FaultRule rule(String when, String action) {
    String script = "[{'when':" + when + ",'do':" + action + "}]";
    return FaultScript.parse(script.replace('\'', '"')).rules().get(0);
  }
}
