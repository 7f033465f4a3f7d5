package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.ServerMessage;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Records the events of a socket in order. */
class RecordingListener implements VoiceSocketListener {
  /** A recorded call of the listener. */
  sealed interface Event {}

  record Opened() implements Event {}

  record Message(ServerMessage message, int sequence) implements Event {}

  record Malformed(MalformedMessageException cause) implements Event {}

  record Missed(int unanswered) implements Event {}

  record Failed(DialException cause) implements Event {}

  record Closed(int code, String reason) implements Event {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  <T extends Event> T next(Class<T> type) throws InterruptedException {
    Event next = events.poll(10, TimeUnit.SECONDS);
    if (!type.isInstance(next)) {
      throw new AssertionError("expected " + type.getSimpleName() + ", got " + next);
    }
    return type.cast(next);
  }

  /** The recorded events that were not taken with {@link #next}. */
  List<Event> rest() {
    return List.copyOf(events);
  }

  @Override
  public void opened() {
    events.add(new Opened());
  }

  @Override
  public void message(ServerMessage message, int sequence) {
    events.add(new Message(message, sequence));
  }

  @Override
  public void malformed(MalformedMessageException cause) {
    events.add(new Malformed(cause));
  }

  @Override
  public void heartbeatsMissed(int unanswered) {
    events.add(new Missed(unanswered));
  }

  @Override
  public void dialFailed(DialException cause) {
    events.add(new Failed(cause));
  }

  @Override
  public void closed(int code, String reason) {
    events.add(new Closed(code, reason));
  }
}
