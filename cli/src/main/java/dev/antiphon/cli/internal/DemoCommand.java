package dev.antiphon.cli.internal;

import dev.antiphon.audit.AuditException;
import dev.antiphon.audit.AuditSink;
import dev.antiphon.protocol.EncryptionMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the demo scene on an embedded server, once for each encryption mode. */
@Command(
    name = "demo",
    description = {
      "Show a bot that joins an embedded voice server, plays a file and leaves.",
      "Every received frame is compared with the file."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {

  /** Reads the packets that are compared with the received frames. */
  @FunctionalInterface
  interface PacketReader {
    List<byte[]> packets(SoundFile sound) throws IOException;
  }

  private final PacketReader reader;

  @Spec private CommandSpec spec;

  @Option(
      names = "--file",
      paramLabel = "FILE.ogg",
      description = "Ogg Opus file with packets of 20 ms (default: the included sample).")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = Arguments.Mode.class,
      description = "Run only the scene of this encryption mode.")
  private Optional<EncryptionMode> mode = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write the audit (transitions.jsonl) and the frames (frames.jsonl) to this folder.")
  private Optional<Path> folder = Optional.empty();

  @Option(names = "--json", description = "Write JSON Lines.")
  private boolean json;

  DemoCommand(PacketReader reader) {
    this.reader = reader;
  }

  @Override
  public Integer call() throws CommandFailedException {
    SoundFile sound = new SoundFile(file);
    List<byte[]> packets = packets(sound);
    DemoOutput output = output(packets.size());
    if (folder.isEmpty()) {
      play(sound, packets, output, List.of(output), Optional.empty());
      return 0;
    }
    try (DemoFiles files = new DemoFiles(folder.get())) {
      play(sound, packets, output, List.of(output, files), Optional.of(files.audit()));
    } catch (AuditException e) {
      throw new CommandFailedException("CannotWrite", "--out: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw new CommandFailedException(
          "CannotWrite", "--out: " + ErrorMessages.of(ErrorMessages.cause(e)));
    } catch (IOException e) {
      throw new CommandFailedException("CannotWrite", "--out: " + ErrorMessages.of(e));
    }
    return 0;
  }

  private void play(
      SoundFile sound,
      List<byte[]> packets,
      DemoOutput output,
      List<SceneObserver> observers,
      Optional<AuditSink> audit)
      throws CommandFailedException {
    long start = System.nanoTime();
    List<EncryptionMode> modes = mode.map(List::of).orElse(List.of(EncryptionMode.values()));
    output.begin(sound);
    int equal = 0;
    for (EncryptionMode played : modes) {
      output.heading(modes.indexOf(played) + 1, modes.size(), played);
      DemoScene scene = new DemoScene(played, sound, packets, new SceneObservers(observers), audit);
      DemoScene.Outcome outcome = outcome(scene);
      output.outcome(played, outcome);
      failIfDifferent(outcome.comparison().difference(), played);
      if (outcome.away().isEmpty()) {
        throw new CommandFailedException(
            "NotResumed", "The WebSocket was cut, and the session was not resumed.");
      }
      if (outcome.code().isEmpty() || !outcome.sameCode() || outcome.readable() > 0) {
        throw new CommandFailedException(
            "NotEncrypted", "The call was not end-to-end encrypted, but it must be.");
      }
      equal += outcome.comparison().equal();
    }
    output.end(modes.size(), equal, Duration.ofNanos(System.nanoTime() - start));
  }

  private static DemoScene.Outcome outcome(DemoScene scene) throws CommandFailedException {
    try {
      return scene.play();
    } catch (InterruptedException e) {
      throw new CommandFailedException("Interrupted", "The demo was interrupted.");
    }
  }

  private static void failIfDifferent(Optional<String> difference, EncryptionMode mode)
      throws CommandFailedException {
    if (difference.isPresent()) {
      throw new CommandFailedException(
          "Difference",
          "The received frames differ from the file (%s): %s."
              .formatted(mode.wireName(), difference.get()));
    }
  }

  private List<byte[]> packets(SoundFile sound) throws CommandFailedException {
    try {
      List<byte[]> packets = reader.packets(sound);
      if (packets.isEmpty()) {
        throw new CommandFailedException(
            "BadFile", "The file cannot be played: it contains no audio packets.");
      }
      return packets;
    } catch (IOException e) {
      throw CommandFailedException.ofFile(e);
    }
  }

  private DemoOutput output(int packets) {
    PrintWriter out = spec.commandLine().getOut();
    return json
        ? new DemoJsonOutput(new JsonLines(out))
        : new DemoTextOutput(out, spec.commandLine().getColorScheme().ansi(), packets);
  }
}
