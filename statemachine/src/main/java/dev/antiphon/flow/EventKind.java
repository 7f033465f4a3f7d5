package dev.antiphon.flow;

import dev.antiphon.machine.Kind;

/**
 * The kinds of events of the connection flow: the lines of its table. An input gets its kind from
 * the memory when it arrives. For example, a voice server update is one with the same endpoint,
 * with a new token, or with a new endpoint.
 *
 * <p>The letters of the lines: A commands, B main gateway, C messages of the voice WebSocket, D its
 * close codes, E timers, F the UDP path, H the application's policy.
 */
public enum EventKind implements Kind {
  JOIN("A1", "join"),
  JOIN_ELSEWHERE("A2", "join or move, other channel"),
  SET_SELF("A3", "self mute or deaf"),
  DISCONNECT("A4", "disconnect"),
  CLOSE("A5", "close"),
  RECONNECT("A6", "reconnect"),

  VOICE_STATE_WITHOUT_CHANNEL("B1", "voice state without a channel"),
  VOICE_STATE_REPEATED("B2", "voice state, same channel and session"),
  VOICE_STATE_NEW_SESSION("B3", "voice state, new session"),
  VOICE_STATE_OTHER_CHANNEL("B4", "voice state, other channel"),
  VOICE_SERVER_GONE("B5", "voice server gone (endpoint null)"),
  VOICE_SERVER_REPEATED("B6", "voice server, same endpoint and token"),
  VOICE_SERVER_NEW_TOKEN("B7", "voice server, new token"),
  VOICE_SERVER_NEW_ENDPOINT("B8", "voice server, new endpoint"),
  MAIN_SESSION_LOST("B9", "main gateway lost"),
  MAIN_SESSION_RESUMED("B10", "main gateway resumed"),
  MAIN_SESSION_NEW("B11", "main gateway has a new session"),
  VOICE_STATE_NOT_SENT("B12", "op 4 could not be sent"),
  EVICTED("B13", "guild, channel or permission lost"),

  SOCKET_OPEN("C1", "socket open"),
  DIAL_FAILED("C2", "dial failed"),
  HELLO("C3", "Hello"),
  READY("C4", "Ready"),
  READY_UNUSABLE("C5", "Ready, unusable"),
  SESSION_DESCRIPTION("C6", "Session Description"),
  SESSION_DESCRIPTION_UNUSABLE("C7", "Session Description, unusable"),
  RESUMED("C8", "Resumed"),
  MALFORMED("C15", "malformed message"),
  NONCE_NEARLY_SPENT("C16", "nonce nearly spent"),
  EFFECT_FAILED("C17", "effect failed"),

  /** The connection was lost: with a close code of RFC 6455, or without one. */
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

  SERVER_TIMEOUT("E1", "no server update in time"),
  SETTLED("E2", "settled"),
  DIAL_TIMEOUT("E3", "no open socket or Hello in time"),
  READY_TIMEOUT("E4", "no Ready in time"),
  RESUMED_TIMEOUT("E5", "no Resumed in time"),
  DISCOVERY_RETRY("E6", "discovery unanswered yet"),
  DISCOVERY_TIMEOUT("E7", "no discovery answer in time"),
  DESCRIPTION_TIMEOUT("E8", "no Session Description in time"),
  HEARTBEATS_MISSED("E10", "heartbeats unanswered"),
  BACKOFF_OVER("E11", "back-off over"),
  MOVE_TIMEOUT("E13", "move unanswered"),
  STABLE("E14", "stable"),
  MAIN_SESSION_MISSED("E16", "main gateway away for too long"),
  PAIRING_OVER("E17", "pairing over"),
  VIOLATIONS_FORGOTTEN("E18", "violations forgotten"),
  PROTOCOL_ERRORS_FORGOTTEN("E19", "protocol errors forgotten"),
  RESUME_WINDOW_OVER("E20", "resume window over"),
  UDP_FAILURE_LASTED("E21", "UDP failure lasted"),
  LEAVE_FORGOTTEN("E22", "own leave forgotten"),
  DIAL_DUE("E23", "paced dial due"),

  UDP_READY("F1", "UDP socket ready"),
  UDP_OPEN_FAILED("F2", "UDP socket cannot be opened"),
  DISCOVERED("F3", "own address discovered"),
  UDP_ALIVE("F5", "datagram after a failure"),
  UDP_UNREACHABLE("F7", "UDP unreachable"),

  POLICY_BUDGETS("H1", "policy: budgets"),
  POLICY_WINDOW("H2", "policy: how long to wait"),
  POLICY_NO_REJOIN("H3", "policy: no rejoin");

  private final String line;
  private final String title;

  EventKind(String line, String title) {
    this.line = line;
    this.title = title;
  }

  /** Returns the line of the table, such as {@code C4}. */
  @Override
  public String line() {
    return line;
  }

  /** Returns a few words for pictures and logs. */
  @Override
  public String title() {
    return title;
  }
}
