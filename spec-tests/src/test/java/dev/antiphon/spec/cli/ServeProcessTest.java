package dev.antiphon.spec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.cli.internal.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs {@code serve} in a separate process with real signals and pipes. */
@Timeout(30)
class ServeProcessTest {

  @Test
  void serveEndsWithASummaryWhenItReceivesSigterm() throws Exception {
    Process process = serve();
    try (BufferedReader out = process.inputReader()) {
      JsonNode listening = CommandResult.object(out.readLine());
      assertThat(listening.get("udp_port").asInt()).isPositive();
      Path ca = Path.of(listening.get("ca").asText());
      assertThat(Files.readString(ca)).startsWith("-----BEGIN CERTIFICATE-----");
      process.toHandle().destroy(); // Process.destroy would also close the streams
      JsonNode last = CommandResult.object(out.readLine());
      assertThat(last.get("event").asText()).isEqualTo("summary");
      assertThat(out.readLine()).isNull();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(ca).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void serveEndsWhenItsOutputIsClosed() throws Exception {
    Process process = serve("--plain");
    try {
      BufferedReader out = process.inputReader();
      int port = CommandResult.object(out.readLine()).get("port").asInt();
      out.close();
      // Each request makes the server write a line. One of these writes fails and ends it.
      while (process.isAlive()) {
        request(port);
      }
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void request(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      // The server has ended.
    }
  }

  private static Process serve(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "serve"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
