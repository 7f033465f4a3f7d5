package dev.antiphon.audit;

import dev.antiphon.internal.connection.DecidedStep;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.ModelEvent;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceFlow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Creates the steps of a connection with random events. */
final class Steps {
  static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final ModelEvent[] EVENTS = ModelEvent.values();

  /** The events of a successful join, so that a walk does not stay in the first states. */
  private static final List<ModelEvent> JOIN_EVENTS =
      List.of(
          ModelEvent.VOICE_STATE,
          ModelEvent.SERVER_NEW_ENDPOINT,
          ModelEvent.SOCKET_OPEN,
          ModelEvent.HELLO,
          ModelEvent.READY,
          ModelEvent.UDP_READY,
          ModelEvent.DISCOVERED,
          ModelEvent.DESCRIBED,
          ModelEvent.RESUMED,
          ModelEvent.BACKOFF_FIRES);

  private final AuditEntry.Subject subject;
  private final FlowLimits limits = FlowLimits.ofDefaults();
  private final VoiceFlow flow;
  private final Random random;
  private Snapshot now;
  private long sequence;

  Steps(String connection, long seed) {
    this(connection, seed, -1);
  }

  Steps(String connection, long seed, long guildId) {
    subject = new AuditEntry.Subject(connection, guildId, 99);
    flow = new VoiceFlow(limits);
    random = new Random(seed);
    now = flow.initial(seed);
  }

  /** The next steps of a connection after a join. */
  List<AuditEntry.Step> next(int count) {
    return recorded(count).stream().map(DecidedStep::entry).toList();
  }

  /** The same steps with their decisions. */
  List<DecidedStep> recorded(int count) {
    List<DecidedStep> steps = new ArrayList<>();
    while (steps.size() < count) {
      steps.add(recorded(sequence == 0 ? ModelEvent.JOIN : event()));
    }
    return steps;
  }

  AuditEntry.Step next(ModelEvent event) {
    return recorded(event).entry();
  }

  /** The same step with its decision. */
  DecidedStep recorded(ModelEvent event) {
    FlowDecision decision = flow.decide(now, event.apply(now.memory()));
    sequence++;
    DecidedStep step =
        new DecidedStep(
            subject,
            limits,
            sequence,
            BEGIN.plusMillis(sequence),
            sequence * 1_000_000,
            Duration.ofMillis(sequence),
            Optional.of("voice.example"),
            decision);
    now = decision.after();
    return step;
  }

  private ModelEvent event() {
    ModelEvent any =
        random.nextInt(3) == 0
            ? EVENTS[random.nextInt(EVENTS.length)]
            : JOIN_EVENTS.get(random.nextInt(JOIN_EVENTS.size()));
    boolean ends = any == ModelEvent.DISCONNECT || any == ModelEvent.CLOSE;
    return ends && random.nextInt(10) > 0 ? ModelEvent.HELLO : any;
  }
}
