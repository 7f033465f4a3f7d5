package dev.antiphon.cli.internal;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.OpusSource;
import dev.antiphon.UdpStatistics;
import dev.antiphon.Voice;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.VoiceOptions;
import dev.antiphon.audit.AuditSink;
import dev.antiphon.audit.Transition;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code play}: join, play a source to its end, leave. Failures are reported only in the
 * result; no exception is thrown.
 */
final class PlayRun {
  private static final long LAST_TRANSITIONS_SECONDS = 5;

  /** The channel to join, and the credentials. */
  record Target(long guildId, long channelId, FixedCredentialsGateway.Credentials credentials) {}

  /** The result of a run. {@code failure} is empty if everything was played. */
  record Result(
      Optional<CommandFailedException> failure,
      long framesSent,
      long framesDropped,
      long framesReceived) {
    static Result failedBeforeJoin(CommandFailedException failure) {
      return new Result(Optional.of(failure), 0, 0, 0);
    }
  }

  private final Target target;
  private final VoiceOptions options;
  private final Optional<Duration> timeout;
  private final Deadline deadline;
  private final Consumer<Transition> listener;
  private final Optional<? extends AuditSink> audit;
  private final ExecutorService callbacks = Executors.newSingleThreadExecutor();
  private Optional<Connection> connection = Optional.empty();

  /** Creates a run. The time limit starts now. */
  PlayRun(
      Target target,
      VoiceOptions options,
      Optional<Duration> timeout,
      Consumer<Transition> listener,
      Optional<? extends AuditSink> audit) {
    this.target = target;
    this.options = options;
    this.timeout = timeout;
    this.deadline = new Deadline(timeout);
    this.listener = listener;
    this.audit = audit;
  }

  /** Plays the source. All transitions were reported when this returns. */
  Result play(OpusSource source) {
    Optional<CommandFailedException> failure = attemptWithResult(source);
    awaitLastTransitions();
    return connection
        .map(Connection::statistics)
        .map(
            counted ->
                new Result(
                    failure,
                    counted.framesSent(),
                    counted.framesDropped(),
                    counted.udp().map(UdpStatistics::voiceReceived).orElse(0L)))
        .orElse(new Result(failure, 0, 0, 0));
  }

  private Optional<CommandFailedException> attemptWithResult(OpusSource source) {
    try {
      attempt(source);
      return Optional.empty();
    } catch (CommandFailedException e) {
      return Optional.of(e);
    } catch (InterruptedException e) {
      return Optional.of(new CommandFailedException("Interrupted", "The run was interrupted."));
    }
  }

  private void attempt(OpusSource source) throws CommandFailedException, InterruptedException {
    try (FixedCredentialsGateway gateway = new FixedCredentialsGateway(target.credentials());
        Voice voice = voice(gateway)) {
      voice.onTransition(listener);
      Connection joined = join(voice);
      connection = Optional.of(joined);
      playOn(joined, source);
      joined.close();
    }
  }

  private Voice voice(FixedCredentialsGateway gateway) {
    Voice.Builder builder =
        Voice.builder(gateway)
            .userId(target.credentials().userId())
            .options(options)
            .callbacks(callbacks);
    audit.ifPresent(builder::audit);
    return builder.build();
  }

  private Connection join(Voice voice) throws CommandFailedException, InterruptedException {
    CompletableFuture<Connection> joining =
        voice.joinChannelAsync(target.guildId(), target.channelId());
    try {
      return deadline.await(joining);
    } catch (TimeoutException e) {
      joining.cancel(false);
      throw timedOut();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VoiceConnectException refused) {
        throw new CommandFailedException(refused.reason().title(), ErrorMessages.of(refused));
      }
      throw unexpected(e.getCause());
    }
  }

  private void playOn(Connection joined, OpusSource source)
      throws CommandFailedException, InterruptedException {
    try {
      deadline.await(joined.play(source));
    } catch (TimeoutException e) {
      throw timedOut();
    } catch (IllegalStateException e) { // the connection ended before the source was set
      throw lost(joined);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CancellationException) {
        throw lost(joined);
      }
      if (e.getCause() instanceof UncheckedIOException damaged) {
        throw CommandFailedException.ofFile(ErrorMessages.cause(damaged));
      }
      throw unexpected(e.getCause());
    }
  }

  /** The failure of a connection that ended during playback. */
  private CommandFailedException lost(Connection joined) throws InterruptedException {
    try {
      ConnectionState end = joined.closed().get(LAST_TRANSITIONS_SECONDS, TimeUnit.SECONDS);
      if (end instanceof ConnectionState.Failed failed) {
        return new CommandFailedException(failed.cause().title(), failed.sentence());
      }
      ConnectionState.Disconnected disconnected = (ConnectionState.Disconnected) end;
      return new CommandFailedException(
          disconnected.reason().title(), disconnected.reason().sentence());
    } catch (ExecutionException | TimeoutException e) {
      return unexpected(e);
    }
  }

  private void awaitLastTransitions() {
    callbacks.shutdown();
    try {
      callbacks.awaitTermination(LAST_TRANSITIONS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CommandFailedException timedOut() {
    return new CommandFailedException(
        "Timeout",
        "The run took longer than the time limit of "
            + timeout.orElseThrow().toMillis() / 1e3
            + " s.");
  }

  private static CommandFailedException unexpected(@Nullable Throwable cause) {
    return new CommandFailedException("InternalError", "Unexpected error: " + cause);
  }
}
