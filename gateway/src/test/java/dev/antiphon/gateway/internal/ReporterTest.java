package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.gateway.internal.RecordingListener.Message;
import dev.antiphon.protocol.DaveTransitionReady;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.MlsCommitWelcome;
import dev.antiphon.protocol.MlsInvalidCommitWelcome;
import dev.antiphon.protocol.MlsKeyPackage;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.protocol.Resume;
import dev.antiphon.protocol.SelectProtocol;
import dev.antiphon.protocol.Unrecognized;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which messages the listener receives. */
class ReporterTest {
  private final RecordingListener listener = new RecordingListener();
  private final Reporter reporter = new Reporter(listener);

  static Stream<GatewayMessage> clientMessages() {
    OpaqueBytes content = OpaqueBytes.copyOf(new byte[] {1});
    return Stream.of(
        new Identify(1, 2, "session", "token", 0),
        new SelectProtocol("udp", "127.0.0.1", 1, "mode"),
        new Heartbeat(1, 0),
        new Resume(1, "session", "token", 0),
        new DaveTransitionReady(1),
        new MlsKeyPackage(content),
        new MlsCommitWelcome(content),
        new MlsInvalidCommitWelcome(1));
  }

  @ParameterizedTest
  @MethodSource("clientMessages")
  void clientMessagesFromTheServerAreReportedWithoutTheirContent(GatewayMessage message)
      throws Exception {
    reporter.message(message, 4);
    assertThat(listener.next(Message.class))
        .isEqualTo(new Message(new Unrecognized(message.opcode(), 4, OpaqueBytes.EMPTY), 4));
  }

  @Test
  void serverMessagesAreReportedUnchanged() throws Exception {
    reporter.message(new Hello(13_750), -1);
    assertThat(listener.next(Message.class)).isEqualTo(new Message(new Hello(13_750), -1));
  }
}
