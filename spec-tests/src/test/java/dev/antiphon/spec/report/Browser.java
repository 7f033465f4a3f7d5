package dev.antiphon.spec.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium or Chrome. Each page runs in its own profile. */
final class Browser {
  private static final long LIMIT_SECONDS = 30;
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final List<String> SETTINGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-breakpad",
          "--disable-component-update",
          "--disable-dev-shm-usage",
          "--disable-sync",
          "--virtual-time-budget=5000",
          "--window-size=1400,1000",
          "--dump-dom");

  private static final Pattern SCRIPTS_AND_STYLES =
      Pattern.compile("<(script|style)[^>]*>.*?</\\1>", Pattern.DOTALL);

  private final Path program;
  private final Path folder;

  private Browser(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * Finds the browser of this machine, which stores its profiles in this folder. Skips the test if
   * there is no browser.
   */
  static Browser orSkip(Path folder) {
    Optional<Path> found = find();
    assumeTrue(
        found.isPresent(),
        "skipped, no browser found: install one of " + NAMES + " on the PATH or set CHROME");
    return new Browser(found.get(), folder);
  }

  private static Optional<Path> find() {
    Stream<Path> named = Optional.ofNullable(System.getenv("CHROME")).map(Path::of).stream();
    Stream<Path> onPath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(Path::of)
            .flatMap(folder -> NAMES.stream().map(folder::resolve));
    return Stream.concat(named, onPath).filter(Files::isExecutable).findFirst();
  }

  /** Returns the HTML of the page after its scripts have run, without scripts and styles. */
  String show(Path page) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory(folder, "profile");
    Path shown = profile.resolve("shown.html");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(SETTINGS);
    command.add("--user-data-dir=" + profile);
    command.add(page.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(shown.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
          .as("%s showed the page within %d s", program, LIMIT_SECONDS)
          .isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    return SCRIPTS_AND_STYLES.matcher(Files.readString(shown)).replaceAll("");
  }
}
