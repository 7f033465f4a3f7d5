package dev.antiphon;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.Transition;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.flow.EventKind;
import dev.antiphon.internal.connection.ConnectionObserver;
import dev.antiphon.internal.flow.FlowDecision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives all events of one connection on its event loop. It forwards them to the audit and to the
 * listeners of the application. It keeps the last transitions and the state of the encryption.
 */
final class ConnectionListeners implements ConnectionObserver {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionListeners.class);
  private static final int REMEMBERED_TRANSITIONS = 256;

  private final VoiceContext voice;
  private final Notifications notifications;
  private final LongAdder lost = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Deque<Transition> transitions = new ArrayDeque<>();
  private final ListenerList<Consumer<Transition>> transitionListeners =
      new ListenerList<>("onTransition");
  private final ListenerList<Consumer<EventKind>> violationListeners =
      new ListenerList<>("onViolation");
  private final ListenerList<Consumer<DaveEncryption>> encryptionListeners =
      new ListenerList<>("onEncryptionChange");
  private final ListenerList<OpusListener> opusListeners = new ListenerList<>("onOpus");
  private volatile Optional<DaveEncryption> encryption = Optional.empty();

  ConnectionListeners(VoiceContext voice, long guildId) {
    this.voice = voice;
    this.notifications = voice.callbacks().ofGuild(guildId);
  }

  ListenerList<Consumer<Transition>> toTransitions() {
    return transitionListeners;
  }

  ListenerList<Consumer<EventKind>> toViolations() {
    return violationListeners;
  }

  ListenerList<Consumer<DaveEncryption>> toEncryption() {
    return encryptionListeners;
  }

  ListenerList<OpusListener> toOpus() {
    return opusListeners;
  }

  /** The last transitions, oldest first. Callable from any thread. */
  List<Transition> transitions() {
    synchronized (transitions) {
      return List.copyOf(transitions);
    }
  }

  /**
   * The current state of the encryption, if the voice server has announced it. Callable from any
   * thread.
   */
  Optional<DaveEncryption> encryption() {
    return encryption;
  }

  /** The number of calls of listeners that were dropped. Callable from any thread. */
  long lost() {
    return lost.sum();
  }

  /** The number of exceptions and errors of the listeners. Callable from any thread. */
  long failures() {
    return failures.sum();
  }

  @Override
  public void decided(AuditEntry.Step step, FlowDecision decision) {
    voice.audit(step);
    if (step.changesState()) {
      transitioned(step.transition());
    }
  }

  private void transitioned(Transition transition) {
    synchronized (transitions) {
      if (transitions.size() == REMEMBERED_TRANSITIONS) {
        transitions.removeFirst();
      }
      transitions.addLast(transition);
    }
    LOG.debug("{}", transition);
    publish(voice.transitionListeners(), transition);
    publish(transitionListeners, transition);
  }

  @Override
  public void violated(EventKind kind) {
    publish(violationListeners, kind);
  }

  @Override
  public void encryptionDecided(AuditEntry.Encryption step) {
    voice.audit(step);
  }

  @Override
  public void encryptionKnown(DaveEncryption known) {
    encryption = Optional.of(known);
  }

  @Override
  public void encryptionChanged(DaveEncryption changed) {
    publish(encryptionListeners, changed);
  }

  @Override
  public void encryptionEnded(DaveEncryption now, Runnable told, Runnable refused) {
    List<ListenerList<Consumer<DaveEncryption>>.Registered> listeners = encryptionListeners.all();
    if (listeners.isEmpty()) {
      told.run(); // the event loop has logged a warning
      return;
    }
    notifications.tell(
        () -> {
          listeners.forEach(listener -> listener.call(receiver -> receiver.accept(now), failures));
          told.run();
        },
        refused);
  }

  private <T> void publish(ListenerList<Consumer<T>> listeners, T event) {
    for (ListenerList<Consumer<T>>.Registered listener : listeners.all()) {
      notifications.call(() -> listener.call(receiver -> receiver.accept(event), failures), lost);
    }
  }

  @Override
  public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {
    for (ListenerList<OpusListener>.Registered registered : opusListeners.all()) {
      try {
        registered.listener().onOpus(userId, ssrc, sequence, timestamp, frame.clone());
      } catch (Throwable e) {
        registered.failed(e, failures);
      }
    }
  }
}
