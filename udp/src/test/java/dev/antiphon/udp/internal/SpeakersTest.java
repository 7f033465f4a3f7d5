package dev.antiphon.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpeakersTest {
  private final Speakers speakers = new Speakers();

  @Test
  void ssrcIsKnownFromTheSpeakingMessageUntilTheUserLeaves() {
    speakers.joined(List.of(7L, 8L));
    assertThat(speakers.userOf(1)).isEmpty();

    speakers.speaking(7, 1);
    speakers.speaking(7, 2);
    speakers.speaking(8, 0xFFFF_FFFFL);
    assertThat(speakers.userOf(1)).hasValue(7);
    assertThat(speakers.userOf(0xFFFF_FFFFL)).hasValue(8);

    speakers.left(7);
    assertThat(speakers.userOf(1)).isEmpty();
    assertThat(speakers.userOf(2)).isEmpty();
    assertThat(speakers.users()).containsExactly(8L);
  }

  @Test
  void userWhoSpeaksIsInTheChannel() {
    speakers.joined(List.of(7L));
    assertThat(speakers.speaking(7, 1)).isFalse();
    assertThat(speakers.speaking(8, 2)).isTrue();
    assertThat(speakers.speaking(8, 2)).isFalse();
    assertThat(speakers.users()).containsExactly(7L, 8L);
    speakers.left(8);
    assertThat(speakers.speaking(8, 3)).isTrue();
  }

  @Test
  void lastSpeakingMessageOfAnSsrcDeterminesItsUser() {
    speakers.speaking(7, 1);
    speakers.speaking(8, 1);
    speakers.left(7);

    assertThat(speakers.userOf(1)).hasValue(8);
  }

  @Test
  void oldestUsersAreRemovedWhenThereAreTooMany() {
    speakers.joined(LongStream.rangeClosed(1, 2L * Speakers.LIMIT).boxed().toList());
    for (long n = 1; n <= Speakers.LIMIT + 1; n++) {
      speakers.speaking(n, n);
    }

    assertThat(speakers.users()).hasSize(Speakers.LIMIT);
    assertThat(speakers.userOf(1)).isEmpty();
    assertThat(speakers.userOf(2)).hasValue(2);
    assertThat(speakers.userOf(Speakers.LIMIT + 1)).hasValue(Speakers.LIMIT + 1);
  }
}
