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

/** The Node.js installation of this machine, with the npm packages for the test programs. */
final class Node implements BeforeAllCallback {
  /** The folder with the programs and their package.json, copied by the build. */
  static final Path FOLDER = Path.of("target", "node");

  private static final String NEEDS = "The interop profile needs Node.js 20 or newer and npm: ";
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*");
  private static final int MIN_MAJOR = 20;
  private static final int RECOMMENDED = 22_012;

  /** Checks the versions and installs the packages, once for all tests. */
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

  /** Checks the version of Node.js, and installs missing packages with npm. */
  private static void prepare() {
    String version = output("node", "--version");
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches() || Integer.parseInt(parts.group(1)) < MIN_MAJOR) {
      fail(NEEDS + "the version of node is " + version + ".");
    }
    int number = Integer.parseInt(parts.group(1)) * 1000 + Integer.parseInt(parts.group(2));
    if (number < RECOMMENDED) {
      System.out.println(
          "Warning: @discordjs/voice recommends Node.js 22.12 or newer, this is " + version + ".");
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
