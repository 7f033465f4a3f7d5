package dev.antiphon.cli.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.testkit.DeliveryService;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.fault.FaultScriptException;
import dev.antiphon.testkit.record.ServerEventJson;
import dev.antiphon.testkit.server.DaveMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the embedded voice server until it is stopped, and writes all received messages. */
@Command(
    name = "serve",
    description = {
      "Run a Discord voice server for tests.",
      "Standard output contains JSON Lines: first \"listening\", then one line for each event, "
          + "and \"summary\" after SIGTERM or SIGINT."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "TCP port (default: 0, a free port).")
  private int port;

  @Option(
      names = "--udp-port",
      paramLabel = "PORT",
      description = "UDP port (default: 0, a free port).")
  private int udpPort;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Address to listen on (default: the loopback addresses).")
  private @Nullable InetAddress bind;

  @ArgGroup private Protection protection = new Protection();

  @Option(
      names = "--modes",
      paramLabel = "MODE",
      split = ",",
      converter = Arguments.Mode.class,
      description = "Encryption modes to offer, the best one first (default: all).")
  private List<EncryptionMode> modes = List.of(EncryptionMode.values());

  @Option(
      names = "--echo",
      description =
          "Send the audio of a client back to it, as another user. Not for end-to-end encrypted audio.")
  private boolean echo;

  @Option(
      names = "--dave",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = {
        "Use end-to-end encryption if all clients of a call offer it. The guild needs a --channel.",
        "This is the default."
      })
  private boolean dave;

  @Option(
      names = "--dave-required",
      description =
          "Close clients that do not offer end-to-end encryption, with code 4017 like Discord.")
  private boolean daveRequired;

  @Option(
      names = "--channel",
      paramLabel = "GUILD:CHANNEL[:USER]",
      converter = Arguments.CallChannelConverter.class,
      description = {
        "The voice channel of all clients of a guild, or of one user. Clients of different channels",
        "are in different calls. End-to-end encryption uses the channel as the group id, so that",
        "the client must use the same channel. Can be repeated."
      })
  private List<Arguments.CallChannel> channels = List.of();

  @Option(
      names = "--heartbeat-interval",
      paramLabel = "MS",
      description = "The heartbeat interval in Hello, in milliseconds.")
  private Optional<Long> heartbeatInterval = Optional.empty();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Accept only this token (default: accept every token).")
  private Optional<String> token = Optional.empty();

  @Option(
      names = "--faults",
      paramLabel = "JSON|@FILE",
      description = {
        "A fault script: a JSON array, or @ and the name of a file.",
        "docs/faults.md describes the format."
      })
  private Optional<String> faults = Optional.empty();

  /** The protection of the WebSocket: a generated certificate, a given certificate, or no TLS. */
  private static final class Protection {
    @Option(names = "--plain", description = "Use ws:// without TLS.")
    private boolean plain;

    @ArgGroup(exclusive = false)
    private @Nullable Pem pem;

    private static final class Pem {
      @Option(
          names = "--cert",
          paramLabel = "PEM",
          required = true,
          description = "Certificate for TLS (default: a generated certificate for localhost).")
      private Path certificate;

      @Option(
          names = "--key",
          paramLabel = "PEM",
          required = true,
          description = "The private key of the certificate, in PKCS#8 format.")
      private Path key;
    }
  }

  @Override
  public Integer call() throws CommandFailedException {
    if (daveRequired && !dave) {
      throw wrongUsage("--dave-required and --no-dave cannot be used together.");
    }
    EventLines lines = new EventLines(new JsonLines(spec.commandLine().getOut()));
    EmbeddedVoiceServerBuilder builder = configured().listener(lines::accept);
    EmbeddedVoiceServer server = started(builder);
    channels.forEach(place -> put(server.delivery(), place));
    boolean stopped;
    try (server) {
      stopped = runUntilTheEnd(server, lines);
    } catch (IOException e) {
      throw cannotListen(e);
    }
    if (stopped) {
      lines.close(ServerEventJson.line(server.summary()));
    }
    return 0;
  }

  private static void put(DeliveryService delivery, Arguments.CallChannel place) {
    if (place.userId().isPresent()) {
      delivery.inChannel(place.guildId(), place.userId().getAsLong(), place.channelId());
    } else {
      delivery.inChannel(place.guildId(), place.channelId());
    }
  }

  private static EmbeddedVoiceServer started(EmbeddedVoiceServerBuilder builder)
      throws CommandFailedException {
    try {
      return builder.start();
    } catch (UncheckedIOException e) {
      throw cannotListen(ErrorMessages.cause(e));
    }
  }

  /**
   * Returns true if the command was interrupted, and false if the reader of the output was closed.
   */
  private static boolean runUntilTheEnd(EmbeddedVoiceServer server, EventLines lines)
      throws IOException {
    Optional<Path> ca = server.isTls() ? Optional.of(published(server)) : Optional.empty();
    lines.open(listening(server, ca));
    try {
      lines.awaitReaderClosed();
      return false;
    } catch (InterruptedException e) {
      return true;
    } finally {
      ca.ifPresent(ServeCommand::delete);
    }
  }

  private EmbeddedVoiceServerBuilder configured() throws CommandFailedException {
    EmbeddedVoiceServerBuilder builder = EmbeddedVoiceServer.builder();
    try {
      builder.port(port).udpPort(udpPort).modes(modes).echo(echo).dave(mode());
      token.ifPresent(builder::token);
      heartbeatInterval.map(Duration::ofMillis).ifPresent(builder::heartbeatInterval);
      if (faults.isPresent()) {
        builder.faults(script(faults.get()));
      }
    } catch (FaultScriptException e) {
      throw wrongUsage("--faults: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw wrongUsage(ErrorMessages.of(e));
    }
    if (bind != null) {
      builder.bindAddress(bind);
    }
    if (protection.plain) {
      return builder.plain();
    }
    if (protection.pem == null) {
      return builder.tls();
    }
    try {
      return builder.tls(protection.pem.certificate, protection.pem.key);
    } catch (IOException e) {
      throw new CommandFailedException("BadCertificate", ErrorMessages.of(e));
    }
  }

  private FaultScript script(String given) throws CommandFailedException {
    if (!given.startsWith("@")) {
      return FaultScript.parse(given);
    }
    String file = given.substring(1);
    try {
      return FaultScript.parse(Files.readString(Path.of(file)));
    } catch (InvalidPathException e) {
      throw wrongUsage("--faults: " + e.getMessage());
    } catch (CharacterCodingException e) {
      throw new CommandFailedException("BadFaults", "--faults: " + file + " is not UTF-8.");
    } catch (IOException e) {
      throw new CommandFailedException("BadFaults", "--faults: " + ErrorMessages.of(e));
    }
  }

  private DaveMode mode() {
    if (daveRequired) {
      return DaveMode.REQUIRED;
    }
    return dave ? DaveMode.OPTIONAL : DaveMode.OFF;
  }

  private static CommandFailedException cannotListen(IOException cause) {
    return new CommandFailedException(
        "CannotListen", "The server cannot start: " + ErrorMessages.of(cause));
  }

  private static ObjectNode listening(EmbeddedVoiceServer server, Optional<Path> ca) {
    ObjectNode json = JsonLines.event("listening");
    json.put("port", server.port());
    json.put("udp_port", server.udpPort());
    ca.ifPresent(file -> json.put("ca", file.toString()));
    return json;
  }

  private static Path published(EmbeddedVoiceServer server) throws IOException {
    Path file = Files.createTempFile("antiphon-ca-", ".pem");
    server.writeCaCertificate(file);
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
    return file;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A public certificate in the temporary folder is not a problem.
    }
  }

  private ParameterException wrongUsage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
