package dev.antiphon.testkit.fault;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.record.ServerEvent;
import org.junit.jupiter.api.Test;

/** Rules that a test adds and removes while the server is running. */
class AddedFaultTest {
  private static final FaultRule LOST =
      FaultRule.when(FaultTrigger.received(Opcode.HEARTBEAT)).then(FaultAction.drop());

  @Test
  void addedRuleIsAppliedAsOftenAsConfigured() {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
        TestClient client = TestClient.joined(server, 1, 2)) {
      server.addFault(LOST.inGuild(7));
      server.addFault(LOST.inGuild(1).times(2));
      assertThat(firstAnsweredNonce(client, 1, 2, 3)).isEqualTo(3);
      assertThat(server.await(ServerEvent.FaultApplied.class, fault -> true, LIMIT).index())
          .isEqualTo(1);
      assertThat(firstAnsweredNonce(client, 4)).isEqualTo(4);
    }
  }

  @Test
  void noRuleIsAppliedAfterClearFaults() {
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder().plain().faults(FaultScript.of(LOST.always())).start();
        TestClient client = TestClient.joined(server, 1, 2)) {
      server.addFault(LOST.always());
      server.clearFaults();
      assertThat(firstAnsweredNonce(client, 1)).isEqualTo(1);
    }
  }

  @Test
  void oldestAddedRuleIsRemovedWhenThereAreTooMany() {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
        TestClient client = TestClient.joined(server, 1, 2)) {
      server.addFault(LOST);
      for (int i = 0; i < FaultScript.MAX_RULES; i++) {
        server.addFault(LOST.inGuild(7));
      }
      assertThat(firstAnsweredNonce(client, 1)).isEqualTo(1);
    }
  }

  /** Sends heartbeats with these nonces. Returns the nonce of the first answered heartbeat. */
  private static long firstAnsweredNonce(TestClient client, long... nonces) {
    for (long nonce : nonces) {
      client.send(new Heartbeat(nonce, -1));
    }
    return ((HeartbeatAck) client.nextEnvelope(HeartbeatAck.class).message()).nonce();
  }
}
