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

/** Chromium or a relative of it, without a window; each page in a profile of its own. */
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

  private static final Pattern UNSEEN =
      Pattern.compile("<(script|style)[^>]*>.*?</\\1>", Pattern.DOTALL);

  private final Path program;
  private final Path folder;

  private Browser(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * The one of this machine, which keeps its things in that folder; without one, the test skips.
   */
  static Browser orSkip(Path folder) {
    Optional<Path> found = find();
    assumeTrue(
        found.isPresent(),
        "skipped for want of a browser: none of " + NAMES + " is on the PATH, nor is CHROME set");
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

  /** The page as it stands after its scripts have run; without them, its styles and its data. */
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
    return UNSEEN.matcher(Files.readString(shown)).replaceAll("");
  }
}
