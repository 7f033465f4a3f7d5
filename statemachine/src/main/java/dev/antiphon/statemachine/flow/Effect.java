package dev.antiphon.statemachine.flow;

import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a step asks the world to do, as data. Effects of one step are executed in order, after the
 * new state was published; what comes of them comes back as events.
 */
public sealed interface Effect {

  /** Its name in audit files and documentation. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** Op 4 to the main gateway: be in this channel, or in none. */
  record SendVoiceState(int generation, OptionalLong channelId) implements Effect {}

  /** Dial the voice gateway at the endpoint of that ordinal; the sequence starts anew. */
  record DialGateway(int generation, int endpoint) implements Effect {}

  /** Send Identify with the credentials of these ordinals. */
  record SendIdentify(int generation, int session, int token) implements Effect {}

  /** Beat at the interval that Hello asked for. */
  record StartHeartbeat(int generation, double intervalMillis) implements Effect {}

  /** Close the WebSocket in good order. */
  record CloseSocket(int generation, int code) implements Effect {}

  /** Drop the WebSocket without waiting, so that the server keeps the session. */
  record AbortSocket(int generation) implements Effect {}

  /** Open the UDP path towards the address that Ready named. */
  record OpenUdp(int generation) implements Effect {}

  /** Send one IP discovery packet. */
  record SendDiscovery(int generation, long ssrc) implements Effect {}

  /** Close the UDP path. */
  record CloseUdp(int generation) implements Effect {}

  /** Send Select Protocol with the address discovered. */
  record SelectProtocol(int generation, EncryptionMode mode) implements Effect {}

  /** Let audio flow over the path, under the key of that ordinal. */
  record PublishMedia(int generation, long ssrc, EncryptionMode mode, int key) implements Effect {}

  /** Go on under another key. */
  record RekeyMedia(int generation, long ssrc, EncryptionMode mode, int key) implements Effect {}

  /** Let no more audio flow over the path. */
  record WithdrawMedia(int generation) implements Effect {}

  /** Keep the path's hole in firewalls open. */
  record StartKeepalive(int generation) implements Effect {}

  /** Send op 5 with what the application wants to be: needed to send and to receive. */
  record AnnounceSpeaking(int generation) implements Effect {}

  /** Start the timer; its firing names this generation. */
  record StartTimer(FlowTimer timer, int generation, Duration delay) implements Effect {}

  /** Stop the timer. */
  record StopTimer(FlowTimer timer, int generation) implements Effect {}

  /** Tell the application that it has joined. */
  record CompleteJoin() implements Effect {}

  /** Count a violation and report it to the listener. */
  record ReportViolation(EventKind kind) implements Effect {}

  /** Forget every secret: the connection is over. */
  record DropCredentials() implements Effect {}

  /** Tell the application that the connection is over; state and memory say why. */
  record CompleteEnd() implements Effect {}
}
