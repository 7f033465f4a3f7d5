package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.PromelaStatement.hold;
import static dev.antiphon.internal.flow.PromelaStatement.set;
import static dev.antiphon.internal.flow.PromelaTerm.not;
import static dev.antiphon.internal.flow.PromelaVariable.ANNOUNCED;
import static dev.antiphon.internal.flow.PromelaVariable.ASKED_NOW;
import static dev.antiphon.internal.flow.PromelaVariable.AUDIO;
import static dev.antiphon.internal.flow.PromelaVariable.CLOSED_NOW;
import static dev.antiphon.internal.flow.PromelaVariable.DIALLED_NOW;
import static dev.antiphon.internal.flow.PromelaVariable.EVENT;
import static dev.antiphon.internal.flow.PromelaVariable.INTRODUCED;
import static dev.antiphon.internal.flow.PromelaVariable.KEY;
import static dev.antiphon.internal.flow.PromelaVariable.MODE;
import static dev.antiphon.internal.flow.PromelaVariable.OPENED_NOW;
import static dev.antiphon.internal.flow.PromelaVariable.PATH;
import static dev.antiphon.internal.flow.PromelaVariable.PROGRESS;
import static dev.antiphon.internal.flow.PromelaVariable.PUBLISHED_NOW;
import static dev.antiphon.internal.flow.PromelaVariable.SAME_SERVER;
import static dev.antiphon.internal.flow.PromelaVariable.SENT_NOW;
import static dev.antiphon.internal.flow.PromelaVariable.SOCKET;
import static dev.antiphon.internal.flow.PromelaVariable.UNDECIDED;

import dev.antiphon.flow.EventKind;

/** Models each effect: the change to the external state, and the assertion that it is allowed. */
final class PromelaEffects {
  private static final int NONE = 0;
  private static final int OPENING = 1;
  private static final int OPEN = 2;

  private static final PromelaTerm NO_SOCKET = SOCKET.is(NONE);
  private static final PromelaTerm NO_PATH = PATH.is(NONE);
  private static final PromelaTerm SOCKET_OPEN = SOCKET.is(OPEN);

  /** The session of the last Identify is described, and the known server has not changed. */
  private static final PromelaTerm RESUMABLE =
      PROGRESS.is(ExternalState.Progress.DESCRIBED.ordinal()).and(SAME_SERVER.term());

  final PromelaStatement socketOpens = set(SOCKET, OPEN);
  final PromelaStatement socketIsLost = PromelaStatement.all(set(SOCKET, NONE), set(INTRODUCED, 0));
  final PromelaStatement pathOpens = set(PATH, OPEN);
  final PromelaStatement sessionIsReady = set(PROGRESS, ExternalState.Progress.READY.ordinal());
  final PromelaStatement sessionIsDescribed =
      set(PROGRESS, ExternalState.Progress.DESCRIBED.ordinal());

  /** The application is told what became of all its requests. */
  final PromelaStatement requestsAreDecided = set(UNDECIDED, 0);

  final PromelaStatement dialGateway;
  final PromelaStatement redialGateway;
  final PromelaStatement closeSocket;
  final PromelaStatement abortSocket;
  final PromelaStatement sendIdentify;
  final PromelaStatement sendResume;
  final PromelaStatement startHeartbeat;
  final PromelaStatement selectProtocol;
  final PromelaStatement announceSpeaking;
  final PromelaStatement openUdp;
  final PromelaStatement closeUdp;
  final PromelaStatement sendDiscovery;
  final PromelaStatement publishMedia;
  final PromelaStatement withdrawMedia;
  final PromelaStatement rekeyMedia;
  final PromelaStatement leave;
  final PromelaStatement askForChannel;

  PromelaEffects(PromelaLibrary library) {
    PromelaStatement dial =
        PromelaStatement.all(
            hold("P5", NO_SOCKET), set(SOCKET, OPENING), set(INTRODUCED, 0), set(DIALLED_NOW, 1));
    dialGateway =
        library.statement(
            "DialGateway", dial, session(ExternalState.Progress.NONE), set(SAME_SERVER, 1));
    redialGateway = library.statement("RedialGateway", dial, hold("P7", RESUMABLE));
    PromelaStatement letGo =
        PromelaStatement.all(
            hold("P16", not(NO_SOCKET)),
            hold("P15", not(DIALLED_NOW.term())),
            set(SOCKET, NONE),
            set(INTRODUCED, 0));
    closeSocket = library.statement("CloseSocket", letGo, set(CLOSED_NOW, 1));
    abortSocket = library.statement("AbortSocket", letGo);
    PromelaStatement introduce =
        PromelaStatement.all(
            hold("P15", SOCKET_OPEN), hold("P6", not(INTRODUCED.term())), set(INTRODUCED, 1));
    sendIdentify =
        library.statement(
            "SendIdentify", introduce, set(PROGRESS, ExternalState.Progress.IDENTIFIED.ordinal()));
    sendResume = library.statement("SendResume", introduce, hold("P7", RESUMABLE));
    startHeartbeat = library.statement("StartHeartbeat", hold("P15", SOCKET_OPEN));
    PromelaTerm discovered = EVENT.is(PromelaVariable.term(EventKind.DISCOVERED));
    selectProtocol =
        library.statement(
            "SelectProtocol",
            hold("P15", SOCKET_OPEN),
            hold("P8", discovered.and(PATH.is(OPEN))),
            hold("P8", MODE.term()));
    announceSpeaking =
        library.statement("AnnounceSpeaking", hold("P15", SOCKET_OPEN), set(ANNOUNCED, 1));
    openUdp =
        library.statement("OpenUdp", hold("P5", NO_PATH), set(PATH, OPENING), set(OPENED_NOW, 1));
    closeUdp =
        library.statement(
            "CloseUdp",
            hold("P16", not(NO_PATH)),
            hold("P15", not(OPENED_NOW.or(AUDIO))),
            set(PATH, NONE),
            session(ExternalState.Progress.NONE),
            set(SAME_SERVER, 0));
    sendDiscovery = library.statement("SendDiscovery", hold("P15", PATH.is(OPEN)));
    publishMedia =
        library.statement(
            "PublishMedia",
            hold("P4", not(NO_PATH.or(AUDIO.term()))),
            hold("P10", KEY.and(MODE)),
            hold("P9", ANNOUNCED.term()),
            set(AUDIO, 1),
            set(PUBLISHED_NOW, 1));
    withdrawMedia =
        library.statement(
            "WithdrawMedia",
            hold("P15", AUDIO.term().and(not(PUBLISHED_NOW.term()))),
            set(AUDIO, 0));
    rekeyMedia = library.statement("RekeyMedia", hold("P4", not(NO_PATH).and(AUDIO.term())));
    leave = library.statement("LeaveChannel", hold("P15", not(ASKED_NOW.term())), set(SENT_NOW, 1));
    askForChannel =
        library.statement(
            "AskForChannel",
            hold("P15", not(ASKED_NOW.term())),
            set(ASKED_NOW, 1),
            set(SENT_NOW, 1));
  }

  private static PromelaStatement session(ExternalState.Progress progress) {
    return PromelaStatement.all(set(PROGRESS, progress.ordinal()), set(ANNOUNCED, 0));
  }

  /** Without a socket and a path there is no session. */
  static PromelaStatement forgetSession() {
    return PromelaStatement.when(
        NO_SOCKET.and(NO_PATH), session(ExternalState.Progress.NONE), set(SAME_SERVER, 0));
  }
}
