package dev.antiphon.testkit.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultTrigger;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ServerEventJsonTest {

  private static final Duration AT = Duration.ofNanos(1_234_567_890);
  private static final String HEAD =
      "\"at_ms\":1234.567,\"guild_id\":\"1\",\"user_id\":\"18446744073709551615\"";
  private static final InetSocketAddress REMOTE = new InetSocketAddress("127.0.0.1", 9);

  private static void assertLine(ServerEvent event, String line) {
    assertThat(ServerEventJson.line(event)).isEqualTo(line);
  }

  @Test
  void connectionEventsAreWrittenAsJson() {
    assertLine(
        new ServerEvent.Connected(AT, 3, REMOTE),
        "{\"event\":\"connected\",\"at_ms\":1234.567,\"connection\":3,"
            + "\"remote\":\"127.0.0.1:9\"}");
    assertLine(
        new ServerEvent.Identified(AT, 3, 1, -1, 4_294_967_295L, 1),
        "{\"event\":\"identified\","
            + HEAD
            + ",\"connection\":3,\"ssrc\":4294967295,\"max_dave_protocol_version\":1}");
    assertLine(
        new ServerEvent.Resumed(AT, 3, 1, -1, 7, 2),
        "{\"event\":\"resumed\"," + HEAD + ",\"connection\":3,\"seq_ack\":7,\"redelivered\":2}");
    assertLine(
        new ServerEvent.Closed(AT, 3, 1, -1, 4006, true, "why"),
        "{\"event\":\"closed\","
            + HEAD
            + ",\"connection\":3,\"code\":4006,\"by\":\"server\",\"reason\":\"why\"}");
    assertLine(
        new ServerEvent.Left(AT, 1, -1, LeaveReason.CLIENT_CLOSED),
        "{\"event\":\"left\"," + HEAD + ",\"reason\":\"client_closed\"}");
    assertLine(
        new ServerEvent.Violation(AT, 0, 0, 0, ViolationKind.UNKNOWN_SSRC, "a \"quoted\"\nline"),
        "{\"event\":\"violation\",\"at_ms\":1234.567,\"kind\":\"unknown_ssrc\","
            + "\"detail\":\"a \\\"quoted\\\"\\nline\"}");
  }

  @Test
  void messageEventsAreWrittenAsJson() {
    assertLine(
        new ServerEvent.MessageReceived(
            AT, 3, 1, -1, new Identify(1, -1, "secret-session", "secret-token", 0)),
        "{\"event\":\"message_received\","
            + HEAD
            + ",\"connection\":3,\"op\":0,\"name\":\"identify\"}");
    assertLine(
        new ServerEvent.MessageSent(AT, 3, 1, -1, new ClientsConnect(List.of(1L)), 65_535),
        "{\"event\":\"message_sent\","
            + HEAD
            + ",\"connection\":3,\"op\":11,\"name\":\"clients_connect\",\"seq\":65535}");
  }

  @Test
  void mediaEventsAreWrittenAsJson() {
    assertLine(
        new ServerEvent.DiscoveryRequested(AT, 1, -1, 5, REMOTE),
        "{\"event\":\"discovery_requested\"," + HEAD + ",\"ssrc\":5,\"observed\":\"127.0.0.1:9\"}");
    assertLine(
        new ServerEvent.ProtocolSelected(AT, 1, -1, "192.0.2.1", 9, "m"),
        "{\"event\":\"protocol_selected\","
            + HEAD
            + ",\"address\":\"192.0.2.1\",\"port\":9,\"mode\":\"m\"}");
    assertLine(
        new ServerEvent.SpeakingChanged(AT, 1, -1, 5, 6),
        "{\"event\":\"speaking_changed\"," + HEAD + ",\"speaking\":5,\"ssrc\":6}");
    assertLine(
        new ServerEvent.KeepaliveReceived(AT, 1, -1, REMOTE, 8),
        "{\"event\":\"keepalive_received\"," + HEAD + ",\"from\":\"127.0.0.1:9\",\"length\":8}");
    assertLine(
        new ServerEvent.FrameReceived(
            AT, 1, -1, 5, 65_535, 4_294_967_295L, 0, OpaqueBytes.copyOf(new byte[3]), false),
        "{\"event\":\"frame_received\","
            + HEAD
            + ",\"ssrc\":5,\"sequence\":65535,\"timestamp\":4294967295,\"nonce\":0,\"length\":3,"
            + "\"sha256\":\"709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c\","
            + "\"silence\":false}");
  }

  @Test
  void daveEventsAreWrittenAsJson() {
    assertLine(
        new ServerEvent.DaveEpochBegan(AT, 1, -1, 2, 3, new TreeMap<>(Map.of(0, -1L, 2, 5L))),
        "{\"event\":\"dave_epoch_began\","
            + HEAD
            + ",\"epoch\":2,\"transition_id\":3,"
            + "\"members\":{\"0\":\"18446744073709551615\",\"2\":\"5\"}}");
    assertLine(
        new ServerEvent.DaveRefused(AT, 1, -1, 28, "why"),
        "{\"event\":\"dave_refused\","
            + HEAD
            + ",\"op\":28,\"name\":\"mls_commit_welcome\",\"reason\":\"why\"}");
    String call = "\"at_ms\":1234.567,\"guild_id\":\"1\"";
    assertLine(
        new ServerEvent.DaveGroupReset(AT, 1), "{\"event\":\"dave_group_reset\"," + call + "}");
    assertLine(
        new ServerEvent.DaveTransitionPrepared(AT, 1, 7, 0),
        "{\"event\":\"dave_transition_prepared\"," + call + ",\"transition_id\":7,\"version\":0}");
    assertLine(
        new ServerEvent.DaveTransitionExecuted(AT, 1, 7, 1, List.of(-1L)),
        "{\"event\":\"dave_transition_executed\","
            + call
            + ",\"transition_id\":7,\"version\":1,\"unready\":[\"18446744073709551615\"]}");
  }

  @Test
  void faultEventsAreWrittenAsJson() {
    FaultRule rule =
        FaultRule.when(FaultTrigger.frame(100)).then(FaultAction.close(4015, "why")).ofUser(-1);
    assertLine(
        new ServerEvent.FaultApplied(AT, 3, 1, -1, 2, rule),
        "{\"event\":\"fault\","
            + HEAD
            + ",\"connection\":3,\"rule\":2,"
            + "\"when\":{\"frame\":100,\"user\":\"18446744073709551615\"},"
            + "\"do\":{\"close\":4015,\"reason\":\"why\"}}");
    assertLine(
        new ServerEvent.Died(AT, true),
        "{\"event\":\"died\",\"at_ms\":1234.567,\"sessions_kept\":true}");
    assertLine(new ServerEvent.CameBack(AT), "{\"event\":\"came_back\",\"at_ms\":1234.567}");
  }

  @Test
  void summaryIsWrittenAsJson() {
    assertThat(
            ServerEventJson.line(
                new ServerSummary(
                    1,
                    2,
                    3,
                    4,
                    5,
                    6,
                    7,
                    8,
                    Map.of(ViolationKind.UNAUTHENTIC, 2L, ViolationKind.WRONG_TOKEN, 1L),
                    Map.of(-1L, 3L, 7L, 1L),
                    9)))
        .isEqualTo(
            "{\"event\":\"summary\",\"connections\":1,\"sessions\":2,\"resumes\":3,\"messages\":4,"
                + "\"frames\":5,\"frames_forwarded\":6,\"keepalives\":7,\"ignored_datagrams\":8,"
                + "\"violations\":{\"wrong_token\":1,\"unauthentic\":2},"
                + "\"frames_in_clear\":{\"18446744073709551615\":3,\"7\":1}}");
  }
}
