package dev.antiphon.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** One message of every type with its encoded form, written by hand. */
final class Samples {

  /** A message of a text frame and its exact JSON text. */
  record Text(String json, GatewayMessage message) {

    @Override
    public String toString() {
      return message.getClass().getSimpleName();
    }
  }

  /** A message of a binary frame and its exact bytes after the sequence number, in hex. */
  record Binary(String hex, GatewayMessage message) {

    @Override
    public String toString() {
      return message.getClass().getSimpleName();
    }
  }

  static final String TOKEN = "secret-token";
  static final String SESSION = "secret-session";

  private static final long GUILD = 41771983423143937L;
  private static final long USER = 104694319306248192L;

  private Samples() {}

  static Stream<GatewayMessage> all() {
    return Stream.concat(text().map(Text::message), binary().map(Binary::message));
  }

  static Stream<Text> text() {
    return Stream.of(
        new Text(
            """
            {"op":0,"d":{"server_id":"41771983423143937","user_id":"104694319306248192",\
            "session_id":"secret-session","token":"secret-token","max_dave_protocol_version":1}}""",
            new Identify(GUILD, USER, SESSION, TOKEN, 1)),
        new Text(
            """
            {"op":1,"d":{"protocol":"udp","data":{"address":"203.0.113.7","port":65535,\
            "mode":"aead_aes256_gcm_rtpsize"}}}""",
            new SelectProtocol("udp", "203.0.113.7", 65535, "aead_aes256_gcm_rtpsize")),
        new Text(
            """
            {"op":2,"d":{"ssrc":4294967295,"ip":"::1","port":50000,"modes":["one","two"]}}""",
            new Ready(0xFFFF_FFFFL, "::1", 50000, List.of("one", "two"))),
        new Text(
            """
            {"op":3,"d":{"t":1501184119561,"seq_ack":10}}""",
            new Heartbeat(1501184119561L, 10)),
        new Text(
            """
            {"op":4,"d":{"mode":"any mode","secret_key":[0,127,128,255],\
            "dave_protocol_version":1}}""",
            new SessionDescription(
                "any mode", TransportKey.copyOf(new byte[] {0, 127, -128, -1}), 1)),
        new Text(
            """
            {"op":5,"d":{"user_id":"104694319306248192","speaking":5,"delay":0,"ssrc":1}}""",
            new Speaking(OptionalLong.of(USER), 5, 0, 1)),
        new Text(
            """
            {"op":5,"d":{"speaking":1,"delay":0,"ssrc":4294967295}}""",
            new Speaking(OptionalLong.empty(), 1, 0, 0xFFFF_FFFFL)),
        new Text(
            """
            {"op":6,"d":{"t":1501184119561}}""",
            new HeartbeatAck(1501184119561L)),
        new Text(
            """
            {"op":7,"d":{"server_id":"41771983423143937","session_id":"secret-session",\
            "token":"secret-token","seq_ack":0}}""",
            new Resume(GUILD, SESSION, TOKEN, 0)),
        new Text(
            """
            {"op":8,"d":{"heartbeat_interval":13750.5}}""",
            new Hello(13750.5)),
        new Text(
            """
            {"op":9,"d":null}""",
            new Resumed()),
        new Text(
            """
            {"op":11,"d":{"user_ids":["1","18446744073709551615"]}}""",
            new ClientsConnect(List.of(1L, -1L))),
        new Text(
            """
            {"op":13,"d":{"user_id":"104694319306248192"}}""",
            new ClientDisconnect(USER)),
        new Text(
            """
            {"op":21,"d":{"protocol_version":1,"transition_id":65535}}""",
            new DavePrepareTransition(65535, 1)),
        new Text(
            """
            {"op":22,"d":{"transition_id":10}}""",
            new DaveExecuteTransition(10)),
        new Text(
            """
            {"op":23,"d":{"transition_id":10}}""",
            new DaveTransitionReady(10)),
        new Text(
            """
            {"op":24,"d":{"protocol_version":1,"epoch":1,"transition_id":10}}""",
            new DavePrepareEpoch(OptionalLong.of(1), OptionalInt.of(1), OptionalInt.of(10))),
        new Text(
            """
            {"op":31,"d":{"transition_id":10}}""",
            new MlsInvalidCommitWelcome(10)),
        new Text(
            """
            {"op":18,"d":{"flags":1.50,"user_id":"1"}}""",
            new Unrecognized(18, -1, bytes("{\"flags\":1.50,\"user_id\":\"1\"}"))));
  }

  static Stream<Binary> binary() {
    OpaqueBytes content = OpaqueBytes.copyOf(new byte[] {1, -1});
    return Stream.of(
        new Binary("19" + "01ff", new MlsExternalSender(content)),
        new Binary("1a" + "01ff", new MlsKeyPackage(content)),
        new Binary("1b" + "01" + "01ff", new MlsProposals(1, content)),
        new Binary("1c" + "01ff", new MlsCommitWelcome(content)),
        new Binary("1d" + "fffe" + "01ff", new MlsAnnounceCommitTransition(0xFFFE, content)),
        new Binary("1e" + "0000" + "01ff", new MlsWelcome(0, content)),
        new Binary("ff" + "01ff", new Unrecognized(255, -1, content)));
  }

  static OpaqueBytes bytes(String text) {
    return OpaqueBytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
