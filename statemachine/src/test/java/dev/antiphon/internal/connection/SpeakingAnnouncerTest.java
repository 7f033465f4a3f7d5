package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.protocol.SpeakingFlag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SpeakingAnnouncerTest {
  private static final long SSRC = 4711;
  private static final int SILENT = 0;
  private static final int MICROPHONE = 1;
  private static final int PRIORITY = 5;

  private final List<GatewayMessage> sent = new ArrayList<>();
  private final SpeakingAnnouncer announcer = new SpeakingAnnouncer(sent::add);

  @Test
  void nothingIsSentBeforeTheConnectionIsEstablished() {
    announcer.setFlags(EnumSet.of(SpeakingFlag.MICROPHONE));
    announcer.speechStarts();
    announcer.speechEnds();
    assertThat(sent).isEmpty();
  }

  @Test
  void speakingIsSentOnEstablishedEvenWithoutAudio() {
    announcer.established(SSRC);
    assertSaid(SILENT);
  }

  @Test
  void flagsSetBeforeEstablishedAreSentOnEstablished() {
    announcer.setFlags(EnumSet.of(SpeakingFlag.MICROPHONE, SpeakingFlag.PRIORITY));
    announcer.established(SSRC);
    assertSaid(PRIORITY);
  }

  @Test
  void microphoneFlagIsSentBeforeAudioAndZeroIsSentAfterTheAudio() {
    announcer.established(SSRC);
    announcer.speechStarts();
    announcer.speechEnds();
    assertSaid(SILENT, MICROPHONE, SILENT);
  }

  @Test
  void flagsOfTheApplicationAreUsedForLaterAudio() {
    announcer.established(SSRC);
    announcer.setFlags(EnumSet.of(SpeakingFlag.MICROPHONE, SpeakingFlag.PRIORITY));
    announcer.speechStarts();
    announcer.speechEnds();
    announcer.speechStarts();
    assertSaid(SILENT, PRIORITY, SILENT, PRIORITY);
  }

  @Test
  void unchangedFlagsAreNotSentAgain() {
    announcer.established(SSRC);
    announcer.setFlags(EnumSet.of(SpeakingFlag.MICROPHONE));
    announcer.setFlags(EnumSet.of(SpeakingFlag.MICROPHONE));
    announcer.speechStarts();
    announcer.speechEnds();
    announcer.speechEnds();
    assertSaid(SILENT, MICROPHONE, SILENT);
  }

  @Test
  void zeroIsSentWhenTheFlagsAreRemovedAndTheFlagsAreSentAgainBeforeTheNextAudio() {
    announcer.established(SSRC);
    announcer.setFlags(EnumSet.of(SpeakingFlag.SOUNDSHARE));
    announcer.setFlags(EnumSet.noneOf(SpeakingFlag.class));
    announcer.speechStarts();
    assertSaid(SILENT, 2, SILENT, 2);
  }

  @Test
  void speakingIsSentAgainOnANewPathAndNotWhileThePathIsLost() {
    announcer.established(SSRC);
    announcer.speechStarts();
    announcer.suspend();
    announcer.speechEnds();
    announcer.speechStarts();
    assertSaid(SILENT, MICROPHONE);
    announcer.established(SSRC + 1);
    assertThat(sent.get(2)).isEqualTo(new Speaking(OptionalLong.empty(), MICROPHONE, 0, SSRC + 1));
  }

  private void assertSaid(int... flags) {
    List<GatewayMessage> expected = new ArrayList<>();
    for (int mask : flags) {
      expected.add(new Speaking(OptionalLong.empty(), mask, 0, SSRC));
    }
    assertThat(sent).isEqualTo(expected);
  }
}
