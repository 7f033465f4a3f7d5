package dev.antiphon.flow;

import dev.antiphon.machine.Kind;

/**
 * The kinds of events that a connection handles. The transition table ({@code docs/flow/table.md})
 * has one line for each kind. The kind of an event can depend on the stored data of the connection.
 * For example, a voice server update is a repetition, or has a new token, or has a new endpoint.
 *
 * <p>The name of a line, such as {@code C4}, begins with the letter of its group: A commands, B
 * main gateway, C messages of the voice WebSocket, D close codes of the voice WebSocket, E timers,
 * F UDP, H the application's {@code ReconnectPolicy}.
 */
public enum EventKind implements Kind {
  /** The application joins its first channel, or the channel that was already requested. */
  JOIN("A1", "join"),
  /** The application joins another channel or moves to it. */
  JOIN_ELSEWHERE("A2", "join or move, other channel"),
  /** The application sets self mute and self deaf. */
  SET_SELF("A3", "self mute or deaf"),
  /** The application disconnects. */
  DISCONNECT("A4", "disconnect"),
  /** The application closes its {@code Voice}. */
  CLOSE("A5", "close"),
  /** The application calls {@code Connection.reconnect()}. */
  RECONNECT("A6", "reconnect"),

  /** Discord no longer lists the bot in a voice channel. */
  VOICE_STATE_WITHOUT_CHANNEL("B1", "voice state without a channel"),
  /** A voice state update for the bot with the known channel and session. */
  VOICE_STATE_REPEATED("B2", "voice state, same channel and session"),
  /** A voice state update for the bot with another session id. */
  VOICE_STATE_NEW_SESSION("B3", "voice state, new session"),
  /** A voice state update for the bot with another channel. */
  VOICE_STATE_OTHER_CHANNEL("B4", "voice state, other channel"),
  /** A voice server update without an endpoint: another server follows. */
  VOICE_SERVER_GONE("B5", "voice server gone (endpoint null)"),
  /** A voice server update with the known endpoint and token. */
  VOICE_SERVER_REPEATED("B6", "voice server, same endpoint and token"),
  /** A voice server update with the known endpoint and another token. */
  VOICE_SERVER_NEW_TOKEN("B7", "voice server, new token"),
  /** A voice server update with another endpoint. */
  VOICE_SERVER_NEW_ENDPOINT("B8", "voice server, new endpoint"),
  /** The session of the main gateway was lost. */
  MAIN_SESSION_LOST("B9", "main gateway lost"),
  /** The session of the main gateway was resumed. */
  MAIN_SESSION_RESUMED("B10", "main gateway resumed"),
  /** The main gateway has started a new session. */
  MAIN_SESSION_NEW("B11", "main gateway has a new session"),
  /** The main gateway could not send a voice state update (opcode 4). */
  VOICE_STATE_NOT_SENT("B12", "op 4 could not be sent"),
  /** The bot left the guild, the channel was deleted, or a permission was lost. */
  EVICTED("B13", "guild, channel or permission lost"),

  /** The voice WebSocket is open. */
  SOCKET_OPEN("C1", "socket open"),
  /** The voice WebSocket could not be opened. */
  DIAL_FAILED("C2", "dial failed"),
  HELLO("C3", "Hello"),
  READY("C4", "Ready"),
  /** Ready that is invalid, or that offers no usable encryption mode. */
  READY_UNUSABLE("C5", "Ready, unusable"),
  SESSION_DESCRIPTION("C6", "Session Description"),
  /** Session Description with an invalid mode or key. */
  SESSION_DESCRIPTION_UNUSABLE("C7", "Session Description, unusable"),
  RESUMED("C8", "Resumed"),
  /** A message of the voice server with an invalid format. */
  MALFORMED("C15", "malformed message"),
  /** The transport key has almost no unused nonces left. */
  NONCE_NEARLY_SPENT("C16", "nonce nearly spent"),
  /** The library failed to execute an effect of an earlier step. */
  EFFECT_FAILED("C17", "effect failed"),
  /**
   * The voice WebSocket could not be opened, and a retry with the same endpoint cannot help. An
   * example is an untrusted certificate.
   */
  DIAL_HOPELESS("C18", "dial failed, retry cannot help"),

  /** The voice WebSocket was lost, with a close code of RFC 6455 or without a close code. */
  SOCKET_LOST("D1", "socket lost"),
  /** Unknown error, or a code from 4000 on that the library does not know. */
  CLOSE_4000("D2", "closed: 4000 or unknown"),
  /**
   * Unknown opcode, decode error, not authenticated, already authenticated, bad request: Discord
   * refuses a message of the library.
   */
  CLOSE_4001_4002_4003_4005_4020("D3", "closed: 4001, 4002, 4003, 4005, 4020"),
  /** Authentication failed. */
  CLOSE_4004("D4", "closed: 4004"),
  /** Session no longer valid, session timeout. */
  CLOSE_4006_4009("D5", "closed: 4006, 4009"),
  /** Server not found. */
  CLOSE_4011("D6", "closed: 4011"),
  /** Unknown protocol. */
  CLOSE_4012("D7", "closed: 4012"),
  /** Disconnected: kicked or moved, or the main session was lost. */
  CLOSE_4014("D8", "closed: 4014"),
  /** Voice server crashed. */
  CLOSE_4015("D9", "closed: 4015"),
  /** Unknown encryption mode. */
  CLOSE_4016("D10", "closed: 4016"),
  /** End-to-end encryption (DAVE) required. */
  CLOSE_4017("D11", "closed: 4017"),
  /** Rate limited. */
  CLOSE_4021("D12", "closed: 4021"),
  /** Call terminated: the channel was deleted, or the voice server changed. */
  CLOSE_4022("D13", "closed: 4022"),

  /** {@link FlowTimer#SERVER} fired. */
  SERVER_TIMEOUT("E1", "no server update in time"),
  /** {@link FlowTimer#SETTLE} fired. */
  SETTLED("E2", "settled"),
  /** {@link FlowTimer#DIAL} or {@link FlowTimer#HELLO} fired. */
  DIAL_TIMEOUT("E3", "no open socket or Hello in time"),
  /** {@link FlowTimer#READY} fired. */
  READY_TIMEOUT("E4", "no Ready in time"),
  /** {@link FlowTimer#RESUMED} fired. */
  RESUMED_TIMEOUT("E5", "no Resumed in time"),
  /** {@link FlowTimer#DISCOVERY_RETRY} fired. */
  DISCOVERY_RETRY("E6", "discovery unanswered yet"),
  /** {@link FlowTimer#DISCOVERY} fired. */
  DISCOVERY_TIMEOUT("E7", "no discovery answer in time"),
  /** {@link FlowTimer#DESCRIPTION} fired. */
  DESCRIPTION_TIMEOUT("E8", "no Session Description in time"),
  /** Too many heartbeats in a row stayed unanswered. */
  HEARTBEATS_MISSED("E10", "heartbeats unanswered"),
  /** {@link FlowTimer#BACKOFF} fired. */
  BACKOFF_OVER("E11", "back-off over"),
  /** {@link FlowTimer#MOVE} fired. */
  MOVE_TIMEOUT("E13", "move unanswered"),
  /** {@link FlowTimer#STABLE} fired. */
  STABLE("E14", "stable"),
  /** {@link FlowTimer#HOLD} fired. */
  MAIN_SESSION_MISSED("E16", "main gateway away for too long"),
  /** {@link FlowTimer#PAIR} fired. */
  PAIRING_OVER("E17", "pairing over"),
  /** {@link FlowTimer#VIOLATIONS} fired. */
  VIOLATIONS_FORGOTTEN("E18", "violations forgotten"),
  /** {@link FlowTimer#PROTOCOL_ERRORS} fired. */
  PROTOCOL_ERRORS_FORGOTTEN("E19", "protocol errors forgotten"),
  /** {@link FlowTimer#RESUME_WINDOW} fired. */
  RESUME_WINDOW_OVER("E20", "resume window over"),
  /** {@link FlowTimer#UDP_FAILURE} fired. */
  UDP_FAILURE_LASTED("E21", "UDP failure lasted"),
  /** {@link FlowTimer#LEAVE} fired. */
  LEAVE_FORGOTTEN("E22", "own leave forgotten"),
  /** {@link FlowTimer#PACE} fired. */
  DIAL_DUE("E23", "paced dial due"),
  /** {@link FlowTimer#DECIDE} fired. */
  REQUEST_OVERDUE("E24", "request not decided in time"),
  /** {@link FlowTimer#RECOVERY} fired. */
  RECOVERY_OVER("E25", "no new connection in time"),
  /** {@link FlowTimer#KEYS} fired. */
  KEYS_OVERDUE("E26", "no keys in time"),

  /** The UDP socket is open. */
  UDP_READY("F1", "UDP socket ready"),
  /** The UDP socket could not be opened. */
  UDP_OPEN_FAILED("F2", "UDP socket cannot be opened"),
  /** IP discovery has found the bot's own address. */
  DISCOVERED("F3", "own address discovered"),
  /** The first datagram of the voice server after a UDP failure. */
  UDP_ALIVE("F5", "datagram after a failure"),
  /** The voice server cannot be reached over UDP. */
  UDP_UNREACHABLE("F7", "UDP unreachable"),

  /** The policy has answered how many retries the connection has. */
  POLICY_BUDGETS("H1", "policy: budgets"),
  /** The policy has answered how long to wait after close code 4014 or 4022. */
  POLICY_WINDOW("H2", "policy: how long to wait"),
  /** The policy has forbidden a rejoin. */
  POLICY_NO_REJOIN("H3", "policy: no rejoin"),

  /** The end-to-end encryption waits for keys although other users are present. */
  KEYS_AWAITED("K1", "keys awaited"),
  /** Audio is sent as before, and the keys of the next epoch are awaited. */
  KEYS_CHANGING("K2", "keys changing"),
  /** No keys are missing. */
  KEYS_AVAILABLE("K3", "keys available"),
  /** The end-to-end encryption cannot follow its group, and all its recoveries are used up. */
  RECOVERIES_SPENT("K4", "recoveries of the encryption used up"),
  /** The voice server has sent messages about the group of another channel. */
  OTHER_CHANNEL_GROUP("K5", "group of another channel");

  private final String line;
  private final String title;

  EventKind(String line, String title) {
    this.line = line;
    this.title = title;
  }

  /** Returns the name of the line in the transition table, such as {@code C4}. */
  @Override
  public String line() {
    return line;
  }

  /** Returns a short name for pictures and logs. */
  @Override
  public String title() {
    return title;
  }
}
