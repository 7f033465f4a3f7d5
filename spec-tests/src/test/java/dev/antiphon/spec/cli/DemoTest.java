package dev.antiphon.spec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo with its output for people and its output for programs. */
class DemoTest {
  /** The offset of the second audio page of the sample. The first page has 50 packets. */
  private static final int FIRST_SECOND = 6075;

  @TempDir Path folder;

  @Test
  void demoPrintsACallInEachEncryptionMode() {
    CommandResult demo = CommandResult.command("demo");
    assertThat(demo.err()).isEmpty();
    assertThat(demo.code()).isZero();
    assertThat(demo.out())
        .contains("Scene 1 of 2: aead_aes256_gcm_rtpsize")
        .contains("Scene 2 of 2: aead_xchacha20_poly1305_rtpsize")
        .contains("Idle -> AwaitingServerUpdate")
        .contains("Selecting -> Established")
        .contains("bot -> voice server   op 0 Identify")
        .contains("150 of 150 frames are equal and in order, followed by 5 frames of silence")
        .contains("end-to-end encrypted: the voice server could read 0 frames")
        .contains("bot and listener have the same code")
        .contains("Done: 300 frames are equal in 2 scenes");
    assertThat(demo.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void demoWithJsonOptionPrintsJsonLinesAndWritesFiles() throws IOException {
    Path ogg = Files.write(folder.resolve("short.ogg"), firstSecond());
    Path out = folder.resolve("out");
    CommandResult demo =
        CommandResult.command(
            ("demo --json --mode aead_aes256_gcm_rtpsize --file " + ogg + " --out " + out)
                .split(" "));
    assertThat(demo.err()).isEmpty();
    assertThat(demo.code()).isZero();
    List<JsonNode> lines = demo.lines();
    JsonNode compared = lines.get(lines.size() - 2);
    assertThat(compared.get("event").asText()).isEqualTo("compared");
    assertThat(compared.get("frames_equal").asInt()).isEqualTo(50);
    assertThat(compared.get("silence_frames").asInt()).isEqualTo(5);
    assertThat(compared.get("end_to_end_encrypted").asBoolean()).isTrue();
    assertThat(compared.get("privacy_code").asText()).matches("(\\d{5} ){5}\\d{5}");
    assertThat(compared.get("same_code").asBoolean()).isTrue();
    assertThat(compared.get("readable_frames").asInt()).isZero();
    assertThat(demo.lastLine().get("ok").asBoolean()).isTrue();
    assertThat(Files.readAllLines(out.resolve("frames.jsonl"))).hasSize(55);
    String audit = out.resolve("transitions.jsonl").toString();
    assertThat(CommandResult.command("audit", "verify", audit).code()).isZero();
    assertThat(CommandResult.command("audit", "replay", audit).code()).isZero();
  }

  @Test
  void demoRefusesADamagedAudioFile() throws IOException {
    byte[] damaged = firstSecond();
    damaged[300] ^= 1;
    Path ogg = Files.write(folder.resolve("damaged.ogg"), damaged);
    CommandResult demo = CommandResult.command("demo", "--file", ogg.toString());
    assertThat(demo.code()).isEqualTo(1);
    assertThat(demo.err()).startsWith("The file cannot be played: page 2").contains("CRC");
  }

  static byte[] firstSecond() throws IOException {
    return Arrays.copyOf(PlayFailuresTest.sample(), FIRST_SECOND);
  }
}
