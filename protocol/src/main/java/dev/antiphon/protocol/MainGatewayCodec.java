package dev.antiphon.protocol;

/** Stub. */
public final class MainGatewayCodec {

  /** Writes the command. */
  public String encode(UpdateVoiceState command) {
    throw new UnsupportedOperationException();
  }

  /** Reads the command, opcode 4 and all. */
  public UpdateVoiceState decodeUpdateVoiceState(String json) throws MalformedMessageException {
    throw new UnsupportedOperationException();
  }

  /** Reads the data ({@code d}) of a VOICE_STATE_UPDATE. */
  public VoiceStateUpdate decodeVoiceState(String json) throws MalformedMessageException {
    throw new UnsupportedOperationException();
  }

  /** Reads a whole VOICE_STATE_UPDATE dispatch. */
  public VoiceStateUpdate decodeVoiceStateDispatch(String json) throws MalformedMessageException {
    throw new UnsupportedOperationException();
  }

  /** Reads the data ({@code d}) of a VOICE_SERVER_UPDATE. */
  public VoiceServerUpdate decodeVoiceServer(String json) throws MalformedMessageException {
    throw new UnsupportedOperationException();
  }

  /** Reads a whole VOICE_SERVER_UPDATE dispatch. */
  public VoiceServerUpdate decodeVoiceServerDispatch(String json) throws MalformedMessageException {
    throw new UnsupportedOperationException();
  }

  /** Writes the data of a VOICE_STATE_UPDATE, without envelope. */
  public String encode(VoiceStateUpdate update) {
    throw new UnsupportedOperationException();
  }

  /** Writes the data of a VOICE_SERVER_UPDATE, without envelope. */
  public String encode(VoiceServerUpdate update) {
    throw new UnsupportedOperationException();
  }

  /** Writes a whole VOICE_STATE_UPDATE dispatch. */
  public String encodeDispatch(VoiceStateUpdate update, long sequence) {
    throw new UnsupportedOperationException();
  }

  /** Writes a whole VOICE_SERVER_UPDATE dispatch. */
  public String encodeDispatch(VoiceServerUpdate update, long sequence) {
    throw new UnsupportedOperationException();
  }
}
