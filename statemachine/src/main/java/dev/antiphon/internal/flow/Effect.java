package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.MoveFailure;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a step asks the world to do, as data. Effects of one step are executed in order, after the
 * new state was published; what comes of them comes back as events.
 */
public sealed interface Effect {

  /** Hands itself to the method of the executor that is meant for it. */
  void accept(Executor executor);

  /** Its name in audit files and documentation. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** Op 4 to the main gateway, after a while: be in this channel, shown like this, or in none. */
  record SendVoiceState(int generation, OptionalLong channelId, SelfFlags shown, Duration after)
      implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.sendVoiceState(this);
    }
  }

  /** Dial the voice gateway at the endpoint of that ordinal; the sequence starts anew. */
  record DialGateway(int generation, int endpoint) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.dialGateway(this);
    }
  }

  /** Dial the same voice gateway again; the sequence goes on. */
  record RedialGateway(int generation, int endpoint) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.redialGateway(this);
    }
  }

  /** Send Identify with the credentials of these ordinals. */
  record SendIdentify(int generation, int session, int token) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.sendIdentify(this);
    }
  }

  /** Send Resume for the session, with the sequence received last. */
  record SendResume(int generation, int session, int token) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.sendResume(this);
    }
  }

  /** Beat at the interval that Hello asked for. */
  record StartHeartbeat(int generation, double intervalMillis) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.startHeartbeat(this);
    }
  }

  /** Close the WebSocket in good order. */
  record CloseSocket(int generation, int code) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.closeSocket(this);
    }
  }

  /** Drop the WebSocket without waiting, so that the server keeps the session. */
  record AbortSocket(int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.abortSocket(this);
    }
  }

  /** Open the UDP path towards the voice server's address of that ordinal. */
  record OpenUdp(int generation, int server) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.openUdp(this);
    }
  }

  /** Send one IP discovery packet. */
  record SendDiscovery(int generation, long ssrc) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.sendDiscovery(this);
    }
  }

  /** Close the UDP path. */
  record CloseUdp(int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.closeUdp(this);
    }
  }

  /** Send Select Protocol with our own address of that ordinal. */
  record SelectProtocol(int generation, int own, EncryptionMode mode) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.selectProtocol(this);
    }
  }

  /** Let audio flow over the path, under the key of that ordinal. */
  record PublishMedia(int generation, long ssrc, EncryptionMode mode, int key) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.publishMedia(this);
    }
  }

  /** Go on under another key. */
  record RekeyMedia(int generation, long ssrc, EncryptionMode mode, int key) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.rekeyMedia(this);
    }
  }

  /** Let no more audio flow over the path. */
  record WithdrawMedia(int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.withdrawMedia(this);
    }
  }

  /** Keep the path's hole in firewalls open. */
  record StartKeepalive(int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.startKeepalive(this);
    }
  }

  /** Keep the path's hole in firewalls open no longer. */
  record StopKeepalive(int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.stopKeepalive(this);
    }
  }

  /** The socket can take no op 5 any more; hold it back for the next. */
  record HoldSpeaking(int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.holdSpeaking(this);
    }
  }

  /** Send op 5 with what the application wants to be: needed to send and to receive. */
  record AnnounceSpeaking(int generation, long ssrc) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.announceSpeaking(this);
    }
  }

  /**
   * Start the timer; its firing names this generation. Its time counts from now, or from the moment
   * in which the op 4 before it is really sent.
   */
  record StartTimer(FlowTimer timer, int generation, Duration delay, boolean fromSending)
      implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.startTimer(this);
    }
  }

  /** Stop the timer. */
  record StopTimer(FlowTimer timer, int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.stopTimer(this);
    }
  }

  /** Tell the application that it has joined, or moved to, the channel. */
  record CompleteJoin(long channelId) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.completeJoin(this);
    }
  }

  /** Tell the application that its move to the channel will not be, and why. */
  record FailMove(long channelId, MoveFailure why) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.failMove(this);
    }
  }

  /** Ask the application's policy; what it says comes back as a {@link PolicyAnswer}. */
  record AskPolicy(PolicyQuestion question, int number) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.askPolicy(this);
    }
  }

  /** Count a violation and report it to the listener. */
  record ReportViolation(EventKind kind) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.reportViolation(this);
    }
  }

  /** Forget every secret: the connection is over. */
  record DropCredentials() implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.dropCredentials(this);
    }
  }

  /** Tell the application that the connection is over; state and memory say why. */
  record CompleteEnd() implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.completeEnd(this);
    }
  }

  /** Whoever executes effects: one method for each, so that none is forgotten. */
  interface Executor {
    void sendVoiceState(SendVoiceState effect);

    void dialGateway(DialGateway effect);

    void redialGateway(RedialGateway effect);

    void sendIdentify(SendIdentify effect);

    void sendResume(SendResume effect);

    void startHeartbeat(StartHeartbeat effect);

    void closeSocket(CloseSocket effect);

    void abortSocket(AbortSocket effect);

    void openUdp(OpenUdp effect);

    void sendDiscovery(SendDiscovery effect);

    void closeUdp(CloseUdp effect);

    void selectProtocol(SelectProtocol effect);

    void publishMedia(PublishMedia effect);

    void rekeyMedia(RekeyMedia effect);

    void withdrawMedia(WithdrawMedia effect);

    void startKeepalive(StartKeepalive effect);

    void stopKeepalive(StopKeepalive effect);

    void holdSpeaking(HoldSpeaking effect);

    void announceSpeaking(AnnounceSpeaking effect);

    void startTimer(StartTimer effect);

    void stopTimer(StopTimer effect);

    void completeJoin(CompleteJoin effect);

    void failMove(FailMove effect);

    void askPolicy(AskPolicy effect);

    void reportViolation(ReportViolation effect);

    void dropCredentials(DropCredentials effect);

    void completeEnd(CompleteEnd effect);
  }
}
