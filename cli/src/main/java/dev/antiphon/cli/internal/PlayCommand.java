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

/** Joins a voice server directly, plays, leaves, and reports the result. */
@Command(
    name = "play",
    description = {
      "Join a voice server with given credentials, play audio, and leave.",
      "Standard output contains JSON Lines: one line for each transition; the last line is \"result\"."
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
      description = "The id of the guild (a snowflake).")
  private long guild;

  @Option(
      names = "--channel",
      required = true,
      paramLabel = "ID",
      converter = Arguments.Snowflake.class,
      description = "The id of the voice channel (a snowflake).")
  private long channel;

  @Option(
      names = "--user",
      required = true,
      paramLabel = "ID",
      converter = Arguments.Snowflake.class,
      description = "The id of the bot's user (a snowflake).")
  private long user;

  @Option(
      names = "--session",
      paramLabel = "SESSION",
      required = true,
      description = "The id of the voice session.")
  private String session;

  @ArgGroup(multiplicity = "1")
  private PlayArguments.Token token;

  @ArgGroup private PlayArguments.Trust trust = new PlayArguments.Trust();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = Arguments.Mode.class,
      description = "Accept only this encryption mode (default: the best offered mode).")
  private Optional<EncryptionMode> mode = Optional.empty();

  @ArgGroup(multiplicity = "1")
  private PlayArguments.Sound sound;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "The time limit of the whole run.")
  private Optional<Double> timeout = Optional.empty();

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = "An option of the library, such as dial=2000. Times are in milliseconds.")
  private Map<String, String> libraryOptions = new LinkedHashMap<>();

  @Option(
      names = "--transitions",
      paramLabel = "FILE",
      description = "Write an audit of every step to this file.")
  private Optional<Path> transitions = Optional.empty();

  @Override
  public Integer call() throws CommandFailedException {
    PlayRun.Target target = target();
    VoiceOptions.Builder options = libraryOptions();
    Optional<Duration> limit = timeout.map(this::limit);
    if (sound.file == null && sound.frames < 1) {
      throw wrongUsage("--frames must be at least 1, but is " + sound.frames);
    }
    JsonLines out = new JsonLines(spec.commandLine().getOut());
    RecoveryCounter recoveries = new RecoveryCounter();
    PlayRun.Result result;
    Optional<AuditFile> audit = Optional.empty();
    try {
      audit = auditFile();
      result =
          perform(
              target,
              trusting(options),
              limit,
              transition -> {
                recoveries.count(transition);
                out.write(transition.toJson());
              },
              audit);
    } catch (CommandFailedException e) {
      result = PlayRun.Result.failedBeforeJoin(e);
    } finally {
      audit.ifPresent(AuditFile::close);
    }
    out.write(line(result, recoveries));
    if (result.failure().isPresent()) {
      throw result.failure().get();
    }
    return 0;
  }

  private PlayRun.Result perform(
      PlayRun.Target target,
      VoiceOptions options,
      Optional<Duration> limit,
      Consumer<Transition> listener,
      Optional<AuditFile> audit)
      throws CommandFailedException {
    OpusSource source = source();
    try {
      return new PlayRun(target, options, limit, listener, audit).play(source);
    } finally {
      source.close();
    }
  }

  private static ObjectNode line(PlayRun.Result result, RecoveryCounter recoveries) {
    ObjectNode json = JsonLines.event("result");
    json.put("ok", result.failure().isEmpty());
    json.put("cause", result.failure().map(CommandFailedException::causeName).orElse(null));
    result.failure().ifPresent(failure -> json.put("message", failure.getMessage()));
    json.put("frames_sent", result.framesSent());
    json.put("frames_dropped", result.framesDropped());
    json.put("frames_received", result.framesReceived());
    json.put("resumes", recoveries.resumes());
    json.put("rejoins", recoveries.rejoins());
    return json;
  }

  // These methods parse the arguments. An invalid value is wrong usage.

  private PlayRun.Target target() {
    String voiceToken = token.variable == null ? token.value : System.getenv(token.variable);
    if (voiceToken == null) {
      throw wrongUsage("--token-env: the environment variable " + token.variable + " is not set");
    }
    if (voiceToken.isEmpty()) {
      throw wrongUsage("the voice token is empty");
    }
    return new PlayRun.Target(
        guild,
        channel,
        new FixedCredentialsGateway.Credentials(user, endpoint, session, voiceToken));
  }

  private Duration limit(double seconds) {
    if (!(seconds > 0 && seconds <= LONGEST_TIMEOUT_SECONDS)) {
      throw wrongUsage(
          "--timeout must be more than 0 and at most 1000000 seconds, but is " + seconds);
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

  // These methods open the files of the arguments. An error is a failure of the run.

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
          "CannotWrite", "--transitions: " + ErrorMessages.of(ErrorMessages.cause(e)));
    } catch (AuditException e) {
      throw new CommandFailedException("CannotWrite", "--transitions: " + e.getMessage());
    }
  }
}
