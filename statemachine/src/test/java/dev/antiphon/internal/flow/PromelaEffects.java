package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.PromelaDeed.hold;
import static dev.antiphon.internal.flow.PromelaDeed.set;
import static dev.antiphon.internal.flow.PromelaFact.ANNOUNCED;
import static dev.antiphon.internal.flow.PromelaFact.ASKED_NOW;
import static dev.antiphon.internal.flow.PromelaFact.AUDIO;
import static dev.antiphon.internal.flow.PromelaFact.CLOSED_NOW;
import static dev.antiphon.internal.flow.PromelaFact.DIALLED_NOW;
import static dev.antiphon.internal.flow.PromelaFact.EVENT;
import static dev.antiphon.internal.flow.PromelaFact.INTRODUCED;
import static dev.antiphon.internal.flow.PromelaFact.KEY;
import static dev.antiphon.internal.flow.PromelaFact.MODE;
import static dev.antiphon.internal.flow.PromelaFact.OPENED_NOW;
import static dev.antiphon.internal.flow.PromelaFact.PATH;
import static dev.antiphon.internal.flow.PromelaFact.PROGRESS;
import static dev.antiphon.internal.flow.PromelaFact.PUBLISHED_NOW;
import static dev.antiphon.internal.flow.PromelaFact.SAME_SERVER;
import static dev.antiphon.internal.flow.PromelaFact.SENT_NOW;
import static dev.antiphon.internal.flow.PromelaFact.SOCKET;
import static dev.antiphon.internal.flow.PromelaTerm.not;

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
      PROGRESS.is(Ledger.Progress.DESCRIBED.ordinal()).and(SAME_SERVER.term());

  final PromelaDeed socketOpens = set(SOCKET, OPEN);
  final PromelaDeed socketIsLost = PromelaDeed.all(set(SOCKET, NONE), set(INTRODUCED, 0));
  final PromelaDeed pathOpens = set(PATH, OPEN);
  final PromelaDeed sessionIsReady = set(PROGRESS, Ledger.Progress.READY.ordinal());
  final PromelaDeed sessionIsDescribed = set(PROGRESS, Ledger.Progress.DESCRIBED.ordinal());

  final PromelaDeed dialGateway;
  final PromelaDeed redialGateway;
  final PromelaDeed closeSocket;
  final PromelaDeed abortSocket;
  final PromelaDeed sendIdentify;
  final PromelaDeed sendResume;
  final PromelaDeed startHeartbeat;
  final PromelaDeed selectProtocol;
  final PromelaDeed announceSpeaking;
  final PromelaDeed openUdp;
  final PromelaDeed closeUdp;
  final PromelaDeed sendDiscovery;
  final PromelaDeed publishMedia;
  final PromelaDeed withdrawMedia;
  final PromelaDeed rekeyMedia;
  final PromelaDeed leave;
  final PromelaDeed askForChannel;

  PromelaEffects(PromelaLibrary library) {
    PromelaDeed dial =
        PromelaDeed.all(
            hold("P5", NO_SOCKET), set(SOCKET, OPENING), set(INTRODUCED, 0), set(DIALLED_NOW, 1));
    dialGateway =
        library.deed("DialGateway", dial, session(Ledger.Progress.NONE), set(SAME_SERVER, 1));
    redialGateway = library.deed("RedialGateway", dial, hold("P7", RESUMABLE));
    PromelaDeed letGo =
        PromelaDeed.all(
            hold("P16", not(NO_SOCKET)),
            hold("P15", not(DIALLED_NOW.term())),
            set(SOCKET, NONE),
            set(INTRODUCED, 0));
    closeSocket = library.deed("CloseSocket", letGo, set(CLOSED_NOW, 1));
    abortSocket = library.deed("AbortSocket", letGo);
    PromelaDeed introduce =
        PromelaDeed.all(
            hold("P15", SOCKET_OPEN), hold("P6", not(INTRODUCED.term())), set(INTRODUCED, 1));
    sendIdentify =
        library.deed(
            "SendIdentify", introduce, set(PROGRESS, Ledger.Progress.IDENTIFIED.ordinal()));
    sendResume = library.deed("SendResume", introduce, hold("P7", RESUMABLE));
    startHeartbeat = library.deed("StartHeartbeat", hold("P15", SOCKET_OPEN));
    PromelaTerm discovered = EVENT.is(PromelaFact.term(EventKind.DISCOVERED));
    selectProtocol =
        library.deed(
            "SelectProtocol",
            hold("P15", SOCKET_OPEN),
            hold("P8", discovered.and(PATH.is(OPEN))),
            hold("P8", MODE.term()));
    announceSpeaking =
        library.deed("AnnounceSpeaking", hold("P15", SOCKET_OPEN), set(ANNOUNCED, 1));
    openUdp = library.deed("OpenUdp", hold("P5", NO_PATH), set(PATH, OPENING), set(OPENED_NOW, 1));
    closeUdp =
        library.deed(
            "CloseUdp",
            hold("P16", not(NO_PATH)),
            hold("P15", not(OPENED_NOW.or(AUDIO))),
            set(PATH, NONE),
            session(Ledger.Progress.NONE),
            set(SAME_SERVER, 0));
    sendDiscovery = library.deed("SendDiscovery", hold("P15", PATH.is(OPEN)));
    publishMedia =
        library.deed(
            "PublishMedia",
            hold("P4", not(NO_PATH.or(AUDIO.term()))),
            hold("P10", KEY.and(MODE)),
            hold("P9", ANNOUNCED.term()),
            set(AUDIO, 1),
            set(PUBLISHED_NOW, 1));
    withdrawMedia =
        library.deed(
            "WithdrawMedia",
            hold("P15", AUDIO.term().and(not(PUBLISHED_NOW.term()))),
            set(AUDIO, 0));
    rekeyMedia = library.deed("RekeyMedia", hold("P4", not(NO_PATH).and(AUDIO.term())));
    leave = library.deed("LeaveChannel", hold("P15", not(ASKED_NOW.term())), set(SENT_NOW, 1));
    askForChannel =
        library.deed(
            "AskForChannel",
            hold("P15", not(ASKED_NOW.term())),
            set(ASKED_NOW, 1),
            set(SENT_NOW, 1));
  }

  private static PromelaDeed session(Ledger.Progress progress) {
    return PromelaDeed.all(set(PROGRESS, progress.ordinal()), set(ANNOUNCED, 0));
  }

  /** Without a socket and a path there is no session. */
  static PromelaDeed forgetSession() {
    return PromelaDeed.when(
        NO_SOCKET.and(NO_PATH), session(Ledger.Progress.NONE), set(SAME_SERVER, 0));
  }
}
