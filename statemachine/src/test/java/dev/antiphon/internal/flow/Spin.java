package dev.antiphon.internal.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model as a verifier that SPIN has made of it, in a directory of its own. */
final class Spin {
  /** What is said of a claim that a cycle breaks. */
  static final String CYCLE = "acceptance cycle";

  private static final Pattern STATES = Pattern.compile(" (\\d+) states, stored[^\n]*\n");
  private static final Pattern ERRORS = Pattern.compile(", errors: (\\d+)\n");
  private static final Pattern UNREACHED =
      Pattern.compile("voice\\.pml:(\\d+), state \\d+, \"D_STEP");
  private static final Pattern BROKEN = Pattern.compile("pan:1: ([^\n]*)\n");
  private static final Pattern ROW = Pattern.compile("[A-H]\\d+\\.[A-Z]+\\.\\d+");
  private static final String DEEPEST = "-m1000000";
  private static final int MOST_MINUTES = 15;

  private final Path directory;
  private final List<String> model;

  /**
   * Makes the verifier.
   *
   * @param choices for the preprocessor, such as {@code -DWORLD=CALM}
   */
  Spin(Path directory, PromelaText text, String... choices) throws IOException {
    this.directory = directory;
    Path file = directory.resolve("voice.pml");
    Files.writeString(file, text.toString());
    model = Files.readAllLines(file);
    List<String> spin = new ArrayList<>(List.of("spin", "-a"));
    spin.addAll(List.of(choices));
    spin.add(file.getFileName().toString());
    String said = run(directory, spin);
    if (said.contains("Error") || said.contains("warning")) {
      throw new IllegalStateException("spin says: " + said);
    }
    run(directory, List.of("gcc", "-O0", "-o", "pan", "pan.c"));
  }

  /** Whether SPIN, and the compiler that it needs, can be run here. */
  static boolean isInstalled() {
    try {
      Path here = Path.of(".");
      return run(here, List.of("spin", "-V")).startsWith("Spin Version")
          && run(here, List.of("gcc", "-dumpversion")).length() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Looks at every state, and for cycles that break the claim. */
  Report verify(String claim) throws IOException {
    return new Report(run(directory, List.of("./pan", "-a", DEEPEST, "-N", claim)));
  }

  /** Looks at every state. */
  Report verify() throws IOException {
    return new Report(run(directory, List.of("./pan", DEEPEST)));
  }

  private static String run(Path directory, List<String> command) throws IOException {
    Path output = Files.createTempFile("spin", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException(command + " goes on for ever");
      }
      return Files.readString(output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command + " was interrupted", e);
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  /** What a verifier says. */
  final class Report {
    private final String text;

    private Report(String text) {
      this.text = text;
    }

    int errors() {
      return number(ERRORS);
    }

    int states() {
      return number(STATES);
    }

    /** What is broken, as it stands in the model; empty if nothing is. */
    String broken() {
      Matcher found = BROKEN.matcher(text);
      return found.find() ? found.group(1) : "";
    }

    /** The rows that were never taken, those of states that decide alike together. */
    List<String> rowsNotTaken() {
      return UNREACHED
          .matcher(text)
          .results()
          .map(line -> model.get(Integer.parseInt(line.group(1)) - 1))
          .flatMap(line -> ROW.matcher(line).results().map(row -> row.group()))
          .toList();
    }

    private int number(Pattern pattern) {
      Matcher found = pattern.matcher(text);
      if (!found.find()) {
        throw new IllegalStateException("the verifier says: " + text);
      }
      return Integer.parseInt(found.group(1));
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
