package dev.antiphon.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** A demo that hears something else than the file holds says so and fails. */
class DemoDifferenceTest {
  @Test
  void oneWrongByteFailsTheDemo() {
    DemoCommand suspicious =
        new DemoCommand(
            sound -> {
              List<byte[]> packets = sound.packets();
              packets.get(41)[3] ^= 1;
              return packets;
            });
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.execute(
            new CommandLine(suspicious),
            new String[] {"--mode", "aead_xchacha20_poly1305_rtpsize"},
            new PrintWriter(out),
            new PrintWriter(err),
            Ansi.OFF);
    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("What arrived is not what was sent (aead_xchacha20_poly1305_rtpsize)")
        .contains("frame 42 of 150 differs from byte 3 on");
    assertThat(out.toString()).contains("41 of 150 frames compared equal").doesNotContain("Done");
  }
}
