package dev.antiphon.internal.flow;

import dev.antiphon.fixtures.SessionModel;
import dev.antiphon.fixtures.SessionModel.Phase;
import dev.antiphon.fixtures.SessionModel.Stimulus;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.check.Model;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The flow, the abstraction of the DAVE session, and a Discord that moves the bot. Discord delivers
 * the two halves of each change in both orders and at any time. The delivery service sends,
 * repeats, delays and forges any message, or none.
 */
final class EncryptedCallModel
    implements Model<EncryptedCall, EncryptedCallModel.Event, EncryptedCallModel.Decision> {
  /** The answers of a healthy network and voice server, and the states that wait for them. */
  private static final Map<ModelEvent, Set<VoiceState>> ANSWERS =
      Map.of(
          ModelEvent.SOCKET_OPEN,
          EnumSet.of(VoiceState.IDENTIFYING, VoiceState.RESUMING),
          ModelEvent.READY,
          EnumSet.of(VoiceState.IDENTIFYING),
          ModelEvent.UDP_READY,
          EnumSet.of(VoiceState.READY),
          ModelEvent.DISCOVERED,
          EnumSet.of(VoiceState.DISCOVERING),
          ModelEvent.DESCRIBED,
          EnumSet.of(VoiceState.SELECTING),
          ModelEvent.RESUMED,
          EnumSet.of(VoiceState.RESUMING));

  /** The timers that fire although the network, the voice server and Discord answer. */
  static final Set<FlowTimer> TIMERS =
      EnumSet.of(
          FlowTimer.KEYS,
          FlowTimer.STABLE,
          FlowTimer.BACKOFF,
          FlowTimer.PACE,
          FlowTimer.PAIR,
          FlowTimer.SETTLE,
          FlowTimer.SERVER,
          FlowTimer.RESUME_WINDOW);

  /** What is explored besides the keys. */
  enum World {
    /** A moderator moves the bot once. */
    MOVED,
    /** The application sends frames, and the server can end the encryption. */
    SPEECH,
    /** Both. */
    WHOLE;

    boolean moves() {
      return this != SPEECH;
    }

    boolean speaks() {
      return this != MOVED;
    }
  }

  /** Who causes an event. */
  enum Source {
    /** Timers, the library, and the answers that a healthy server and Discord give. */
    SILENT,
    /** Everything else. */
    OTHER
  }

  /**
   * One event of the system.
   *
   * @param name its text
   * @param source who causes it
   * @param flow the event of the flow; empty if only the session or the application acts
   * @param after the abstract state of the session after the event
   * @param act what it changes besides
   */
  record Event(
      String name,
      Source source,
      Optional<VoiceEvent> flow,
      Optional<SessionModel.State> after,
      Act act) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** What an event changes besides the flow and the session. */
  enum Act {
    NOTHING,
    STATE_DELIVERED,
    SERVER_DELIVERED,
    MOVE,
    OTHERS_COME,
    OTHERS_LEAVE,
    REPORT,
    ACCEPT,
    TOLD,
    TICK
  }

  /** The step of the flow, if the event has one. */
  record Decision(Optional<FlowDecision> flow) {}

  private final FlowLimits limits;
  private final SessionModel sessions;
  private final FlowExplorer.Rules rules;
  private final World world;

  EncryptedCallModel(
      World world, FlowLimits limits, SessionModel sessions, FlowExplorer.Rules rules) {
    this.world = world;
    this.limits = limits;
    this.sessions = sessions;
    this.rules = rules;
  }

  @Override
  public EncryptedCall first() {
    return new EncryptedCall(
        Configuration.first(limits),
        sessions.first(),
        KeyStatus.AVAILABLE,
        0,
        0,
        new EncryptedCall.Discord(0, false, false, world.moves() ? 1 : 0, false),
        EncryptedCall.Speech.NONE);
  }

  @Override
  public List<Event> events(EncryptedCall here) {
    List<Event> events = new ArrayList<>();
    if (here.isEnd()) {
      return events;
    }
    FlowMemory memory = here.memory();
    if (here.target() == 0) {
      events.add(flow(ModelEvent.JOIN, here, Source.SILENT));
      return events;
    }
    ANSWERS.forEach(
        (answer, states) -> {
          if (states.contains(here.connection().state()) && isPossible(answer, here)) {
            events.add(flow(answer, here, Source.SILENT));
          }
        });
    if (isPossible(ModelEvent.LOST, here)) {
      events.add(flow(ModelEvent.LOST, here, Source.OTHER));
    }
    if (here.isReported()) {
      timers(memory, events);
    }
    discord(here, events);
    session(here, events);
    if (world.speaks()) {
      speech(here, events);
    }
    return events;
  }

  /** A report takes milliseconds, so no timer fires before it. */
  private static void timers(FlowMemory memory, List<Event> events) {
    for (FlowTimer timer : memory.timers().armed().stream().filter(TIMERS::contains).toList()) {
      VoiceEvent fired = new VoiceEvent.TimerFired(timer, memory.timers().generation(timer));
      events.add(event(timer + " fires", Source.SILENT, fired, Act.NOTHING));
    }
  }

  private static boolean isPossible(ModelEvent event, EncryptedCall here) {
    return event.isPossible(here.memory(), here.connection().external());
  }

  private void discord(EncryptedCall here, List<Event> events) {
    EncryptedCall.Discord discord = here.discord();
    Credentials known = here.memory().credentials();
    if (discord.stateDue()) {
      OptionalLong channel =
          discord.channel() == 0 ? OptionalLong.empty() : OptionalLong.of(discord.channel());
      int session = Math.max(1, known.session());
      VoiceEvent state = new VoiceEvent.OwnVoiceState(channel, session);
      events.add(event("voice state", Source.SILENT, state, Act.STATE_DELIVERED));
    }
    if (discord.serverDue()) {
      VoiceEvent server = new VoiceEvent.VoiceServer(known.endpoint() + 1, known.token() + 1);
      events.add(event("voice server", Source.SILENT, server, Act.SERVER_DELIVERED));
    }
    if (discord.movesLeft() > 0 && here.isEstablished() && discord.channel() != 0) {
      events.add(of("moved", Source.OTHER, Optional.empty(), Act.MOVE));
    }
    Act act = discord.others() ? Act.OTHERS_LEAVE : Act.OTHERS_COME;
    Stimulus stimulus = discord.others() ? Stimulus.OTHERS_LEAVE : Stimulus.OTHERS_COME;
    if (!here.hasSession()) {
      events.add(of(stimulus.name(), Source.OTHER, Optional.empty(), act));
    } else {
      for (SessionModel.State next : sessions.after(here.session(), stimulus)) {
        if (isPossible(here, next)) {
          events.add(of(stimulus + " " + next, Source.OTHER, Optional.of(next), act));
        }
      }
    }
  }

  private void session(EncryptedCall here, List<Event> events) {
    if (!here.hasSession() || here.session().phase() == Phase.NOT_BEGUN) {
      return;
    }
    for (Stimulus stimulus :
        EnumSet.of(Stimulus.SERVER_MESSAGE, Stimulus.RECOVERY_DUE, Stimulus.DECRYPTION_FAILS)) {
      for (SessionModel.State next : sessions.after(here.session(), stimulus)) {
        if (!next.equals(here.session()) && isPossible(here, next)) {
          Source source = stimulus == Stimulus.RECOVERY_DUE ? Source.SILENT : Source.OTHER;
          events.add(of(stimulus + " " + next, source, Optional.of(next), Act.NOTHING));
        }
      }
    }
    if (!here.isReported()) {
      VoiceEvent report = new KeysReported(here.memory().encryption().session(), here.status());
      events.add(event("report " + here.status(), Source.SILENT, report, Act.REPORT));
    }
  }

  /** Keys exist only in the group of the session's own channel. */
  private static boolean isPossible(EncryptedCall here, SessionModel.State next) {
    boolean keys = next.phase() == Phase.READY || next.phase() == Phase.CHANGING;
    return !keys || here.ours() == here.theirs();
  }

  private void speech(EncryptedCall here, List<Event> events) {
    EncryptedCall.Speech speech = here.speech();
    if (!speech.accepted().equals(speech)) {
      events.add(of("frame accepted", Source.OTHER, Optional.empty(), Act.ACCEPT));
    }
    if (speech.off() && !speech.told()) {
      events.add(of("application told", Source.OTHER, Optional.empty(), Act.TOLD));
    }
    boolean audible = here.connection().state().allowsAudio() && here.hasSession();
    if (audible && !speech.tick(here.session().phase()).equals(speech)) {
      events.add(of("clock", Source.OTHER, Optional.empty(), Act.TICK));
    }
  }

  private static Event flow(ModelEvent event, EncryptedCall here, Source source) {
    return event(event.name(), source, event.apply(here.memory()), Act.NOTHING);
  }

  private static Event event(String name, Source source, VoiceEvent flow, Act act) {
    return new Event(name, source, Optional.of(flow), Optional.empty(), act);
  }

  private static Event of(String name, Source source, Optional<SessionModel.State> after, Act act) {
    return new Event(name, source, Optional.empty(), after, act);
  }

  @Override
  public Decision decide(EncryptedCall here, Event event) {
    return new Decision(event.flow().map(flow -> rules.decide(here.connection().now(), flow)));
  }

  @Override
  public EncryptedCall after(EncryptedCall here, Event event, Decision decision) {
    Draft draft = new Draft(here);
    event.after().ifPresent(draft::session);
    draft.act(event.act());
    decision.flow().ifPresent(draft::flow);
    return draft.call();
  }

  @Override
  public String row(Decision decision) {
    return decision.flow().map(step -> step.row().id()).orElse("session");
  }

  @Override
  public String describe(EncryptedCall here) {
    return here.connection().state() + " " + here.session();
  }

  /** The next configuration during its calculation. */
  private final class Draft {
    private Configuration connection;
    private SessionModel.State session;
    private KeyStatus reported;
    private long ours;
    private long theirs;
    private EncryptedCall.Discord discord;
    private EncryptedCall.Speech speech;

    Draft(EncryptedCall from) {
      connection = from.connection();
      session = from.session();
      reported = from.reported();
      ours = from.ours();
      theirs = from.theirs();
      discord = from.discord();
      speech = from.speech();
    }

    void act(Act act) {
      switch (act) {
        case STATE_DELIVERED -> discord = discord.stateDelivered();
        case SERVER_DELIVERED -> discord = discord.serverDelivered();
        case MOVE -> discord = discord.moved(other(discord.channel()));
        case OTHERS_COME -> discord = discord.with(true);
        case OTHERS_LEAVE -> discord = discord.with(false);
        case REPORT -> reported = call().status();
        case ACCEPT -> speech = speech.accepted();
        case TOLD -> speech = speech.toldNow();
        case TICK -> speech = speech.tick(session.phase());
        case NOTHING -> {
          // Only the flow or the session acts.
        }
      }
    }

    private long other(long channel) {
      return channel == FlowSimulation.CHANNEL
          ? FlowSimulation.OTHER_CHANNEL
          : FlowSimulation.CHANNEL;
    }

    /** The session has this state. The application sees its status at once. */
    void session(SessionModel.State next) {
      boolean begins = session.phase() == Phase.NOT_BEGUN && next.phase() != Phase.NOT_BEGUN;
      boolean wasOff = session.phase() == Phase.OFF;
      session = next;
      if (begins || wasOff != (next.phase() == Phase.OFF)) {
        speech = speech.seen(next.phase() == Phase.OFF);
      }
    }

    void flow(FlowDecision step) {
      connection = connection.after(step);
      for (Effect effect : step.effects()) {
        effect(effect, step);
      }
      if (step.memory().encryption().session() == 0) {
        endSession();
      }
    }

    private void effect(Effect effect, FlowDecision step) {
      if (effect instanceof Effect.SendVoiceState op4) {
        discord = discord.listed(op4.channelId().orElse(0));
      } else if (effect instanceof Effect.SendIdentify) {
        ours = step.memory().intent().target().orElse(0);
        theirs = discord.channel();
        session = sessions.first();
        if (discord.others()) {
          session = only(Stimulus.OTHERS_COME);
        }
        reported = KeyStatus.AVAILABLE;
      } else if (effect instanceof Effect.PublishMedia && session.phase() == Phase.NOT_BEGUN) {
        session(only(Stimulus.BEGIN_ENCRYPTED));
      } else if (effect instanceof Effect.RecoverKeys && ours != 0) {
        session(sessions.after(session, Stimulus.KEYS_OVERDUE).iterator().next());
      }
    }

    private SessionModel.State only(Stimulus stimulus) {
      return sessions.after(session, stimulus).iterator().next();
    }

    private void endSession() {
      ours = 0;
      theirs = 0;
      session = sessions.first();
      reported = KeyStatus.AVAILABLE;
    }

    EncryptedCall call() {
      return new EncryptedCall(connection, session, reported, ours, theirs, discord, speech);
    }
  }
}
