package dev.antiphon.protocol;

/** Decodes the messages of text frames: one method for each message. */
final class MessageReaders {

  private static final String DATA = "d";

  private MessageReaders() {}

  /** Decodes a whole message, whose opcode must belong in a text frame. */
  static GatewayMessage read(Opcode opcode, JsonFields message) throws MalformedMessageException {
    return switch (opcode) {
      case IDENTIFY -> identify(message);
      case SELECT_PROTOCOL -> selectProtocol(message);
      case READY -> ready(message);
      case HEARTBEAT -> heartbeat(message);
      case SESSION_DESCRIPTION -> sessionDescription(message);
      case SPEAKING -> speaking(message);
      case HEARTBEAT_ACK -> heartbeatAck(message);
      case RESUME -> resume(message);
      case HELLO -> hello(message);
      case RESUMED -> resumed();
      case CLIENTS_CONNECT -> clientsConnect(message);
      case CLIENT_DISCONNECT -> clientDisconnect(message);
      case DAVE_PREPARE_TRANSITION -> prepareTransition(message);
      case DAVE_EXECUTE_TRANSITION -> executeTransition(message);
      case DAVE_TRANSITION_READY -> transitionReady(message);
      case DAVE_PREPARE_EPOCH -> prepareEpoch(message);
      case MLS_INVALID_COMMIT_WELCOME -> invalidCommitWelcome(message);
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

  private static Identify identify(JsonFields message) throws MalformedMessageException {
    JsonFields d = message.object(DATA);
    return new Identify(
        d.snowflake("server_id"),
        d.snowflake("user_id"),
        d.text("session_id"),
        d.text("token"),
        d.integerOr("max_dave_protocol_version", IntegerRange.INT31, 0));
  }

  private static SelectProtocol selectProtocol(JsonFields message)
      throws MalformedMessageException {
    JsonFields d = message.object(DATA);
    String protocol = d.text("protocol");
    JsonFields data = d.object("data");
    return new SelectProtocol(
        protocol,
        data.text("address"),
        data.integer("port", IntegerRange.UINT16),
        data.text("mode"));
  }

  private static Ready ready(JsonFields message) throws MalformedMessageException {
    JsonFields d = message.object(DATA);
    return new Ready(
        d.longInteger("ssrc", IntegerRange.UINT32),
        d.text("ip"),
        d.integer("port", IntegerRange.UINT16),
        d.texts("modes", DecodeLimits.MAX_MODES));
  }

  private static Heartbeat heartbeat(JsonFields message) throws MalformedMessageException {
    if (message.isAbsent(DATA)) {
      return new Heartbeat(0, Envelope.NO_SEQUENCE);
    }
    if (message.isNumber(DATA)) {
      return new Heartbeat(message.unsignedLong(DATA), Envelope.NO_SEQUENCE);
    }
    JsonFields d = message.object(DATA);
    return new Heartbeat(d.unsignedLong("t"), d.acknowledgedSequence("seq_ack"));
  }

  private static SessionDescription sessionDescription(JsonFields message)
      throws MalformedMessageException {
    JsonFields d = message.object(DATA);
    return new SessionDescription(
        d.text("mode"),
        TransportKey.copyOf(d.bytes("secret_key", DecodeLimits.MAX_KEY_LENGTH)),
        d.integerOr("dave_protocol_version", IntegerRange.INT31, 0));
  }

  private static Speaking speaking(JsonFields message) throws MalformedMessageException {
    JsonFields d = message.object(DATA);
    return new Speaking(
        d.optionalSnowflake("user_id"),
        d.integer("speaking", IntegerRange.INT31),
        d.integerOr("delay", IntegerRange.INT31, 0),
        d.longInteger("ssrc", IntegerRange.UINT32));
  }

  private static HeartbeatAck heartbeatAck(JsonFields message) throws MalformedMessageException {
    return message.isNumber(DATA)
        ? new HeartbeatAck(message.unsignedLong(DATA))
        : new HeartbeatAck(message.object(DATA).unsignedLong("t"));
  }

  private static Resume resume(JsonFields message) throws MalformedMessageException {
    JsonFields d = message.object(DATA);
    return new Resume(
        d.snowflake("server_id"),
        d.text("session_id"),
        d.text("token"),
        d.acknowledgedSequence("seq_ack"));
  }

  private static Hello hello(JsonFields message) throws MalformedMessageException {
    return new Hello(message.object(DATA).number("heartbeat_interval"));
  }

  private static Resumed resumed() {
    return new Resumed();
  }

  private static ClientsConnect clientsConnect(JsonFields message)
      throws MalformedMessageException {
    return new ClientsConnect(
        message.object(DATA).snowflakes("user_ids", DecodeLimits.MAX_USER_IDS));
  }

  private static ClientDisconnect clientDisconnect(JsonFields message)
      throws MalformedMessageException {
    return new ClientDisconnect(message.object(DATA).snowflake("user_id"));
  }

  private static DavePrepareTransition prepareTransition(JsonFields message)
      throws MalformedMessageException {
    JsonFields d = message.object(DATA);
    return new DavePrepareTransition(
        transitionId(d), d.integer("protocol_version", IntegerRange.INT31));
  }

  private static DaveExecuteTransition executeTransition(JsonFields message)
      throws MalformedMessageException {
    return new DaveExecuteTransition(transitionId(message.object(DATA)));
  }

  private static DaveTransitionReady transitionReady(JsonFields message)
      throws MalformedMessageException {
    return new DaveTransitionReady(transitionId(message.object(DATA)));
  }

  private static DavePrepareEpoch prepareEpoch(JsonFields message)
      throws MalformedMessageException {
    JsonFields d = message.object(DATA);
    return new DavePrepareEpoch(
        d.optionalSnowflake("epoch"),
        d.optionalInteger("protocol_version", IntegerRange.INT31),
        d.optionalInteger("transition_id", IntegerRange.UINT16));
  }

  private static MlsInvalidCommitWelcome invalidCommitWelcome(JsonFields message)
      throws MalformedMessageException {
    return new MlsInvalidCommitWelcome(transitionId(message.object(DATA)));
  }

  private static int transitionId(JsonFields d) throws MalformedMessageException {
    return d.integer("transition_id", IntegerRange.UINT16);
  }
}
