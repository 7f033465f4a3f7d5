package dev.antiphon.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/**
 * Encodes and decodes the three messages of Discord's main gateway that voice connections need. The
 * codec is for test gateways, and for applications that have no codec of their own.
 *
 * <p>Some libraries give an application only the data of an event, other libraries give the whole
 * message. Therefore there are two methods for each event. Methods with the suffix {@code Dispatch}
 * use the whole message {@code {"op":0,"t":…,"s":…,"d":{…}}}. The other methods use only the object
 * {@code d}. The methods for opcode 4 always use the whole message.
 *
 * <p>Immutable, stateless and safe to share between threads. The decoder enforces the {@link
 * DecodeLimits} and ignores unknown fields. It accepts snowflakes as strings and as numbers. The
 * encoder writes snowflakes as strings. The opcode in a {@link MalformedMessageException} is the
 * opcode of the main gateway, if the message has one.
 *
 * <p>Source: Discord documentation, Gateway Events.
 */
public final class MainGatewayCodec {

  private static final int DISPATCH = 0;
  private static final int UPDATE_VOICE_STATE = 4;
  private static final String VOICE_STATE_UPDATE = "VOICE_STATE_UPDATE";
  private static final String VOICE_SERVER_UPDATE = "VOICE_SERVER_UPDATE";

  /** Encodes the command (opcode 4) as a whole message. */
  public String encode(UpdateVoiceState command) {
    ObjectNode d =
        StrictJson.newObject().put("guild_id", MessageWriters.snowflake(command.guildId()));
    putChannel(d, command.channelId());
    d.put("self_mute", command.selfMute()).put("self_deaf", command.selfDeaf());
    ObjectNode frame = StrictJson.newObject().put("op", UPDATE_VOICE_STATE);
    frame.set("d", d);
    return StrictJson.write(frame);
  }

  /** Encodes the data of a VOICE_STATE_UPDATE. */
  public String encode(VoiceStateUpdate update) {
    return StrictJson.write(data(update));
  }

  /** Encodes the data of a VOICE_SERVER_UPDATE. An empty endpoint is encoded as null. */
  public String encode(VoiceServerUpdate update) {
    return StrictJson.write(data(update));
  }

  /**
   * Encodes a VOICE_STATE_UPDATE as a whole message.
   *
   * @param sequence the main gateway's sequence number {@code s}, 0 or more
   */
  public String encodeDispatch(VoiceStateUpdate update, int sequence) {
    return dispatch(VOICE_STATE_UPDATE, sequence, data(update));
  }

  /**
   * Encodes a VOICE_SERVER_UPDATE as a whole message.
   *
   * @param sequence the main gateway's sequence number {@code s}, 0 or more
   */
  public String encodeDispatch(VoiceServerUpdate update, int sequence) {
    return dispatch(VOICE_SERVER_UPDATE, sequence, data(update));
  }

  /**
   * Decodes the command (opcode 4) from a whole message.
   *
   * @throws MalformedMessageException when the text is a message of another type, or when a field
   *     is missing or has the wrong type
   */
  public UpdateVoiceState decodeUpdateVoiceState(String json) throws MalformedMessageException {
    JsonFields d = requireOpcode(json, UPDATE_VOICE_STATE).object("d");
    return new UpdateVoiceState(
        d.snowflake("guild_id"),
        d.optionalSnowflake("channel_id"),
        d.bool("self_mute"),
        d.bool("self_deaf"));
  }

  /**
   * Decodes the data of a VOICE_STATE_UPDATE. A null or absent channel is decoded as empty.
   *
   * @throws MalformedMessageException when a field is missing or has the wrong type. The guild must
   *     be present, too: every event of a guild contains the guild.
   */
  public VoiceStateUpdate decodeVoiceState(String json) throws MalformedMessageException {
    return voiceState(JsonFields.of(StrictJson.parse(json)));
  }

  /**
   * Decodes a VOICE_STATE_UPDATE from a whole message.
   *
   * @throws MalformedMessageException as {@link #decodeVoiceState}, or when the text is a message
   *     of another type
   */
  public VoiceStateUpdate decodeVoiceStateDispatch(String json) throws MalformedMessageException {
    return voiceState(requireEvent(json, VOICE_STATE_UPDATE));
  }

  /**
   * Decodes the data of a VOICE_SERVER_UPDATE. A null, absent or empty endpoint is decoded as
   * empty.
   *
   * @throws MalformedMessageException when a field is missing or has the wrong type
   */
  public VoiceServerUpdate decodeVoiceServer(String json) throws MalformedMessageException {
    return voiceServer(JsonFields.of(StrictJson.parse(json)));
  }

  /**
   * Decodes a VOICE_SERVER_UPDATE from a whole message.
   *
   * @throws MalformedMessageException as {@link #decodeVoiceServer}, or when the text is a message
   *     of another type
   */
  public VoiceServerUpdate decodeVoiceServerDispatch(String json) throws MalformedMessageException {
    return voiceServer(requireEvent(json, VOICE_SERVER_UPDATE));
  }

  private static VoiceStateUpdate voiceState(JsonFields d) throws MalformedMessageException {
    return new VoiceStateUpdate(
        d.snowflake("guild_id"),
        d.optionalSnowflake("channel_id"),
        d.snowflake("user_id"),
        d.text("session_id"),
        d.bool("self_mute"),
        d.bool("self_deaf"));
  }

  private static VoiceServerUpdate voiceServer(JsonFields d) throws MalformedMessageException {
    return new VoiceServerUpdate(
        d.snowflake("guild_id"), d.text("token"), d.optionalText("endpoint"));
  }

  private static JsonFields requireOpcode(String json, int opcode)
      throws MalformedMessageException {
    JsonFields bare = JsonFields.of(StrictJson.parse(json));
    int found = bare.integer("op", IntegerRange.INT31);
    JsonFields message = bare.withContext(found, Envelope.NO_SEQUENCE);
    if (found != opcode) {
      throw message.malformed("op", "opcode " + opcode, "another opcode");
    }
    return message;
  }

  private static JsonFields requireEvent(String json, String event)
      throws MalformedMessageException {
    JsonFields message = requireOpcode(json, DISPATCH);
    if (!message.text("t").equals(event)) {
      throw message.malformed("t", event, "another event");
    }
    return message.object("d");
  }

  private static ObjectNode data(VoiceStateUpdate update) {
    ObjectNode d =
        StrictJson.newObject().put("guild_id", MessageWriters.snowflake(update.guildId()));
    putChannel(d, update.channelId());
    return d.put("user_id", MessageWriters.snowflake(update.userId()))
        .put("session_id", update.sessionId())
        .put("self_mute", update.selfMute())
        .put("self_deaf", update.selfDeaf());
  }

  private static ObjectNode data(VoiceServerUpdate update) {
    return StrictJson.newObject()
        .put("token", update.token())
        .put("guild_id", MessageWriters.snowflake(update.guildId()))
        .put("endpoint", update.endpoint().orElse(null));
  }

  private static void putChannel(ObjectNode d, OptionalLong channelId) {
    if (channelId.isPresent()) {
      d.put("channel_id", MessageWriters.snowflake(channelId.getAsLong()));
    } else {
      d.putNull("channel_id");
    }
  }

  private static String dispatch(String event, int sequence, ObjectNode d) {
    IntegerRange.INT31.require("sequence", sequence);
    ObjectNode frame =
        StrictJson.newObject().put("op", DISPATCH).put("t", event).put("s", sequence);
    frame.set("d", d);
    return StrictJson.write(frame);
  }
}
