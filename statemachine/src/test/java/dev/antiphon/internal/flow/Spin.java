package dev.antiphon.internal.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compiles a model into a SPIN verifier in a separate directory and runs it. */
final class Spin {
  /** The error text of SPIN for a claim that a cycle breaks. */
  static final String CYCLE = "acceptance cycle";

  private static final Pattern STATES = Pattern.compile(" (\\d+) states, stored[^\n]*\n");
  private static final Pattern ERRORS = Pattern.compile(", errors: (\\d+)\n");
  private static final Pattern UNREACHED =
      Pattern.compile("voice\\.pml:(\\d+), state \\d+, \"D_STEP");
  private static final Pattern BROKEN = Pattern.compile("pan:1: ([^\n]*)\n");
  private static final Pattern ROW = Pattern.compile("[A-H]\\d+\\.[A-Z]+\\.\\d+");
  private static final String DEEPEST = "-m5000000";
  private static final int MOST_MINUTES = 15;

  private final Path directory;
  private final List<String> model;

  /**
   * Creates the verifier.
   *
   * @param choices the options for the preprocessor, such as {@code -DWORLD=CALM}
   */
  Spin(Path directory, PromelaText text, String... choices) throws IOException {
    this.directory = directory;
    Path file = directory.resolve("voice.pml");
    Files.writeString(file, text.toString());
    model = Files.readAllLines(file);
    List<String> spin = new ArrayList<>(List.of("spin", "-a"));
    spin.addAll(List.of(choices));
    spin.add(file.getFileName().toString());
    String output = run(directory, spin);
    if (output.contains("Error") || output.contains("warning")) {
      throw new IllegalStateException("spin failed: " + output);
    }
    run(directory, List.of("gcc", "-O0", "-o", "pan", "pan.c"));
  }

  /** Whether SPIN and the C compiler are installed. */
  static boolean isInstalled() {
    try {
      Path here = Path.of(".");
      return run(here, List.of("spin", "-V")).startsWith("Spin Version")
          && run(here, List.of("gcc", "-dumpversion")).length() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Explores every state, and searches for cycles that break the claim. */
  Report verify(String claim) throws IOException {
    return new Report(run(directory, List.of("./pan", "-a", DEEPEST, "-N", claim)));
  }

  /** Explores every state. */
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
        throw new IOException(command + " did not end within " + MOST_MINUTES + " minutes");
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

  /** The output of a verifier. */
  final class Report {
    private final String text;

    private Report(String text) {
      if (text.contains("max search depth too small")) {
        throw new IllegalStateException("the search was cut off: " + text);
      }
      this.text = text;
    }

    int errors() {
      return number(ERRORS);
    }

    int states() {
      return number(STATES);
    }

    /** The broken assertion or claim, as text of the model; empty if there is no error. */
    String broken() {
      Matcher found = BROKEN.matcher(text);
      return found.find() ? found.group(1) : "";
    }

    /** The rows that were never taken. Rows of grouped states are one entry. */
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
        throw new IllegalStateException("unexpected output of the verifier: " + text);
      }
      return Integer.parseInt(found.group(1));
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
