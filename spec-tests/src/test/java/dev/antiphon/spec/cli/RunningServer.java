package dev.antiphon.spec.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.cli.internal.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code serve} in a thread of this process. An interrupt has the effect of a signal. */
final class RunningServer implements AutoCloseable {
  private static final long LIMIT_SECONDS = 20;

  private final List<JsonNode> lines = new ArrayList<>();
  private final CompletableFuture<JsonNode> listening = new CompletableFuture<>();
  private final CompletableFuture<Void> read = new CompletableFuture<>();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();
  private final StringWriter err = new StringWriter();
  private final Thread command;

  RunningServer(String... options) throws IOException {
    String[] args =
        Stream.concat(Stream.of("serve"), Arrays.stream(options)).toArray(String[]::new);
    PipedWriter out = new PipedWriter();
    PipedReader in = new PipedReader(out, 1 << 20);
    command =
        new Thread(
            () -> {
              try (PrintWriter writer = new PrintWriter(out)) {
                code.complete(Main.run(args, writer, new PrintWriter(err)));
              }
            },
            "serve");
    command.start();
    new Thread(() -> read(in), "serve-reader").start();
  }

  private void read(PipedReader in) {
    try (BufferedReader reader = new BufferedReader(in)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(CommandResult.object(line));
        listening.complete(lines.get(0));
      }
      read.complete(null);
    } catch (IOException | RuntimeException e) {
      read.completeExceptionally(e);
    }
  }

  JsonNode listening() throws Exception {
    return listening.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  String port() throws Exception {
    return listening().get("port").asText();
  }

  String ca() throws Exception {
    return listening().get("ca").asText();
  }

  /** Ends the server like a signal and returns all lines that it wrote. */
  List<JsonNode> end() throws Exception {
    command.interrupt();
    read.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    return lines;
  }

  int code() throws Exception {
    return code.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    command.interrupt();
    code.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }
}
