package dev.antiphon.internal.flow;

import dev.antiphon.flow.RetryLimits;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A world to explore: a set of possible events, and the budgets of the connection in it. All events
 * together give more configurations than necessary. Each world therefore contains one group of
 * events in full, and from the other groups only the events needed to reach every state.
 */
enum ModelWorld {
  /** All events of voice server, network and timers. Discord only accepts and removes the bot. */
  VOICE(1, 1, 1, 0) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = all();
      events.removeAll(ONE_CHANNEL);
      events.removeAll(POLICIES);
      events.removeAll(EnumSet.range(ModelEvent.SERVER_GONE, ModelEvent.SERVER_NEW_TOKEN));
      events.removeAll(EnumSet.range(ModelEvent.MAIN_LOST, ModelEvent.PERMISSION_GONE));
      return events;
    }
  },

  /** The same events, with budgets for more than one failure of each kind. */
  VOICE_PATIENT(2, 2, 2, 1) {
    @Override
    Set<ModelEvent> events() {
      return VOICE.events();
    }
  },

  /** All events of Discord and the application in two channels. The voice server works normally. */
  DISCORD(1, 1, 1, 0) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = all();
      events.removeAll(FAULTS);
      events.removeAll(POLICIES);
      events.removeAll(EnumSet.of(ModelEvent.MUTE, ModelEvent.UNMUTE, ModelEvent.SHOWN_OTHERWISE));
      events.removeAll(EnumSet.range(ModelEvent.MAIN_LOST, ModelEvent.MAIN_NEW));
      return events;
    }
  },

  /** The main gateway is lost and resumes. One channel; the voice server works normally. */
  MAIN_GATEWAY(1, 1, 1, 0) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = all();
      events.removeAll(FAULTS);
      events.removeAll(POLICIES);
      events.removeAll(ONE_CHANNEL);
      return events;
    }
  },

  /** Only the events on the way to Established, and lost connections. */
  CALM(1, 1, 1, 0) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = VOICE.events();
      events.removeAll(FAULTS);
      events.remove(ModelEvent.RECONNECT);
      return events;
    }
  },

  /** A policy grants budgets and windows, and forbids rejoins. */
  POLICY(1, 1, 1, 0) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = CALM.events();
      events.add(ModelEvent.RECONNECT);
      events.addAll(POLICIES);
      return events;
    }
  },

  /** All events except those of a policy. */
  WHOLE(1, 1, 1, 0) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = all();
      events.removeAll(POLICIES);
      return events;
    }
  };

  private static final Set<ModelEvent> POLICIES =
      Collections.unmodifiableSet(
          EnumSet.range(ModelEvent.GRANT_NOTHING, ModelEvent.FORBID_REJOIN));

  /** The events that need a second channel or the mute flags. */
  private static final Set<ModelEvent> ONE_CHANNEL =
      Collections.unmodifiableSet(
          EnumSet.of(
              ModelEvent.JOIN_AFTER_A_LEAVE,
              ModelEvent.MOVE,
              ModelEvent.MUTE,
              ModelEvent.UNMUTE,
              ModelEvent.SHOWN_OTHERWISE,
              ModelEvent.VOICE_STATE_ELSEWHERE,
              ModelEvent.VOICE_STATE_ELSEWHERE_NEW_SESSION,
              ModelEvent.PERMISSION_GONE));

  /** The events that a normal voice server and network do not cause. */
  private static final Set<ModelEvent> FAULTS = faults();

  private static Set<ModelEvent> faults() {
    Set<ModelEvent> events = EnumSet.range(ModelEvent.CLOSE_4000, ModelEvent.CLOSE_4999);
    events.remove(ModelEvent.CLOSE_4006);
    events.remove(ModelEvent.CLOSE_4014);
    events.addAll(EnumSet.range(ModelEvent.READY_OTHER_SSRC, ModelEvent.READY_MALFORMED));
    events.add(ModelEvent.DIAL_HOPELESS);
    events.add(ModelEvent.HELLO_UNSOUND);
    events.add(ModelEvent.DESCRIBED_SAME_KEY);
    events.add(ModelEvent.DESCRIBED_UNUSABLE);
    events.add(ModelEvent.MALFORMED);
    events.add(ModelEvent.UDP_ALIVE);
    events.add(ModelEvent.UDP_UNREACHABLE);
    events.add(ModelEvent.NONCE_NEARLY_SPENT);
    return Collections.unmodifiableSet(events);
  }

  private final int resumes;
  private final int rejoins;
  private final int failures;
  private final int changes;

  ModelWorld(int resumes, int rejoins, int failures, int changes) {
    this.resumes = resumes;
    this.rejoins = rejoins;
    this.failures = failures;
    this.changes = changes;
  }

  /** The possible events in this world. */
  abstract Set<ModelEvent> events();

  /** The limits of the connection in this world. */
  FlowLimits limits() {
    FlowLimits defaults = FlowLimits.ofDefaults();
    RetryLimits retries =
        RetryLimits.builder()
            .resumes(resumes)
            .rejoins(rejoins)
            .freeChanges(changes)
            .pathFailures(failures)
            .serverNotFound(failures)
            .authenticationFailures(failures)
            .protocolErrors(failures)
            .build();
    return new FlowLimits(
        defaults.delays(),
        defaults.serverLostDelay(),
        defaults.severedDelay(),
        defaults.serverRequests(),
        1,
        this == POLICY,
        defaults.modes(),
        retries);
  }

  private static Set<ModelEvent> all() {
    return EnumSet.allOf(ModelEvent.class);
  }
}
