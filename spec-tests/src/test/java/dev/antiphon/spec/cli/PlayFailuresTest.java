package dev.antiphon.spec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.cli.internal.Main;
import dev.antiphon.fixtures.RefusingPort;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.record.ServerEvent;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every failure of {@code play} causes one error sentence, a result line and exit code 1. */
class PlayFailuresTest {
  private static final String TOKEN = "token-that-must-stay-secret";
  private static final long GUILD = 11;
  private static final long USER = 33;

  @TempDir static Path folder;
  private static EmbeddedVoiceServer server;
  private static EmbeddedVoiceServer plain;
  private static Path ca;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedVoiceServer.builder().tls().start();
    plain = EmbeddedVoiceServer.builder().plain().start();
    ca = folder.resolve("ca.pem");
    server.writeCaCertificate(ca);
  }

  @AfterAll
  static void stop() {
    server.close();
    plain.close();
  }

  @Test
  void playFailsWhenTheCertificateIsNotTrusted() {
    assertFailed(play(server.endpoint(), "--frames", "5"), "ServerUnusable", "not trusted");
  }

  @Test
  void playFailsWhenTheCertificateIsForAnotherHost() throws Exception {
    X509Bundle other =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=voice.example")
            .addSanDnsName("voice.example")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Path certificate = Files.writeString(folder.resolve("o.pem"), other.getCertificatePEM());
    Path key = Files.writeString(folder.resolve("o.key"), other.getPrivateKeyPEM());
    try (RunningServer serving =
        new RunningServer("--cert", certificate.toString(), "--key", key.toString())) {
      CommandResult run =
          play("localhost:" + serving.port(), "--ca", serving.ca(), "--frames", "5");
      assertFailed(run, "ServerUnusable", "localhost");
    }
  }

  @Test
  void playFailsWhenThePortIsClosed() {
    try (RefusingPort closed = RefusingPort.open()) {
      String endpoint = "127.0.0.1:" + closed.port();
      assertFailed(play(endpoint, "--frames", "5"), "RetriesExhausted", endpoint);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss://localhost:1/", "no host:1", "localhost:99999", "?"})
  void playFailsWhenTheEndpointIsInvalid(String endpoint) {
    assertFailed(play(endpoint, "--frames", "5"), "ServerUnusable", "expected");
  }

  @Test
  void playFailsWhenTheFileIsMissing() {
    assertFailed(
        play(server.endpoint(), folder.resolve("none.ogg").toString()), "BadFile", "not exist");
  }

  @Test
  void playFailsWhenTheFileIsNotOgg() {
    assertFailed(play(server.endpoint(), ca.toString()), "BadFile", "not Ogg");
  }

  @Test
  void playFailsWhenTheFileIsDamaged() throws IOException {
    byte[] ogg = sample();
    ogg[200] ^= 1; // in its first audio page
    Path damaged = Files.write(folder.resolve("damaged.ogg"), ogg);
    CommandResult run = play(server.endpoint(), "--ca", ca.toString(), damaged.toString());
    assertFailed(run, "BadFile", "CRC");
  }

  @Test
  void playFailsWhenTheCaFileIsMissing() {
    CommandResult run =
        play(server.endpoint(), "--ca", folder.resolve("no.pem").toString(), "--frames", "5");
    assertFailed(run, "BadCertificate", "no.pem");
  }

  @Test
  void playFailsWhenTheTimeLimitIsReached() {
    CommandResult run = play(plain.endpoint(), "--plain", "--frames", "100000", "--timeout", "0.7");
    assertFailed(run, "Timeout", "time limit of 0.7 s");
  }

  @Test
  void playFailsWhenTheBotIsKicked() throws Exception {
    String user = "77";
    CompletableFuture<CommandResult> run =
        CompletableFuture.supplyAsync(
            () ->
                playAs(user, plain.endpoint(), "--plain", "--frames", "100000", "--timeout", "20"),
            task -> new Thread(task).start());
    plain.await(
        ServerEvent.FrameReceived.class, frame -> frame.userId() == 77, Duration.ofSeconds(15));
    assertThat(plain.disconnect(GUILD, 77, 4014)).isTrue();
    CommandResult ended = run.get(20, TimeUnit.SECONDS);
    assertFailed(ended, "Kicked", "disconnected");
    assertThat(ended.lastLine().get("frames_sent").asInt()).isPositive();
  }

  private static CommandResult play(String endpoint, String... more) {
    return playAs(String.valueOf(USER), endpoint, more);
  }

  private static CommandResult playAs(String user, String endpoint, String... more) {
    List<String> args =
        new ArrayList<>(List.of("play", "--endpoint", endpoint, "--guild", String.valueOf(GUILD)));
    args.addAll(List.of("--channel", "22", "--user", user, "--session", "s", "--token", TOKEN));
    args.addAll(List.of("--option", "rejoins=0", "--option", "identifies=0"));
    args.addAll(List.of(more));
    return CommandResult.command(args.toArray(String[]::new));
  }

  private static void assertFailed(CommandResult run, String cause, String inMessage) {
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines().toList()).hasSize(1);
    assertThat(run.err()).contains(inMessage).doesNotContain("Exception").doesNotContain("\tat");
    JsonNode result = run.lastLine();
    assertThat(result.get("event").asText()).isEqualTo("result");
    assertThat(result.get("ok").asBoolean()).isFalse();
    assertThat(result.get("cause").asText()).isEqualTo(cause);
    assertThat(result.get("message").asText()).isEqualTo(run.err().strip());
    assertThat(run.out() + run.err()).doesNotContain(TOKEN);
  }

  static byte[] sample() throws IOException {
    try (InputStream in = Main.class.getResourceAsStream("sample.ogg")) {
      return in.readAllBytes();
    }
  }
}
