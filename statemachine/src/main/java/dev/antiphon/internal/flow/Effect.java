package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RequestFailure;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Work that a step requests from its caller, as data. The effects of a step run in order, after the
 * new state is published. Their results come back as events.
 */
public sealed interface Effect {

  /** Calls the method of the executor for this effect. */
  void accept(Executor executor);

  /** Returns the name for audit files and documentation. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * Sends op 4 to the main gateway after the delay: with a channel it joins or moves, without a
   * channel it leaves.
   */
  record SendVoiceState(int generation, OptionalLong channelId, SelfFlags shown, Duration after)
      implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.sendVoiceState(this);
    }
  }

  /** Dials the voice gateway at the endpoint with this ordinal. The sequence number is reset. */
  record DialGateway(int generation, int endpoint) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.dialGateway(this);
    }
  }

  /** Dials the same voice gateway again. The sequence number is kept. */
  record RedialGateway(int generation, int endpoint) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.redialGateway(this);
    }
  }

  /** Sends Identify with the credentials of these ordinals. */
  record SendIdentify(int generation, int session, int token) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.sendIdentify(this);
    }
  }

  /** Sends Resume for the session, with the last sequence number received. */
  record SendResume(int generation, int session, int token) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.sendResume(this);
    }
  }

  /** Sends heartbeats at the interval of Hello. */
  record StartHeartbeat(int generation, double intervalMillis) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.startHeartbeat(this);
    }
  }

  /** Closes the WebSocket with a close handshake, which ends the voice session. */
  record CloseSocket(int generation, int code) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.closeSocket(this);
    }
  }

  /** Aborts the WebSocket without a wait, so that the server keeps the voice session. */
  record AbortSocket(int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.abortSocket(this);
    }
  }

  /** Opens the UDP path to the voice server's address with this ordinal. */
  record OpenUdp(int generation, int server) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.openUdp(this);
    }
  }

  /** Sends one IP discovery packet. */
  record SendDiscovery(int generation, long ssrc) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.sendDiscovery(this);
    }
  }

  /** Closes the UDP path. */
  record CloseUdp(int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.closeUdp(this);
    }
  }

  /** Sends Select Protocol with the bot's own address of this ordinal. */
  record SelectProtocol(int generation, int own, EncryptionMode mode) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.selectProtocol(this);
    }
  }

  /** Allows audio on the path, with the key of this ordinal. */
  record PublishMedia(int generation, long ssrc, EncryptionMode mode, int key) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.publishMedia(this);
    }
  }

  /** Changes the key of the path. */
  record RekeyMedia(int generation, long ssrc, EncryptionMode mode, int key) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.rekeyMedia(this);
    }
  }

  /** Stops audio on the path. */
  record WithdrawMedia(int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.withdrawMedia(this);
    }
  }

  /** Sends keepalive packets, so that firewalls keep the path open. */
  record StartKeepalive(int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.startKeepalive(this);
    }
  }

  /** Stops the keepalive packets. */
  record StopKeepalive(int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.stopKeepalive(this);
    }
  }

  /** Keeps op 5 back until the next WebSocket is ready, because this one takes no more messages. */
  record HoldSpeaking(int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.holdSpeaking(this);
    }
  }

  /**
   * Sends op 5 with the speaking flags of the application. Discord needs it before audio is sent or
   * received.
   */
  record AnnounceSpeaking(int generation, long ssrc) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.announceSpeaking(this);
    }
  }

  /**
   * Starts the timer. Its event names this generation.
   *
   * @param fromSending whether the delay counts from the moment when the op 4 before it is really
   *     sent; otherwise it counts from now
   */
  record StartTimer(FlowTimer timer, int generation, Duration delay, boolean fromSending)
      implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.startTimer(this);
    }
  }

  /** Stops the timer. */
  record StopTimer(FlowTimer timer, int generation) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.stopTimer(this);
    }
  }

  /** Notifies the application that it has joined, or moved to, the channel. */
  record CompleteJoin(long channelId) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.completeJoin(this);
    }
  }

  /** Notifies the application that its move to the channel failed, with the reason. */
  record FailMove(long channelId, RequestFailure why) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.failMove(this);
    }
  }

  /**
   * Notifies the application that its pending requests failed, with the reason.
   *
   * @param kept the channel whose requests stay pending; empty for none
   */
  record FailRequests(OptionalLong kept, RequestFailure why) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.failRequests(this);
    }
  }

  /** Asks the application's policy. Its answer comes back as a {@link PolicyAnswer}. */
  record AskPolicy(PolicyQuestion question, int number) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.askPolicy(this);
    }
  }

  /** Counts a violation and reports it to the listener. */
  record ReportViolation(EventKind kind) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.reportViolation(this);
    }
  }

  /** The end-to-end encryption of this session has waited too long for keys: it recovers. */
  record RecoverKeys(int session) implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.recoverKeys(this);
    }
  }

  /** Discards every secret: the connection has ended. */
  record DropCredentials() implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.dropCredentials(this);
    }
  }

  /**
   * Notifies the application that the connection has ended. State and memory contain the reason.
   */
  record CompleteEnd() implements Effect {
    @Override
    public void accept(Executor executor) {
      executor.completeEnd(this);
    }
  }

  /** Executes effects. It has one method per effect, so that the compiler finds a missing one. */
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

    void failRequests(FailRequests effect);

    void askPolicy(AskPolicy effect);

    void reportViolation(ReportViolation effect);

    void recoverKeys(RecoverKeys effect);

    void dropCredentials(DropCredentials effect);

    void completeEnd(CompleteEnd effect);
  }
}
