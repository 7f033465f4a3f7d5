package dev.antiphon.testkit.discord;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A double of the main gateway for one bot user: answers opcode 4 as Discord does.
 *
 * <ul>
 *   <li>A channel in which Discord does not list the user: VOICE_STATE_UPDATE with it and the
 *       session id, then VOICE_SERVER_UPDATE with a fresh token.
 *   <li>The same channel again: no answer at all; with other mute or deaf flags a
 *       VOICE_STATE_UPDATE.
 *   <li>No channel: VOICE_STATE_UPDATE without a channel; no answer if the user was in none.
 * </ul>
 *
 * <p>What Discord does of its own accord is a {@link DiscordEvent}: a move, a kick, a fail-over, a
 * new main session. While the main session is down, {@link #send} fails and events are held back.
 *
 * <p>Events are delivered on one daemon thread of its own, in order; all methods may be called from
 * any thread. Source: Discord documentation, Gateway Events, "Update Voice State", and Voice
 * Connections, "Retrieving Voice Server Information".
 */
public final class FakeDiscordGateway implements DiscordGateway, AutoCloseable {

  /** The most copies of each event. */
  private static final int MOST_COPIES = 1_000;

  /** What becomes of an opcode 4. */
  public enum Answering {
    /** As Discord does. */
    FULLY,
    /** Not at all, as for a full channel or without permission to connect; nothing changes. */
    SILENTLY,
    /** The VOICE_STATE_UPDATE of a join is withheld. */
    WITHOUT_STATE,
    /** The VOICE_SERVER_UPDATE is withheld. */
    WITHOUT_SERVER,
    /** The VOICE_SERVER_UPDATE has no endpoint, as when no server is available. */
    WITHOUT_ENDPOINT,
    /** {@link #send} fails; nothing changes. */
    FAILING
  }

  /** Which of the two events of a join comes first. */
  public enum Order {
    /** VOICE_STATE_UPDATE, then VOICE_SERVER_UPDATE: what Discord usually does. */
    STATE_FIRST,
    /** The other way round, which Discord does not rule out. */
    SERVER_FIRST
  }

  /**
   * An opcode 4 that was handed over.
   *
   * @param at the time since this gateway was made, from a clock that never jumps
   */
  public record Command(Duration at, UpdateVoiceState update) {}

  private final long userId;
  private final boolean strict;
  private final VoiceStates states;
  private final Dispatcher dispatcher = new Dispatcher();
  private final CommandLog commands = new CommandLog();
  private final Answers answers;
  private final DiscordEvents events;

  private FakeDiscordGateway(long userId, GivenServer server, boolean strict) {
    this.userId = userId;
    this.strict = strict;
    this.states = new VoiceStates(userId, server);
    this.answers = new Answers(states, dispatcher);
    this.events = new DiscordEvents(userId, states, dispatcher, answers);
  }

  /** Sends clients to this server, which accepts any token. */
  public static FakeDiscordGateway of(long userId, EmbeddedVoiceServer server) {
    return new FakeDiscordGateway(userId, GivenServer.of(server, false), false);
  }

  /**
   * Sends clients to this server, which accepts only what this gateway issued last, and nothing of
   * what a {@link DiscordEvent} has ended.
   */
  public static FakeDiscordGateway strict(long userId, EmbeddedVoiceServer server) {
    return new FakeDiscordGateway(userId, GivenServer.of(server, true), true);
  }

  /** Sends clients anywhere. */
  public static FakeDiscordGateway of(long userId, String endpoint) {
    return new FakeDiscordGateway(
        userId, new GivenServer(endpoint, Optional.empty(), false), false);
  }

  // How opcode 4 is answered

  /** From now on opcode 4 is answered in this way, but for channels with a way of their own. */
  public FakeDiscordGateway answering(Answering how) {
    answers.usually(how);
    return this;
  }

  /** From now on a join of this channel is answered in this way: it may be full, or forbidden. */
  public FakeDiscordGateway answering(long channelId, Answering how) {
    answers.inChannel(channelId, how);
    return this;
  }

  /** From now on the events of a join come in this order. */
  public FakeDiscordGateway order(Order which) {
    answers.order(which);
    return this;
  }

  /** From now on opcode 4 is taken and not answered; nothing changes until it is. */
  public FakeDiscordGateway holdAnswers() {
    answers.hold();
    return this;
  }

  /** Answers all that waits, in order, and from now on at once. */
  public void releaseAnswers() {
    answers.release();
    dispatcher.settle();
  }

  /** From now on each event but those of the main session itself comes so often, 1 to 1,000. */
  public FakeDiscordGateway copies(int count) {
    if (count < 1 || count > MOST_COPIES) {
      throw new IllegalArgumentException(
          "copies must be 1 to %d, not %d".formatted(MOST_COPIES, count));
    }
    dispatcher.copies(count);
    return this;
  }

  /** Every guild is given this server from now on, as strictly as the first one. */
  public FakeDiscordGateway serveFrom(EmbeddedVoiceServer server) {
    synchronized (states) {
      states.serveFrom(GivenServer.of(server, strict));
    }
    return this;
  }

  /** From now on the user has another session id, without being told so. */
  public FakeDiscordGateway newSessionId() {
    synchronized (states) {
      states.renewSession();
    }
    return this;
  }

  // What was sent, and what is known

  /** Every opcode 4 handed to {@link #send}, also those that failed; oldest first. */
  public List<UpdateVoiceState> sent() {
    return commands.updates();
  }

  /** As {@link #sent()}, with their times. */
  public List<Command> commands() {
    return commands.all();
  }

  /**
   * Waits until so many opcode 4 were handed over since the beginning, and gives all of them.
   *
   * @throws AssertionError when there are fewer within the limit
   */
  public List<UpdateVoiceState> awaitSent(int count, Duration limit) {
    return commands.await(count, limit);
  }

  /** The channel in which Discord lists the user. */
  public OptionalLong channelIn(long guildId) {
    synchronized (states) {
      return states.channelIn(guildId);
    }
  }

  @Override
  public CompletionStage<Void> send(UpdateVoiceState update) {
    commands.add(update);
    return answers.take(update);
  }

  @Override
  public Subscription subscribe(Listener listener) {
    return dispatcher.subscribe(listener);
  }

  // What happens at Discord

  /**
   * Somebody moves the user to another channel: {@code STATE}, {@code SERVER}, {@code CLOSE} with
   * 4014.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent moved(long guildId, long channelId) {
    return events.moved(guildId, channelId);
  }

  /**
   * Somebody disconnects the user: {@code STATE} without a channel, {@code CLOSE} with 4014.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent kicked(long guildId) {
    return events.kicked(guildId);
  }

  /**
   * The channel of the user is deleted: {@code NOTICE}, {@code STATE} without a channel, {@code
   * CLOSE} with 4022.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent channelDeleted(long guildId) {
    return events.channelDeleted(guildId);
  }

  /**
   * The voice server ends the call, and the main gateway says nothing of it: {@code CLOSE} with
   * 4022.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent callEnded(long guildId) {
    return events.callEnded(guildId);
  }

  /**
   * The voice server of a guild goes, and another takes its place: {@code SERVER_GONE}, {@code
   * CLOSE} with 4022, {@code SERVER}. It may be the same server, which then comes back.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent failOver(long guildId, EmbeddedVoiceServer to) {
    return events.failOver(guildId, GivenServer.of(to, strict));
  }

  /** The user is no longer in the guild: {@code NOTICE}, {@code CLOSE} with 4014. */
  public DiscordEvent guildRemoved(long guildId) {
    return events.guildRemoved(guildId);
  }

  /**
   * The user may not connect to its channel any more: {@code NOTICE}. Discord still lists it there.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent permissionLost(long guildId) {
    return events.permissionLost(guildId);
  }

  /**
   * The user has another session id in the same channel: {@code STATE}, {@code SERVER}, {@code
   * CLOSE} with 4006.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent sessionChanged(long guildId) {
    return events.sessionChanged(guildId);
  }

  /** The main session is down, and what it would tell of waits. */
  public void sessionLost() {
    dispatcher.lose();
    dispatcher.settle();
  }

  /** The main session goes on: it tells what has happened meanwhile, then that it is resumed. */
  public void sessionResumed() {
    dispatcher.resume();
    dispatcher.settle();
  }

  /**
   * A new main session, with another session id; Discord has forgotten in which channels the user
   * was, and what it was not told of yet. {@code NOTICE} that it has started, {@code STATE} without
   * a channel for each guild, {@code CLOSE} of every voice session with 4014. A session that was
   * down is up from the notice on.
   */
  public DiscordEvent newSession() {
    return events.newSession();
  }

  /** The user's own flags change without an opcode 4: a VOICE_STATE_UPDATE with no other change. */
  public void flagsChanged(long guildId, boolean selfMute, boolean selfDeaf) {
    synchronized (states) {
      states.apply(new UpdateVoiceState(guildId, states.channelIn(guildId), selfMute, selfDeaf));
    }
    repeatState(guildId);
  }

  // What is said without anything having happened

  /** The user's VOICE_STATE_UPDATE in a guild, as it is. */
  public void repeatState(long guildId) {
    synchronized (states) {
      VoiceStateUpdate state = states.state(guildId);
      dispatcher.tell(listener -> listener.voiceStateUpdate(state));
    }
    dispatcher.settle();
  }

  /**
   * The last VOICE_SERVER_UPDATE of a guild again, its token included.
   *
   * @throws IllegalStateException if there was none
   */
  public void repeatServer(long guildId) {
    VoiceServerUpdate last;
    synchronized (states) {
      last =
          states
              .lastServer(guildId)
              .orElseThrow(() -> new IllegalStateException("There was no server to tell again."));
    }
    tell(last);
  }

  /** A VOICE_STATE_UPDATE that says anything: of another user or guild, or of another session. */
  public void tell(VoiceStateUpdate update) {
    tell(listener -> listener.voiceStateUpdate(update));
  }

  /** A VOICE_SERVER_UPDATE that says anything. */
  public void tell(VoiceServerUpdate update) {
    tell(listener -> listener.voiceServerUpdate(update));
  }

  private void tell(Consumer<Listener> event) {
    dispatcher.tell(event);
    dispatcher.settle();
  }

  /** Delivers nothing more and waits for the thread, unless called on it. */
  @Override
  public void close() {
    dispatcher.close();
  }

  @Override
  public String toString() {
    return "FakeDiscordGateway[user " + Long.toUnsignedString(userId) + "]";
  }
}
