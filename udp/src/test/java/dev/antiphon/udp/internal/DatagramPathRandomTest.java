package dev.antiphon.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class DatagramPathRandomTest {
  @Property(tries = 300)
  void randomDatagramsCauseNoExceptionAndAreNotReportedAsFrames(
      @ForAll @Size(max = 200) byte[] datagram, @ForAll boolean discovering, @ForAll byte second) {
    PathFixture fixture = new PathFixture();
    fixture.path.publish(PathFixture.media(), fixture.audio, fixture.speakers);
    if (discovering) {
      fixture.path.discover(PathFixture.OURS);
    }
    fixture.receive(datagram);
    if (datagram.length > 2) {
      datagram[0] = (byte) (datagram[0] & 0x3F | 0x80);
      datagram[1] = (byte) (second & 0x80 | RtpHeader.OPUS);
      fixture.receive(datagram);
    }
    assertThat(fixture.listener.received).isEmpty();
    assertThat(fixture.listener.takeCalls()).noneMatch(call -> call.startsWith("discovered"));
    fixture.closePathAndAssertNoTimers();
  }
}
