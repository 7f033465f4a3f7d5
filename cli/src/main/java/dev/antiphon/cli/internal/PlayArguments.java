package dev.antiphon.cli.internal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code play} of which one excludes the other. */
final class PlayArguments {
  private PlayArguments() {}

  static final class Token {
    @Option(
        names = "--token",
        required = true,
        paramLabel = "TOKEN",
        description = "The voice token.")
    @Nullable String value;

    @Option(
        names = "--token-env",
        required = true,
        paramLabel = "NAME",
        description = "The environment variable that holds it.")
    @Nullable String variable;
  }

  static final class Trust {
    @Option(
        names = "--ca",
        paramLabel = "PEM",
        description = "Trust these certificates; else the system's.")
    @Nullable Path ca;

    @Option(names = "--plain", description = "No TLS: ws://.")
    boolean plain;
  }

  static final class Sound {
    @Parameters(paramLabel = "FILE.ogg", description = "Ogg Opus, packets of 20 ms.")
    @Nullable Path file;

    @Option(
        names = "--frames",
        required = true,
        paramLabel = "N",
        description = "So many generated packets instead, each different.")
    int frames;
  }
}
