/*
 * The connection flow. A test writes this file from the table that runs; see spin.md.
 *
 * One process. An event occurs. In the same step, the first row of its cell whose guard holds is
 * taken. In a d_step, SPIN takes the first executable option.
 */

#ifndef SERVER_REQUESTS
#define SERVER_REQUESTS 2
#endif
#ifndef END_IF_TAKEN_OVER
#define END_IF_TAKEN_OVER 1
#endif
#ifndef IDENTIFIES
#define IDENTIFIES 1
#endif
#ifndef PATH_FAILURES
#define PATH_FAILURES 1
#endif
#ifndef PROTOCOL_ERRORS
#define PROTOCOL_ERRORS 1
#endif
#ifndef REFUSED_TOKENS
#define REFUSED_TOKENS 1
#endif
#ifndef NOT_FOUND
#define NOT_FOUND 1
#endif
#ifndef TOLERATED
#define TOLERATED 0
#endif
#ifndef FREE_CHANGES
#define FREE_CHANGES 0
#endif
#ifndef RESUMES
#define RESUMES 1
#endif
#ifndef REJOINS
#define REJOINS 1
#endif

#define P4 4
#define P5 5
#define P6 6
#define P7 7
#define P8 8
#define P9 9
#define P10 10
#define P11 11
#define P12 12
#define P13 13
#define P14 14
#define P15 15
#define P16 16
#define P17 17
#define P26 26
#define P27 27

mtype:state = { IDLE, ASU, ID, RS, RD, DI, SE, ES, BO, DC, FA }
mtype:event = {
  A1, A2, A3, A4, A5, A6, B1, B2, B3, B4, B5, B6, B7, B8, B9, B10, B11, B12, B13, C1, C2,
  C3, C4, C5, C6, C7, C8, C15, C16, C17, C18, D1, D2, D3, D4, D5, D6, D7, D8, D9, D10, D11,
  D12, D13, E1, E2, E3, E4, E5, E6, E7, E8, E10, E11, E13, E14, E16, E17, E18, E19, E20,
  E21, E22, E23, E24, E25, E26, F1, F2, F3, F5, F7, H1, H2, H3, K1, K2, K3, K4, K5
}
mtype:reason = {
  WaitReason_JOIN, WaitReason_MOVE, WaitReason_MOVED, WaitReason_SERVER_CHANGED,
  WaitReason_SESSION_CHANGED, WaitReason_SERVER_LOST, WaitReason_SEVERED_4014,
  WaitReason_SEVERED_4022, WaitReason_REJOIN_LEAVING, WaitReason_REJOIN, BackoffPlan_RESUME,
  BackoffPlan_IDENTIFY, BackoffPlan_REJOIN, DisconnectReason_REQUESTED,
  DisconnectReason_CLOSED, DisconnectReason_REMOVED, DisconnectReason_KICKED,
  DisconnectReason_CALL_TERMINATED, DisconnectReason_GUILD_REMOVED,
  DisconnectReason_CHANNEL_DELETED, DisconnectReason_PERMISSION_LOST,
  DisconnectReason_REPLACED, FailureCause_NO_SERVER_UPDATE, FailureCause_NO_COMMON_MODE,
  FailureCause_DAVE_REQUIRED, FailureCause_RATE_LIMITED, FailureCause_AUTHENTICATION_FAILED,
  FailureCause_UNKNOWN_PROTOCOL, FailureCause_PROTOCOL_ERROR, FailureCause_SERVER_NOT_FOUND,
  FailureCause_SERVER_UNUSABLE, FailureCause_UDP_UNAVAILABLE, FailureCause_UDP_UNREACHABLE,
  FailureCause_MAIN_GATEWAY_LOST, FailureCause_RETRIES_EXHAUSTED,
  FailureCause_END_TO_END_FAILED, FailureCause_NOT_DECIDED, FailureCause_INTERNAL_ERROR
}

#define T_SERVER (1 << 0)
#define T_SETTLE (1 << 1)
#define T_DIAL (1 << 2)
#define T_HELLO (1 << 3)
#define T_READY (1 << 4)
#define T_RESUMED (1 << 5)
#define T_DISCOVERY_RETRY (1 << 6)
#define T_DISCOVERY (1 << 7)
#define T_DESCRIPTION (1 << 8)
#define T_BACKOFF (1 << 9)
#define T_PACE (1 << 10)
#define T_MOVE (1 << 11)
#define T_PAIR (1 << 12)
#define T_HOLD (1 << 13)
#define T_STABLE (1 << 14)
#define T_VIOLATIONS (1 << 15)
#define T_PROTOCOL_ERRORS (1 << 16)
#define T_RESUME_WINDOW (1 << 17)
#define T_LEAVE (1 << 18)
#define T_UDP_FAILURE (1 << 19)
#define T_KEYS (1 << 20)
#define T_DECIDE (1 << 21)
#define T_RECOVERY (1 << 22)

#define CALM (1 << 0)
#define VOICE (1 << 1)
#define DISCORD (1 << 2)
#define MAIN_GATEWAY (1 << 3)
#define POLICY (1 << 4)
#define REQUESTS (1 << 5)
#define MOVES (1 << 6)
#define WHOLE (1 << 7)
#define TRACKED (world & (REQUESTS | MOVES | WHOLE))

byte world;
mtype:state state = IDLE;
mtype:reason reason;
unsigned timers : 23;
unsigned target : 2;
unsigned move : 2;
unsigned listed : 2;
unsigned asked : 2;
bit wanted;
unsigned shown : 2;
unsigned requests : 3;
bit leaving;
bit contested;
bit unproven;
unsigned pending : 2;
bit fresh;
bit session;
bit token;
bit endpoint;
bit spent;
bit confirmed;
bit server_lost;
unsigned unpaired : 2;
bit held;
bit greeted;
unsigned violations : 3;
bit path_held;
unsigned modes : 2 = 3;
unsigned mode : 2;
bit key;
bit published;
bit encrypting;
unsigned keys : 3;
bit unstable;
bit recovered;
bit main_up = 1;
bit main_doubtful;
bit severed_lost;
unsigned resumes_granted : 4 = RESUMES;
unsigned rejoins_granted : 4 = REJOINS;
unsigned resumes : 4;
unsigned rejoins : 4;
unsigned identifies : 4;
bit window_over;
bit waited;
unsigned changes : 4;
bit paced;
unsigned voice_states : 5;
unsigned opens : 4;
unsigned discoveries : 4;
unsigned not_found : 4;
unsigned refused : 4;
unsigned protocol_errors : 4;
unsigned unusable : 2;
unsigned socket : 2;
bit introduced;
unsigned path : 2;
bit audio;
unsigned progress : 2;
bit same_server;
bit announced;
bit undecided;
mtype:event event;
unsigned channel : 2;
bit newer;
bit mute;
bit no_mode;
bit other_ssrc;
bit other_key;
unsigned reported : 3;
bit another_leave;
mtype:reason about;
bit granted;
bit changing;
mtype:state to;
mtype:reason why;
bit from_leaving;
unsigned half : 2;
bit differs;
unsigned begun : 23;
bit dialled_now;
bit opened_now;
bit closed_now;
bit published_now;
bit asked_now;
bit sent_now;

#define ended (state == DC || state == FA)
#ifdef SILENCE
bit silent;
ltl P19 { [] (silent -> <> ended) }
#else
#define silent 0
#endif

#ifdef CYCLES
bit outside, moved;
ltl P21 { [] <> outside || <> [] !moved }
inline by_itself(whether) { outside = !whether }
inline account() { moved = !ended && (changing || dialled_now || opened_now || sent_now) }
#else
inline by_itself(whether) { skip }
inline account() { skip }
#endif

inline DialGateway() {
  assert(P5 && (socket == 0));
  socket = 1;
  introduced = 0;
  dialled_now = 1;
  progress = 0;
  announced = 0;
  same_server = 1
}
inline RedialGateway() {
  assert(P5 && (socket == 0));
  socket = 1;
  introduced = 0;
  dialled_now = 1;
  assert(P7 && ((progress == 3) && same_server))
}
inline CloseSocket() {
  assert(P16 && !(socket == 0));
  assert(P15 && !dialled_now);
  socket = 0;
  introduced = 0;
  closed_now = 1
}
inline AbortSocket() {
  assert(P16 && !(socket == 0));
  assert(P15 && !dialled_now);
  socket = 0;
  introduced = 0
}
inline SendIdentify() {
  assert(P15 && (socket == 2));
  assert(P6 && !introduced);
  introduced = 1;
  progress = 1
}
inline SendResume() {
  assert(P15 && (socket == 2));
  assert(P6 && !introduced);
  introduced = 1;
  assert(P7 && ((progress == 3) && same_server))
}
inline StartHeartbeat() {
  assert(P15 && (socket == 2))
}
inline SelectProtocol() {
  assert(P15 && (socket == 2));
  assert(P8 && ((event == F3) && (path == 2)));
  assert(P8 && mode)
}
inline AnnounceSpeaking() {
  assert(P15 && (socket == 2));
  announced = 1
}
inline OpenUdp() {
  assert(P5 && (path == 0));
  path = 1;
  opened_now = 1
}
inline CloseUdp() {
  assert(P16 && !(path == 0));
  assert(P15 && !(opened_now || audio));
  path = 0;
  progress = 0;
  announced = 0;
  same_server = 0
}
inline SendDiscovery() {
  assert(P15 && (path == 2))
}
inline PublishMedia() {
  assert(P4 && !((path == 0) || audio));
  assert(P10 && (key && mode));
  assert(P9 && announced);
  audio = 1;
  published_now = 1
}
inline WithdrawMedia() {
  assert(P15 && (audio && !published_now));
  audio = 0
}
inline RekeyMedia() {
  assert(P4 && (!(path == 0) && audio))
}
inline LeaveChannel() {
  assert(P15 && !asked_now);
  sent_now = 1
}
inline AskForChannel() {
  assert(P15 && !asked_now);
  asked_now = 1;
  sent_now = 1
}
#define command (((event == A1) || (event == A2)) || (event == A6))
#define voice_state ((((event == B1) || (event == B2)) || (event == B3)) || (event == B4))
#define PAIRED ((voice_state && (unpaired == 2)) && ((channel && (channel == asked)) || ((timers & T_PAIR) != 0)))
#define OWN_REQUEST ((((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) || (reason == WaitReason_REJOIN_LEAVING)) || (reason == WaitReason_REJOIN))
#define LISTED_ELSEWHERE ((((asked && OWN_REQUEST) && channel) && (channel != target)) && !(channel && (channel == move)))
#define CREDENTIALS_KNOWN (((session && token) && endpoint) && !spent)
#define CREDENTIALS_COMPLETE (((((event == B7) || (event == B8)) && (session && confirmed)) || (((((voice_state && channel) && !LISTED_ELSEWHERE) && (token && endpoint)) && !spent) && (PAIRED || (!newer && (channel == target))))) || (((event == B6) && (((session && token) && endpoint) && !spent)) && confirmed))
#define PAIRED_BEFORE_IDENTIFY ((PAIRED && !newer) && !((timers & T_READY) != 0))
#define ANSWER_MISSING ((unpaired == 2) && asked)
#define SERVER_KNOWN_LOST server_lost
#define VOICE_STATES_LEFT (voice_states < (rejoins_granted + SERVER_REQUESTS))
#define VOICE_STATES_SPENT (!VOICE_STATES_LEFT)
#define MAY_REPEAT_REQUEST ((requests < SERVER_REQUESTS) && VOICE_STATES_LEFT)
#define JOIN_UNDECIDED (pending == 1)
#define MOVE_UNDECIDED (pending == 2)
#define REQUEST_UNANSWERED (fresh || move)
#define CHANNEL_OF_MOVE (channel && (channel == move))
#define TAKEN_OVER (((((END_IF_TAKEN_OVER && voice_state) && (channel && session)) && newer) && !(asked || leaving)) && !((shown && (shown != (wanted + 1))) || main_doubtful))
#define SESSION_CONTESTED contested
#define SESSION_UNCLEAR ((unproven && !SESSION_CONTESTED) && TAKEN_OVER)
#define MOVE_PENDING move
#define MOVE_THERE_PENDING (MOVE_PENDING && (channel == move))
#define SELF_FLAGS_SHOWN (((event == A3) && (mute == wanted)) && !(shown && (shown != (wanted + 1))))
#define LISTED_IN_TARGET (listed && (listed == target))
#define REJOIN_DUE waited
#define REJOIN_DUE_LISTED (waited && (listed && (listed == target)))
#define LEAVE_OUTSTANDING leaving
#define MOVE_CONFIRMED (channel && (channel == move))
#define MAIN_SESSION_LOST (main_doubtful || !main_up)
#define MAIN_SESSION_KEPT (!(MAIN_SESSION_LOST || severed_lost))
#define MAIN_GATEWAY_AWAY (!main_up)
#define REJOINS_DISABLED (rejoins_granted == 0)
#define MAIN_SESSION_LOST_NO_REJOIN (MAIN_SESSION_LOST && (REJOINS_DISABLED || VOICE_STATES_SPENT))
#define NOT_TARGET_CHANNEL (channel && (channel != target))
#define GUILD_REMOVED (about == DisconnectReason_GUILD_REMOVED)
#define CHANNEL_DELETED (about == DisconnectReason_CHANNEL_DELETED)
#define MAY_RESUME (!window_over && (resumes < resumes_granted))
#define MAY_REJOIN ((rejoins < rejoins_granted) && VOICE_STATES_LEFT)
#define MAY_IDENTIFY_AGAIN (identifies < IDENTIFIES)
#define NO_REJOIN_GRANTED ((event == H1) && ((granted == 0) || !(voice_states < (granted + SERVER_REQUESTS))))
#define TOO_MANY_PROTOCOL_ERRORS (!((protocol_errors + 1) < PROTOCOL_ERRORS))
#define TOO_MANY_REFUSED_TOKENS (!((refused + 1) < REFUSED_TOKENS))
#define TOO_MANY_SERVER_NOT_FOUND (!((not_found + 1) < NOT_FOUND))
#define TOO_MANY_UNUSABLE_SERVERS (!((unusable + 1) < 2))
#define TOO_MANY_UDP_OPEN_FAILURES (!((opens + 1) < PATH_FAILURES))
#define TOO_MANY_DISCOVERY_FAILURES (!((discoveries + 1) < PATH_FAILURES))
#define VIOLATION_TOLERATED (violations < TOLERATED)
#define LAST_MODE (modes != 3)
#define NO_COMMON_MODE no_mode
#define FIRST_HELLO (!greeted)
#define SAME_SSRC_TOLERATED ((mode && !other_ssrc) && VIOLATION_TOLERATED)
#define SAME_SSRC_MAY_RESUME ((mode && !other_ssrc) && MAY_RESUME)
#define KEY_DIFFERS other_key
#define UDP_FAILURE_TIMER_RUNS ((timers & T_UDP_FAILURE) != 0)
#define KEYS_MISSING keys
#define MAY_RECOVER_KEYS (!recovered && (keys < 3))
#define PAIRING_OPEN ((timers & T_PAIR) != 0)
inline arm_SERVER() {
  assert(P15 && !(begun & T_SERVER));
  begun = (begun | T_SERVER);
  timers = (timers | T_SERVER)
}
inline disarm_SERVER() {
  if
  :: ((timers & T_SERVER) != 0) ->
     assert(P15 && (!(begun & T_SERVER) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_SERVER);
     begun = (begun & ~T_SERVER)
  :: else
  fi
}
inline arm_SETTLE() {
  assert(P15 && !(begun & T_SETTLE));
  begun = (begun | T_SETTLE);
  timers = (timers | T_SETTLE)
}
inline disarm_SETTLE() {
  if
  :: ((timers & T_SETTLE) != 0) ->
     assert(P15 && (!(begun & T_SETTLE) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_SETTLE);
     begun = (begun & ~T_SETTLE)
  :: else
  fi
}
inline arm_DIAL() {
  assert(P15 && !(begun & T_DIAL));
  begun = (begun | T_DIAL);
  timers = (timers | T_DIAL)
}
inline disarm_DIAL() {
  if
  :: ((timers & T_DIAL) != 0) ->
     assert(P15 && (!(begun & T_DIAL) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_DIAL);
     begun = (begun & ~T_DIAL)
  :: else
  fi
}
inline arm_HELLO() {
  assert(P15 && !(begun & T_HELLO));
  begun = (begun | T_HELLO);
  timers = (timers | T_HELLO)
}
inline disarm_HELLO() {
  if
  :: ((timers & T_HELLO) != 0) ->
     assert(P15 && (!(begun & T_HELLO) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_HELLO);
     begun = (begun & ~T_HELLO)
  :: else
  fi
}
inline arm_READY() {
  assert(P15 && !(begun & T_READY));
  begun = (begun | T_READY);
  timers = (timers | T_READY)
}
inline disarm_READY() {
  if
  :: ((timers & T_READY) != 0) ->
     assert(P15 && (!(begun & T_READY) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_READY);
     begun = (begun & ~T_READY)
  :: else
  fi
}
inline arm_RESUMED() {
  assert(P15 && !(begun & T_RESUMED));
  begun = (begun | T_RESUMED);
  timers = (timers | T_RESUMED)
}
inline disarm_RESUMED() {
  if
  :: ((timers & T_RESUMED) != 0) ->
     assert(P15 && (!(begun & T_RESUMED) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_RESUMED);
     begun = (begun & ~T_RESUMED)
  :: else
  fi
}
inline arm_DISCOVERY_RETRY() {
  assert(P15 && !(begun & T_DISCOVERY_RETRY));
  begun = (begun | T_DISCOVERY_RETRY);
  timers = (timers | T_DISCOVERY_RETRY)
}
inline disarm_DISCOVERY_RETRY() {
  if
  :: ((timers & T_DISCOVERY_RETRY) != 0) ->
     assert(P15 && (!(begun & T_DISCOVERY_RETRY) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_DISCOVERY_RETRY);
     begun = (begun & ~T_DISCOVERY_RETRY)
  :: else
  fi
}
inline arm_DISCOVERY() {
  assert(P15 && !(begun & T_DISCOVERY));
  begun = (begun | T_DISCOVERY);
  timers = (timers | T_DISCOVERY)
}
inline disarm_DISCOVERY() {
  if
  :: ((timers & T_DISCOVERY) != 0) ->
     assert(P15 && (!(begun & T_DISCOVERY) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_DISCOVERY);
     begun = (begun & ~T_DISCOVERY)
  :: else
  fi
}
inline arm_DESCRIPTION() {
  assert(P15 && !(begun & T_DESCRIPTION));
  begun = (begun | T_DESCRIPTION);
  timers = (timers | T_DESCRIPTION)
}
inline disarm_DESCRIPTION() {
  if
  :: ((timers & T_DESCRIPTION) != 0) ->
     assert(P15 && (!(begun & T_DESCRIPTION) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_DESCRIPTION);
     begun = (begun & ~T_DESCRIPTION)
  :: else
  fi
}
inline arm_BACKOFF() {
  assert(P15 && !(begun & T_BACKOFF));
  begun = (begun | T_BACKOFF);
  timers = (timers | T_BACKOFF)
}
inline disarm_BACKOFF() {
  if
  :: ((timers & T_BACKOFF) != 0) ->
     assert(P15 && (!(begun & T_BACKOFF) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_BACKOFF);
     begun = (begun & ~T_BACKOFF)
  :: else
  fi
}
inline arm_PACE() {
  assert(P15 && !(begun & T_PACE));
  begun = (begun | T_PACE);
  timers = (timers | T_PACE)
}
inline disarm_PACE() {
  if
  :: ((timers & T_PACE) != 0) ->
     assert(P15 && (!(begun & T_PACE) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_PACE);
     begun = (begun & ~T_PACE)
  :: else
  fi
}
inline arm_MOVE() {
  assert(P15 && !(begun & T_MOVE));
  begun = (begun | T_MOVE);
  timers = (timers | T_MOVE)
}
inline disarm_MOVE() {
  if
  :: ((timers & T_MOVE) != 0) ->
     assert(P15 && (!(begun & T_MOVE) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_MOVE);
     begun = (begun & ~T_MOVE)
  :: else
  fi
}
inline arm_PAIR() {
  assert(P15 && !(begun & T_PAIR));
  begun = (begun | T_PAIR);
  timers = (timers | T_PAIR)
}
inline disarm_PAIR() {
  if
  :: ((timers & T_PAIR) != 0) ->
     assert(P15 && (!(begun & T_PAIR) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_PAIR);
     begun = (begun & ~T_PAIR)
  :: else
  fi
}
inline arm_HOLD() {
  assert(P15 && !(begun & T_HOLD));
  begun = (begun | T_HOLD);
  timers = (timers | T_HOLD)
}
inline disarm_HOLD() {
  if
  :: ((timers & T_HOLD) != 0) ->
     assert(P15 && (!(begun & T_HOLD) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_HOLD);
     begun = (begun & ~T_HOLD)
  :: else
  fi
}
inline arm_STABLE() {
  assert(P15 && !(begun & T_STABLE));
  begun = (begun | T_STABLE);
  timers = (timers | T_STABLE)
}
inline disarm_STABLE() {
  if
  :: ((timers & T_STABLE) != 0) ->
     assert(P15 && (!(begun & T_STABLE) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_STABLE);
     begun = (begun & ~T_STABLE)
  :: else
  fi
}
inline arm_VIOLATIONS() {
  assert(P15 && !(begun & T_VIOLATIONS));
  begun = (begun | T_VIOLATIONS);
  timers = (timers | T_VIOLATIONS)
}
inline disarm_VIOLATIONS() {
  if
  :: ((timers & T_VIOLATIONS) != 0) ->
     assert(P15 && (!(begun & T_VIOLATIONS) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_VIOLATIONS);
     begun = (begun & ~T_VIOLATIONS)
  :: else
  fi
}
inline arm_PROTOCOL_ERRORS() {
  assert(P15 && !(begun & T_PROTOCOL_ERRORS));
  begun = (begun | T_PROTOCOL_ERRORS);
  timers = (timers | T_PROTOCOL_ERRORS)
}
inline disarm_PROTOCOL_ERRORS() {
  if
  :: ((timers & T_PROTOCOL_ERRORS) != 0) ->
     assert(P15 && (!(begun & T_PROTOCOL_ERRORS) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_PROTOCOL_ERRORS);
     begun = (begun & ~T_PROTOCOL_ERRORS)
  :: else
  fi
}
inline arm_RESUME_WINDOW() {
  assert(P15 && !(begun & T_RESUME_WINDOW));
  begun = (begun | T_RESUME_WINDOW);
  timers = (timers | T_RESUME_WINDOW)
}
inline disarm_RESUME_WINDOW() {
  if
  :: ((timers & T_RESUME_WINDOW) != 0) ->
     assert(P15 && (!(begun & T_RESUME_WINDOW) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_RESUME_WINDOW);
     begun = (begun & ~T_RESUME_WINDOW)
  :: else
  fi
}
inline arm_LEAVE() {
  assert(P15 && !(begun & T_LEAVE));
  begun = (begun | T_LEAVE);
  timers = (timers | T_LEAVE)
}
inline disarm_LEAVE() {
  if
  :: ((timers & T_LEAVE) != 0) ->
     assert(P15 && (!(begun & T_LEAVE) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_LEAVE);
     begun = (begun & ~T_LEAVE)
  :: else
  fi
}
inline arm_UDP_FAILURE() {
  assert(P15 && !(begun & T_UDP_FAILURE));
  begun = (begun | T_UDP_FAILURE);
  timers = (timers | T_UDP_FAILURE)
}
inline disarm_UDP_FAILURE() {
  if
  :: ((timers & T_UDP_FAILURE) != 0) ->
     assert(P15 && (!(begun & T_UDP_FAILURE) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_UDP_FAILURE);
     begun = (begun & ~T_UDP_FAILURE)
  :: else
  fi
}
inline arm_KEYS() {
  assert(P15 && !(begun & T_KEYS));
  begun = (begun | T_KEYS);
  timers = (timers | T_KEYS)
}
inline disarm_KEYS() {
  if
  :: ((timers & T_KEYS) != 0) ->
     assert(P15 && (!(begun & T_KEYS) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_KEYS);
     begun = (begun & ~T_KEYS)
  :: else
  fi
}
inline arm_DECIDE() {
  assert(P26 && command);
  assert(P15 && !(begun & T_DECIDE));
  begun = (begun | T_DECIDE);
  timers = (timers | T_DECIDE)
}
inline disarm_DECIDE() {
  if
  :: ((timers & T_DECIDE) != 0) ->
     assert(P15 && (!(begun & T_DECIDE) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_DECIDE);
     begun = (begun & ~T_DECIDE)
  :: else
  fi
}
inline arm_RECOVERY() {
  assert(P26 && (command || (state == ES)));
  assert(P15 && !(begun & T_RECOVERY));
  begun = (begun | T_RECOVERY);
  timers = (timers | T_RECOVERY)
}
inline disarm_RECOVERY() {
  if
  :: ((timers & T_RECOVERY) != 0) ->
     assert(P15 && (!(begun & T_RECOVERY) || ((to == DC) || (to == FA))));
     timers = (timers & ~T_RECOVERY);
     begun = (begun & ~T_RECOVERY)
  :: else
  fi
}
inline forget_token() {
  if
  :: token -> same_server = 0
  :: else
  fi;
  token = 0;
  spent = 0;
  confirmed = 0;
  server_lost = 0;
  unpaired = 0
}
inline send_request() {
  if
  :: (requests < SERVER_REQUESTS) -> requests = (requests + 1)
  :: else
  fi;
  asked = target;
  unproven = 1;
  contested = 0;
  forget_token();
  disarm_PAIR();
  AskForChannel()
}
inline unpair() {
  unpaired = 0;
  disarm_PAIR()
}
inline ask_for_move() {
  move = channel;
  asked = channel;
  unpair();
  AskForChannel();
  arm_MOVE()
}
inline tell_self() {
  if
  :: (move || target) -> AskForChannel()
  :: else -> LeaveChannel()
  fi
}
inline leave_channel() {
  leaving = 1;
  LeaveChannel();
  arm_LEAVE()
}
inline without_move() {
  if
  :: (asked == move) -> asked = 0
  :: else
  fi;
  move = 0
}
inline note_listing() {
  if
  :: voice_state ->
     listed = channel;
     shown = (channel -> (mute + 1) : 0);
     if
     :: (channel && (!asked || (asked == channel))) -> fresh = 0
     :: else
     fi;
     if
     :: (asked == channel) -> asked = 0
     :: else
     fi;
     if
     :: (!asked && !((timers & T_PAIR) != 0)) -> unpair()
     :: else
     fi;
     if
     :: channel -> main_doubtful = 0
     :: else
     fi
  :: else
  fi
}
inline record() {
  half = unpaired;
  differs = 0;
  if
  :: (event == B5) ->
     if
     :: (unpaired == 2) -> half = 0
     :: else
     fi;
     if
     :: (token || endpoint) -> same_server = 0
     :: else
     fi;
     token = 0;
     endpoint = 0;
     spent = 0;
     server_lost = 1
  :: (event == B6) -> skip
  :: ((event == B7) || (event == B8)) ->
     half = ((unpaired == 1) -> 0 : 2);
     differs = 1;
     same_server = 0;
     token = 1;
     endpoint = 1;
     spent = 0
  :: (event == B1) ->
     if
     :: (unpaired == 1) -> half = 0
     :: else
     fi;
     if
     :: session -> same_server = 0
     :: else
     fi;
     session = 0;
     confirmed = 0
  :: else ->
     if
     :: LISTED_ELSEWHERE ->
        if
        :: newer -> same_server = 0
        :: else
        fi;
        session = 1;
        half = 0;
        spent = 1;
        confirmed = 0
     :: else ->
        if
        :: (newer || (channel != target)) ->
           half = (PAIRED -> 0 : 1);
           differs = !(((confirmed && (unpaired == 1)) && spent) && !newer);
           if
           :: PAIRED -> skip
           :: else -> spent = 1
           fi;
           if
           :: newer -> same_server = 0
           :: else
           fi;
           session = 1;
           confirmed = 1
        :: else ->
           half = (PAIRED -> 0 : 1);
           differs = !(confirmed && (unpaired == 1));
           confirmed = 1
        fi
     fi
  fi;
  note_listing();
  unpaired = half;
  if
  :: (unpaired == 0) -> disarm_PAIR()
  :: else ->
     if
     :: ((unpaired == (voice_state -> 1 : 2)) && differs) -> arm_PAIR()
     :: else
     fi
  fi
}
inline follow() {
  if
  :: channel ->
     target = channel;
     if
     :: (move == channel) ->
        disarm_MOVE();
        move = 0
     :: else
     fi
  :: else
  fi
}
inline await_main_gateway() {
  if
  :: main_up ->
     disarm_HOLD();
     arm_SERVER()
  :: else ->
     disarm_SERVER();
     if
     :: !((timers & T_HOLD) != 0) -> arm_HOLD()
     :: else
     fi
  fi
}
inline release_socket() {
  disarm_DIAL();
  disarm_HELLO();
  disarm_VIOLATIONS();
  violations = 0;
  held = 0;
  greeted = 0
}
inline close_socket() {
  if
  :: held ->
     CloseSocket();
     release_socket()
  :: else
  fi
}
inline abort_socket() {
  if
  :: held ->
     AbortSocket();
     release_socket()
  :: else
  fi
}
inline publish_media() {
  if
  :: !published ->
     PublishMedia();
     published = 1
  :: else
  fi
}
inline withdraw_media() {
  if
  :: published ->
     WithdrawMedia();
     published = 0
  :: else
  fi
}
inline close_udp() {
  withdraw_media();
  encrypting = 0;
  keys = 0;
  recovered = 0;
  unstable = 0;
  if
  :: path_held ->
     CloseUdp();
     disarm_UDP_FAILURE();
     path_held = 0;
     key = 0
  :: else
  fi
}
inline new_round() {
  requests = 0;
  asked = 0
}
inline leave_if_listed_in_target() {
  if
  :: (listed && (listed == target)) -> leave_channel()
  :: else
  fi
}
inline spend_voice_state() {
  assert(P27 && VOICE_STATES_LEFT);
  voice_states = (voice_states + 1)
}
inline count_voice_state() {
  if
  :: !command -> spend_voice_state()
  :: else
  fi
}
inline ask_for_target() {
  if
  :: !(from_leaving || (reason == WaitReason_REJOIN_LEAVING)) -> count_voice_state()
  :: else
  fi;
  send_request()
}
inline end_requests() {
  disarm_DECIDE();
  pending = 0;
  fresh = 0
}
inline end_move() {
  disarm_MOVE();
  without_move();
  end_requests();
  if
  :: (!asked && !((timers & T_PAIR) != 0)) -> unpair()
  :: else
  fi
}
inline fail_move() {
  if
  :: move ->
     undecided = 0;
     end_move()
  :: else
  fi
}
inline forget_untracked() {
  if
  :: !TRACKED ->
     pending = 0;
     fresh = 0;
     unproven = 0;
     contested = 0;
     voice_states = 0;
     undecided = 0;
     timers = (timers & ~(T_DECIDE | T_RECOVERY))
  :: else
  fi
}
inline SET_TARGET() {
  if
  :: channel ->
     target = channel;
     requests = 0;
     fresh = 1
  :: else
  fi
}
inline SEND_VOICE_STATE() {
  leave_if_listed_in_target();
  ask_for_target()
}
inline SEND_VOICE_STATE_IN_NEW_ROUND() {
  new_round();
  SEND_VOICE_STATE()
}
inline REPEAT_AFTER_LEAVE() {
  leave_channel();
  ask_for_target()
}
inline LEAVE_FIRST() {
  count_voice_state();
  new_round();
  forget_token();
  unpair();
  leave_channel()
}
inline REJOIN() {
  if
  :: asked -> leave_channel()
  :: else
  fi;
  new_round();
  ask_for_target()
}
inline REJOIN_AFTER_RANDOM_DELAY() {
  new_round();
  ask_for_target()
}
inline REQUEST_CURRENT_CHANNEL() {
  tell_self()
}
inline SEND_SELF_FLAGS() {
  tell_self()
}
inline STORE_SELF_FLAGS() {
  wanted = mute
}
inline CORRECT_SELF_FLAGS() {
  if
  :: (main_up && (shown && (shown != (wanted + 1)))) -> tell_self()
  :: else
  fi
}
inline STOP_WAIT_FOR_ANSWER_TO_LEAVE() {
  if
  :: !another_leave ->
     disarm_LEAVE();
     leaving = 0
  :: else
  fi
}
inline WAIT_FOR_ANSWER_TO_EARLIER_LEAVE() {
  if
  :: another_leave ->
     leaving = 1;
     arm_LEAVE()
  :: else
  fi
}
inline MOVE() {
  if
  :: channel -> ask_for_move()
  :: else
  fi
}
inline FAIL_SUPERSEDED_MOVE() {
  fail_move()
}
inline FAIL_REQUESTS_FOR_OTHER_CHANNELS() {
  if
  :: (pending && (move != channel)) ->
     undecided = 0;
     disarm_DECIDE()
  :: else
  fi;
  disarm_MOVE();
  without_move()
}
inline FAIL_UNANSWERED_MOVE() {
  fail_move();
  if
  :: !main_up -> tell_self()
  :: else
  fi
}
inline FAIL_UNSENT_MOVE() {
  fail_move()
}
inline FAIL_MOVE_WITHOUT_CHANNEL() {
  fail_move()
}
inline FAIL_UNDECIDED_MOVE() {
  undecided = 0;
  if
  :: move ->
     end_move();
     if
     :: !main_up -> tell_self()
     :: else
     fi
  :: else -> end_move()
  fi
}
inline FAIL_UNDECIDED_RECONNECT() {
  undecided = 0;
  end_requests()
}
inline AWAIT_JOIN() {
  pending = 1;
  if
  :: !((timers & T_DECIDE) != 0) -> arm_DECIDE()
  :: else
  fi;
  fresh = 1
}
inline AWAIT_MOVE() {
  if
  :: (pending != 1) -> pending = 2
  :: else
  fi;
  if
  :: !((timers & T_DECIDE) != 0) -> arm_DECIDE()
  :: else
  fi
}
inline AWAIT_RECONNECT() {
  if
  :: !pending -> pending = 3
  :: else
  fi;
  if
  :: !((timers & T_DECIDE) != 0) -> arm_DECIDE()
  :: else
  fi
}
inline PURSUE_REQUEST() {
  if
  :: move ->
     disarm_MOVE();
     target = move;
     move = 0;
     requests = 1;
     fresh = 1
  :: else
  fi;
  if
  :: (asked == target) ->
     if
     :: ((state == ASU) && (unpaired == 2)) ->
        confirmed = 0;
        server_lost = 0
     :: else ->
        forget_token();
        disarm_PAIR()
     fi
  :: else ->
     new_round();
     leave_if_listed_in_target();
     send_request()
  fi
}
inline COMPLETE_JOIN() {
  if
  :: !move ->
     undecided = 0;
     end_requests()
  :: else
  fi
}
inline SET_TARGET_TO_CHANNEL_OF_BOT() {
  follow()
}
inline STORE_CHANNEL_OF_BOT() {
  note_listing()
}
inline TRY_OTHER_SESSION() {
  note_listing();
  contested = 1;
  unpair()
}
inline MARK_TOKEN_USED_UP() {
  spent = 1
}
inline DISCARD_CREDENTIALS() {
  forget_token();
  unpair()
}
inline STORE_DATA_OF_EVENT() {
  record()
}
inline STORE_DATA_OF_EVENT_AND_END_ROUND() {
  record();
  confirmed = 0;
  server_lost = 0
}
inline END_PAIRING() {
  unpair()
}
inline WAIT_FOR_VOICE_STATE() {
  arm_SETTLE()
}
inline WAIT_FOR_MISSING_VOICE_STATE() {
  if
  :: !confirmed -> arm_SETTLE()
  :: else
  fi
}
inline STOP_WAIT_FOR_VOICE_STATE() {
  disarm_SETTLE()
}
inline RECORD_MAIN_SESSION() {
  main_up = !(event == B9);
  if
  :: (event == B11) -> main_doubtful = 1
  :: else
  fi;
  if
  :: ((event == B9) && ((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022))) -> severed_lost = 1
  :: else
  fi
}
inline RESTART_SERVER_TIMER() {
  await_main_gateway()
}
inline AWAIT_ANOTHER_SERVER() {
  if
  :: main_up -> arm_SERVER()
  :: else
  fi
}
inline SET_WAIT_GRANTED_BY_POLICY() {
  if
  :: main_up -> arm_SERVER()
  :: else
  fi
}
inline START_HOLD_TIMER() {
  if
  :: !((timers & T_HOLD) != 0) -> arm_HOLD()
  :: else
  fi
}
inline STOP_HOLD_TIMER() {
  disarm_HOLD()
}
inline COUNT_CHANGE_BY_DISCORD() {
  if
  :: (changes < (FREE_CHANGES + 1)) -> changes = (changes + 1)
  :: else
  fi;
  if
  :: (changes == (FREE_CHANGES + 1)) -> paced = 1
  :: else
  fi
}
inline DIAL() {
  held = 1;
  greeted = 0;
  DialGateway();
  arm_DIAL()
}
inline IDENTIFY() {
  encrypting = 1;
  keys = 0;
  recovered = 0;
  unstable = 0;
  disarm_DIAL();
  SendIdentify();
  arm_READY();
  arm_HELLO()
}
inline RESUME() {
  disarm_DIAL();
  SendResume();
  arm_RESUMED();
  arm_HELLO()
}
inline START_HEARTBEAT() {
  disarm_HELLO();
  greeted = 1;
  StartHeartbeat()
}
inline COUNT_VIOLATION() {
  violations = (violations + 1);
  if
  :: !((timers & T_VIOLATIONS) != 0) -> arm_VIOLATIONS()
  :: else
  fi
}
inline RESET_VIOLATION_COUNT() {
  violations = 0
}
inline RELEASE_SOCKET() {
  release_socket()
}
inline ABORT_SOCKET() {
  abort_socket()
}
inline STORE_SSRC_AND_MODE() {
  unproven = 0;
  contested = 0;
  mode = ((modes & 1) -> 1 : 2);
  key = 0;
  progress = 2
}
inline STORE_KEY() {
  key = 1;
  progress = 3
}
inline USE_NEW_KEY() {
  RekeyMedia()
}
inline SEND_DISCOVERY() {
  SendDiscovery();
  arm_DISCOVERY_RETRY()
}
inline EXCLUDE_MODE() {
  modes = (modes & ~mode)
}
inline START_UDP_FAILURE_TIMER() {
  arm_UDP_FAILURE()
}
inline STOP_UDP_FAILURE_TIMER() {
  disarm_UDP_FAILURE()
}
inline STORE_KEY_STATUS() {
  keys = reported;
  recovered = (recovered && (1 < reported))
}
inline AWAIT_KEYS() {
  STORE_KEY_STATUS();
  if
  :: !((timers & T_KEYS) != 0) -> arm_KEYS()
  :: else
  fi;
  disarm_STABLE()
}
inline AWAIT_NEXT_KEYS() {
  STORE_KEY_STATUS();
  if
  :: unstable ->
     unstable = 0;
     arm_STABLE()
  :: else
  fi;
  arm_KEYS()
}
inline STOP_WAIT_FOR_KEYS() {
  STORE_KEY_STATUS();
  if
  :: unstable ->
     unstable = 0;
     arm_STABLE()
  :: else
  fi;
  disarm_KEYS()
}
inline RECOVER_KEYS() {
  recovered = 1;
  arm_KEYS()
}
inline DELAY_STABLE() {
  unstable = 1
}
inline established_keys() {
  if
  :: keys -> arm_KEYS()
  :: else
  fi;
  if
  :: (1 < keys) -> unstable = 1
  :: else ->
     unstable = 0;
     arm_STABLE()
  fi
}
inline MARK_WAIT_OVER() {
  waited = 1
}
inline PREPARE_REJOIN() {
  close_udp();
  if
  :: !main_up ->
     if
     :: !((timers & T_HOLD) != 0) -> arm_HOLD()
     :: else
     fi
  :: else
  fi
}
inline END_WAIT() {
  disarm_BACKOFF();
  waited = 1
}
inline COUNT_REJOIN() {
  rejoins = (rejoins + 1)
}
inline CLOSE_RESUME_WINDOW() {
  window_over = 1
}
inline SET_BUDGETS() {
  resumes_granted = granted;
  rejoins_granted = granted
}
inline RESET_BUDGETS() {
  disarm_RESUME_WINDOW();
  if
  :: (((timers & T_RECOVERY) != 0) && (state != ES)) -> arm_RECOVERY()
  :: else
  fi;
  voice_states = 0;
  resumes = 0;
  rejoins = 0;
  identifies = 0;
  window_over = 0;
  waited = 0;
  changes = 0;
  paced = 0;
  opens = 0;
  discoveries = 0;
  not_found = 0;
  refused = 0;
  unusable = 0;
  modes = 3
}
inline COUNT_PROTOCOL_ERROR() {
  protocol_errors = (protocol_errors + 1);
  if
  :: !((timers & T_PROTOCOL_ERRORS) != 0) -> arm_PROTOCOL_ERRORS()
  :: else
  fi
}
inline RESET_PROTOCOL_ERROR_COUNT() {
  protocol_errors = 0
}
inline COUNT_REFUSED_TOKEN() {
  refused = (refused + 1)
}
inline COUNT_SERVER_NOT_FOUND() {
  not_found = (not_found + 1)
}
inline COUNT_UNUSABLE_SERVER() {
  unusable = (unusable + 1)
}
inline COUNT_UDP_OPEN_FAILURE() {
  opens = (opens + 1)
}
inline COUNT_DISCOVERY_FAILURE() {
  discoveries = (discoveries + 1)
}
inline leave() {
  timers = (timers & ~((state == FA) -> 0 : ((state == DC) -> 0 : ((state == BO) -> (T_BACKOFF | T_HOLD) : ((state == ES) -> (T_STABLE | T_KEYS) : ((state == SE) -> T_DESCRIPTION : ((state == DI) -> (T_DISCOVERY_RETRY | T_DISCOVERY) : ((state == RD) -> T_DISCOVERY : ((state == RS) -> (T_DIAL | T_RESUMED) : ((state == ID) -> ((T_DIAL | T_READY) | T_PACE) : ((state == ASU) -> ((T_SERVER | T_SETTLE) | T_HOLD) : ((state == IDLE) -> 0 : 0))))))))))));
  waited = 0;
  severed_lost = 0;
  if
  :: (((state == ES) && (to != ES)) && !((to == DC) || (to == FA))) -> arm_RECOVERY()
  :: else
  fi;
  if
  :: (((state == RS) || (state == ES)) && !((to == RS) || (to == ES))) -> withdraw_media()
  :: else
  fi
}
inline enter() {
  if
  :: (to == ASU) ->
     severed_lost = (((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022)) && MAIN_SESSION_LOST);
     close_socket();
     close_udp();
     await_main_gateway()
  :: (to == ID) ->
     close_socket();
     close_udp();
     if
     :: !(state == BO) -> identifies = 0
     :: else
     fi;
     confirmed = 0;
     server_lost = 0;
     if
     :: paced ->
        paced = 0;
        arm_PACE()
     :: else -> DIAL()
     fi
  :: (to == RS) ->
     close_socket();
     assert(P7 && !closed_now);
     resumes = (resumes + 1);
     if
     :: !((timers & T_RESUME_WINDOW) != 0) -> arm_RESUME_WINDOW()
     :: else
     fi;
     held = 1;
     greeted = 0;
     RedialGateway();
     publish_media();
     arm_DIAL()
  :: (to == RD) ->
     path_held = 1;
     OpenUdp();
     arm_DISCOVERY()
  :: (to == DI) ->
     SEND_DISCOVERY();
     arm_DISCOVERY()
  :: (to == SE) ->
     SelectProtocol();
     arm_DESCRIPTION()
  :: (to == ES) ->
     AnnounceSpeaking();
     publish_media();
     established_keys();
     disarm_RECOVERY();
     COMPLETE_JOIN();
     if
     :: ((shown && (shown != (wanted + 1))) && VOICE_STATES_LEFT) ->
        tell_self();
        spend_voice_state()
     :: else
     fi
  :: (to == BO) ->
     close_socket();
     if
     :: (reason == BackoffPlan_RESUME) -> assert(P7 && !closed_now)
     :: else -> close_udp()
     fi;
     if
     :: (reason == BackoffPlan_REJOIN) -> rejoins = (rejoins + 1)
     :: else
     fi;
     if
     :: (reason == BackoffPlan_IDENTIFY) -> identifies = (identifies + 1)
     :: else
     fi;
     arm_BACKOFF();
     if
     :: ((reason == BackoffPlan_REJOIN) && !main_up) -> arm_HOLD()
     :: else
     fi
  :: (to == DC) ->
     close_socket();
     close_udp();
     timers = 0;
     undecided = 0
  :: (to == FA) ->
     close_socket();
     close_udp();
     timers = 0;
     undecided = 0
  :: else
  fi
}
inline on_A1() {
  if
  :: (state == IDLE) ->
     d_step { /* A1.IDLE.1 */
       changing = 1;
       to = ASU;
       why = WaitReason_JOIN;
       leave();
       WAIT_FOR_ANSWER_TO_EARLIER_LEAVE();
       SET_TARGET();
       AWAIT_JOIN();
       SEND_VOICE_STATE();
       undecided = 1
     }
  :: (state == ASU) ->
     if
     :: MOVE_PENDING ->
        d_step { /* A1.ASU.1 */
          from_leaving = (reason == WaitReason_REJOIN_LEAVING);
          reason = WaitReason_MOVE;
          severed_lost = 0;
          RESET_BUDGETS();
          FAIL_SUPERSEDED_MOVE();
          SET_TARGET();
          AWAIT_JOIN();
          STOP_WAIT_FOR_VOICE_STATE();
          SEND_VOICE_STATE_IN_NEW_ROUND();
          RESTART_SERVER_TIMER();
          undecided = 1
        }
     :: (!MOVE_PENDING && ((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022))) ->
        d_step { /* A1.ASU.2 */
          reason = WaitReason_JOIN;
          severed_lost = 0;
          RESET_BUDGETS();
          AWAIT_JOIN();
          SEND_VOICE_STATE_IN_NEW_ROUND();
          RESTART_SERVER_TIMER();
          undecided = 1
        }
     :: !(MOVE_PENDING || ((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022))) ->
        d_step { /* A1.ASU.3 */
          AWAIT_JOIN();
          undecided = 1
        }
     fi
  :: ((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == BO)) ->
     if
     :: MOVE_PENDING ->
        d_step { /* A1.ID.1 A1.RS.1 A1.RD.1 A1.DI.1 A1.SE.1 A1.BO.1 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVE;
          leave();
          RESET_BUDGETS();
          FAIL_SUPERSEDED_MOVE();
          SET_TARGET();
          AWAIT_JOIN();
          SEND_VOICE_STATE_IN_NEW_ROUND();
          undecided = 1
        }
     :: !MOVE_PENDING ->
        d_step { /* A1.ID.2 A1.RS.2 A1.RD.2 A1.DI.2 A1.SE.2 A1.BO.2 */
          AWAIT_JOIN();
          undecided = 1
        }
     fi
  :: (state == ES) ->
     if
     :: MOVE_PENDING ->
        d_step { /* A1.ES.1 */
          FAIL_SUPERSEDED_MOVE();
          REQUEST_CURRENT_CHANNEL();
          COMPLETE_JOIN()
        }
     :: !MOVE_PENDING ->
        d_step { /* A1.ES.2 */
          COMPLETE_JOIN()
        }
     fi
  :: ((state == DC) || (state == FA)) ->
     d_step { /* A1.DC.1 A1.FA.1 */
       skip
     }
  fi
}
inline on_A2() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* A2.IDLE.1 A2.DC.1 A2.FA.1 */
       skip
     }
  :: (state == ASU) ->
     d_step { /* A2.ASU.1 */
       from_leaving = (reason == WaitReason_REJOIN_LEAVING);
       reason = WaitReason_MOVE;
       severed_lost = 0;
       RESET_BUDGETS();
       FAIL_REQUESTS_FOR_OTHER_CHANNELS();
       SET_TARGET();
       AWAIT_MOVE();
       STOP_WAIT_FOR_VOICE_STATE();
       SEND_VOICE_STATE_IN_NEW_ROUND();
       RESTART_SERVER_TIMER();
       undecided = 1
     }
  :: ((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == BO)) ->
     d_step { /* A2.ID.1 A2.RS.1 A2.RD.1 A2.DI.1 A2.SE.1 A2.BO.1 */
       changing = 1;
       to = ASU;
       why = WaitReason_MOVE;
       leave();
       RESET_BUDGETS();
       FAIL_REQUESTS_FOR_OTHER_CHANNELS();
       SET_TARGET();
       AWAIT_MOVE();
       SEND_VOICE_STATE_IN_NEW_ROUND();
       undecided = 1
     }
  :: (state == ES) ->
     if
     :: MOVE_THERE_PENDING ->
        d_step { /* A2.ES.1 */
          undecided = 1
        }
     :: !MOVE_THERE_PENDING ->
        d_step { /* A2.ES.2 */
          RESET_BUDGETS();
          FAIL_SUPERSEDED_MOVE();
          AWAIT_MOVE();
          MOVE();
          undecided = 1
        }
     fi
  fi
}
inline on_A3() {
  if
  :: (((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == BO)) ->
     d_step { /* A3.IDLE.1 A3.ASU.1 A3.ID.1 A3.RD.1 A3.DI.1 A3.SE.1 A3.BO.1 */
       STORE_SELF_FLAGS()
     }
  :: ((state == RS) || (state == ES)) ->
     if
     :: SELF_FLAGS_SHOWN ->
        d_step { /* A3.RS.1 A3.ES.1 */
          skip
        }
     :: !SELF_FLAGS_SHOWN ->
        d_step { /* A3.RS.2 A3.ES.2 */
          STORE_SELF_FLAGS();
          SEND_SELF_FLAGS()
        }
     fi
  :: ((state == DC) || (state == FA)) ->
     d_step { /* A3.DC.1 A3.FA.1 */
       skip
     }
  fi
}
inline on_A4() {
  if
  :: (((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) ->
     d_step { /* A4.IDLE.1 A4.ASU.1 A4.ID.1 A4.RS.1 A4.RD.1 A4.DI.1 A4.SE.1 A4.ES.1 A4.BO.1 */
       changing = 1;
       to = DC;
       why = DisconnectReason_REQUESTED;
       leave()
     }
  :: ((state == DC) || (state == FA)) ->
     d_step { /* A4.DC.1 A4.FA.1 */
       skip
     }
  fi
}
inline on_A5() {
  if
  :: (((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) ->
     d_step { /* A5.IDLE.1 A5.ASU.1 A5.ID.1 A5.RS.1 A5.RD.1 A5.DI.1 A5.SE.1 A5.ES.1 A5.BO.1 */
       changing = 1;
       to = DC;
       why = DisconnectReason_CLOSED;
       leave()
     }
  :: ((state == DC) || (state == FA)) ->
     d_step { /* A5.DC.1 A5.FA.1 */
       skip
     }
  fi
}
inline on_A6() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* A6.IDLE.1 A6.DC.1 A6.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: REJOINS_DISABLED ->
        d_step { /* A6.ASU.1 */
          skip
        }
     :: (!REJOINS_DISABLED && (reason == WaitReason_REJOIN_LEAVING)) ->
        d_step { /* A6.ASU.2 */
          RESET_BUDGETS();
          FAIL_SUPERSEDED_MOVE();
          AWAIT_RECONNECT();
          RESTART_SERVER_TIMER();
          undecided = 1
        }
     :: (!(REJOINS_DISABLED || (reason == WaitReason_REJOIN_LEAVING)) && ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) ->
        d_step { /* A6.ASU.3 */
          RESET_BUDGETS();
          FAIL_SUPERSEDED_MOVE();
          AWAIT_RECONNECT();
          STOP_WAIT_FOR_VOICE_STATE();
          SEND_VOICE_STATE_IN_NEW_ROUND();
          RESTART_SERVER_TIMER();
          undecided = 1
        }
     :: !((REJOINS_DISABLED || (reason == WaitReason_REJOIN_LEAVING)) || ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) ->
        d_step { /* A6.ASU.4 */
          from_leaving = (reason == WaitReason_REJOIN_LEAVING);
          reason = WaitReason_REJOIN;
          severed_lost = 0;
          RESET_BUDGETS();
          FAIL_SUPERSEDED_MOVE();
          AWAIT_RECONNECT();
          STOP_WAIT_FOR_VOICE_STATE();
          SEND_VOICE_STATE_IN_NEW_ROUND();
          RESTART_SERVER_TIMER();
          undecided = 1
        }
     fi
  :: ((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: REJOINS_DISABLED ->
        d_step { /* A6.ID.1 A6.RS.1 A6.RD.1 A6.DI.1 A6.SE.1 A6.ES.1 */
          skip
        }
     :: !REJOINS_DISABLED ->
        d_step { /* A6.ID.2 A6.RS.2 A6.RD.2 A6.DI.2 A6.SE.2 A6.ES.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RESET_BUDGETS();
          FAIL_SUPERSEDED_MOVE();
          AWAIT_RECONNECT();
          undecided = 1
        }
     fi
  :: (state == BO) ->
     if
     :: REJOINS_DISABLED ->
        d_step { /* A6.BO.1 */
          skip
        }
     :: (!REJOINS_DISABLED && MAIN_GATEWAY_AWAY) ->
        d_step { /* A6.BO.2 */
          from_leaving = (reason == WaitReason_REJOIN_LEAVING);
          reason = BackoffPlan_REJOIN;
          severed_lost = 0;
          RESET_BUDGETS();
          FAIL_SUPERSEDED_MOVE();
          AWAIT_RECONNECT();
          PREPARE_REJOIN();
          END_WAIT();
          undecided = 1
        }
     :: (!(REJOINS_DISABLED || MAIN_GATEWAY_AWAY) && LISTED_IN_TARGET) ->
        d_step { /* A6.BO.3 */
          changing = 1;
          to = ASU;
          why = WaitReason_REJOIN_LEAVING;
          leave();
          RESET_BUDGETS();
          FAIL_SUPERSEDED_MOVE();
          AWAIT_RECONNECT();
          LEAVE_FIRST();
          undecided = 1
        }
     :: !((REJOINS_DISABLED || MAIN_GATEWAY_AWAY) || LISTED_IN_TARGET) ->
        d_step { /* A6.BO.4 */
          changing = 1;
          to = ASU;
          why = WaitReason_REJOIN;
          leave();
          RESET_BUDGETS();
          FAIL_SUPERSEDED_MOVE();
          AWAIT_RECONNECT();
          REJOIN();
          undecided = 1
        }
     fi
  fi
}
inline on_B1() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* B1.IDLE.1 B1.DC.1 B1.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: (reason == WaitReason_REJOIN_LEAVING) ->
        d_step { /* B1.ASU.1 */
          from_leaving = (reason == WaitReason_REJOIN_LEAVING);
          reason = WaitReason_REJOIN;
          severed_lost = 0;
          STORE_DATA_OF_EVENT();
          STOP_WAIT_FOR_ANSWER_TO_LEAVE();
          REJOIN();
          RESTART_SERVER_TIMER()
        }
     :: (!(reason == WaitReason_REJOIN_LEAVING) && LEAVE_OUTSTANDING) ->
        d_step { /* B1.ASU.2 */
          STOP_WAIT_FOR_ANSWER_TO_LEAVE();
          STORE_CHANNEL_OF_BOT()
        }
     :: (!((reason == WaitReason_REJOIN_LEAVING) || LEAVE_OUTSTANDING) && (((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) || (reason == WaitReason_REJOIN))) ->
        d_step { /* B1.ASU.3 */
          STORE_DATA_OF_EVENT()
        }
     :: (!(((reason == WaitReason_REJOIN_LEAVING) || LEAVE_OUTSTANDING) || (((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) || (reason == WaitReason_REJOIN))) && REQUEST_UNANSWERED) ->
        d_step { /* B1.ASU.4 */
          from_leaving = (reason == WaitReason_REJOIN_LEAVING);
          reason = WaitReason_MOVE;
          severed_lost = 0;
          STORE_DATA_OF_EVENT();
          STOP_WAIT_FOR_VOICE_STATE();
          PURSUE_REQUEST();
          RESTART_SERVER_TIMER()
        }
     :: (!((((reason == WaitReason_REJOIN_LEAVING) || LEAVE_OUTSTANDING) || (((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) || (reason == WaitReason_REJOIN))) || REQUEST_UNANSWERED) && MAIN_SESSION_LOST) ->
        d_step { /* B1.ASU.5 */
          STORE_DATA_OF_EVENT()
        }
     :: (!(((((reason == WaitReason_REJOIN_LEAVING) || LEAVE_OUTSTANDING) || (((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) || (reason == WaitReason_REJOIN))) || REQUEST_UNANSWERED) || MAIN_SESSION_LOST) && (reason == WaitReason_SEVERED_4014)) ->
        d_step { /* B1.ASU.6 */
          changing = 1;
          to = DC;
          why = DisconnectReason_KICKED;
          leave();
          STORE_DATA_OF_EVENT()
        }
     :: (!((((((reason == WaitReason_REJOIN_LEAVING) || LEAVE_OUTSTANDING) || (((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) || (reason == WaitReason_REJOIN))) || REQUEST_UNANSWERED) || MAIN_SESSION_LOST) || (reason == WaitReason_SEVERED_4014)) && (reason == WaitReason_SEVERED_4022)) ->
        d_step { /* B1.ASU.7 */
          changing = 1;
          to = DC;
          why = DisconnectReason_CALL_TERMINATED;
          leave();
          STORE_DATA_OF_EVENT()
        }
     :: !(((((((reason == WaitReason_REJOIN_LEAVING) || LEAVE_OUTSTANDING) || (((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) || (reason == WaitReason_REJOIN))) || REQUEST_UNANSWERED) || MAIN_SESSION_LOST) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) ->
        d_step { /* B1.ASU.8 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REMOVED;
          leave();
          STORE_DATA_OF_EVENT()
        }
     fi
  :: ((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: LEAVE_OUTSTANDING ->
        d_step { /* B1.ID.1 B1.RS.1 B1.RD.1 B1.DI.1 B1.SE.1 B1.ES.1 */
          changing = 1;
          to = ASU;
          why = WaitReason_REJOIN;
          leave();
          STOP_WAIT_FOR_ANSWER_TO_LEAVE();
          STORE_CHANNEL_OF_BOT();
          DISCARD_CREDENTIALS()
        }
     :: (!LEAVE_OUTSTANDING && REQUEST_UNANSWERED) ->
        d_step { /* B1.ID.2 B1.RS.2 B1.RD.2 B1.DI.2 B1.SE.2 B1.ES.2 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVE;
          leave();
          STORE_DATA_OF_EVENT();
          PURSUE_REQUEST()
        }
     :: (!(LEAVE_OUTSTANDING || REQUEST_UNANSWERED) && MAIN_SESSION_LOST_NO_REJOIN) ->
        d_step { /* B1.ID.3 B1.RS.3 B1.RD.3 B1.DI.3 B1.SE.3 B1.ES.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          STORE_DATA_OF_EVENT()
        }
     :: (!((LEAVE_OUTSTANDING || REQUEST_UNANSWERED) || MAIN_SESSION_LOST_NO_REJOIN) && MAIN_SESSION_LOST) ->
        d_step { /* B1.ID.4 B1.RS.4 B1.RD.4 B1.DI.4 B1.SE.4 B1.ES.4 */
          changing = 1;
          to = ASU;
          why = WaitReason_REJOIN;
          leave();
          STORE_DATA_OF_EVENT();
          REJOIN()
        }
     :: !(((LEAVE_OUTSTANDING || REQUEST_UNANSWERED) || MAIN_SESSION_LOST_NO_REJOIN) || MAIN_SESSION_LOST) ->
        d_step { /* B1.ID.5 B1.RS.5 B1.RD.5 B1.DI.5 B1.SE.5 B1.ES.5 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REMOVED;
          leave();
          STORE_DATA_OF_EVENT()
        }
     fi
  :: (state == BO) ->
     if
     :: LEAVE_OUTSTANDING ->
        d_step { /* B1.BO.1 */
          STOP_WAIT_FOR_ANSWER_TO_LEAVE();
          STORE_CHANNEL_OF_BOT()
        }
     :: (!LEAVE_OUTSTANDING && REQUEST_UNANSWERED) ->
        d_step { /* B1.BO.2 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVE;
          leave();
          STORE_DATA_OF_EVENT();
          PURSUE_REQUEST()
        }
     :: (!(LEAVE_OUTSTANDING || REQUEST_UNANSWERED) && ((reason == BackoffPlan_REJOIN) && MAIN_SESSION_LOST)) ->
        d_step { /* B1.BO.3 */
          STORE_DATA_OF_EVENT()
        }
     :: (!((LEAVE_OUTSTANDING || REQUEST_UNANSWERED) || ((reason == BackoffPlan_REJOIN) && MAIN_SESSION_LOST)) && (((reason == BackoffPlan_RESUME) || (reason == BackoffPlan_IDENTIFY)) && MAIN_SESSION_LOST_NO_REJOIN)) ->
        d_step { /* B1.BO.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          STORE_DATA_OF_EVENT()
        }
     :: (!(((LEAVE_OUTSTANDING || REQUEST_UNANSWERED) || ((reason == BackoffPlan_REJOIN) && MAIN_SESSION_LOST)) || (((reason == BackoffPlan_RESUME) || (reason == BackoffPlan_IDENTIFY)) && MAIN_SESSION_LOST_NO_REJOIN)) && (((reason == BackoffPlan_RESUME) || (reason == BackoffPlan_IDENTIFY)) && MAIN_SESSION_LOST)) ->
        d_step { /* B1.BO.5 */
          changing = 1;
          to = ASU;
          why = WaitReason_REJOIN;
          leave();
          STORE_DATA_OF_EVENT();
          REJOIN()
        }
     :: !((((LEAVE_OUTSTANDING || REQUEST_UNANSWERED) || ((reason == BackoffPlan_REJOIN) && MAIN_SESSION_LOST)) || (((reason == BackoffPlan_RESUME) || (reason == BackoffPlan_IDENTIFY)) && MAIN_SESSION_LOST_NO_REJOIN)) || (((reason == BackoffPlan_RESUME) || (reason == BackoffPlan_IDENTIFY)) && MAIN_SESSION_LOST)) ->
        d_step { /* B1.BO.6 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REMOVED;
          leave();
          STORE_DATA_OF_EVENT()
        }
     fi
  fi
}
inline on_B2() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* B2.IDLE.1 B2.DC.1 B2.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: (reason == WaitReason_REJOIN_LEAVING) ->
        d_step { /* B2.ASU.1 */
          skip
        }
     :: (!(reason == WaitReason_REJOIN_LEAVING) && CREDENTIALS_COMPLETE) ->
        d_step { /* B2.ASU.2 */
          changing = 1;
          to = ID;
          leave();
          STORE_DATA_OF_EVENT()
        }
     :: !((reason == WaitReason_REJOIN_LEAVING) || CREDENTIALS_COMPLETE) ->
        d_step { /* B2.ASU.3 */
          STORE_DATA_OF_EVENT()
        }
     fi
  :: (((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) ->
     d_step { /* B2.ID.1 B2.RS.1 B2.RD.1 B2.DI.1 B2.SE.1 B2.ES.1 B2.BO.1 */
       STORE_CHANNEL_OF_BOT()
     }
  fi
}
inline on_B3() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* B3.IDLE.1 B3.DC.1 B3.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: (reason == WaitReason_REJOIN_LEAVING) ->
        d_step { /* B3.ASU.1 */
          skip
        }
     :: (!(reason == WaitReason_REJOIN_LEAVING) && (((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) && TAKEN_OVER)) ->
        d_step { /* B3.ASU.2 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          STORE_CHANNEL_OF_BOT()
        }
     :: (!((reason == WaitReason_REJOIN_LEAVING) || (((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) && TAKEN_OVER)) && CREDENTIALS_COMPLETE) ->
        d_step { /* B3.ASU.3 */
          changing = 1;
          to = ID;
          leave();
          STORE_DATA_OF_EVENT()
        }
     :: (!(((reason == WaitReason_REJOIN_LEAVING) || (((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) && TAKEN_OVER)) || CREDENTIALS_COMPLETE) && ((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022))) ->
        d_step { /* B3.ASU.4 */
          reason = WaitReason_SESSION_CHANGED;
          severed_lost = 0;
          STORE_DATA_OF_EVENT();
          RESTART_SERVER_TIMER()
        }
     :: !((((reason == WaitReason_REJOIN_LEAVING) || (((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) && TAKEN_OVER)) || CREDENTIALS_COMPLETE) || ((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022))) ->
        d_step { /* B3.ASU.5 */
          STORE_DATA_OF_EVENT()
        }
     fi
  :: (state == ID) ->
     if
     :: SESSION_UNCLEAR ->
        d_step { /* B3.ID.1 */
          changing = 1;
          to = ID;
          leave();
          TRY_OTHER_SESSION();
          COUNT_CHANGE_BY_DISCORD()
        }
     :: (!SESSION_UNCLEAR && TAKEN_OVER) ->
        d_step { /* B3.ID.2 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          STORE_CHANNEL_OF_BOT()
        }
     :: (!(SESSION_UNCLEAR || TAKEN_OVER) && PAIRED) ->
        d_step { /* B3.ID.3 */
          changing = 1;
          to = ID;
          leave();
          STORE_DATA_OF_EVENT();
          COUNT_CHANGE_BY_DISCORD()
        }
     :: !((SESSION_UNCLEAR || TAKEN_OVER) || PAIRED) ->
        d_step { /* B3.ID.4 */
          changing = 1;
          to = ASU;
          why = WaitReason_SESSION_CHANGED;
          leave();
          STORE_DATA_OF_EVENT();
          COUNT_CHANGE_BY_DISCORD()
        }
     fi
  :: (state == RS) ->
     if
     :: TAKEN_OVER ->
        d_step { /* B3.RS.1 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          STORE_CHANNEL_OF_BOT()
        }
     :: !TAKEN_OVER ->
        d_step { /* B3.RS.2 */
          changing = 1;
          to = ASU;
          why = WaitReason_SESSION_CHANGED;
          leave();
          STORE_DATA_OF_EVENT();
          COUNT_CHANGE_BY_DISCORD()
        }
     fi
  :: ((((state == RD) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: TAKEN_OVER ->
        d_step { /* B3.RD.1 B3.DI.1 B3.SE.1 B3.ES.1 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          STORE_CHANNEL_OF_BOT()
        }
     :: (!TAKEN_OVER && PAIRED) ->
        d_step { /* B3.RD.2 B3.DI.2 B3.SE.2 B3.ES.2 */
          changing = 1;
          to = ID;
          leave();
          STORE_DATA_OF_EVENT();
          COUNT_CHANGE_BY_DISCORD()
        }
     :: !(TAKEN_OVER || PAIRED) ->
        d_step { /* B3.RD.3 B3.DI.3 B3.SE.3 B3.ES.3 */
          changing = 1;
          to = ASU;
          why = WaitReason_SESSION_CHANGED;
          leave();
          STORE_DATA_OF_EVENT();
          COUNT_CHANGE_BY_DISCORD()
        }
     fi
  :: (state == BO) ->
     if
     :: TAKEN_OVER ->
        d_step { /* B3.BO.1 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          STORE_CHANNEL_OF_BOT()
        }
     :: (!TAKEN_OVER && (reason == BackoffPlan_REJOIN)) ->
        d_step { /* B3.BO.2 */
          STORE_DATA_OF_EVENT()
        }
     :: (!(TAKEN_OVER || (reason == BackoffPlan_REJOIN)) && MAY_REJOIN) ->
        d_step { /* B3.BO.3 */
          from_leaving = (reason == WaitReason_REJOIN_LEAVING);
          reason = BackoffPlan_REJOIN;
          severed_lost = 0;
          STORE_DATA_OF_EVENT();
          COUNT_REJOIN();
          PREPARE_REJOIN()
        }
     :: !((TAKEN_OVER || (reason == BackoffPlan_REJOIN)) || MAY_REJOIN) ->
        d_step { /* B3.BO.4 */
          changing = 1;
          to = ASU;
          why = WaitReason_SESSION_CHANGED;
          leave();
          STORE_DATA_OF_EVENT();
          COUNT_CHANGE_BY_DISCORD()
        }
     fi
  fi
}
inline on_B4() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* B4.IDLE.1 B4.DC.1 B4.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: ((reason == WaitReason_REJOIN_LEAVING) && MOVE_CONFIRMED) ->
        d_step { /* B4.ASU.1 */
          STORE_CHANNEL_OF_BOT();
          SET_TARGET_TO_CHANNEL_OF_BOT()
        }
     :: (!((reason == WaitReason_REJOIN_LEAVING) && MOVE_CONFIRMED) && (reason == WaitReason_REJOIN_LEAVING)) ->
        d_step { /* B4.ASU.2 */
          skip
        }
     :: (!(((reason == WaitReason_REJOIN_LEAVING) && MOVE_CONFIRMED) || (reason == WaitReason_REJOIN_LEAVING)) && (((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) && TAKEN_OVER)) ->
        d_step { /* B4.ASU.3 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          STORE_CHANNEL_OF_BOT()
        }
     :: (!((((reason == WaitReason_REJOIN_LEAVING) && MOVE_CONFIRMED) || (reason == WaitReason_REJOIN_LEAVING)) || (((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) && TAKEN_OVER)) && LISTED_ELSEWHERE) ->
        d_step { /* B4.ASU.4 */
          STORE_DATA_OF_EVENT()
        }
     :: (!(((((reason == WaitReason_REJOIN_LEAVING) && MOVE_CONFIRMED) || (reason == WaitReason_REJOIN_LEAVING)) || (((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) && TAKEN_OVER)) || LISTED_ELSEWHERE) && CREDENTIALS_COMPLETE) ->
        d_step { /* B4.ASU.5 */
          changing = 1;
          to = ID;
          leave();
          STORE_DATA_OF_EVENT();
          SET_TARGET_TO_CHANNEL_OF_BOT()
        }
     :: (!((((((reason == WaitReason_REJOIN_LEAVING) && MOVE_CONFIRMED) || (reason == WaitReason_REJOIN_LEAVING)) || (((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) && TAKEN_OVER)) || LISTED_ELSEWHERE) || CREDENTIALS_COMPLETE) && ((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022))) ->
        d_step { /* B4.ASU.6 */
          reason = WaitReason_MOVED;
          severed_lost = 0;
          STORE_DATA_OF_EVENT();
          SET_TARGET_TO_CHANNEL_OF_BOT();
          RESTART_SERVER_TIMER()
        }
     :: !(((((((reason == WaitReason_REJOIN_LEAVING) && MOVE_CONFIRMED) || (reason == WaitReason_REJOIN_LEAVING)) || (((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) && TAKEN_OVER)) || LISTED_ELSEWHERE) || CREDENTIALS_COMPLETE) || ((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022))) ->
        d_step { /* B4.ASU.7 */
          STORE_DATA_OF_EVENT();
          SET_TARGET_TO_CHANNEL_OF_BOT()
        }
     fi
  :: (state == ID) ->
     if
     :: TAKEN_OVER ->
        d_step { /* B4.ID.1 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          STORE_CHANNEL_OF_BOT()
        }
     :: (!TAKEN_OVER && PAIRED_BEFORE_IDENTIFY) ->
        d_step { /* B4.ID.2 */
          STORE_DATA_OF_EVENT_AND_END_ROUND();
          SET_TARGET_TO_CHANNEL_OF_BOT()
        }
     :: (!(TAKEN_OVER || PAIRED_BEFORE_IDENTIFY) && PAIRED) ->
        d_step { /* B4.ID.3 */
          changing = 1;
          to = ID;
          leave();
          STORE_DATA_OF_EVENT();
          SET_TARGET_TO_CHANNEL_OF_BOT();
          COUNT_CHANGE_BY_DISCORD()
        }
     :: !((TAKEN_OVER || PAIRED_BEFORE_IDENTIFY) || PAIRED) ->
        d_step { /* B4.ID.4 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVED;
          leave();
          STORE_DATA_OF_EVENT();
          SET_TARGET_TO_CHANNEL_OF_BOT();
          COUNT_CHANGE_BY_DISCORD()
        }
     fi
  :: (state == RS) ->
     if
     :: TAKEN_OVER ->
        d_step { /* B4.RS.1 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          STORE_CHANNEL_OF_BOT()
        }
     :: !TAKEN_OVER ->
        d_step { /* B4.RS.2 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVED;
          leave();
          STORE_DATA_OF_EVENT();
          SET_TARGET_TO_CHANNEL_OF_BOT();
          COUNT_CHANGE_BY_DISCORD()
        }
     fi
  :: ((((state == RD) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: TAKEN_OVER ->
        d_step { /* B4.RD.1 B4.DI.1 B4.SE.1 B4.ES.1 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          STORE_CHANNEL_OF_BOT()
        }
     :: (!TAKEN_OVER && PAIRED) ->
        d_step { /* B4.RD.2 B4.DI.2 B4.SE.2 B4.ES.2 */
          changing = 1;
          to = ID;
          leave();
          STORE_DATA_OF_EVENT();
          SET_TARGET_TO_CHANNEL_OF_BOT();
          COUNT_CHANGE_BY_DISCORD()
        }
     :: !(TAKEN_OVER || PAIRED) ->
        d_step { /* B4.RD.3 B4.DI.3 B4.SE.3 B4.ES.3 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVED;
          leave();
          STORE_DATA_OF_EVENT();
          SET_TARGET_TO_CHANNEL_OF_BOT();
          COUNT_CHANGE_BY_DISCORD()
        }
     fi
  :: (state == BO) ->
     if
     :: TAKEN_OVER ->
        d_step { /* B4.BO.1 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          STORE_CHANNEL_OF_BOT()
        }
     :: (!TAKEN_OVER && (reason == BackoffPlan_REJOIN)) ->
        d_step { /* B4.BO.2 */
          STORE_DATA_OF_EVENT();
          SET_TARGET_TO_CHANNEL_OF_BOT()
        }
     :: (!(TAKEN_OVER || (reason == BackoffPlan_REJOIN)) && MAY_REJOIN) ->
        d_step { /* B4.BO.3 */
          from_leaving = (reason == WaitReason_REJOIN_LEAVING);
          reason = BackoffPlan_REJOIN;
          severed_lost = 0;
          STORE_DATA_OF_EVENT();
          SET_TARGET_TO_CHANNEL_OF_BOT();
          COUNT_REJOIN();
          PREPARE_REJOIN()
        }
     :: !((TAKEN_OVER || (reason == BackoffPlan_REJOIN)) || MAY_REJOIN) ->
        d_step { /* B4.BO.4 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVED;
          leave();
          STORE_DATA_OF_EVENT();
          SET_TARGET_TO_CHANNEL_OF_BOT();
          COUNT_CHANGE_BY_DISCORD()
        }
     fi
  fi
}
inline on_B5() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* B5.IDLE.1 B5.DC.1 B5.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: (reason == WaitReason_REJOIN_LEAVING) ->
        d_step { /* B5.ASU.1 */
          skip
        }
     :: (!(reason == WaitReason_REJOIN_LEAVING) && SERVER_KNOWN_LOST) ->
        d_step { /* B5.ASU.2 */
          STORE_DATA_OF_EVENT();
          STOP_WAIT_FOR_VOICE_STATE()
        }
     :: (!((reason == WaitReason_REJOIN_LEAVING) || SERVER_KNOWN_LOST) && (((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) || (reason == WaitReason_REJOIN))) ->
        d_step { /* B5.ASU.3 */
          STORE_DATA_OF_EVENT();
          STOP_WAIT_FOR_VOICE_STATE();
          AWAIT_ANOTHER_SERVER()
        }
     :: !(((reason == WaitReason_REJOIN_LEAVING) || SERVER_KNOWN_LOST) || (((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) || (reason == WaitReason_REJOIN))) ->
        d_step { /* B5.ASU.4 */
          from_leaving = (reason == WaitReason_REJOIN_LEAVING);
          reason = WaitReason_SERVER_LOST;
          severed_lost = 0;
          STORE_DATA_OF_EVENT();
          STOP_WAIT_FOR_VOICE_STATE();
          AWAIT_ANOTHER_SERVER()
        }
     fi
  :: (((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) ->
     d_step { /* B5.ID.1 B5.RS.1 B5.RD.1 B5.DI.1 B5.SE.1 B5.ES.1 B5.BO.1 */
       changing = 1;
       to = ASU;
       why = WaitReason_SERVER_LOST;
       leave();
       STORE_DATA_OF_EVENT();
       COUNT_CHANGE_BY_DISCORD()
     }
  fi
}
inline on_B6() {
  if
  :: (((((((((state == IDLE) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == DC)) || (state == FA)) ->
     d_step { /* B6.IDLE.1 B6.ID.1 B6.RS.1 B6.RD.1 B6.DI.1 B6.SE.1 B6.ES.1 B6.DC.1 B6.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: (reason == WaitReason_REJOIN_LEAVING) ->
        d_step { /* B6.ASU.1 */
          skip
        }
     :: (!(reason == WaitReason_REJOIN_LEAVING) && CREDENTIALS_COMPLETE) ->
        d_step { /* B6.ASU.2 */
          changing = 1;
          to = ID;
          leave();
          STORE_DATA_OF_EVENT()
        }
     :: !((reason == WaitReason_REJOIN_LEAVING) || CREDENTIALS_COMPLETE) ->
        d_step { /* B6.ASU.3 */
          STORE_DATA_OF_EVENT()
        }
     fi
  :: (state == BO) ->
     d_step { /* B6.BO.1 */
       STORE_DATA_OF_EVENT()
     }
  fi
}
inline on_B7() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* B7.IDLE.1 B7.DC.1 B7.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: (reason == WaitReason_REJOIN_LEAVING) ->
        d_step { /* B7.ASU.1 */
          skip
        }
     :: (!(reason == WaitReason_REJOIN_LEAVING) && CREDENTIALS_COMPLETE) ->
        d_step { /* B7.ASU.2 */
          changing = 1;
          to = ID;
          leave();
          STORE_DATA_OF_EVENT()
        }
     :: (!((reason == WaitReason_REJOIN_LEAVING) || CREDENTIALS_COMPLETE) && ((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022))) ->
        d_step { /* B7.ASU.3 */
          reason = WaitReason_SERVER_CHANGED;
          severed_lost = 0;
          STORE_DATA_OF_EVENT();
          WAIT_FOR_MISSING_VOICE_STATE();
          RESTART_SERVER_TIMER()
        }
     :: !(((reason == WaitReason_REJOIN_LEAVING) || CREDENTIALS_COMPLETE) || ((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022))) ->
        d_step { /* B7.ASU.4 */
          STORE_DATA_OF_EVENT();
          WAIT_FOR_MISSING_VOICE_STATE()
        }
     fi
  :: (((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) ->
     d_step { /* B7.ID.1 B7.RS.1 B7.RD.1 B7.DI.1 B7.SE.1 */
       changing = 1;
       to = ID;
       leave();
       STORE_DATA_OF_EVENT();
       COUNT_CHANGE_BY_DISCORD()
     }
  :: ((state == ES) || (state == BO)) ->
     d_step { /* B7.ES.1 B7.BO.1 */
       changing = 1;
       to = ASU;
       why = WaitReason_SERVER_CHANGED;
       leave();
       STORE_DATA_OF_EVENT();
       COUNT_CHANGE_BY_DISCORD();
       WAIT_FOR_VOICE_STATE()
     }
  fi
}
inline on_B8() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* B8.IDLE.1 B8.DC.1 B8.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: (reason == WaitReason_REJOIN_LEAVING) ->
        d_step { /* B8.ASU.1 */
          skip
        }
     :: (!(reason == WaitReason_REJOIN_LEAVING) && CREDENTIALS_COMPLETE) ->
        d_step { /* B8.ASU.2 */
          changing = 1;
          to = ID;
          leave();
          STORE_DATA_OF_EVENT()
        }
     :: (!((reason == WaitReason_REJOIN_LEAVING) || CREDENTIALS_COMPLETE) && ((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022))) ->
        d_step { /* B8.ASU.3 */
          reason = WaitReason_SERVER_CHANGED;
          severed_lost = 0;
          STORE_DATA_OF_EVENT();
          WAIT_FOR_MISSING_VOICE_STATE();
          RESTART_SERVER_TIMER()
        }
     :: !(((reason == WaitReason_REJOIN_LEAVING) || CREDENTIALS_COMPLETE) || ((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022))) ->
        d_step { /* B8.ASU.4 */
          STORE_DATA_OF_EVENT();
          WAIT_FOR_MISSING_VOICE_STATE()
        }
     fi
  :: (((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) ->
     d_step { /* B8.ID.1 B8.RS.1 B8.RD.1 B8.DI.1 B8.SE.1 */
       changing = 1;
       to = ID;
       leave();
       STORE_DATA_OF_EVENT();
       COUNT_CHANGE_BY_DISCORD()
     }
  :: ((state == ES) || (state == BO)) ->
     d_step { /* B8.ES.1 B8.BO.1 */
       changing = 1;
       to = ASU;
       why = WaitReason_SERVER_CHANGED;
       leave();
       STORE_DATA_OF_EVENT();
       COUNT_CHANGE_BY_DISCORD();
       WAIT_FOR_VOICE_STATE()
     }
  fi
}
inline on_B9() {
  if
  :: (((((((state == IDLE) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     d_step { /* B9.IDLE.1 B9.ID.1 B9.RS.1 B9.RD.1 B9.DI.1 B9.SE.1 B9.ES.1 */
       RECORD_MAIN_SESSION()
     }
  :: (state == ASU) ->
     d_step { /* B9.ASU.1 */
       RECORD_MAIN_SESSION();
       RESTART_SERVER_TIMER()
     }
  :: (state == BO) ->
     if
     :: (reason == BackoffPlan_REJOIN) ->
        d_step { /* B9.BO.1 */
          RECORD_MAIN_SESSION();
          START_HOLD_TIMER()
        }
     :: !(reason == BackoffPlan_REJOIN) ->
        d_step { /* B9.BO.2 */
          RECORD_MAIN_SESSION()
        }
     fi
  :: ((state == DC) || (state == FA)) ->
     d_step { /* B9.DC.1 B9.FA.1 */
       skip
     }
  fi
}
inline on_B10() {
  if
  :: (((((((state == IDLE) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     d_step { /* B10.IDLE.1 B10.ID.1 B10.RS.1 B10.RD.1 B10.DI.1 B10.SE.1 B10.ES.1 */
       RECORD_MAIN_SESSION()
     }
  :: (state == ASU) ->
     d_step { /* B10.ASU.1 */
       RECORD_MAIN_SESSION();
       RESTART_SERVER_TIMER()
     }
  :: (state == BO) ->
     if
     :: REJOIN_DUE_LISTED ->
        d_step { /* B10.BO.1 */
          changing = 1;
          to = ASU;
          why = WaitReason_REJOIN_LEAVING;
          leave();
          RECORD_MAIN_SESSION();
          LEAVE_FIRST()
        }
     :: (!REJOIN_DUE_LISTED && REJOIN_DUE) ->
        d_step { /* B10.BO.2 */
          changing = 1;
          to = ASU;
          why = WaitReason_REJOIN;
          leave();
          RECORD_MAIN_SESSION();
          REJOIN()
        }
     :: !(REJOIN_DUE_LISTED || REJOIN_DUE) ->
        d_step { /* B10.BO.3 */
          RECORD_MAIN_SESSION();
          STOP_HOLD_TIMER()
        }
     fi
  :: ((state == DC) || (state == FA)) ->
     d_step { /* B10.DC.1 B10.FA.1 */
       skip
     }
  fi
}
inline on_B11() {
  if
  :: (state == IDLE) ->
     d_step { /* B11.IDLE.1 */
       RECORD_MAIN_SESSION()
     }
  :: (state == ASU) ->
     if
     :: (((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && VOICE_STATES_SPENT) ->
        d_step { /* B11.ASU.1 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RECORD_MAIN_SESSION()
        }
     :: (!(((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && VOICE_STATES_SPENT) && ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) ->
        d_step { /* B11.ASU.2 */
          reason = WaitReason_REJOIN;
          severed_lost = 0;
          RECORD_MAIN_SESSION();
          STOP_WAIT_FOR_VOICE_STATE();
          REJOIN_AFTER_RANDOM_DELAY();
          RESTART_SERVER_TIMER()
        }
     :: (!((((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && VOICE_STATES_SPENT) || ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) && REJOINS_DISABLED) ->
        d_step { /* B11.ASU.3 */
          RECORD_MAIN_SESSION();
          RESTART_SERVER_TIMER()
        }
     :: (!(((((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && VOICE_STATES_SPENT) || ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) || REJOINS_DISABLED) && VOICE_STATES_SPENT) ->
        d_step { /* B11.ASU.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RECORD_MAIN_SESSION()
        }
     :: !((((((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && VOICE_STATES_SPENT) || ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) || REJOINS_DISABLED) || VOICE_STATES_SPENT) ->
        d_step { /* B11.ASU.5 */
          from_leaving = (reason == WaitReason_REJOIN_LEAVING);
          reason = WaitReason_REJOIN;
          severed_lost = 0;
          RECORD_MAIN_SESSION();
          STOP_WAIT_FOR_VOICE_STATE();
          REJOIN_AFTER_RANDOM_DELAY();
          RESTART_SERVER_TIMER()
        }
     fi
  :: ((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: REJOINS_DISABLED ->
        d_step { /* B11.ID.1 B11.RS.1 B11.RD.1 B11.DI.1 B11.SE.1 B11.ES.1 */
          RECORD_MAIN_SESSION()
        }
     :: (!REJOINS_DISABLED && VOICE_STATES_SPENT) ->
        d_step { /* B11.ID.2 B11.RS.2 B11.RD.2 B11.DI.2 B11.SE.2 B11.ES.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RECORD_MAIN_SESSION()
        }
     :: !(REJOINS_DISABLED || VOICE_STATES_SPENT) ->
        d_step { /* B11.ID.3 B11.RS.3 B11.RD.3 B11.DI.3 B11.SE.3 B11.ES.3 */
          changing = 1;
          to = ASU;
          why = WaitReason_REJOIN;
          leave();
          RECORD_MAIN_SESSION();
          REJOIN_AFTER_RANDOM_DELAY()
        }
     fi
  :: (state == BO) ->
     if
     :: (reason == BackoffPlan_REJOIN) ->
        d_step { /* B11.BO.1 */
          changing = 1;
          to = ASU;
          why = WaitReason_REJOIN;
          leave();
          RECORD_MAIN_SESSION();
          REJOIN_AFTER_RANDOM_DELAY()
        }
     :: (!(reason == BackoffPlan_REJOIN) && REJOINS_DISABLED) ->
        d_step { /* B11.BO.2 */
          RECORD_MAIN_SESSION()
        }
     :: (!((reason == BackoffPlan_REJOIN) || REJOINS_DISABLED) && VOICE_STATES_SPENT) ->
        d_step { /* B11.BO.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RECORD_MAIN_SESSION()
        }
     :: !(((reason == BackoffPlan_REJOIN) || REJOINS_DISABLED) || VOICE_STATES_SPENT) ->
        d_step { /* B11.BO.4 */
          changing = 1;
          to = ASU;
          why = WaitReason_REJOIN;
          leave();
          RECORD_MAIN_SESSION();
          REJOIN_AFTER_RANDOM_DELAY()
        }
     fi
  :: ((state == DC) || (state == FA)) ->
     d_step { /* B11.DC.1 B11.FA.1 */
       skip
     }
  fi
}
inline on_B12() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* B12.IDLE.1 B12.DC.1 B12.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: ((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) ->
        d_step { /* B12.ASU.1 */
          FAIL_UNSENT_MOVE()
        }
     :: (!((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) && MAY_REJOIN) ->
        d_step { /* B12.ASU.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) || MAY_REJOIN) ->
        d_step { /* B12.ASU.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) ->
     d_step { /* B12.ID.1 B12.RS.1 B12.RD.1 B12.DI.1 B12.SE.1 B12.ES.1 B12.BO.1 */
       FAIL_UNSENT_MOVE()
     }
  fi
}
inline on_B13() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* B13.IDLE.1 B13.DC.1 B13.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: GUILD_REMOVED ->
        d_step { /* B13.ASU.1 */
          changing = 1;
          to = DC;
          why = DisconnectReason_GUILD_REMOVED;
          leave()
        }
     :: (!GUILD_REMOVED && CHANNEL_OF_MOVE) ->
        d_step { /* B13.ASU.2 */
          FAIL_MOVE_WITHOUT_CHANNEL()
        }
     :: (!(GUILD_REMOVED || CHANNEL_OF_MOVE) && NOT_TARGET_CHANNEL) ->
        d_step { /* B13.ASU.3 */
          skip
        }
     :: (!((GUILD_REMOVED || CHANNEL_OF_MOVE) || NOT_TARGET_CHANNEL) && MOVE_PENDING) ->
        d_step { /* B13.ASU.4 */
          from_leaving = (reason == WaitReason_REJOIN_LEAVING);
          reason = WaitReason_MOVE;
          severed_lost = 0;
          STOP_WAIT_FOR_VOICE_STATE();
          PURSUE_REQUEST();
          RESTART_SERVER_TIMER()
        }
     :: (!(((GUILD_REMOVED || CHANNEL_OF_MOVE) || NOT_TARGET_CHANNEL) || MOVE_PENDING) && CHANNEL_DELETED) ->
        d_step { /* B13.ASU.5 */
          changing = 1;
          to = DC;
          why = DisconnectReason_CHANNEL_DELETED;
          leave()
        }
     :: !((((GUILD_REMOVED || CHANNEL_OF_MOVE) || NOT_TARGET_CHANNEL) || MOVE_PENDING) || CHANNEL_DELETED) ->
        d_step { /* B13.ASU.6 */
          changing = 1;
          to = DC;
          why = DisconnectReason_PERMISSION_LOST;
          leave()
        }
     fi
  :: (((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) ->
     if
     :: GUILD_REMOVED ->
        d_step { /* B13.ID.1 B13.RS.1 B13.RD.1 B13.DI.1 B13.SE.1 B13.ES.1 B13.BO.1 */
          changing = 1;
          to = DC;
          why = DisconnectReason_GUILD_REMOVED;
          leave()
        }
     :: (!GUILD_REMOVED && CHANNEL_OF_MOVE) ->
        d_step { /* B13.ID.2 B13.RS.2 B13.RD.2 B13.DI.2 B13.SE.2 B13.ES.2 B13.BO.2 */
          FAIL_MOVE_WITHOUT_CHANNEL()
        }
     :: (!(GUILD_REMOVED || CHANNEL_OF_MOVE) && NOT_TARGET_CHANNEL) ->
        d_step { /* B13.ID.3 B13.RS.3 B13.RD.3 B13.DI.3 B13.SE.3 B13.ES.3 B13.BO.3 */
          skip
        }
     :: (!((GUILD_REMOVED || CHANNEL_OF_MOVE) || NOT_TARGET_CHANNEL) && MOVE_PENDING) ->
        d_step { /* B13.ID.4 B13.RS.4 B13.RD.4 B13.DI.4 B13.SE.4 B13.ES.4 B13.BO.4 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVE;
          leave();
          PURSUE_REQUEST()
        }
     :: (!(((GUILD_REMOVED || CHANNEL_OF_MOVE) || NOT_TARGET_CHANNEL) || MOVE_PENDING) && CHANNEL_DELETED) ->
        d_step { /* B13.ID.5 B13.RS.5 B13.RD.5 B13.DI.5 B13.SE.5 B13.ES.5 B13.BO.5 */
          changing = 1;
          to = DC;
          why = DisconnectReason_CHANNEL_DELETED;
          leave()
        }
     :: !((((GUILD_REMOVED || CHANNEL_OF_MOVE) || NOT_TARGET_CHANNEL) || MOVE_PENDING) || CHANNEL_DELETED) ->
        d_step { /* B13.ID.6 B13.RS.6 B13.RD.6 B13.DI.6 B13.SE.6 B13.ES.6 B13.BO.6 */
          changing = 1;
          to = DC;
          why = DisconnectReason_PERMISSION_LOST;
          leave()
        }
     fi
  fi
}
inline on_C1() {
  if
  :: (((((((((state == IDLE) || (state == ASU)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* C1.IDLE.1 C1.ASU.1 C1.RD.1 C1.DI.1 C1.SE.1 C1.ES.1 C1.BO.1 C1.DC.1 C1.FA.1 */
       skip
     }
  :: (state == ID) ->
     d_step { /* C1.ID.1 */
       IDENTIFY()
     }
  :: (state == RS) ->
     d_step { /* C1.RS.1 */
       RESUME()
     }
  fi
}
inline on_C2() {
  if
  :: (((((((((state == IDLE) || (state == ASU)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* C2.IDLE.1 C2.ASU.1 C2.RD.1 C2.DI.1 C2.SE.1 C2.ES.1 C2.BO.1 C2.DC.1 C2.FA.1 */
       skip
     }
  :: (state == ID) ->
     if
     :: MAY_IDENTIFY_AGAIN ->
        d_step { /* C2.ID.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_IDENTIFY;
          leave();
          RELEASE_SOCKET()
        }
     :: (!MAY_IDENTIFY_AGAIN && MAY_REJOIN) ->
        d_step { /* C2.ID.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET()
        }
     :: !(MAY_IDENTIFY_AGAIN || MAY_REJOIN) ->
        d_step { /* C2.ID.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  :: (state == RS) ->
     if
     :: MAY_RESUME ->
        d_step { /* C2.RS.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_RESUME;
          leave();
          RELEASE_SOCKET()
        }
     :: (!MAY_RESUME && MAY_REJOIN) ->
        d_step { /* C2.RS.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET()
        }
     :: !(MAY_RESUME || MAY_REJOIN) ->
        d_step { /* C2.RS.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  fi
}
inline on_C3() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* C3.IDLE.1 C3.ASU.1 C3.BO.1 C3.DC.1 C3.FA.1 */
       skip
     }
  :: ((((state == ID) || (state == RD)) || (state == DI)) || (state == SE)) ->
     if
     :: FIRST_HELLO ->
        d_step { /* C3.ID.1 C3.RD.1 C3.DI.1 C3.SE.1 */
          START_HEARTBEAT()
        }
     :: (!FIRST_HELLO && VIOLATION_TOLERATED) ->
        d_step { /* C3.ID.2 C3.RD.2 C3.DI.2 C3.SE.2 */
          COUNT_VIOLATION();
          START_HEARTBEAT()
        }
     :: (!(FIRST_HELLO || VIOLATION_TOLERATED) && MAY_REJOIN) ->
        d_step { /* C3.ID.3 C3.RD.3 C3.DI.3 C3.SE.3 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !((FIRST_HELLO || VIOLATION_TOLERATED) || MAY_REJOIN) ->
        d_step { /* C3.ID.4 C3.RD.4 C3.DI.4 C3.SE.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (state == RS) ->
     if
     :: FIRST_HELLO ->
        d_step { /* C3.RS.1 */
          START_HEARTBEAT()
        }
     :: (!FIRST_HELLO && VIOLATION_TOLERATED) ->
        d_step { /* C3.RS.2 */
          COUNT_VIOLATION();
          START_HEARTBEAT()
        }
     :: (!(FIRST_HELLO || VIOLATION_TOLERATED) && MAY_REJOIN) ->
        d_step { /* C3.RS.3 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !((FIRST_HELLO || VIOLATION_TOLERATED) || MAY_REJOIN) ->
        d_step { /* C3.RS.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (state == ES) ->
     if
     :: FIRST_HELLO ->
        d_step { /* C3.ES.1 */
          START_HEARTBEAT()
        }
     :: (!FIRST_HELLO && VIOLATION_TOLERATED) ->
        d_step { /* C3.ES.2 */
          COUNT_VIOLATION();
          START_HEARTBEAT()
        }
     :: (!(FIRST_HELLO || VIOLATION_TOLERATED) && MAY_RESUME) ->
        d_step { /* C3.ES.3 */
          changing = 1;
          to = RS;
          leave();
          ABORT_SOCKET()
        }
     :: (!((FIRST_HELLO || VIOLATION_TOLERATED) || MAY_RESUME) && MAY_REJOIN) ->
        d_step { /* C3.ES.4 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !(((FIRST_HELLO || VIOLATION_TOLERATED) || MAY_RESUME) || MAY_REJOIN) ->
        d_step { /* C3.ES.5 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  fi
}
inline on_C4() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* C4.IDLE.1 C4.ASU.1 C4.BO.1 C4.DC.1 C4.FA.1 */
       skip
     }
  :: (state == ID) ->
     d_step { /* C4.ID.1 */
       changing = 1;
       to = RD;
       leave();
       STORE_SSRC_AND_MODE()
     }
  :: (state == RS) ->
     if
     :: MAY_REJOIN ->
        d_step { /* C4.RS.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !MAY_REJOIN ->
        d_step { /* C4.RS.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (((state == RD) || (state == DI)) || (state == SE)) ->
     if
     :: SAME_SSRC_TOLERATED ->
        d_step { /* C4.RD.1 C4.DI.1 C4.SE.1 */
          COUNT_VIOLATION()
        }
     :: (!SAME_SSRC_TOLERATED && MAY_REJOIN) ->
        d_step { /* C4.RD.2 C4.DI.2 C4.SE.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(SAME_SSRC_TOLERATED || MAY_REJOIN) ->
        d_step { /* C4.RD.3 C4.DI.3 C4.SE.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (state == ES) ->
     if
     :: SAME_SSRC_TOLERATED ->
        d_step { /* C4.ES.1 */
          COUNT_VIOLATION()
        }
     :: (!SAME_SSRC_TOLERATED && SAME_SSRC_MAY_RESUME) ->
        d_step { /* C4.ES.2 */
          changing = 1;
          to = RS;
          leave();
          ABORT_SOCKET()
        }
     :: (!(SAME_SSRC_TOLERATED || SAME_SSRC_MAY_RESUME) && MAY_REJOIN) ->
        d_step { /* C4.ES.3 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !((SAME_SSRC_TOLERATED || SAME_SSRC_MAY_RESUME) || MAY_REJOIN) ->
        d_step { /* C4.ES.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  fi
}
inline on_C5() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* C5.IDLE.1 C5.ASU.1 C5.BO.1 C5.DC.1 C5.FA.1 */
       skip
     }
  :: (state == ID) ->
     if
     :: NO_COMMON_MODE ->
        d_step { /* C5.ID.1 */
          changing = 1;
          to = FA;
          why = FailureCause_NO_COMMON_MODE;
          leave()
        }
     :: (!NO_COMMON_MODE && MAY_REJOIN) ->
        d_step { /* C5.ID.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(NO_COMMON_MODE || MAY_REJOIN) ->
        d_step { /* C5.ID.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (state == RS) ->
     if
     :: MAY_REJOIN ->
        d_step { /* C5.RS.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !MAY_REJOIN ->
        d_step { /* C5.RS.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (((state == RD) || (state == DI)) || (state == SE)) ->
     if
     :: VIOLATION_TOLERATED ->
        d_step { /* C5.RD.1 C5.DI.1 C5.SE.1 */
          COUNT_VIOLATION()
        }
     :: (!VIOLATION_TOLERATED && MAY_REJOIN) ->
        d_step { /* C5.RD.2 C5.DI.2 C5.SE.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(VIOLATION_TOLERATED || MAY_REJOIN) ->
        d_step { /* C5.RD.3 C5.DI.3 C5.SE.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (state == ES) ->
     if
     :: VIOLATION_TOLERATED ->
        d_step { /* C5.ES.1 */
          COUNT_VIOLATION()
        }
     :: (!VIOLATION_TOLERATED && MAY_RESUME) ->
        d_step { /* C5.ES.2 */
          changing = 1;
          to = RS;
          leave();
          ABORT_SOCKET()
        }
     :: (!(VIOLATION_TOLERATED || MAY_RESUME) && MAY_REJOIN) ->
        d_step { /* C5.ES.3 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !((VIOLATION_TOLERATED || MAY_RESUME) || MAY_REJOIN) ->
        d_step { /* C5.ES.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  fi
}
inline on_C6() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* C6.IDLE.1 C6.ASU.1 C6.BO.1 C6.DC.1 C6.FA.1 */
       skip
     }
  :: (((state == ID) || (state == RD)) || (state == DI)) ->
     if
     :: VIOLATION_TOLERATED ->
        d_step { /* C6.ID.1 C6.RD.1 C6.DI.1 */
          COUNT_VIOLATION()
        }
     :: (!VIOLATION_TOLERATED && MAY_REJOIN) ->
        d_step { /* C6.ID.2 C6.RD.2 C6.DI.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(VIOLATION_TOLERATED || MAY_REJOIN) ->
        d_step { /* C6.ID.3 C6.RD.3 C6.DI.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: ((state == RS) || (state == ES)) ->
     if
     :: KEY_DIFFERS ->
        d_step { /* C6.RS.1 C6.ES.1 */
          STORE_KEY();
          USE_NEW_KEY()
        }
     :: !KEY_DIFFERS ->
        d_step { /* C6.RS.2 C6.ES.2 */
          skip
        }
     fi
  :: (state == SE) ->
     d_step { /* C6.SE.1 */
       changing = 1;
       to = ES;
       leave();
       STORE_KEY()
     }
  fi
}
inline on_C7() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* C7.IDLE.1 C7.ASU.1 C7.BO.1 C7.DC.1 C7.FA.1 */
       skip
     }
  :: (((state == ID) || (state == RD)) || (state == DI)) ->
     if
     :: VIOLATION_TOLERATED ->
        d_step { /* C7.ID.1 C7.RD.1 C7.DI.1 */
          COUNT_VIOLATION()
        }
     :: (!VIOLATION_TOLERATED && MAY_REJOIN) ->
        d_step { /* C7.ID.2 C7.RD.2 C7.DI.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(VIOLATION_TOLERATED || MAY_REJOIN) ->
        d_step { /* C7.ID.3 C7.RD.3 C7.DI.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (state == RS) ->
     if
     :: VIOLATION_TOLERATED ->
        d_step { /* C7.RS.1 */
          COUNT_VIOLATION()
        }
     :: (!VIOLATION_TOLERATED && MAY_REJOIN) ->
        d_step { /* C7.RS.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(VIOLATION_TOLERATED || MAY_REJOIN) ->
        d_step { /* C7.RS.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (state == SE) ->
     if
     :: LAST_MODE ->
        d_step { /* C7.SE.1 */
          changing = 1;
          to = FA;
          why = FailureCause_NO_COMMON_MODE;
          leave()
        }
     :: (!LAST_MODE && MAY_REJOIN) ->
        d_step { /* C7.SE.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          EXCLUDE_MODE()
        }
     :: !(LAST_MODE || MAY_REJOIN) ->
        d_step { /* C7.SE.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          EXCLUDE_MODE()
        }
     fi
  :: (state == ES) ->
     if
     :: VIOLATION_TOLERATED ->
        d_step { /* C7.ES.1 */
          COUNT_VIOLATION()
        }
     :: (!VIOLATION_TOLERATED && MAY_RESUME) ->
        d_step { /* C7.ES.2 */
          changing = 1;
          to = RS;
          leave();
          ABORT_SOCKET()
        }
     :: (!(VIOLATION_TOLERATED || MAY_RESUME) && MAY_REJOIN) ->
        d_step { /* C7.ES.3 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !((VIOLATION_TOLERATED || MAY_RESUME) || MAY_REJOIN) ->
        d_step { /* C7.ES.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  fi
}
inline on_C8() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* C8.IDLE.1 C8.ASU.1 C8.BO.1 C8.DC.1 C8.FA.1 */
       skip
     }
  :: ((((state == ID) || (state == RD)) || (state == DI)) || (state == SE)) ->
     if
     :: VIOLATION_TOLERATED ->
        d_step { /* C8.ID.1 C8.RD.1 C8.DI.1 C8.SE.1 */
          COUNT_VIOLATION()
        }
     :: (!VIOLATION_TOLERATED && MAY_REJOIN) ->
        d_step { /* C8.ID.2 C8.RD.2 C8.DI.2 C8.SE.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(VIOLATION_TOLERATED || MAY_REJOIN) ->
        d_step { /* C8.ID.3 C8.RD.3 C8.DI.3 C8.SE.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (state == RS) ->
     d_step { /* C8.RS.1 */
       changing = 1;
       to = ES;
       leave()
     }
  :: (state == ES) ->
     if
     :: VIOLATION_TOLERATED ->
        d_step { /* C8.ES.1 */
          COUNT_VIOLATION()
        }
     :: (!VIOLATION_TOLERATED && MAY_RESUME) ->
        d_step { /* C8.ES.2 */
          changing = 1;
          to = RS;
          leave();
          ABORT_SOCKET()
        }
     :: (!(VIOLATION_TOLERATED || MAY_RESUME) && MAY_REJOIN) ->
        d_step { /* C8.ES.3 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !((VIOLATION_TOLERATED || MAY_RESUME) || MAY_REJOIN) ->
        d_step { /* C8.ES.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  fi
}
inline on_C15() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* C15.IDLE.1 C15.ASU.1 C15.BO.1 C15.DC.1 C15.FA.1 */
       skip
     }
  :: ((((state == ID) || (state == RD)) || (state == DI)) || (state == SE)) ->
     if
     :: VIOLATION_TOLERATED ->
        d_step { /* C15.ID.1 C15.RD.1 C15.DI.1 C15.SE.1 */
          COUNT_VIOLATION()
        }
     :: (!VIOLATION_TOLERATED && MAY_REJOIN) ->
        d_step { /* C15.ID.2 C15.RD.2 C15.DI.2 C15.SE.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(VIOLATION_TOLERATED || MAY_REJOIN) ->
        d_step { /* C15.ID.3 C15.RD.3 C15.DI.3 C15.SE.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (state == RS) ->
     if
     :: VIOLATION_TOLERATED ->
        d_step { /* C15.RS.1 */
          COUNT_VIOLATION()
        }
     :: (!VIOLATION_TOLERATED && MAY_REJOIN) ->
        d_step { /* C15.RS.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(VIOLATION_TOLERATED || MAY_REJOIN) ->
        d_step { /* C15.RS.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (state == ES) ->
     if
     :: VIOLATION_TOLERATED ->
        d_step { /* C15.ES.1 */
          COUNT_VIOLATION()
        }
     :: (!VIOLATION_TOLERATED && MAY_RESUME) ->
        d_step { /* C15.ES.2 */
          changing = 1;
          to = RS;
          leave();
          ABORT_SOCKET()
        }
     :: (!(VIOLATION_TOLERATED || MAY_RESUME) && MAY_REJOIN) ->
        d_step { /* C15.ES.3 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !((VIOLATION_TOLERATED || MAY_RESUME) || MAY_REJOIN) ->
        d_step { /* C15.ES.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  fi
}
inline on_C16() {
  if
  :: (((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* C16.IDLE.1 C16.ASU.1 C16.ID.1 C16.RD.1 C16.DI.1 C16.SE.1 C16.BO.1 C16.DC.1 C16.FA.1 */
       skip
     }
  :: ((state == RS) || (state == ES)) ->
     if
     :: MAY_REJOIN ->
        d_step { /* C16.RS.1 C16.ES.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !MAY_REJOIN ->
        d_step { /* C16.RS.2 C16.ES.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  fi
}
inline on_C17() {
  if
  :: (((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) ->
     d_step { /* C17.IDLE.1 C17.ASU.1 C17.ID.1 C17.RS.1 C17.RD.1 C17.DI.1 C17.SE.1 C17.ES.1 C17.BO.1 */
       changing = 1;
       to = FA;
       why = FailureCause_INTERNAL_ERROR;
       leave()
     }
  :: ((state == DC) || (state == FA)) ->
     d_step { /* C17.DC.1 C17.FA.1 */
       skip
     }
  fi
}
inline on_C18() {
  if
  :: (((((((((state == IDLE) || (state == ASU)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* C18.IDLE.1 C18.ASU.1 C18.RD.1 C18.DI.1 C18.SE.1 C18.ES.1 C18.BO.1 C18.DC.1 C18.FA.1 */
       skip
     }
  :: (state == ID) ->
     if
     :: TOO_MANY_UNUSABLE_SERVERS ->
        d_step { /* C18.ID.1 */
          changing = 1;
          to = FA;
          why = FailureCause_SERVER_UNUSABLE;
          leave();
          RELEASE_SOCKET()
        }
     :: (!TOO_MANY_UNUSABLE_SERVERS && MAY_REJOIN) ->
        d_step { /* C18.ID.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET();
          COUNT_UNUSABLE_SERVER()
        }
     :: !(TOO_MANY_UNUSABLE_SERVERS || MAY_REJOIN) ->
        d_step { /* C18.ID.3 */
          changing = 1;
          to = FA;
          why = FailureCause_SERVER_UNUSABLE;
          leave();
          RELEASE_SOCKET()
        }
     fi
  :: (state == RS) ->
     if
     :: TOO_MANY_UNUSABLE_SERVERS ->
        d_step { /* C18.RS.1 */
          changing = 1;
          to = FA;
          why = FailureCause_SERVER_UNUSABLE;
          leave();
          RELEASE_SOCKET()
        }
     :: (!TOO_MANY_UNUSABLE_SERVERS && MAY_REJOIN) ->
        d_step { /* C18.RS.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET();
          COUNT_UNUSABLE_SERVER()
        }
     :: !(TOO_MANY_UNUSABLE_SERVERS || MAY_REJOIN) ->
        d_step { /* C18.RS.3 */
          changing = 1;
          to = FA;
          why = FailureCause_SERVER_UNUSABLE;
          leave();
          RELEASE_SOCKET()
        }
     fi
  fi
}
inline on_D1() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D1.IDLE.1 D1.ASU.1 D1.BO.1 D1.DC.1 D1.FA.1 */
       skip
     }
  :: (state == ID) ->
     if
     :: MAY_IDENTIFY_AGAIN ->
        d_step { /* D1.ID.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_IDENTIFY;
          leave();
          RELEASE_SOCKET()
        }
     :: (!MAY_IDENTIFY_AGAIN && MAY_REJOIN) ->
        d_step { /* D1.ID.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET()
        }
     :: !(MAY_IDENTIFY_AGAIN || MAY_REJOIN) ->
        d_step { /* D1.ID.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  :: (state == RS) ->
     if
     :: MAY_RESUME ->
        d_step { /* D1.RS.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_RESUME;
          leave();
          RELEASE_SOCKET()
        }
     :: (!MAY_RESUME && MAY_REJOIN) ->
        d_step { /* D1.RS.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET()
        }
     :: !(MAY_RESUME || MAY_REJOIN) ->
        d_step { /* D1.RS.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  :: (((state == RD) || (state == DI)) || (state == SE)) ->
     if
     :: MAY_REJOIN ->
        d_step { /* D1.RD.1 D1.DI.1 D1.SE.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET()
        }
     :: !MAY_REJOIN ->
        d_step { /* D1.RD.2 D1.DI.2 D1.SE.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  :: (state == ES) ->
     if
     :: MAY_RESUME ->
        d_step { /* D1.ES.1 */
          changing = 1;
          to = RS;
          leave();
          RELEASE_SOCKET()
        }
     :: (!MAY_RESUME && MAY_REJOIN) ->
        d_step { /* D1.ES.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET()
        }
     :: !(MAY_RESUME || MAY_REJOIN) ->
        d_step { /* D1.ES.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  fi
}
inline on_D2() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D2.IDLE.1 D2.ASU.1 D2.BO.1 D2.DC.1 D2.FA.1 */
       skip
     }
  :: ((((state == ID) || (state == RD)) || (state == DI)) || (state == SE)) ->
     if
     :: MAY_REJOIN ->
        d_step { /* D2.ID.1 D2.RD.1 D2.DI.1 D2.SE.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET()
        }
     :: !MAY_REJOIN ->
        d_step { /* D2.ID.2 D2.RD.2 D2.DI.2 D2.SE.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  :: (state == RS) ->
     if
     :: MAY_REJOIN ->
        d_step { /* D2.RS.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET()
        }
     :: !MAY_REJOIN ->
        d_step { /* D2.RS.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  :: (state == ES) ->
     if
     :: MAY_RESUME ->
        d_step { /* D2.ES.1 */
          changing = 1;
          to = RS;
          leave();
          RELEASE_SOCKET()
        }
     :: (!MAY_RESUME && MAY_REJOIN) ->
        d_step { /* D2.ES.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET()
        }
     :: !(MAY_RESUME || MAY_REJOIN) ->
        d_step { /* D2.ES.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  fi
}
inline on_D3() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D3.IDLE.1 D3.ASU.1 D3.BO.1 D3.DC.1 D3.FA.1 */
       skip
     }
  :: ((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: REQUEST_UNANSWERED ->
        d_step { /* D3.ID.1 D3.RS.1 D3.RD.1 D3.DI.1 D3.SE.1 D3.ES.1 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVE;
          leave();
          RELEASE_SOCKET();
          PURSUE_REQUEST()
        }
     :: (!REQUEST_UNANSWERED && TOO_MANY_PROTOCOL_ERRORS) ->
        d_step { /* D3.ID.2 D3.RS.2 D3.RD.2 D3.DI.2 D3.SE.2 D3.ES.2 */
          changing = 1;
          to = FA;
          why = FailureCause_PROTOCOL_ERROR;
          leave();
          RELEASE_SOCKET()
        }
     :: (!(REQUEST_UNANSWERED || TOO_MANY_PROTOCOL_ERRORS) && MAY_REJOIN) ->
        d_step { /* D3.ID.3 D3.RS.3 D3.RD.3 D3.DI.3 D3.SE.3 D3.ES.3 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET();
          COUNT_PROTOCOL_ERROR()
        }
     :: !((REQUEST_UNANSWERED || TOO_MANY_PROTOCOL_ERRORS) || MAY_REJOIN) ->
        d_step { /* D3.ID.4 D3.RS.4 D3.RD.4 D3.DI.4 D3.SE.4 D3.ES.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  fi
}
inline on_D4() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D4.IDLE.1 D4.ASU.1 D4.BO.1 D4.DC.1 D4.FA.1 */
       skip
     }
  :: (state == ID) ->
     if
     :: REQUEST_UNANSWERED ->
        d_step { /* D4.ID.1 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVE;
          leave();
          RELEASE_SOCKET();
          PURSUE_REQUEST()
        }
     :: (!REQUEST_UNANSWERED && SESSION_CONTESTED) ->
        d_step { /* D4.ID.2 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          RELEASE_SOCKET()
        }
     :: (!(REQUEST_UNANSWERED || SESSION_CONTESTED) && TOO_MANY_REFUSED_TOKENS) ->
        d_step { /* D4.ID.3 */
          changing = 1;
          to = FA;
          why = FailureCause_AUTHENTICATION_FAILED;
          leave();
          RELEASE_SOCKET()
        }
     :: (!((REQUEST_UNANSWERED || SESSION_CONTESTED) || TOO_MANY_REFUSED_TOKENS) && MAY_REJOIN) ->
        d_step { /* D4.ID.4 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET();
          MARK_TOKEN_USED_UP();
          COUNT_REFUSED_TOKEN()
        }
     :: !(((REQUEST_UNANSWERED || SESSION_CONTESTED) || TOO_MANY_REFUSED_TOKENS) || MAY_REJOIN) ->
        d_step { /* D4.ID.5 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET();
          MARK_TOKEN_USED_UP();
          COUNT_REFUSED_TOKEN()
        }
     fi
  :: (((((state == RS) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: REQUEST_UNANSWERED ->
        d_step { /* D4.RS.1 D4.RD.1 D4.DI.1 D4.SE.1 D4.ES.1 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVE;
          leave();
          RELEASE_SOCKET();
          PURSUE_REQUEST()
        }
     :: (!REQUEST_UNANSWERED && TOO_MANY_REFUSED_TOKENS) ->
        d_step { /* D4.RS.2 D4.RD.2 D4.DI.2 D4.SE.2 D4.ES.2 */
          changing = 1;
          to = FA;
          why = FailureCause_AUTHENTICATION_FAILED;
          leave();
          RELEASE_SOCKET()
        }
     :: (!(REQUEST_UNANSWERED || TOO_MANY_REFUSED_TOKENS) && MAY_REJOIN) ->
        d_step { /* D4.RS.3 D4.RD.3 D4.DI.3 D4.SE.3 D4.ES.3 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET();
          MARK_TOKEN_USED_UP();
          COUNT_REFUSED_TOKEN()
        }
     :: !((REQUEST_UNANSWERED || TOO_MANY_REFUSED_TOKENS) || MAY_REJOIN) ->
        d_step { /* D4.RS.4 D4.RD.4 D4.DI.4 D4.SE.4 D4.ES.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET();
          MARK_TOKEN_USED_UP();
          COUNT_REFUSED_TOKEN()
        }
     fi
  fi
}
inline on_D5() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D5.IDLE.1 D5.ASU.1 D5.BO.1 D5.DC.1 D5.FA.1 */
       skip
     }
  :: (state == ID) ->
     if
     :: SESSION_CONTESTED ->
        d_step { /* D5.ID.1 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          RELEASE_SOCKET()
        }
     :: (!SESSION_CONTESTED && MAY_REJOIN) ->
        d_step { /* D5.ID.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET();
          MARK_TOKEN_USED_UP()
        }
     :: !(SESSION_CONTESTED || MAY_REJOIN) ->
        d_step { /* D5.ID.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET();
          MARK_TOKEN_USED_UP()
        }
     fi
  :: (((((state == RS) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: MAY_REJOIN ->
        d_step { /* D5.RS.1 D5.RD.1 D5.DI.1 D5.SE.1 D5.ES.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET();
          MARK_TOKEN_USED_UP()
        }
     :: !MAY_REJOIN ->
        d_step { /* D5.RS.2 D5.RD.2 D5.DI.2 D5.SE.2 D5.ES.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET();
          MARK_TOKEN_USED_UP()
        }
     fi
  fi
}
inline on_D6() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D6.IDLE.1 D6.ASU.1 D6.BO.1 D6.DC.1 D6.FA.1 */
       skip
     }
  :: ((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: REQUEST_UNANSWERED ->
        d_step { /* D6.ID.1 D6.RS.1 D6.RD.1 D6.DI.1 D6.SE.1 D6.ES.1 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVE;
          leave();
          RELEASE_SOCKET();
          PURSUE_REQUEST()
        }
     :: (!REQUEST_UNANSWERED && TOO_MANY_SERVER_NOT_FOUND) ->
        d_step { /* D6.ID.2 D6.RS.2 D6.RD.2 D6.DI.2 D6.SE.2 D6.ES.2 */
          changing = 1;
          to = FA;
          why = FailureCause_SERVER_NOT_FOUND;
          leave();
          RELEASE_SOCKET()
        }
     :: (!(REQUEST_UNANSWERED || TOO_MANY_SERVER_NOT_FOUND) && MAY_REJOIN) ->
        d_step { /* D6.ID.3 D6.RS.3 D6.RD.3 D6.DI.3 D6.SE.3 D6.ES.3 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET();
          MARK_TOKEN_USED_UP();
          COUNT_SERVER_NOT_FOUND()
        }
     :: !((REQUEST_UNANSWERED || TOO_MANY_SERVER_NOT_FOUND) || MAY_REJOIN) ->
        d_step { /* D6.ID.4 D6.RS.4 D6.RD.4 D6.DI.4 D6.SE.4 D6.ES.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET();
          MARK_TOKEN_USED_UP();
          COUNT_SERVER_NOT_FOUND()
        }
     fi
  fi
}
inline on_D7() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D7.IDLE.1 D7.ASU.1 D7.BO.1 D7.DC.1 D7.FA.1 */
       skip
     }
  :: ((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: REQUEST_UNANSWERED ->
        d_step { /* D7.ID.1 D7.RS.1 D7.RD.1 D7.DI.1 D7.SE.1 D7.ES.1 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVE;
          leave();
          RELEASE_SOCKET();
          PURSUE_REQUEST()
        }
     :: !REQUEST_UNANSWERED ->
        d_step { /* D7.ID.2 D7.RS.2 D7.RD.2 D7.DI.2 D7.SE.2 D7.ES.2 */
          changing = 1;
          to = FA;
          why = FailureCause_UNKNOWN_PROTOCOL;
          leave();
          RELEASE_SOCKET()
        }
     fi
  fi
}
inline on_D8() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D8.IDLE.1 D8.ASU.1 D8.BO.1 D8.DC.1 D8.FA.1 */
       skip
     }
  :: (state == ID) ->
     if
     :: SESSION_CONTESTED ->
        d_step { /* D8.ID.1 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          RELEASE_SOCKET()
        }
     :: !SESSION_CONTESTED ->
        d_step { /* D8.ID.2 */
          changing = 1;
          to = ASU;
          why = WaitReason_SEVERED_4014;
          leave();
          RELEASE_SOCKET();
          MARK_TOKEN_USED_UP();
          COUNT_CHANGE_BY_DISCORD()
        }
     fi
  :: (((((state == RS) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     d_step { /* D8.RS.1 D8.RD.1 D8.DI.1 D8.SE.1 D8.ES.1 */
       changing = 1;
       to = ASU;
       why = WaitReason_SEVERED_4014;
       leave();
       RELEASE_SOCKET();
       MARK_TOKEN_USED_UP();
       COUNT_CHANGE_BY_DISCORD()
     }
  fi
}
inline on_D9() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D9.IDLE.1 D9.ASU.1 D9.BO.1 D9.DC.1 D9.FA.1 */
       skip
     }
  :: ((((state == ID) || (state == RD)) || (state == DI)) || (state == SE)) ->
     if
     :: MAY_REJOIN ->
        d_step { /* D9.ID.1 D9.RD.1 D9.DI.1 D9.SE.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET()
        }
     :: !MAY_REJOIN ->
        d_step { /* D9.ID.2 D9.RD.2 D9.DI.2 D9.SE.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  :: (state == RS) ->
     if
     :: MAY_RESUME ->
        d_step { /* D9.RS.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_RESUME;
          leave();
          RELEASE_SOCKET()
        }
     :: (!MAY_RESUME && MAY_REJOIN) ->
        d_step { /* D9.RS.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET()
        }
     :: !(MAY_RESUME || MAY_REJOIN) ->
        d_step { /* D9.RS.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  :: (state == ES) ->
     if
     :: MAY_RESUME ->
        d_step { /* D9.ES.1 */
          changing = 1;
          to = RS;
          leave();
          RELEASE_SOCKET()
        }
     :: (!MAY_RESUME && MAY_REJOIN) ->
        d_step { /* D9.ES.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET()
        }
     :: !(MAY_RESUME || MAY_REJOIN) ->
        d_step { /* D9.ES.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  fi
}
inline on_D10() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D10.IDLE.1 D10.ASU.1 D10.BO.1 D10.DC.1 D10.FA.1 */
       skip
     }
  :: ((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: REQUEST_UNANSWERED ->
        d_step { /* D10.ID.1 D10.RS.1 D10.RD.1 D10.DI.1 D10.SE.1 D10.ES.1 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVE;
          leave();
          RELEASE_SOCKET();
          PURSUE_REQUEST()
        }
     :: (!REQUEST_UNANSWERED && LAST_MODE) ->
        d_step { /* D10.ID.2 D10.RS.2 D10.RD.2 D10.DI.2 D10.SE.2 D10.ES.2 */
          changing = 1;
          to = FA;
          why = FailureCause_NO_COMMON_MODE;
          leave();
          RELEASE_SOCKET()
        }
     :: (!(REQUEST_UNANSWERED || LAST_MODE) && MAY_REJOIN) ->
        d_step { /* D10.ID.3 D10.RS.3 D10.RD.3 D10.DI.3 D10.SE.3 D10.ES.3 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          RELEASE_SOCKET();
          EXCLUDE_MODE()
        }
     :: !((REQUEST_UNANSWERED || LAST_MODE) || MAY_REJOIN) ->
        d_step { /* D10.ID.4 D10.RS.4 D10.RD.4 D10.DI.4 D10.SE.4 D10.ES.4 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          RELEASE_SOCKET();
          EXCLUDE_MODE()
        }
     fi
  fi
}
inline on_D11() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D11.IDLE.1 D11.ASU.1 D11.BO.1 D11.DC.1 D11.FA.1 */
       skip
     }
  :: ((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: REQUEST_UNANSWERED ->
        d_step { /* D11.ID.1 D11.RS.1 D11.RD.1 D11.DI.1 D11.SE.1 D11.ES.1 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVE;
          leave();
          RELEASE_SOCKET();
          PURSUE_REQUEST()
        }
     :: !REQUEST_UNANSWERED ->
        d_step { /* D11.ID.2 D11.RS.2 D11.RD.2 D11.DI.2 D11.SE.2 D11.ES.2 */
          changing = 1;
          to = FA;
          why = FailureCause_DAVE_REQUIRED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  fi
}
inline on_D12() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D12.IDLE.1 D12.ASU.1 D12.BO.1 D12.DC.1 D12.FA.1 */
       skip
     }
  :: ((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     if
     :: REQUEST_UNANSWERED ->
        d_step { /* D12.ID.1 D12.RS.1 D12.RD.1 D12.DI.1 D12.SE.1 D12.ES.1 */
          changing = 1;
          to = ASU;
          why = WaitReason_MOVE;
          leave();
          RELEASE_SOCKET();
          PURSUE_REQUEST()
        }
     :: !REQUEST_UNANSWERED ->
        d_step { /* D12.ID.2 D12.RS.2 D12.RD.2 D12.DI.2 D12.SE.2 D12.ES.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RATE_LIMITED;
          leave();
          RELEASE_SOCKET()
        }
     fi
  fi
}
inline on_D13() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* D13.IDLE.1 D13.ASU.1 D13.BO.1 D13.DC.1 D13.FA.1 */
       skip
     }
  :: (state == ID) ->
     if
     :: SESSION_CONTESTED ->
        d_step { /* D13.ID.1 */
          changing = 1;
          to = DC;
          why = DisconnectReason_REPLACED;
          leave();
          RELEASE_SOCKET()
        }
     :: !SESSION_CONTESTED ->
        d_step { /* D13.ID.2 */
          changing = 1;
          to = ASU;
          why = WaitReason_SEVERED_4022;
          leave();
          RELEASE_SOCKET();
          MARK_TOKEN_USED_UP();
          COUNT_CHANGE_BY_DISCORD()
        }
     fi
  :: (((((state == RS) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     d_step { /* D13.RS.1 D13.RD.1 D13.DI.1 D13.SE.1 D13.ES.1 */
       changing = 1;
       to = ASU;
       why = WaitReason_SEVERED_4022;
       leave();
       RELEASE_SOCKET();
       MARK_TOKEN_USED_UP();
       COUNT_CHANGE_BY_DISCORD()
     }
  fi
}
inline on_E1() {
  if
  :: ((((((((((state == IDLE) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E1.IDLE.1 E1.ID.1 E1.RS.1 E1.RD.1 E1.DI.1 E1.SE.1 E1.ES.1 E1.BO.1 E1.DC.1 E1.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: (((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && MAY_REPEAT_REQUEST) ->
        d_step { /* E1.ASU.1 */
          REPEAT_AFTER_LEAVE();
          RESTART_SERVER_TIMER()
        }
     :: (!(((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && MAY_REPEAT_REQUEST) && ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) ->
        d_step { /* E1.ASU.2 */
          changing = 1;
          to = FA;
          why = FailureCause_NO_SERVER_UPDATE;
          leave()
        }
     :: (!((((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && MAY_REPEAT_REQUEST) || ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) && (reason == WaitReason_REJOIN_LEAVING)) ->
        d_step { /* E1.ASU.3 */
          from_leaving = (reason == WaitReason_REJOIN_LEAVING);
          reason = WaitReason_REJOIN;
          severed_lost = 0;
          REJOIN();
          RESTART_SERVER_TIMER()
        }
     :: (!(((((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && MAY_REPEAT_REQUEST) || ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) || (reason == WaitReason_REJOIN_LEAVING)) && (((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022)) && REQUEST_UNANSWERED)) ->
        d_step { /* E1.ASU.4 */
          reason = WaitReason_MOVE;
          severed_lost = 0;
          PURSUE_REQUEST();
          RESTART_SERVER_TIMER()
        }
     :: (!((((((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && MAY_REPEAT_REQUEST) || ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) || (reason == WaitReason_REJOIN_LEAVING)) || (((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022)) && REQUEST_UNANSWERED)) && ((reason == WaitReason_SEVERED_4014) && MAIN_SESSION_KEPT)) ->
        d_step { /* E1.ASU.5 */
          changing = 1;
          to = DC;
          why = DisconnectReason_KICKED;
          leave()
        }
     :: (!(((((((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && MAY_REPEAT_REQUEST) || ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) || (reason == WaitReason_REJOIN_LEAVING)) || (((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022)) && REQUEST_UNANSWERED)) || ((reason == WaitReason_SEVERED_4014) && MAIN_SESSION_KEPT)) && ((reason == WaitReason_SEVERED_4022) && MAIN_SESSION_KEPT)) ->
        d_step { /* E1.ASU.6 */
          changing = 1;
          to = DC;
          why = DisconnectReason_CALL_TERMINATED;
          leave()
        }
     :: (!((((((((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && MAY_REPEAT_REQUEST) || ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) || (reason == WaitReason_REJOIN_LEAVING)) || (((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022)) && REQUEST_UNANSWERED)) || ((reason == WaitReason_SEVERED_4014) && MAIN_SESSION_KEPT)) || ((reason == WaitReason_SEVERED_4022) && MAIN_SESSION_KEPT)) && MAY_REJOIN) ->
        d_step { /* E1.ASU.7 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(((((((((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE)) && MAY_REPEAT_REQUEST) || ((reason == WaitReason_JOIN) || (reason == WaitReason_MOVE))) || (reason == WaitReason_REJOIN_LEAVING)) || (((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022)) && REQUEST_UNANSWERED)) || ((reason == WaitReason_SEVERED_4014) && MAIN_SESSION_KEPT)) || ((reason == WaitReason_SEVERED_4022) && MAIN_SESSION_KEPT)) || MAY_REJOIN) ->
        d_step { /* E1.ASU.8 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  fi
}
inline on_E2() {
  if
  :: ((((((((((state == IDLE) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E2.IDLE.1 E2.ID.1 E2.RS.1 E2.RD.1 E2.DI.1 E2.SE.1 E2.ES.1 E2.BO.1 E2.DC.1 E2.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: (((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) && CREDENTIALS_KNOWN) ->
        d_step { /* E2.ASU.1 */
          changing = 1;
          to = ID;
          leave()
        }
     :: !(((((((reason == WaitReason_MOVED) || (reason == WaitReason_SERVER_CHANGED)) || (reason == WaitReason_SESSION_CHANGED)) || (reason == WaitReason_SERVER_LOST)) || (reason == WaitReason_SEVERED_4014)) || (reason == WaitReason_SEVERED_4022)) && CREDENTIALS_KNOWN) ->
        d_step { /* E2.ASU.2 */
          skip
        }
     fi
  fi
}
inline on_E3() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E3.IDLE.1 E3.ASU.1 E3.BO.1 E3.DC.1 E3.FA.1 */
       skip
     }
  :: (state == ID) ->
     if
     :: MAY_IDENTIFY_AGAIN ->
        d_step { /* E3.ID.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_IDENTIFY;
          leave();
          ABORT_SOCKET()
        }
     :: (!MAY_IDENTIFY_AGAIN && MAY_REJOIN) ->
        d_step { /* E3.ID.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !(MAY_IDENTIFY_AGAIN || MAY_REJOIN) ->
        d_step { /* E3.ID.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  :: (state == RS) ->
     if
     :: MAY_RESUME ->
        d_step { /* E3.RS.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_RESUME;
          leave();
          ABORT_SOCKET()
        }
     :: (!MAY_RESUME && MAY_REJOIN) ->
        d_step { /* E3.RS.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !(MAY_RESUME || MAY_REJOIN) ->
        d_step { /* E3.RS.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  :: (((state == RD) || (state == DI)) || (state == SE)) ->
     if
     :: MAY_REJOIN ->
        d_step { /* E3.RD.1 E3.DI.1 E3.SE.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !MAY_REJOIN ->
        d_step { /* E3.RD.2 E3.DI.2 E3.SE.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  :: (state == ES) ->
     if
     :: MAY_RESUME ->
        d_step { /* E3.ES.1 */
          changing = 1;
          to = RS;
          leave();
          ABORT_SOCKET()
        }
     :: (!MAY_RESUME && MAY_REJOIN) ->
        d_step { /* E3.ES.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !(MAY_RESUME || MAY_REJOIN) ->
        d_step { /* E3.ES.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  fi
}
inline on_E4() {
  if
  :: ((((((((((state == IDLE) || (state == ASU)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E4.IDLE.1 E4.ASU.1 E4.RS.1 E4.RD.1 E4.DI.1 E4.SE.1 E4.ES.1 E4.BO.1 E4.DC.1 E4.FA.1 */
       skip
     }
  :: (state == ID) ->
     if
     :: MAY_REJOIN ->
        d_step { /* E4.ID.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !MAY_REJOIN ->
        d_step { /* E4.ID.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  fi
}
inline on_E5() {
  if
  :: ((((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E5.IDLE.1 E5.ASU.1 E5.ID.1 E5.RD.1 E5.DI.1 E5.SE.1 E5.ES.1 E5.BO.1 E5.DC.1 E5.FA.1 */
       skip
     }
  :: (state == RS) ->
     if
     :: MAY_REJOIN ->
        d_step { /* E5.RS.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !MAY_REJOIN ->
        d_step { /* E5.RS.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  fi
}
inline on_E6() {
  if
  :: ((((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == RD)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E6.IDLE.1 E6.ASU.1 E6.ID.1 E6.RS.1 E6.RD.1 E6.SE.1 E6.ES.1 E6.BO.1 E6.DC.1 E6.FA.1 */
       skip
     }
  :: (state == DI) ->
     d_step { /* E6.DI.1 */
       SEND_DISCOVERY()
     }
  fi
}
inline on_E7() {
  if
  :: (((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E7.IDLE.1 E7.ASU.1 E7.ID.1 E7.RS.1 E7.SE.1 E7.ES.1 E7.BO.1 E7.DC.1 E7.FA.1 */
       skip
     }
  :: (state == RD) ->
     if
     :: MAY_REJOIN ->
        d_step { /* E7.RD.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !MAY_REJOIN ->
        d_step { /* E7.RD.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (state == DI) ->
     if
     :: TOO_MANY_DISCOVERY_FAILURES ->
        d_step { /* E7.DI.1 */
          changing = 1;
          to = FA;
          why = FailureCause_UDP_UNREACHABLE;
          leave()
        }
     :: (!TOO_MANY_DISCOVERY_FAILURES && MAY_REJOIN) ->
        d_step { /* E7.DI.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          COUNT_DISCOVERY_FAILURE()
        }
     :: !(TOO_MANY_DISCOVERY_FAILURES || MAY_REJOIN) ->
        d_step { /* E7.DI.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          COUNT_DISCOVERY_FAILURE()
        }
     fi
  fi
}
inline on_E8() {
  if
  :: ((((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E8.IDLE.1 E8.ASU.1 E8.ID.1 E8.RS.1 E8.RD.1 E8.DI.1 E8.ES.1 E8.BO.1 E8.DC.1 E8.FA.1 */
       skip
     }
  :: (state == SE) ->
     if
     :: MAY_REJOIN ->
        d_step { /* E8.SE.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !MAY_REJOIN ->
        d_step { /* E8.SE.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  fi
}
inline on_E10() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E10.IDLE.1 E10.ASU.1 E10.BO.1 E10.DC.1 E10.FA.1 */
       skip
     }
  :: ((((state == ID) || (state == RD)) || (state == DI)) || (state == SE)) ->
     if
     :: MAY_REJOIN ->
        d_step { /* E10.ID.1 E10.RD.1 E10.DI.1 E10.SE.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !MAY_REJOIN ->
        d_step { /* E10.ID.2 E10.RD.2 E10.DI.2 E10.SE.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  :: (state == RS) ->
     if
     :: MAY_RESUME ->
        d_step { /* E10.RS.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_RESUME;
          leave();
          ABORT_SOCKET()
        }
     :: (!MAY_RESUME && MAY_REJOIN) ->
        d_step { /* E10.RS.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !(MAY_RESUME || MAY_REJOIN) ->
        d_step { /* E10.RS.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  :: (state == ES) ->
     if
     :: MAY_RESUME ->
        d_step { /* E10.ES.1 */
          changing = 1;
          to = RS;
          leave();
          ABORT_SOCKET()
        }
     :: (!MAY_RESUME && MAY_REJOIN) ->
        d_step { /* E10.ES.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          ABORT_SOCKET()
        }
     :: !(MAY_RESUME || MAY_REJOIN) ->
        d_step { /* E10.ES.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          ABORT_SOCKET()
        }
     fi
  fi
}
inline on_E11() {
  if
  :: ((((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == DC)) || (state == FA)) ->
     d_step { /* E11.IDLE.1 E11.ASU.1 E11.ID.1 E11.RS.1 E11.RD.1 E11.DI.1 E11.SE.1 E11.ES.1 E11.DC.1 E11.FA.1 */
       skip
     }
  :: (state == BO) ->
     if
     :: ((reason == BackoffPlan_RESUME) && MAY_RESUME) ->
        d_step { /* E11.BO.1 */
          changing = 1;
          to = RS;
          leave()
        }
     :: (!((reason == BackoffPlan_RESUME) && MAY_RESUME) && ((reason == BackoffPlan_RESUME) && MAY_REJOIN)) ->
        d_step { /* E11.BO.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: (!(((reason == BackoffPlan_RESUME) && MAY_RESUME) || ((reason == BackoffPlan_RESUME) && MAY_REJOIN)) && (reason == BackoffPlan_RESUME)) ->
        d_step { /* E11.BO.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     :: (!((((reason == BackoffPlan_RESUME) && MAY_RESUME) || ((reason == BackoffPlan_RESUME) && MAY_REJOIN)) || (reason == BackoffPlan_RESUME)) && (reason == BackoffPlan_IDENTIFY)) ->
        d_step { /* E11.BO.4 */
          changing = 1;
          to = ID;
          leave()
        }
     :: (!(((((reason == BackoffPlan_RESUME) && MAY_RESUME) || ((reason == BackoffPlan_RESUME) && MAY_REJOIN)) || (reason == BackoffPlan_RESUME)) || (reason == BackoffPlan_IDENTIFY)) && MAIN_GATEWAY_AWAY) ->
        d_step { /* E11.BO.5 */
          MARK_WAIT_OVER()
        }
     :: (!((((((reason == BackoffPlan_RESUME) && MAY_RESUME) || ((reason == BackoffPlan_RESUME) && MAY_REJOIN)) || (reason == BackoffPlan_RESUME)) || (reason == BackoffPlan_IDENTIFY)) || MAIN_GATEWAY_AWAY) && LISTED_IN_TARGET) ->
        d_step { /* E11.BO.6 */
          changing = 1;
          to = ASU;
          why = WaitReason_REJOIN_LEAVING;
          leave();
          LEAVE_FIRST()
        }
     :: !(((((((reason == BackoffPlan_RESUME) && MAY_RESUME) || ((reason == BackoffPlan_RESUME) && MAY_REJOIN)) || (reason == BackoffPlan_RESUME)) || (reason == BackoffPlan_IDENTIFY)) || MAIN_GATEWAY_AWAY) || LISTED_IN_TARGET) ->
        d_step { /* E11.BO.7 */
          changing = 1;
          to = ASU;
          why = WaitReason_REJOIN;
          leave();
          REJOIN()
        }
     fi
  fi
}
inline on_E13() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* E13.IDLE.1 E13.DC.1 E13.FA.1 */
       skip
     }
  :: ((((((state == ASU) || (state == ID)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == BO)) ->
     d_step { /* E13.ASU.1 E13.ID.1 E13.RD.1 E13.DI.1 E13.SE.1 E13.BO.1 */
       FAIL_UNANSWERED_MOVE()
     }
  :: ((state == RS) || (state == ES)) ->
     d_step { /* E13.RS.1 E13.ES.1 */
       FAIL_UNANSWERED_MOVE();
       CORRECT_SELF_FLAGS()
     }
  fi
}
inline on_E14() {
  if
  :: ((((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E14.IDLE.1 E14.ASU.1 E14.ID.1 E14.RS.1 E14.RD.1 E14.DI.1 E14.SE.1 E14.BO.1 E14.DC.1 E14.FA.1 */
       skip
     }
  :: (state == ES) ->
     if
     :: KEYS_MISSING ->
        d_step { /* E14.ES.1 */
          DELAY_STABLE()
        }
     :: !KEYS_MISSING ->
        d_step { /* E14.ES.2 */
          RESET_BUDGETS()
        }
     fi
  fi
}
inline on_E16() {
  if
  :: (((((((((state == IDLE) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == DC)) || (state == FA)) ->
     d_step { /* E16.IDLE.1 E16.ID.1 E16.RS.1 E16.RD.1 E16.DI.1 E16.SE.1 E16.ES.1 E16.DC.1 E16.FA.1 */
       skip
     }
  :: ((state == ASU) || (state == BO)) ->
     d_step { /* E16.ASU.1 E16.BO.1 */
       changing = 1;
       to = FA;
       why = FailureCause_MAIN_GATEWAY_LOST;
       leave()
     }
  fi
}
inline on_E17() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* E17.IDLE.1 E17.DC.1 E17.FA.1 */
       skip
     }
  :: ((((((((state == ASU) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) ->
     if
     :: ANSWER_MISSING ->
        d_step { /* E17.ASU.1 E17.ID.1 E17.RS.1 E17.RD.1 E17.DI.1 E17.SE.1 E17.ES.1 E17.BO.1 */
          skip
        }
     :: !ANSWER_MISSING ->
        d_step { /* E17.ASU.2 E17.ID.2 E17.RS.2 E17.RD.2 E17.DI.2 E17.SE.2 E17.ES.2 E17.BO.2 */
          END_PAIRING()
        }
     fi
  fi
}
inline on_E18() {
  if
  :: (((((state == IDLE) || (state == ASU)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E18.IDLE.1 E18.ASU.1 E18.BO.1 E18.DC.1 E18.FA.1 */
       skip
     }
  :: ((((((state == ID) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     d_step { /* E18.ID.1 E18.RS.1 E18.RD.1 E18.DI.1 E18.SE.1 E18.ES.1 */
       RESET_VIOLATION_COUNT()
     }
  fi
}
inline on_E19() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* E19.IDLE.1 E19.DC.1 E19.FA.1 */
       skip
     }
  :: ((((((((state == ASU) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) ->
     d_step { /* E19.ASU.1 E19.ID.1 E19.RS.1 E19.RD.1 E19.DI.1 E19.SE.1 E19.ES.1 E19.BO.1 */
       RESET_PROTOCOL_ERROR_COUNT()
     }
  fi
}
inline on_E20() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* E20.IDLE.1 E20.DC.1 E20.FA.1 */
       skip
     }
  :: ((((((((state == ASU) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) ->
     d_step { /* E20.ASU.1 E20.ID.1 E20.RS.1 E20.RD.1 E20.DI.1 E20.SE.1 E20.ES.1 E20.BO.1 */
       CLOSE_RESUME_WINDOW()
     }
  fi
}
inline on_E21() {
  if
  :: (((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RD)) || (state == DI)) || (state == DC)) || (state == FA)) ->
     d_step { /* E21.IDLE.1 E21.ASU.1 E21.ID.1 E21.RD.1 E21.DI.1 E21.DC.1 E21.FA.1 */
       skip
     }
  :: ((((state == RS) || (state == SE)) || (state == ES)) || (state == BO)) ->
     if
     :: MAY_REJOIN ->
        d_step { /* E21.RS.1 E21.SE.1 E21.ES.1 E21.BO.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !MAY_REJOIN ->
        d_step { /* E21.RS.2 E21.SE.2 E21.ES.2 E21.BO.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  fi
}
inline on_E22() {
  if
  :: (((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) ->
     d_step { /* E22.IDLE.1 E22.ASU.1 E22.ID.1 E22.RS.1 E22.RD.1 E22.DI.1 E22.SE.1 E22.ES.1 E22.BO.1 */
       STOP_WAIT_FOR_ANSWER_TO_LEAVE()
     }
  :: ((state == DC) || (state == FA)) ->
     d_step { /* E22.DC.1 E22.FA.1 */
       skip
     }
  fi
}
inline on_E23() {
  if
  :: ((((((((((state == IDLE) || (state == ASU)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E23.IDLE.1 E23.ASU.1 E23.RS.1 E23.RD.1 E23.DI.1 E23.SE.1 E23.ES.1 E23.BO.1 E23.DC.1 E23.FA.1 */
       skip
     }
  :: (state == ID) ->
     d_step { /* E23.ID.1 */
       DIAL()
     }
  fi
}
inline on_E24() {
  if
  :: (((state == IDLE) || (state == DC)) || (state == FA)) ->
     d_step { /* E24.IDLE.1 E24.DC.1 E24.FA.1 */
       skip
     }
  :: (((((((state == ASU) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == BO)) ->
     if
     :: JOIN_UNDECIDED ->
        d_step { /* E24.ASU.1 E24.ID.1 E24.RS.1 E24.RD.1 E24.DI.1 E24.SE.1 E24.BO.1 */
          changing = 1;
          to = FA;
          why = FailureCause_NOT_DECIDED;
          leave()
        }
     :: (!JOIN_UNDECIDED && MOVE_UNDECIDED) ->
        d_step { /* E24.ASU.2 E24.ID.2 E24.RS.2 E24.RD.2 E24.DI.2 E24.SE.2 E24.BO.2 */
          FAIL_UNDECIDED_MOVE()
        }
     :: !(JOIN_UNDECIDED || MOVE_UNDECIDED) ->
        d_step { /* E24.ASU.3 E24.ID.3 E24.RS.3 E24.RD.3 E24.DI.3 E24.SE.3 E24.BO.3 */
          FAIL_UNDECIDED_RECONNECT()
        }
     fi
  :: (state == ES) ->
     d_step { /* E24.ES.1 */
       FAIL_UNDECIDED_MOVE();
       CORRECT_SELF_FLAGS()
     }
  fi
}
inline on_E25() {
  if
  :: ((((state == IDLE) || (state == ES)) || (state == DC)) || (state == FA)) ->
     d_step { /* E25.IDLE.1 E25.ES.1 E25.DC.1 E25.FA.1 */
       skip
     }
  :: (((((((state == ASU) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == BO)) ->
     d_step { /* E25.ASU.1 E25.ID.1 E25.RS.1 E25.RD.1 E25.DI.1 E25.SE.1 E25.BO.1 */
       changing = 1;
       to = FA;
       why = FailureCause_RETRIES_EXHAUSTED;
       leave()
     }
  fi
}
inline on_E26() {
  if
  :: ((((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* E26.IDLE.1 E26.ASU.1 E26.ID.1 E26.RS.1 E26.RD.1 E26.DI.1 E26.SE.1 E26.BO.1 E26.DC.1 E26.FA.1 */
       skip
     }
  :: (state == ES) ->
     if
     :: MAY_RECOVER_KEYS ->
        d_step { /* E26.ES.1 */
          RECOVER_KEYS()
        }
     :: (!MAY_RECOVER_KEYS && MAY_REJOIN) ->
        d_step { /* E26.ES.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(MAY_RECOVER_KEYS || MAY_REJOIN) ->
        d_step { /* E26.ES.3 */
          changing = 1;
          to = FA;
          why = FailureCause_END_TO_END_FAILED;
          leave()
        }
     fi
  fi
}
inline on_F1() {
  if
  :: ((((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* F1.IDLE.1 F1.ASU.1 F1.ID.1 F1.RS.1 F1.DI.1 F1.SE.1 F1.ES.1 F1.BO.1 F1.DC.1 F1.FA.1 */
       skip
     }
  :: (state == RD) ->
     d_step { /* F1.RD.1 */
       changing = 1;
       to = DI;
       leave()
     }
  fi
}
inline on_F2() {
  if
  :: ((((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* F2.IDLE.1 F2.ASU.1 F2.ID.1 F2.RS.1 F2.DI.1 F2.SE.1 F2.ES.1 F2.BO.1 F2.DC.1 F2.FA.1 */
       skip
     }
  :: (state == RD) ->
     if
     :: TOO_MANY_UDP_OPEN_FAILURES ->
        d_step { /* F2.RD.1 */
          changing = 1;
          to = FA;
          why = FailureCause_UDP_UNAVAILABLE;
          leave()
        }
     :: (!TOO_MANY_UDP_OPEN_FAILURES && MAY_REJOIN) ->
        d_step { /* F2.RD.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave();
          COUNT_UDP_OPEN_FAILURE()
        }
     :: !(TOO_MANY_UDP_OPEN_FAILURES || MAY_REJOIN) ->
        d_step { /* F2.RD.3 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          COUNT_UDP_OPEN_FAILURE()
        }
     fi
  fi
}
inline on_F3() {
  if
  :: ((((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == RD)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* F3.IDLE.1 F3.ASU.1 F3.ID.1 F3.RS.1 F3.RD.1 F3.SE.1 F3.ES.1 F3.BO.1 F3.DC.1 F3.FA.1 */
       skip
     }
  :: (state == DI) ->
     d_step { /* F3.DI.1 */
       changing = 1;
       to = SE;
       leave()
     }
  fi
}
inline on_F5() {
  if
  :: ((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == DC)) || (state == FA)) ->
     d_step { /* F5.IDLE.1 F5.ASU.1 F5.ID.1 F5.RD.1 F5.DI.1 F5.SE.1 F5.DC.1 F5.FA.1 */
       skip
     }
  :: (((state == RS) || (state == ES)) || (state == BO)) ->
     d_step { /* F5.RS.1 F5.ES.1 F5.BO.1 */
       STOP_UDP_FAILURE_TIMER()
     }
  fi
}
inline on_F7() {
  if
  :: (((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RD)) || (state == DI)) || (state == DC)) || (state == FA)) ->
     d_step { /* F7.IDLE.1 F7.ASU.1 F7.ID.1 F7.RD.1 F7.DI.1 F7.DC.1 F7.FA.1 */
       skip
     }
  :: (((state == RS) || (state == SE)) || (state == BO)) ->
     if
     :: MAY_REJOIN ->
        d_step { /* F7.RS.1 F7.SE.1 F7.BO.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !MAY_REJOIN ->
        d_step { /* F7.RS.2 F7.SE.2 F7.BO.2 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     fi
  :: (state == ES) ->
     if
     :: UDP_FAILURE_TIMER_RUNS ->
        d_step { /* F7.ES.1 */
          skip
        }
     :: !UDP_FAILURE_TIMER_RUNS ->
        d_step { /* F7.ES.2 */
          START_UDP_FAILURE_TIMER()
        }
     fi
  fi
}
inline on_H1() {
  if
  :: ((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) ->
     d_step { /* H1.IDLE.1 H1.ASU.1 H1.ID.1 H1.RS.1 H1.RD.1 H1.DI.1 H1.SE.1 H1.ES.1 */
       SET_BUDGETS()
     }
  :: (state == BO) ->
     if
     :: ((reason == BackoffPlan_REJOIN) && NO_REJOIN_GRANTED) ->
        d_step { /* H1.BO.1 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave();
          SET_BUDGETS()
        }
     :: !((reason == BackoffPlan_REJOIN) && NO_REJOIN_GRANTED) ->
        d_step { /* H1.BO.2 */
          SET_BUDGETS()
        }
     fi
  :: ((state == DC) || (state == FA)) ->
     d_step { /* H1.DC.1 H1.FA.1 */
       skip
     }
  fi
}
inline on_H2() {
  if
  :: ((((((((((state == IDLE) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == BO)) || (state == DC)) || (state == FA)) ->
     d_step { /* H2.IDLE.1 H2.ID.1 H2.RS.1 H2.RD.1 H2.DI.1 H2.SE.1 H2.ES.1 H2.BO.1 H2.DC.1 H2.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: ((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022)) ->
        d_step { /* H2.ASU.1 */
          SET_WAIT_GRANTED_BY_POLICY()
        }
     :: !((reason == WaitReason_SEVERED_4014) || (reason == WaitReason_SEVERED_4022)) ->
        d_step { /* H2.ASU.2 */
          skip
        }
     fi
  fi
}
inline on_H3() {
  if
  :: (((((((((state == IDLE) || (state == ID)) || (state == RS)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == ES)) || (state == DC)) || (state == FA)) ->
     d_step { /* H3.IDLE.1 H3.ID.1 H3.RS.1 H3.RD.1 H3.DI.1 H3.SE.1 H3.ES.1 H3.DC.1 H3.FA.1 */
       skip
     }
  :: (state == ASU) ->
     if
     :: ((reason == WaitReason_REJOIN_LEAVING) || (reason == WaitReason_REJOIN)) ->
        d_step { /* H3.ASU.1 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     :: !((reason == WaitReason_REJOIN_LEAVING) || (reason == WaitReason_REJOIN)) ->
        d_step { /* H3.ASU.2 */
          skip
        }
     fi
  :: (state == BO) ->
     if
     :: (reason == BackoffPlan_REJOIN) ->
        d_step { /* H3.BO.1 */
          changing = 1;
          to = FA;
          why = FailureCause_RETRIES_EXHAUSTED;
          leave()
        }
     :: !(reason == BackoffPlan_REJOIN) ->
        d_step { /* H3.BO.2 */
          skip
        }
     fi
  fi
}
inline on_K1() {
  if
  :: ((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == DC)) || (state == FA)) ->
     d_step { /* K1.IDLE.1 K1.ASU.1 K1.ID.1 K1.RD.1 K1.DI.1 K1.SE.1 K1.DC.1 K1.FA.1 */
       skip
     }
  :: (state == RS) ->
     d_step { /* K1.RS.1 */
       STORE_KEY_STATUS()
     }
  :: (state == ES) ->
     d_step { /* K1.ES.1 */
       AWAIT_KEYS()
     }
  :: (state == BO) ->
     if
     :: (reason == BackoffPlan_RESUME) ->
        d_step { /* K1.BO.1 */
          STORE_KEY_STATUS()
        }
     :: !(reason == BackoffPlan_RESUME) ->
        d_step { /* K1.BO.2 */
          skip
        }
     fi
  fi
}
inline on_K2() {
  if
  :: ((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == DC)) || (state == FA)) ->
     d_step { /* K2.IDLE.1 K2.ASU.1 K2.ID.1 K2.RD.1 K2.DI.1 K2.SE.1 K2.DC.1 K2.FA.1 */
       skip
     }
  :: (state == RS) ->
     d_step { /* K2.RS.1 */
       STORE_KEY_STATUS()
     }
  :: (state == ES) ->
     d_step { /* K2.ES.1 */
       AWAIT_NEXT_KEYS()
     }
  :: (state == BO) ->
     if
     :: (reason == BackoffPlan_RESUME) ->
        d_step { /* K2.BO.1 */
          STORE_KEY_STATUS()
        }
     :: !(reason == BackoffPlan_RESUME) ->
        d_step { /* K2.BO.2 */
          skip
        }
     fi
  fi
}
inline on_K3() {
  if
  :: ((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == DC)) || (state == FA)) ->
     d_step { /* K3.IDLE.1 K3.ASU.1 K3.ID.1 K3.RD.1 K3.DI.1 K3.SE.1 K3.DC.1 K3.FA.1 */
       skip
     }
  :: (state == RS) ->
     d_step { /* K3.RS.1 */
       STORE_KEY_STATUS()
     }
  :: (state == ES) ->
     d_step { /* K3.ES.1 */
       STOP_WAIT_FOR_KEYS()
     }
  :: (state == BO) ->
     if
     :: (reason == BackoffPlan_RESUME) ->
        d_step { /* K3.BO.1 */
          STORE_KEY_STATUS()
        }
     :: !(reason == BackoffPlan_RESUME) ->
        d_step { /* K3.BO.2 */
          skip
        }
     fi
  fi
}
inline on_K4() {
  if
  :: ((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == DC)) || (state == FA)) ->
     d_step { /* K4.IDLE.1 K4.ASU.1 K4.ID.1 K4.RD.1 K4.DI.1 K4.SE.1 K4.DC.1 K4.FA.1 */
       skip
     }
  :: ((state == RS) || (state == ES)) ->
     if
     :: MAY_REJOIN ->
        d_step { /* K4.RS.1 K4.ES.1 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !MAY_REJOIN ->
        d_step { /* K4.RS.2 K4.ES.2 */
          changing = 1;
          to = FA;
          why = FailureCause_END_TO_END_FAILED;
          leave()
        }
     fi
  :: (state == BO) ->
     if
     :: (reason == BackoffPlan_RESUME) ->
        d_step { /* K4.BO.1 */
          STORE_KEY_STATUS()
        }
     :: !(reason == BackoffPlan_RESUME) ->
        d_step { /* K4.BO.2 */
          skip
        }
     fi
  fi
}
inline on_K5() {
  if
  :: ((((((((state == IDLE) || (state == ASU)) || (state == ID)) || (state == RD)) || (state == DI)) || (state == SE)) || (state == DC)) || (state == FA)) ->
     d_step { /* K5.IDLE.1 K5.ASU.1 K5.ID.1 K5.RD.1 K5.DI.1 K5.SE.1 K5.DC.1 K5.FA.1 */
       skip
     }
  :: (state == RS) ->
     if
     :: PAIRING_OPEN ->
        d_step { /* K5.RS.1 */
          STORE_KEY_STATUS()
        }
     :: (!PAIRING_OPEN && MAY_REJOIN) ->
        d_step { /* K5.RS.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(PAIRING_OPEN || MAY_REJOIN) ->
        d_step { /* K5.RS.3 */
          changing = 1;
          to = FA;
          why = FailureCause_END_TO_END_FAILED;
          leave()
        }
     fi
  :: (state == ES) ->
     if
     :: PAIRING_OPEN ->
        d_step { /* K5.ES.1 */
          AWAIT_KEYS()
        }
     :: (!PAIRING_OPEN && MAY_REJOIN) ->
        d_step { /* K5.ES.2 */
          changing = 1;
          to = BO;
          why = BackoffPlan_REJOIN;
          leave()
        }
     :: !(PAIRING_OPEN || MAY_REJOIN) ->
        d_step { /* K5.ES.3 */
          changing = 1;
          to = FA;
          why = FailureCause_END_TO_END_FAILED;
          leave()
        }
     fi
  :: (state == BO) ->
     if
     :: (reason == BackoffPlan_RESUME) ->
        d_step { /* K5.BO.1 */
          STORE_KEY_STATUS()
        }
     :: !(reason == BackoffPlan_RESUME) ->
        d_step { /* K5.BO.2 */
          skip
        }
     fi
  fi
}
inline forget_session() {
  if
  :: ((socket == 0) && (path == 0)) ->
     progress = 0;
     announced = 0;
     same_server = 0
  :: else
  fi
}
inline check() {
  assert(P4 && (audio == ((state == RS) || (state == ES))));
  assert(P4 && (audio == published));
  assert(P16 && (held == (socket != 0)));
  assert(P16 && (path_held == (path != 0)));
  assert(P14 && (!((state == DC) || (state == FA)) || !((socket || path) || timers)));
  if
  :: TRACKED ->
     assert(P26 && (!undecided || ((timers & T_DECIDE) != 0)));
     assert(P26 && ((((state == IDLE) || (state == ES)) || ((state == DC) || (state == FA))) || ((((timers & T_DECIDE) != 0) && (pending == 1)) || ((timers & T_RECOVERY) != 0))));
     assert(P26 && !(((event == E24) && undecided) || ((event == E25) && !((state == DC) || (state == FA)))))
  :: else
  fi
}
inline forget() {
  timers = 0;
  target = 0;
  move = 0;
  listed = 0;
  asked = 0;
  wanted = 0;
  shown = 0;
  requests = 0;
  leaving = 0;
  contested = 0;
  unproven = 0;
  pending = 0;
  fresh = 0;
  session = 0;
  token = 0;
  endpoint = 0;
  spent = 0;
  confirmed = 0;
  server_lost = 0;
  unpaired = 0;
  held = 0;
  greeted = 0;
  violations = 0;
  path_held = 0;
  modes = 3;
  mode = 0;
  key = 0;
  published = 0;
  encrypting = 0;
  keys = 0;
  unstable = 0;
  recovered = 0;
  main_up = 1;
  main_doubtful = 0;
  severed_lost = 0;
  resumes_granted = RESUMES;
  rejoins_granted = REJOINS;
  resumes = 0;
  rejoins = 0;
  identifies = 0;
  window_over = 0;
  waited = 0;
  changes = 0;
  paced = 0;
  voice_states = 0;
  opens = 0;
  discoveries = 0;
  not_found = 0;
  refused = 0;
  protocol_errors = 0;
  unusable = 0;
  socket = 0;
  introduced = 0;
  path = 0;
  audio = 0;
  progress = 0;
  same_server = 0;
  announced = 0;
  undecided = 0
}
inline rest() {
  event = 0;
  channel = 0;
  newer = 0;
  mute = 0;
  no_mode = 0;
  other_ssrc = 0;
  other_key = 0;
  reported = 0;
  another_leave = 0;
  about = 0;
  granted = 0;
  changing = 0;
  to = 0;
  why = 0;
  from_leaving = 0;
  half = 0;
  differs = 0;
  begun = 0;
  dialled_now = 0;
  opened_now = 0;
  closed_now = 0;
  published_now = 0;
  asked_now = 0;
  sent_now = 0
}

inline decide() {
  if
  :: (event == A1) -> on_A1()
  :: (event == A2) -> on_A2()
  :: (event == A3) -> on_A3()
  :: (event == A4) -> on_A4()
  :: (event == A5) -> on_A5()
  :: (event == A6) -> on_A6()
  :: (event == B1) -> on_B1()
  :: (event == B2) -> on_B2()
  :: (event == B3) -> on_B3()
  :: (event == B4) -> on_B4()
  :: (event == B5) -> on_B5()
  :: (event == B6) -> on_B6()
  :: (event == B7) -> on_B7()
  :: (event == B8) -> on_B8()
  :: (event == B9) -> on_B9()
  :: (event == B10) -> on_B10()
  :: (event == B11) -> on_B11()
  :: (event == B12) -> on_B12()
  :: (event == B13) -> on_B13()
  :: (event == C1) -> on_C1()
  :: (event == C2) -> on_C2()
  :: (event == C3) -> on_C3()
  :: (event == C4) -> on_C4()
  :: (event == C5) -> on_C5()
  :: (event == C6) -> on_C6()
  :: (event == C7) -> on_C7()
  :: (event == C8) -> on_C8()
  :: (event == C15) -> on_C15()
  :: (event == C16) -> on_C16()
  :: (event == C17) -> on_C17()
  :: (event == C18) -> on_C18()
  :: (event == D1) -> on_D1()
  :: (event == D2) -> on_D2()
  :: (event == D3) -> on_D3()
  :: (event == D4) -> on_D4()
  :: (event == D5) -> on_D5()
  :: (event == D6) -> on_D6()
  :: (event == D7) -> on_D7()
  :: (event == D8) -> on_D8()
  :: (event == D9) -> on_D9()
  :: (event == D10) -> on_D10()
  :: (event == D11) -> on_D11()
  :: (event == D12) -> on_D12()
  :: (event == D13) -> on_D13()
  :: (event == E1) -> on_E1()
  :: (event == E2) -> on_E2()
  :: (event == E3) -> on_E3()
  :: (event == E4) -> on_E4()
  :: (event == E5) -> on_E5()
  :: (event == E6) -> on_E6()
  :: (event == E7) -> on_E7()
  :: (event == E8) -> on_E8()
  :: (event == E10) -> on_E10()
  :: (event == E11) -> on_E11()
  :: (event == E13) -> on_E13()
  :: (event == E14) -> on_E14()
  :: (event == E16) -> on_E16()
  :: (event == E17) -> on_E17()
  :: (event == E18) -> on_E18()
  :: (event == E19) -> on_E19()
  :: (event == E20) -> on_E20()
  :: (event == E21) -> on_E21()
  :: (event == E22) -> on_E22()
  :: (event == E23) -> on_E23()
  :: (event == E24) -> on_E24()
  :: (event == E25) -> on_E25()
  :: (event == E26) -> on_E26()
  :: (event == F1) -> on_F1()
  :: (event == F2) -> on_F2()
  :: (event == F3) -> on_F3()
  :: (event == F5) -> on_F5()
  :: (event == F7) -> on_F7()
  :: (event == H1) -> on_H1()
  :: (event == H2) -> on_H2()
  :: (event == H3) -> on_H3()
  :: (event == K1) -> on_K1()
  :: (event == K2) -> on_K2()
  :: (event == K3) -> on_K3()
  :: (event == K4) -> on_K4()
  :: (event == K5) -> on_K5()
  fi
}
inline conclude() {
  if
  :: changing ->
     assert(P14 && !((state == DC) || (state == FA)));
     reason = why;
     enter();
     state = to
  :: else
  fi;
  forget_session();
  check();
  if
  :: (changing && ((to == DC) || (to == FA))) -> forget()
  :: else
  fi;
  forget_untracked()
}

inline happen() {
  if
  /* JOIN */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && 1 ->
     d_step {
       channel = 1;
       if
       :: (!target || (target == 1)) -> event = A1
       :: else -> event = A2
       fi
     };
     by_itself(0)
  /* JOIN_AFTER_A_LEAVE */
  :: (world & (DISCORD | WHOLE)) && !silent && 1 ->
     d_step {
       another_leave = 1;
       channel = 1;
       if
       :: (!target || (target == 1)) -> event = A1
       :: else -> event = A2
       fi
     };
     by_itself(0)
  /* MOVE */
  :: (world & (DISCORD | MOVES | WHOLE)) && !silent && 1 ->
     d_step {
       channel = 2;
       if
       :: (target == 2) -> event = A1
       :: else -> event = A2
       fi
     };
     by_itself(0)
  /* MUTE */
  :: (world & (WHOLE)) && !silent && 1 ->
     d_step {
       mute = 1;
       event = A3
     };
     by_itself(0)
  /* UNMUTE */
  :: (world & (WHOLE)) && !silent && 1 ->
     d_step {
       event = A3
     };
     by_itself(0)
  /* DISCONNECT */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && 1 ->
     d_step {
       event = A4
     };
     by_itself(0)
  /* CLOSE */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && 1 ->
     d_step {
       event = A5
     };
     by_itself(0)
  /* RECONNECT */
  :: (world & (VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | WHOLE)) && !silent && 1 ->
     d_step {
       event = A6
     };
     by_itself(0)
  /* EFFECT_FAILED */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | WHOLE)) && !silent && 1 ->
     d_step {
       event = C17
     };
     by_itself(0)
  /* GRANT_NOTHING */
  :: (world & (POLICY)) && !silent && 1 ->
     d_step {
       event = H1
     };
     by_itself(0)
  /* GRANT_ONE_OF_EACH */
  :: (world & (POLICY)) && !silent && 1 ->
     d_step {
       granted = 1;
       event = H1
     };
     by_itself(0)
  /* GRANT_WINDOW */
  :: (world & (POLICY)) && !silent && 1 ->
     d_step {
       event = H2
     };
     by_itself(0)
  /* FORBID_REJOIN */
  :: (world & (POLICY)) && !silent && 1 ->
     d_step {
       event = H3
     };
     by_itself(0)
  /* NO_CHANNEL */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && 1 ->
     d_step {
       event = B1
     };
     by_itself(0)
  /* NO_CHANNEL_LEAVING_AGAIN */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | WHOLE)) && !silent && leaving ->
     d_step {
       another_leave = 1;
       event = B1
     };
     by_itself(0)
  /* VOICE_STATE */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && 1 ->
     d_step {
       channel = 1;
       newer = !session;
       mute = wanted;
       if
       :: (target != 1) -> event = B4
       :: newer -> event = B3
       :: else -> event = B2
       fi
     };
     by_itself(0)
  /* VOICE_STATE_NEW_SESSION */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && 1 ->
     d_step {
       channel = 1;
       newer = 1;
       mute = wanted;
       if
       :: (target != 1) -> event = B4
       :: newer -> event = B3
       :: else -> event = B2
       fi
     };
     by_itself(0)
  /* VOICE_STATE_ELSEWHERE */
  :: (world & (DISCORD | MOVES | WHOLE)) && !silent && 1 ->
     d_step {
       channel = 2;
       newer = !session;
       mute = wanted;
       if
       :: (target != 2) -> event = B4
       :: newer -> event = B3
       :: else -> event = B2
       fi
     };
     by_itself(0)
  /* VOICE_STATE_ELSEWHERE_NEW_SESSION */
  :: (world & (DISCORD | MOVES | WHOLE)) && !silent && 1 ->
     d_step {
       channel = 2;
       newer = 1;
       mute = wanted;
       if
       :: (target != 2) -> event = B4
       :: newer -> event = B3
       :: else -> event = B2
       fi
     };
     by_itself(0)
  /* SHOWN_OTHERWISE */
  :: (world & (WHOLE)) && !silent && 1 ->
     d_step {
       channel = 1;
       newer = !session;
       mute = !wanted;
       if
       :: (target != 1) -> event = B4
       :: newer -> event = B3
       :: else -> event = B2
       fi
     };
     by_itself(0)
  /* SERVER_GONE */
  :: (world & (DISCORD | MAIN_GATEWAY | WHOLE)) && !silent && 1 ->
     d_step {
       event = B5
     };
     by_itself(0)
  /* SERVER_REPEATED */
  :: (world & (DISCORD | MAIN_GATEWAY | WHOLE)) && !silent && endpoint ->
     d_step {
       event = B6
     };
     by_itself(0)
  /* SERVER_NEW_TOKEN */
  :: (world & (DISCORD | MAIN_GATEWAY | WHOLE)) && !silent && endpoint ->
     d_step {
       event = B7
     };
     by_itself(0)
  /* SERVER_NEW_ENDPOINT */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && 1 ->
     d_step {
       event = B8
     };
     by_itself(0)
  /* MAIN_LOST */
  :: (world & (MAIN_GATEWAY | REQUESTS | WHOLE)) && !silent && 1 ->
     d_step {
       event = B9
     };
     by_itself(0)
  /* MAIN_RESUMED */
  :: (world & (MAIN_GATEWAY | REQUESTS | WHOLE)) && !silent && 1 ->
     d_step {
       event = B10
     };
     by_itself(0)
  /* MAIN_NEW */
  :: (world & (MAIN_GATEWAY | REQUESTS | WHOLE)) && !silent && 1 ->
     d_step {
       event = B11
     };
     by_itself(0)
  /* NOT_SENT */
  :: (world & (DISCORD | MAIN_GATEWAY | REQUESTS | MOVES | WHOLE)) && !silent && 1 ->
     d_step {
       event = B12
     };
     by_itself(0)
  /* GUILD_GONE */
  :: (world & (DISCORD | MAIN_GATEWAY | WHOLE)) && !silent && 1 ->
     d_step {
       channel = 0;
       about = DisconnectReason_GUILD_REMOVED;
       event = B13
     };
     by_itself(0)
  /* CHANNEL_GONE */
  :: (world & (DISCORD | MAIN_GATEWAY | MOVES | WHOLE)) && !silent && 1 ->
     d_step {
       channel = 1;
       about = DisconnectReason_CHANNEL_DELETED;
       event = B13
     };
     by_itself(0)
  /* PERMISSION_GONE */
  :: (world & (DISCORD | WHOLE)) && !silent && 1 ->
     d_step {
       channel = 2;
       about = DisconnectReason_PERMISSION_LOST;
       event = B13
     };
     by_itself(0)
  /* SOCKET_OPEN */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && (held && (socket == 1)) ->
     d_step {
       socket = 2;
       event = C1
     };
     by_itself(1)
  /* DIAL_FAILED */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && (held && (socket == 1)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = C2
     };
     by_itself(1)
  /* DIAL_HOPELESS */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 1)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = C18
     };
     by_itself(1)
  /* HELLO */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       event = C3
     };
     by_itself(1)
  /* HELLO_UNSOUND */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       event = C3
     };
     by_itself(1)
  /* READY */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       event = C4
     };
     by_itself(1)
  /* READY_OTHER_SSRC */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       other_ssrc = 1;
       event = C4
     };
     by_itself(1)
  /* READY_NO_MODE */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       no_mode = 1;
       event = C5
     };
     by_itself(1)
  /* READY_MALFORMED */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       event = C5
     };
     by_itself(1)
  /* DESCRIBED */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       other_key = 1;
       if
       :: mode -> event = C6
       :: else -> event = C7
       fi
     };
     by_itself(1)
  /* DESCRIBED_SAME_KEY */
  :: (world & (VOICE | WHOLE)) && !silent && ((held && (socket == 2)) && key) ->
     d_step {
       if
       :: mode -> event = C6
       :: else -> event = C7
       fi
     };
     by_itself(1)
  /* DESCRIBED_UNUSABLE */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       event = C7
     };
     by_itself(1)
  /* RESUMED */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       event = C8
     };
     by_itself(1)
  /* MALFORMED */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       event = C15
     };
     by_itself(1)
  /* HEARTBEATS_MISSED */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((held && (socket == 2)) && greeted) ->
     d_step {
       event = E10
     };
     by_itself(1)
  /* LOST */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D1
     };
     by_itself(1)
  /* CLOSE_4000 */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D2
     };
     by_itself(1)
  /* CLOSE_4001 */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D3
     };
     by_itself(1)
  /* CLOSE_4004 */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D4
     };
     by_itself(1)
  /* CLOSE_4006 */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D5
     };
     by_itself(1)
  /* CLOSE_4011 */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D6
     };
     by_itself(1)
  /* CLOSE_4012 */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D7
     };
     by_itself(1)
  /* CLOSE_4014 */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D8
     };
     by_itself(1)
  /* CLOSE_4015 */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D9
     };
     by_itself(1)
  /* CLOSE_4016 */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D10
     };
     by_itself(1)
  /* CLOSE_4017 */
  :: (world & (VOICE | MOVES | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D11
     };
     by_itself(1)
  /* CLOSE_4021 */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D12
     };
     by_itself(1)
  /* CLOSE_4022 */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D13
     };
     by_itself(1)
  /* CLOSE_4999 */
  :: (world & (VOICE | WHOLE)) && !silent && (held && (socket == 2)) ->
     d_step {
       socket = 0;
       introduced = 0;
       event = D2
     };
     by_itself(1)
  /* KEYS_AWAITED */
  :: (world & ()) && !silent && encrypting ->
     d_step {
       reported = 2;
       event = K1
     };
     by_itself(1)
  /* KEYS_CHANGING */
  :: (world & ()) && !silent && encrypting ->
     d_step {
       reported = 1;
       event = K2
     };
     by_itself(1)
  /* KEYS_AVAILABLE */
  :: (world & ()) && !silent && encrypting ->
     d_step {
       reported = 0;
       event = K3
     };
     by_itself(1)
  /* KEYS_SPENT */
  :: (world & ()) && !silent && encrypting ->
     d_step {
       reported = 3;
       event = K4
     };
     by_itself(1)
  /* KEYS_OF_OTHER_CHANNEL */
  :: (world & ()) && !silent && encrypting ->
     d_step {
       reported = 4;
       event = K5
     };
     by_itself(1)
  /* UDP_READY */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && (path_held && (path == 1)) ->
     d_step {
       path = 2;
       event = F1
     };
     by_itself(1)
  /* UDP_OPEN_FAILED */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && (path_held && (path == 1)) ->
     d_step {
       event = F2
     };
     by_itself(1)
  /* DISCOVERED */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && (path_held && (path == 2)) ->
     d_step {
       event = F3
     };
     by_itself(1)
  /* UDP_ALIVE */
  :: (world & (VOICE | WHOLE)) && !silent && (path_held && (path == 2)) ->
     d_step {
       event = F5
     };
     by_itself(1)
  /* UDP_UNREACHABLE */
  :: (world & (VOICE | WHOLE)) && !silent && (path_held && (path == 2)) ->
     d_step {
       event = F7
     };
     by_itself(1)
  /* NONCE_NEARLY_SPENT */
  :: (world & (VOICE | WHOLE)) && !silent && (path_held && (path == 2)) ->
     d_step {
       event = C16
     };
     by_itself(1)
  /* SERVER_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_SERVER) != 0) ->
     d_step {
       timers = (timers & ~T_SERVER);
       event = E1
     };
     by_itself(1)
  /* SETTLE_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_SETTLE) != 0) ->
     d_step {
       timers = (timers & ~T_SETTLE);
       event = E2
     };
     by_itself(1)
  /* DIAL_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_DIAL) != 0) ->
     d_step {
       timers = (timers & ~T_DIAL);
       event = E3
     };
     by_itself(1)
  /* HELLO_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_HELLO) != 0) ->
     d_step {
       timers = (timers & ~T_HELLO);
       event = E3
     };
     by_itself(1)
  /* READY_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_READY) != 0) ->
     d_step {
       timers = (timers & ~T_READY);
       event = E4
     };
     by_itself(1)
  /* RESUMED_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_RESUMED) != 0) ->
     d_step {
       timers = (timers & ~T_RESUMED);
       event = E5
     };
     by_itself(1)
  /* DISCOVERY_RETRY_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && !silent && ((timers & T_DISCOVERY_RETRY) != 0) ->
     d_step {
       timers = (timers & ~T_DISCOVERY_RETRY);
       event = E6
     };
     by_itself(1)
  /* DISCOVERY_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_DISCOVERY) != 0) ->
     d_step {
       timers = (timers & ~T_DISCOVERY);
       event = E7
     };
     by_itself(1)
  /* DESCRIPTION_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_DESCRIPTION) != 0) ->
     d_step {
       timers = (timers & ~T_DESCRIPTION);
       event = E8
     };
     by_itself(1)
  /* BACKOFF_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_BACKOFF) != 0) ->
     d_step {
       timers = (timers & ~T_BACKOFF);
       event = E11
     };
     by_itself(1)
  /* PACE_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_PACE) != 0) ->
     d_step {
       timers = (timers & ~T_PACE);
       event = E23
     };
     by_itself(1)
  /* MOVE_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_MOVE) != 0) ->
     d_step {
       timers = (timers & ~T_MOVE);
       event = E13
     };
     by_itself(1)
  /* PAIR_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_PAIR) != 0) ->
     d_step {
       timers = (timers & ~T_PAIR);
       event = E17
     };
     by_itself(1)
  /* HOLD_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_HOLD) != 0) ->
     d_step {
       timers = (timers & ~T_HOLD);
       event = E16
     };
     by_itself(1)
  /* STABLE_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_STABLE) != 0) ->
     d_step {
       timers = (timers & ~T_STABLE);
       event = E14
     };
     by_itself(0)
  /* VIOLATIONS_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_VIOLATIONS) != 0) ->
     d_step {
       timers = (timers & ~T_VIOLATIONS);
       event = E18
     };
     by_itself(1)
  /* PROTOCOL_ERRORS_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_PROTOCOL_ERRORS) != 0) ->
     d_step {
       timers = (timers & ~T_PROTOCOL_ERRORS);
       event = E19
     };
     by_itself(1)
  /* RESUME_WINDOW_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_RESUME_WINDOW) != 0) ->
     d_step {
       timers = (timers & ~T_RESUME_WINDOW);
       event = E20
     };
     by_itself(1)
  /* LEAVE_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_LEAVE) != 0) ->
     d_step {
       timers = (timers & ~T_LEAVE);
       event = E22
     };
     by_itself(1)
  /* UDP_FAILURE_FIRES */
  :: (world & (CALM | VOICE | DISCORD | MAIN_GATEWAY | POLICY | REQUESTS | MOVES | WHOLE)) && ((timers & T_UDP_FAILURE) != 0) ->
     d_step {
       timers = (timers & ~T_UDP_FAILURE);
       event = E21
     };
     by_itself(1)
  /* DECIDE_FIRES */
  :: (world & (REQUESTS | MOVES | WHOLE)) && ((timers & T_DECIDE) != 0) ->
     d_step {
       timers = (timers & ~T_DECIDE);
       event = E24
     };
     by_itself(1)
  /* RECOVERY_FIRES */
  :: (world & (REQUESTS | MOVES | WHOLE)) && ((timers & T_RECOVERY) != 0) ->
     d_step {
       timers = (timers & ~T_RECOVERY);
       event = E25
     };
     by_itself(1)
  /* KEYS_FIRES */
  :: (world & ()) && ((timers & T_KEYS) != 0) ->
     d_step {
       timers = (timers & ~T_KEYS);
       event = E26
     };
     by_itself(1)
  fi
}

active proctype flow() {
#ifdef WORLD
  world = WORLD;
#else
  if
  :: world = VOICE
  :: world = DISCORD
  :: world = MAIN_GATEWAY
  :: world = POLICY
  fi;
#endif
  do
  :: atomic {
       happen();
       decide();
       d_step { conclude(); account(); rest() }
     }
#ifdef SILENCE
  :: !silent && state != IDLE -> silent = 1
#endif
  od
}
