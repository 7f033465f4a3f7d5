package dev.antiphon.internal.flow;

import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.TakenOver;
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
  VOICE(1, 1, 1, 0, 2) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = all();
      events.removeAll(ONE_CHANNEL);
      events.removeAll(DEADLINES);
      events.removeAll(POLICIES);
      events.removeAll(EnumSet.range(ModelEvent.SERVER_GONE, ModelEvent.SERVER_NEW_TOKEN));
      events.removeAll(EnumSet.range(ModelEvent.MAIN_LOST, ModelEvent.PERMISSION_GONE));
      return events;
    }
  },

  /** The same events, with budgets for more than one failure of each kind. */
  VOICE_PATIENT(2, 2, 2, 1, 2) {
    @Override
    Set<ModelEvent> events() {
      return VOICE.events();
    }
  },

  /** All events of Discord and the application in two channels. The voice server works normally. */
  DISCORD(1, 1, 1, 0, 1) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = all();
      events.removeAll(FAULTS);
      events.removeAll(DEADLINES);
      events.removeAll(POLICIES);
      events.removeAll(EnumSet.of(ModelEvent.MUTE, ModelEvent.UNMUTE, ModelEvent.SHOWN_OTHERWISE));
      events.removeAll(EnumSet.range(ModelEvent.MAIN_LOST, ModelEvent.MAIN_NEW));
      return events;
    }
  },

  /** The main gateway is lost and resumes. One channel; the voice server works normally. */
  MAIN_GATEWAY(1, 1, 1, 0, 1) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = all();
      events.removeAll(FAULTS);
      events.removeAll(DEADLINES);
      events.removeAll(POLICIES);
      events.removeAll(ONE_CHANNEL);
      return events;
    }
  },

  /** Only the events on the way to Established, and lost connections. */
  CALM(1, 1, 1, 0, 2) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = VOICE.events();
      events.removeAll(FAULTS);
      events.remove(ModelEvent.RECONNECT);
      return events;
    }
  },

  /** A policy grants budgets and windows, and forbids rejoins. */
  POLICY(1, 1, 1, 0, 2) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = CALM.events();
      events.add(ModelEvent.RECONNECT);
      events.addAll(POLICIES);
      return events;
    }
  },

  /** The session of the end-to-end encryption reports any status of its keys at any time. */
  KEYS(1, 1, 1, 0, 1) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = CALM.events();
      events.addAll(ENCRYPTION);
      return events;
    }
  },

  /** As {@link #CALM}, in a guild in which Discord lists the bot since before the join. */
  LISTED(1, 1, 1, 0, 2) {
    @Override
    Set<ModelEvent> events() {
      return CALM.events();
    }

    @Override
    boolean isListedBefore() {
      return true;
    }
  },

  /**
   * The requests of the application for one channel. The main gateway flaps and says anything,
   * another process joins, and the voice server removes the bot or is lost.
   */
  REQUESTS(0, 1, 1, 0, 1) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = MAIN_GATEWAY.events();
      events.removeAll(BESIDE_REQUESTS);
      events.addAll(DEADLINES);
      return events;
    }

    @Override
    boolean tracksRequests() {
      return true;
    }
  },

  /** The requests of the application for two channels, while the main session stays the same. */
  MOVES(0, 1, 1, 0, 1) {
    @Override
    Set<ModelEvent> events() {
      Set<ModelEvent> events = DISCORD.events();
      events.removeAll(BESIDE_REQUESTS);
      events.remove(ModelEvent.RECONNECT);
      events.addAll(DEADLINES);
      events.add(ModelEvent.CHANNEL_GONE);
      events.add(ModelEvent.CLOSE_4017);
      return events;
    }

    @Override
    boolean tracksRequests() {
      return true;
    }
  },

  /** As {@link #REQUESTS}, with budgets for a resume and a repeated op 4. */
  REQUESTS_PATIENT(1, 1, 1, 0, 2) {
    @Override
    Set<ModelEvent> events() {
      return REQUESTS.events();
    }

    @Override
    boolean tracksRequests() {
      return true;
    }
  },

  /** As {@link #MOVES}, with budgets for a resume and a repeated op 4. */
  MOVES_PATIENT(1, 1, 1, 0, 2) {
    @Override
    Set<ModelEvent> events() {
      return MOVES.events();
    }

    @Override
    boolean tracksRequests() {
      return true;
    }
  },

  /** All events except those of a policy and of the encryption. */
  WHOLE(1, 1, 1, 0, 2) {
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

  /** The reports of the end-to-end encryption, and the deadline for keys. */
  private static final Set<ModelEvent> ENCRYPTION =
      Collections.unmodifiableSet(
          EnumSet.of(
              ModelEvent.KEYS_AWAITED,
              ModelEvent.KEYS_CHANGING,
              ModelEvent.KEYS_AVAILABLE,
              ModelEvent.KEYS_SPENT,
              ModelEvent.KEYS_OF_OTHER_CHANNEL,
              ModelEvent.KEYS_FIRES));

  /** The deadlines of the application's requests and of a lost connection. */
  private static final Set<ModelEvent> DEADLINES =
      Collections.unmodifiableSet(EnumSet.of(ModelEvent.DECIDE_FIRES, ModelEvent.RECOVERY_FIRES));

  /** The events that neither ask for anything nor decide a request. */
  private static final Set<ModelEvent> BESIDE_REQUESTS =
      Collections.unmodifiableSet(
          EnumSet.of(
              ModelEvent.JOIN_AFTER_A_LEAVE,
              ModelEvent.EFFECT_FAILED,
              ModelEvent.NO_CHANNEL_LEAVING_AGAIN,
              ModelEvent.SERVER_GONE,
              ModelEvent.SERVER_REPEATED,
              ModelEvent.SERVER_NEW_TOKEN,
              ModelEvent.GUILD_GONE,
              ModelEvent.CHANNEL_GONE,
              ModelEvent.PERMISSION_GONE));

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
  private final int requests;

  ModelWorld(int resumes, int rejoins, int failures, int changes, int requests) {
    this.resumes = resumes;
    this.rejoins = rejoins;
    this.failures = failures;
    this.changes = changes;
    this.requests = requests;
  }

  /** The possible events in this world. */
  abstract Set<ModelEvent> events();

  /**
   * Whether the pending request, its deadline and the number of own op 4 are explored. Elsewhere
   * they are left out of the memory, as if their deadlines were never reached and no op 4 was
   * counted.
   */
  boolean tracksRequests() {
    return this == WHOLE;
  }

  /** Whether Discord lists the bot in the channel since before the join. */
  boolean isListedBefore() {
    return false;
  }

  /**
   * Whether the voice server can violate the protocol more than once. In the other worlds the first
   * violation already ends the WebSocket.
   */
  private boolean violatesOften() {
    return this == VOICE || this == VOICE_PATIENT || this == WHOLE;
  }

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
        requests,
        violatesOften() ? 1 : 0,
        TakenOver.END,
        this == POLICY,
        defaults.modes(),
        retries);
  }

  /** All events except those of the encryption. */
  private static Set<ModelEvent> all() {
    Set<ModelEvent> events = EnumSet.allOf(ModelEvent.class);
    events.removeAll(ENCRYPTION);
    return events;
  }
}
