package dev.antiphon.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;

/** Encodes the messages of text frames: one method for each message. */
final class MessageWriters {

  private MessageWriters() {}

  /** Encodes the {@code d} of a message, which must belong in a text frame. */
  static JsonNode write(Opcode opcode, GatewayMessage message) {
    return switch (opcode) {
      case IDENTIFY -> identify((Identify) message);
      case SELECT_PROTOCOL -> selectProtocol((SelectProtocol) message);
      case READY -> ready((Ready) message);
      case HEARTBEAT -> heartbeat((Heartbeat) message);
      case SESSION_DESCRIPTION -> sessionDescription((SessionDescription) message);
      case SPEAKING -> speaking((Speaking) message);
      case HEARTBEAT_ACK -> heartbeatAck((HeartbeatAck) message);
      case RESUME -> resume((Resume) message);
      case HELLO -> hello((Hello) message);
      case RESUMED -> NullNode.getInstance();
      case CLIENTS_CONNECT -> clientsConnect((ClientsConnect) message);
      case CLIENT_DISCONNECT -> clientDisconnect((ClientDisconnect) message);
      case DAVE_PREPARE_TRANSITION -> prepareTransition((DavePrepareTransition) message);
      case DAVE_EXECUTE_TRANSITION -> executeTransition((DaveExecuteTransition) message);
      case DAVE_TRANSITION_READY -> transitionReady((DaveTransitionReady) message);
      case DAVE_PREPARE_EPOCH -> prepareEpoch((DavePrepareEpoch) message);
      case MLS_INVALID_COMMIT_WELCOME -> invalidCommitWelcome((MlsInvalidCommitWelcome) message);
      case MLS_EXTERNAL_SENDER,
          MLS_KEY_PACKAGE,
          MLS_PROPOSALS,
          MLS_COMMIT_WELCOME,
          MLS_ANNOUNCE_COMMIT_TRANSITION,
          MLS_WELCOME ->
          throw new IllegalArgumentException(
              opcode + " belongs in a binary frame, not in a text frame");
    };
  }

  private static JsonNode identify(Identify message) {
    return StrictJson.newObject()
        .put("server_id", snowflake(message.serverId()))
        .put("user_id", snowflake(message.userId()))
        .put("session_id", message.sessionId())
        .put("token", message.token())
        .put("max_dave_protocol_version", message.maxDaveProtocolVersion());
  }

  private static JsonNode selectProtocol(SelectProtocol message) {
    ObjectNode d = StrictJson.newObject().put("protocol", message.protocol());
    d.putObject("data")
        .put("address", message.address())
        .put("port", message.port())
        .put("mode", message.mode());
    return d;
  }

  private static JsonNode ready(Ready message) {
    ObjectNode d =
        StrictJson.newObject()
            .put("ssrc", message.ssrc())
            .put("ip", message.ip())
            .put("port", message.port());
    message.modes().forEach(d.putArray("modes")::add);
    return d;
  }

  private static JsonNode heartbeat(Heartbeat message) {
    ObjectNode d = StrictJson.newObject().put("t", unsigned(message.nonce()));
    return withAcknowledged(d, message.seqAck());
  }

  private static JsonNode sessionDescription(SessionDescription message) {
    ObjectNode d = StrictJson.newObject().put("mode", message.mode());
    ArrayNode key = d.putArray("secret_key");
    for (byte b : message.secretKey().toByteArray()) {
      key.add(Byte.toUnsignedInt(b));
    }
    return d.put("dave_protocol_version", message.daveProtocolVersion());
  }

  private static JsonNode speaking(Speaking message) {
    ObjectNode d = StrictJson.newObject();
    message.userId().ifPresent(id -> d.put("user_id", snowflake(id)));
    return d.put("speaking", message.speaking())
        .put("delay", message.delay())
        .put("ssrc", message.ssrc());
  }

  private static JsonNode heartbeatAck(HeartbeatAck message) {
    return StrictJson.newObject().put("t", unsigned(message.nonce()));
  }

  private static JsonNode resume(Resume message) {
    ObjectNode d =
        StrictJson.newObject()
            .put("server_id", snowflake(message.serverId()))
            .put("session_id", message.sessionId())
            .put("token", message.token());
    return withAcknowledged(d, message.seqAck());
  }

  private static JsonNode hello(Hello message) {
    if (!Double.isFinite(message.heartbeatInterval())) {
      throw new IllegalArgumentException(
          "heartbeatInterval is "
              + message.heartbeatInterval()
              + ", but JSON supports only finite numbers");
    }
    return StrictJson.newObject().put("heartbeat_interval", message.heartbeatInterval());
  }

  private static JsonNode clientsConnect(ClientsConnect message) {
    ObjectNode d = StrictJson.newObject();
    ArrayNode ids = d.putArray("user_ids");
    message.userIds().forEach(id -> ids.add(snowflake(id)));
    return d;
  }

  private static JsonNode clientDisconnect(ClientDisconnect message) {
    return StrictJson.newObject().put("user_id", snowflake(message.userId()));
  }

  private static JsonNode prepareTransition(DavePrepareTransition message) {
    return StrictJson.newObject()
        .put("protocol_version", message.protocolVersion())
        .put("transition_id", message.transitionId());
  }

  private static JsonNode executeTransition(DaveExecuteTransition message) {
    return transition(message.transitionId());
  }

  private static JsonNode transitionReady(DaveTransitionReady message) {
    return transition(message.transitionId());
  }

  private static JsonNode prepareEpoch(DavePrepareEpoch message) {
    ObjectNode d = StrictJson.newObject();
    message.protocolVersion().ifPresent(version -> d.put("protocol_version", version));
    message.epoch().ifPresent(epoch -> d.put("epoch", unsigned(epoch)));
    message.transitionId().ifPresent(id -> d.put("transition_id", id));
    return d;
  }

  private static JsonNode invalidCommitWelcome(MlsInvalidCommitWelcome message) {
    return transition(message.transitionId());
  }

  /**
   * Encodes a snowflake as Discord does: as a string, because numbers in JavaScript have only 53
   * bits.
   */
  static String snowflake(long id) {
    return Long.toUnsignedString(id);
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static ObjectNode transition(int id) {
    return StrictJson.newObject().put("transition_id", id);
  }

  private static ObjectNode withAcknowledged(ObjectNode d, int sequence) {
    return sequence == Envelope.NO_SEQUENCE ? d : d.put("seq_ack", sequence);
  }
}
