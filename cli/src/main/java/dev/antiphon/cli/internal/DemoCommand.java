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

/** Plays the whole scene on the embedded server, once for each encryption mode. */
@Command(
    name = "demo",
    description = {
      "Watch a bot join, play a file and leave, on an embedded voice server.",
      "Every frame that the server receives is compared with the file."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {

  /** The pass over the file that what arrives is compared with. */
  @FunctionalInterface
  interface PacketReader {
    List<byte[]> packets(SoundFile sound) throws IOException;
  }

  private final PacketReader reader;

  @Spec private CommandSpec spec;

  @Option(
      names = "--file",
      paramLabel = "FILE.ogg",
      description = "Ogg Opus, packets of 20 ms; else the shipped sample.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = Arguments.Mode.class,
      description = "Only the scene of this encryption mode.")
  private Optional<EncryptionMode> mode = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Keep the audit, transitions.jsonl, and frames.jsonl in this folder.")
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
    DemoTeller teller = teller(packets.size());
    if (folder.isEmpty()) {
      play(sound, packets, teller, List.of(teller), Optional.empty());
      return 0;
    }
    try (DemoFiles files = new DemoFiles(folder.get())) {
      play(sound, packets, teller, List.of(teller, files), Optional.of(files.audit()));
    } catch (AuditException e) {
      throw new CommandFailedException("CannotWrite", "--out: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw new CommandFailedException("CannotWrite", "--out: " + Sentences.of(Sentences.cause(e)));
    } catch (IOException e) {
      throw new CommandFailedException("CannotWrite", "--out: " + Sentences.of(e));
    }
    return 0;
  }

  private void play(
      SoundFile sound,
      List<byte[]> packets,
      DemoTeller teller,
      List<SceneObserver> observers,
      Optional<AuditSink> audit)
      throws CommandFailedException {
    long start = System.nanoTime();
    List<EncryptionMode> modes = mode.map(List::of).orElse(List.of(EncryptionMode.values()));
    teller.prologue(sound);
    int equal = 0;
    for (EncryptionMode played : modes) {
      teller.heading(modes.indexOf(played) + 1, modes.size(), played);
      DemoScene scene = new DemoScene(played, sound, packets, new SceneObservers(observers), audit);
      DemoScene.Outcome outcome = outcome(scene);
      teller.outcome(played, outcome);
      refuse(outcome.comparison().difference(), played);
      if (outcome.away().isEmpty()) {
        throw new CommandFailedException("NotResumed", "The session was cut and not resumed.");
      }
      if (outcome.code().isEmpty() || !outcome.sameCode() || outcome.readable() > 0) {
        throw new CommandFailedException(
            "NotEncrypted", "The call was not end-to-end encrypted as it has to be.");
      }
      equal += outcome.comparison().equal();
    }
    teller.epilogue(modes.size(), equal, Duration.ofNanos(System.nanoTime() - start));
  }

  private static DemoScene.Outcome outcome(DemoScene scene) throws CommandFailedException {
    try {
      return scene.play();
    } catch (InterruptedException e) {
      throw new CommandFailedException("Interrupted", "The demo was called off.");
    }
  }

  private static void refuse(Optional<String> difference, EncryptionMode mode)
      throws CommandFailedException {
    if (difference.isPresent()) {
      throw new CommandFailedException(
          "Difference",
          "What arrived is not what was sent (%s): %s."
              .formatted(mode.wireName(), difference.get()));
    }
  }

  private List<byte[]> packets(SoundFile sound) throws CommandFailedException {
    try {
      List<byte[]> packets = reader.packets(sound);
      if (packets.isEmpty()) {
        throw new CommandFailedException(
            "BadFile", "The file cannot be played: it holds no packet of sound.");
      }
      return packets;
    } catch (IOException e) {
      throw CommandFailedException.ofFile(e);
    }
  }

  private DemoTeller teller(int packets) {
    PrintWriter out = spec.commandLine().getOut();
    return json
        ? new DemoLines(new JsonLines(out))
        : new DemoStory(out, spec.commandLine().getColorScheme().ansi(), packets);
  }
}
