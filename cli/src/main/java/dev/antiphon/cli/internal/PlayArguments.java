package dev.antiphon.cli.internal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The mutually exclusive arguments of {@code play}. */
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
        description = "The environment variable that contains the voice token.")
    @Nullable String variable;
  }

  static final class Trust {
    @Option(
        names = "--ca",
        paramLabel = "PEM",
        description = "Trust these certificates (default: the certificates of the system).")
    @Nullable Path ca;

    @Option(names = "--plain", description = "Use ws:// without TLS.")
    boolean plain;
  }

  static final class Sound {
    @Parameters(paramLabel = "FILE.ogg", description = "Ogg Opus file with packets of 20 ms.")
    @Nullable Path file;

    @Option(
        names = "--frames",
        required = true,
        paramLabel = "N",
        description = "Play N generated packets instead of a file.")
    int frames;
  }
}
