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
 * A test double of Discord's main gateway for one bot user. It answers opcode 4 (Update Voice
 * State) like Discord.
 *
 * <ul>
 *   <li>Join of a new channel: VOICE_STATE_UPDATE with the channel and the session id, then
 *       VOICE_SERVER_UPDATE with a new token.
 *   <li>Join of the current channel: no answer. If the mute or deaf flags change, one
 *       VOICE_STATE_UPDATE.
 *   <li>Leave: VOICE_STATE_UPDATE without a channel. No answer if the user was in no channel.
 * </ul>
 *
 * <p>Other events at Discord are {@link DiscordEvent}s: a move, a kick, a fail-over, a new main
 * session. While the main session is down, {@link #send} fails and events are stored until the
 * session is back.
 *
 * <p>Events are delivered in order on one daemon thread of this object. All methods can be called
 * from any thread. Source: Discord documentation, "Gateway Events", section "Update Voice State",
 * and "Voice Connections", section "Retrieving Voice Server Information".
 */
public final class FakeDiscordGateway implements DiscordGateway, AutoCloseable {

  /** How opcode 4 is answered. */
  public enum Answering {
    /** The answer is complete, like Discord's. */
    FULLY,
    /** There is no answer, as for a full channel or a missing permission. Nothing changes. */
    SILENTLY,
    /** The answer to a join contains no VOICE_STATE_UPDATE. */
    WITHOUT_STATE,
    /** The answer to a join contains no VOICE_SERVER_UPDATE. */
    WITHOUT_SERVER,
    /** The VOICE_SERVER_UPDATE has no endpoint, as when no server is available. */
    WITHOUT_ENDPOINT,
    /** {@link #send} fails. Nothing changes. */
    FAILING,
    /** Like {@link #FULLY}, but a join of another process's channel has no answer and no effect. */
    UNLESS_LISTED,
    /** The main session ends and a new one starts. Opcode 4 has no effect and no other answer. */
    WITH_NEW_SESSION
  }

  /** The order of the two events of a join. */
  public enum Order {
    /** VOICE_STATE_UPDATE, then VOICE_SERVER_UPDATE. This is Discord's usual order. */
    STATE_FIRST,
    /** VOICE_SERVER_UPDATE, then VOICE_STATE_UPDATE. Discord does not exclude this order. */
    SERVER_FIRST
  }

  /**
   * An opcode 4 that was sent to this gateway.
   *
   * @param at the time since this gateway was created, measured by a monotonic clock
   * @param update the opcode 4
   */
  public record Command(Duration at, UpdateVoiceState update) {}

  private final long userId;
  private final boolean strict;
  private final VoiceStates states;
  private final MainSession session;
  private final CommandLog commands = new CommandLog();
  private final Answers answers;
  private final DiscordEvents events;

  private FakeDiscordGateway(long userId, VoiceStates states, boolean strict) {
    this.userId = userId;
    this.strict = strict;
    this.states = states;
    synchronized (states) {
      this.session = states.open();
    }
    this.answers = new Answers(states, session);
    this.events = new DiscordEvents(userId, states, session, answers);
  }

  private FakeDiscordGateway(long userId, AssignedServer server, boolean strict) {
    this(userId, new VoiceStates(userId, server), strict);
  }

  /** Creates a gateway that sends clients to this server. The server accepts any token. */
  public static FakeDiscordGateway of(long userId, EmbeddedVoiceServer server) {
    return new FakeDiscordGateway(userId, AssignedServer.of(server, false), false);
  }

  /**
   * Creates a gateway that sends clients to this server. The server accepts only the credentials
   * that this gateway issued last. A {@link DiscordEvent} that ends a session also revokes the
   * credentials of the session.
   */
  public static FakeDiscordGateway strict(long userId, EmbeddedVoiceServer server) {
    return new FakeDiscordGateway(userId, AssignedServer.of(server, true), true);
  }

  /** Creates a gateway that sends clients to the given endpoint. */
  public static FakeDiscordGateway of(long userId, String endpoint) {
    return new FakeDiscordGateway(
        userId, new AssignedServer(endpoint, Optional.empty(), false), false);
  }

  /**
   * Creates the main gateway of another process of the same bot: the same Discord, another session
   * id. Both processes receive each voice state of the user. Only the process that joined last
   * receives the voice server. A join takes the user over from the other process.
   */
  public FakeDiscordGateway otherProcess() {
    return new FakeDiscordGateway(userId, states, strict);
  }

  // Answers to opcode 4

  /** Sets the answer to opcode 4. An answer that is set for a channel has priority. */
  public FakeDiscordGateway answering(Answering how) {
    answers.setDefault(how);
    return this;
  }

  /**
   * Sets the answer to a join of this channel. {@link Answering#SILENTLY} simulates a full channel.
   */
  public FakeDiscordGateway answering(long channelId, Answering how) {
    answers.inChannel(channelId, how);
    return this;
  }

  /** Sets the order of the two events of a join. */
  public FakeDiscordGateway order(Order newOrder) {
    answers.order(newOrder);
    return this;
  }

  /**
   * Accepts opcode 4 from now on without an answer. Discord's state does not change until {@link
   * #releaseAnswers}.
   */
  public FakeDiscordGateway holdAnswers() {
    answers.hold();
    return this;
  }

  /** Answers all held commands in order. Later commands are answered immediately. */
  public void releaseAnswers() {
    answers.release();
    states.awaitDelivery();
  }

  /**
   * Sets how often each event is delivered, 1 to 1,000. Events of the main session itself (lost,
   * resumed, started) are not repeated.
   */
  public FakeDiscordGateway copies(int count) {
    session.dispatcher().copies(count);
    return this;
  }

  /**
   * Assigns this server to every guild from now on. If this gateway was created with {@link
   * #strict}, the server accepts only the credentials that this gateway issued last.
   */
  public FakeDiscordGateway serveFrom(EmbeddedVoiceServer server) {
    synchronized (states) {
      states.serveFrom(AssignedServer.of(server, strict));
    }
    return this;
  }

  /** Gives the user a new session id without notifying the client. */
  public FakeDiscordGateway newSessionId() {
    synchronized (states) {
      states.renew(session);
    }
    return this;
  }

  // Sent commands and the current state

  /**
   * Returns every opcode 4 that was passed to {@link #send}, oldest first. Includes commands for
   * which {@code send} failed.
   */
  public List<UpdateVoiceState> sent() {
    return commands.updates();
  }

  /** Like {@link #sent()}, with the times. */
  public List<Command> commands() {
    return commands.all();
  }

  /**
   * Waits until at least {@code count} opcode 4 commands were sent since this gateway was created,
   * and returns all of them.
   *
   * @throws AssertionError if fewer commands were sent when the limit has passed
   */
  public List<UpdateVoiceState> awaitSent(int count, Duration limit) {
    return commands.await(count, limit);
  }

  /** Returns the channel in which Discord lists the user. */
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
    return session.dispatcher().subscribe(listener);
  }

  @Override
  public boolean isDispatchThread() {
    return session.dispatcher().isCurrentThread();
  }

  // Events at Discord

  /**
   * A moderator moves the user to another channel. {@linkplain DiscordEvent.Step Steps}: {@code
   * STATE}, {@code SERVER}, {@code CLOSE} with 4014.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent moved(long guildId, long channelId) {
    return events.moved(guildId, channelId);
  }

  /**
   * A moderator disconnects the user. Steps: {@code STATE} without a channel, {@code CLOSE} with
   * 4014.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent kicked(long guildId) {
    return events.kicked(guildId);
  }

  /**
   * The user's channel is deleted. Steps: {@code NOTICE}, {@code STATE} without a channel, {@code
   * CLOSE} with 4022.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent channelDeleted(long guildId) {
    return events.channelDeleted(guildId);
  }

  /**
   * The voice server ends the call, and the main gateway sends nothing. Step: {@code CLOSE} with
   * 4022.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent callEnded(long guildId) {
    return events.callEnded(guildId);
  }

  /**
   * The voice server of a guild is replaced. Steps: {@code SERVER_GONE}, {@code CLOSE} with 4022,
   * {@code SERVER}. The new server can be the same server.
   *
   * @param guildId the guild
   * @param to the new server
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent failOver(long guildId, EmbeddedVoiceServer to) {
    return events.failOver(guildId, AssignedServer.of(to, strict));
  }

  /** The user is removed from the guild. Steps: {@code NOTICE}, {@code CLOSE} with 4014. */
  public DiscordEvent guildRemoved(long guildId) {
    return events.guildRemoved(guildId);
  }

  /**
   * The user loses the permission to connect to its channel. Step: {@code NOTICE}. Discord still
   * lists the user in the channel.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent permissionLost(long guildId) {
    return events.permissionLost(guildId);
  }

  /**
   * The user gets a new session id in the same channel. Steps: {@code STATE}, {@code SERVER},
   * {@code CLOSE} with 4006.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent sessionChanged(long guildId) {
    return events.sessionChanged(guildId);
  }

  /**
   * Another process of the bot joins this channel, with another session id. Only that process
   * receives the voice server. Steps: {@code STATE}, {@code CLOSE} with 4014.
   *
   * @throws IllegalStateException if the user is in no channel of the guild
   */
  public DiscordEvent takenOver(long guildId, long channelId) {
    return events.takenOver(guildId, channelId);
  }

  /** The main session is lost. Further events are stored until the session is back. */
  public void sessionLost() {
    session.dispatcher().lose();
    session.dispatcher().awaitDelivery();
  }

  /** The main session resumes: the stored events are delivered, then the resume itself. */
  public void sessionResumed() {
    session.dispatcher().resume();
    session.dispatcher().awaitDelivery();
  }

  /**
   * A new main session starts, with a new session id. Discord discards the user's channels and the
   * events that were not delivered yet. Steps: {@code NOTICE} that the session has started, {@code
   * STATE} without a channel for each guild, {@code CLOSE} of every voice session with 4014. If the
   * main session is down, {@code NOTICE} ends this outage.
   */
  public DiscordEvent newSession() {
    return events.newSession();
  }

  /** Changes the mute and deaf flags without an opcode 4, and sends one VOICE_STATE_UPDATE. */
  public void flagsChanged(long guildId, boolean selfMute, boolean selfDeaf) {
    events.flagsChanged(guildId, selfMute, selfDeaf);
  }

  // Messages without a change of state

  /** Sends the user's current VOICE_STATE_UPDATE of a guild again. */
  public void repeatState(long guildId) {
    events.repeatState(guildId);
  }

  /**
   * Sends the last VOICE_SERVER_UPDATE of a guild again, with the same token.
   *
   * @throws IllegalStateException if no VOICE_SERVER_UPDATE was sent for this guild yet
   */
  public void repeatServer(long guildId) {
    events.repeatServer(guildId);
  }

  /** Sends this VOICE_STATE_UPDATE, for example of another user, guild or session. */
  public void tell(VoiceStateUpdate update) {
    tell(listener -> listener.voiceStateUpdate(update));
  }

  /** Sends this VOICE_SERVER_UPDATE. */
  public void tell(VoiceServerUpdate update) {
    tell(listener -> listener.voiceServerUpdate(update));
  }

  private void tell(Consumer<Listener> event) {
    session.dispatcher().dispatch(event);
    session.dispatcher().awaitDelivery();
  }

  /**
   * Stops the delivery of events and waits for the end of the delivery thread. Does not wait if it
   * is called on the delivery thread.
   */
  @Override
  public void close() {
    session.dispatcher().close();
  }

  @Override
  public String toString() {
    return "FakeDiscordGateway[user " + Long.toUnsignedString(userId) + "]";
  }
}
