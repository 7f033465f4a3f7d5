package dev.antiphon.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The demo fails if a received frame differs from the file. */
class DemoDifferenceTest {
  @Test
  void demoFailsWhenAReceivedFrameDiffersByOneByte() {
    DemoCommand command =
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
            new CommandLine(command),
            new String[] {"--mode", "aead_xchacha20_poly1305_rtpsize"},
            new PrintWriter(out),
            new PrintWriter(err),
            Ansi.OFF);
    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("The received frames differ from the file (aead_xchacha20_poly1305_rtpsize)")
        .contains("frame 42 of 150 differs at byte 3");
    assertThat(out.toString()).contains("41 of 150 frames are equal").doesNotContain("Done");
  }
}
