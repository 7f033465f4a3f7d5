package dev.antiphon.interop;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Node.js of this machine, with what npm has installed for the programs of the tests. */
final class Node implements BeforeAllCallback {
  /** Where the build has copied the programs and their package.json to. */
  static final Path FOLDER = Path.of("target", "node");

  private static final String NEEDS = "The interop profile needs Node.js 20 or newer and npm: ";
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*");
  private static final int LEAST = 20;
  private static final int WISHED = 22_012;

  /** Prepares it once for all tests. */
  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            Node.class,
            key -> {
              prepare();
              return key;
            });
  }

  /** Checks that everything is there, and lets npm install what is not there yet. */
  private static void prepare() {
    String version = output("node", "--version");
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches() || Integer.parseInt(parts.group(1)) < LEAST) {
      fail(NEEDS + "node is of version " + version + ".");
    }
    int number = Integer.parseInt(parts.group(1)) * 1000 + Integer.parseInt(parts.group(2));
    if (number < WISHED) {
      System.out.println(
          "Warning: @discordjs/voice wishes Node.js 22.12 or newer, this is " + version + ".");
    }
    install();
  }

  private static void install() {
    Path wanted = FOLDER.resolve("package.json");
    Path installed = FOLDER.resolve("installed.json");
    try {
      if (!Files.exists(installed) || Files.mismatch(wanted, installed) >= 0) {
        output(
            npm(),
            "install",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--loglevel=error");
        Files.write(installed, Files.readAllBytes(wanted));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String npm() {
    return System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
  }

  private static String output(String... command) {
    Process process;
    try {
      process =
          new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      return fail(NEEDS + command[0] + " could not be started.");
    }
    try {
      String output = new String(process.getInputStream().readAllBytes()).strip();
      if (process.waitFor() != 0) {
        fail(String.join(" ", List.of(command)) + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      return fail(command[0] + " was interrupted.");
    }
  }
}
