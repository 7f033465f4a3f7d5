package dev.antiphon.cli.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.antiphon.OggOpusSource;
import dev.antiphon.OpusSource;
import dev.antiphon.VoiceOptions;
import dev.antiphon.audit.AuditException;
import dev.antiphon.audit.AuditFile;
import dev.antiphon.audit.Transition;
import dev.antiphon.protocol.EncryptionMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Joins a voice server directly, plays, leaves, and says how it went. */
@Command(
    name = "play",
    description = {
      "Join a voice server with credentials that are known, play, and leave.",
      "Standard output holds JSON Lines: one for each transition, the last is \"result\"."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PlayCommand implements Callable<Integer> {
  private static final double LONGEST_TIMEOUT_SECONDS = 1e6;

  @Spec private CommandSpec spec;

  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The voice server.")
  private String endpoint;

  @Option(
      names = "--guild",
      required = true,
      paramLabel = "ID",
      converter = Arguments.Snowflake.class,
      description = "Snowflake of the guild.")
  private long guild;

  @Option(
      names = "--channel",
      required = true,
      paramLabel = "ID",
      converter = Arguments.Snowflake.class,
      description = "Snowflake of the voice channel.")
  private long channel;

  @Option(
      names = "--user",
      required = true,
      paramLabel = "ID",
      converter = Arguments.Snowflake.class,
      description = "Snowflake of the bot's user.")
  private long user;

  @Option(
      names = "--session",
      paramLabel = "SESSION",
      required = true,
      description = "Id of the main session.")
  private String session;

  @ArgGroup(multiplicity = "1")
  private PlayArguments.Token token;

  @ArgGroup private PlayArguments.Trust trust = new PlayArguments.Trust();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = Arguments.Mode.class,
      description = "The one encryption mode to accept; else the best that is offered.")
  private Optional<EncryptionMode> mode = Optional.empty();

  @ArgGroup(multiplicity = "1")
  private PlayArguments.Sound sound;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Give up when the whole run takes longer.")
  private Optional<Double> timeout = Optional.empty();

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = "An option of the library, such as dial=2000; times are milliseconds.")
  private Map<String, String> libraryOptions = new LinkedHashMap<>();

  @Option(
      names = "--transitions",
      paramLabel = "FILE",
      description = "Audit every step, in this file.")
  private Optional<Path> transitions = Optional.empty();

  @Override
  public Integer call() throws CommandFailedException {
    Playing.Place place = place();
    VoiceOptions.Builder options = libraryOptions();
    Optional<Duration> limit = timeout.map(this::limit);
    if (sound.file == null && sound.frames < 1) {
      throw wrongUsage("--frames must be at least 1, was " + sound.frames);
    }
    JsonLines out = new JsonLines(spec.commandLine().getOut());
    TransitionTally tally = new TransitionTally();
    Playing.Result result;
    Optional<AuditFile> audit = Optional.empty();
    try {
      audit = auditFile();
      result =
          perform(
              place,
              trusting(options),
              limit,
              transition -> {
                tally.count(transition);
                out.write(transition.toJson());
              },
              audit);
    } catch (CommandFailedException e) {
      result = Playing.Result.failedAtOnce(e);
    } finally {
      audit.ifPresent(AuditFile::close);
    }
    out.write(line(result, tally));
    if (result.failure().isPresent()) {
      throw result.failure().get();
    }
    return 0;
  }

  private Playing.Result perform(
      Playing.Place place,
      VoiceOptions options,
      Optional<Duration> limit,
      Consumer<Transition> listener,
      Optional<AuditFile> audit)
      throws CommandFailedException {
    OpusSource source = source();
    try {
      return new Playing(place, options, limit, listener, audit).play(source);
    } finally {
      source.close();
    }
  }

  private static ObjectNode line(Playing.Result result, TransitionTally tally) {
    ObjectNode json = JsonLines.event("result");
    json.put("ok", result.failure().isEmpty());
    json.put("cause", result.failure().map(CommandFailedException::causeName).orElse(null));
    result.failure().ifPresent(failure -> json.put("message", failure.getMessage()));
    json.put("frames_sent", result.framesSent());
    json.put("frames_dropped", result.framesDropped());
    json.put("frames_received", result.framesReceived());
    json.put("resumes", tally.resumes());
    json.put("rejoins", tally.rejoins());
    return json;
  }

  // What the arguments mean; a value that cannot be meant is wrong usage.

  private Playing.Place place() {
    String voiceToken = token.variable == null ? token.value : System.getenv(token.variable);
    if (voiceToken == null) {
      throw wrongUsage("--token-env: the environment variable " + token.variable + " is not set");
    }
    if (voiceToken.isEmpty()) {
      throw wrongUsage("the token is empty");
    }
    return new Playing.Place(
        guild, channel, new DirectGateway.Credentials(user, endpoint, session, voiceToken));
  }

  private Duration limit(double seconds) {
    if (!(seconds > 0 && seconds <= LONGEST_TIMEOUT_SECONDS)) {
      throw wrongUsage("--timeout must be more than 0 and at most 1000000 seconds, was " + seconds);
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private VoiceOptions.Builder libraryOptions() {
    VoiceOptions.Builder options = VoiceOptions.builder();
    try {
      libraryOptions.forEach(options::set);
    } catch (IllegalArgumentException e) {
      throw wrongUsage("--option: " + e.getMessage());
    }
    mode.ifPresent(options::modes);
    return options.allowPlain(trust.plain);
  }

  private ParameterException wrongUsage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  // What the arguments name; what cannot be had of it is a failure of the run.

  private VoiceOptions trusting(VoiceOptions.Builder options) throws CommandFailedException {
    try {
      return (trust.ca == null ? options : options.trust(trust.ca)).build();
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException("BadCertificate", "--ca: " + e.getMessage());
    }
  }

  private OpusSource source() throws CommandFailedException {
    try {
      return sound.file == null ? new NumberedFrames(sound.frames) : OggOpusSource.open(sound.file);
    } catch (IOException e) {
      throw CommandFailedException.ofFile(e);
    }
  }

  private Optional<AuditFile> auditFile() throws CommandFailedException {
    try {
      return transitions.map(AuditFile::replacing);
    } catch (UncheckedIOException e) {
      throw new CommandFailedException(
          "CannotWrite", "--transitions: " + Sentences.of(Sentences.cause(e)));
    } catch (AuditException e) {
      throw new CommandFailedException("CannotWrite", "--transitions: " + e.getMessage());
    }
  }
}
