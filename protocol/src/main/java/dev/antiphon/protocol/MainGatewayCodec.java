package dev.antiphon.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/**
 * The three messages of Discord's main gateway that voice needs, for applications that have no
 * codec of their own and for gateways made for tests.
 *
 * <p>Libraries hand out either the data of a dispatch alone or the whole of it, so there are two
 * methods each: those ending in {@code Dispatch} speak {@code {"op":0,"t":…,"s":…,"d":{…}}}, the
 * others the object {@code d} alone. Opcode 4 is always whole. Immutable, without state, safe to
 * share between threads. Decoding keeps to the {@link DecodeLimits} and ignores fields it does not
 * know. Snowflakes are read from strings and numbers, and written as strings. In a {@link
 * MalformedMessageException} the opcode is that of the main gateway, where there was one.
 *
 * <p>Source: Discord documentation, Gateway Events.
 */
public final class MainGatewayCodec {

  private static final int DISPATCH = 0;
  private static final int UPDATE_VOICE_STATE = 4;
  private static final String VOICE_STATE_UPDATE = "VOICE_STATE_UPDATE";
  private static final String VOICE_SERVER_UPDATE = "VOICE_SERVER_UPDATE";

  /** Writes the command, opcode 4, envelope included. */
  public String encode(UpdateVoiceState command) {
    ObjectNode d =
        StrictJson.newObject().put("guild_id", MessageWriters.snowflake(command.guildId()));
    putChannel(d, command.channelId());
    d.put("self_mute", command.selfMute()).put("self_deaf", command.selfDeaf());
    ObjectNode frame = StrictJson.newObject().put("op", UPDATE_VOICE_STATE);
    frame.set("d", d);
    return StrictJson.write(frame);
  }

  /** Writes the data of a VOICE_STATE_UPDATE. */
  public String encode(VoiceStateUpdate update) {
    return StrictJson.write(data(update));
  }

  /** Writes the data of a VOICE_SERVER_UPDATE; an endpoint that has gone is written as null. */
  public String encode(VoiceServerUpdate update) {
    return StrictJson.write(data(update));
  }

  /**
   * Writes a whole VOICE_STATE_UPDATE.
   *
   * @param sequence the main gateway's {@code s}, 0 or more
   */
  public String encodeDispatch(VoiceStateUpdate update, int sequence) {
    return dispatch(VOICE_STATE_UPDATE, sequence, data(update));
  }

  /**
   * Writes a whole VOICE_SERVER_UPDATE.
   *
   * @param sequence the main gateway's {@code s}, 0 or more
   */
  public String encodeDispatch(VoiceServerUpdate update, int sequence) {
    return dispatch(VOICE_SERVER_UPDATE, sequence, data(update));
  }

  /**
   * Reads the command, opcode 4, envelope included.
   *
   * @throws MalformedMessageException when it is another message, or a field is missing or mistyped
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
   * Reads the data of a VOICE_STATE_UPDATE. A null or absent channel is none.
   *
   * @throws MalformedMessageException when a field is missing or mistyped; the guild too has to be
   *     there, which it is in every dispatch of a guild
   */
  public VoiceStateUpdate decodeVoiceState(String json) throws MalformedMessageException {
    return voiceState(JsonFields.of(StrictJson.parse(json)));
  }

  /**
   * Reads a whole VOICE_STATE_UPDATE.
   *
   * @throws MalformedMessageException as {@link #decodeVoiceState}, and when it is another message
   */
  public VoiceStateUpdate decodeVoiceStateDispatch(String json) throws MalformedMessageException {
    return voiceState(requireEvent(json, VOICE_STATE_UPDATE));
  }

  /**
   * Reads the data of a VOICE_SERVER_UPDATE. A null, absent or empty endpoint is none.
   *
   * @throws MalformedMessageException when a field is missing or mistyped
   */
  public VoiceServerUpdate decodeVoiceServer(String json) throws MalformedMessageException {
    return voiceServer(JsonFields.of(StrictJson.parse(json)));
  }

  /**
   * Reads a whole VOICE_SERVER_UPDATE.
   *
   * @throws MalformedMessageException as {@link #decodeVoiceServer}, and when it is another message
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
    JsonFields message = bare.about(found, Envelope.NO_SEQUENCE);
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
