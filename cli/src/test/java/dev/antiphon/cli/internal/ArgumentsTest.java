package dev.antiphon.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.cli.internal.Arguments.CallChannel;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** The conversion of arguments with values of Discord. */
class ArgumentsTest {
  private final Arguments.CallChannelConverter converter = new Arguments.CallChannelConverter();

  @Test
  void channelIsOfTheGuildOrOfOneUser() {
    assertThat(converter.convert("1:2")).isEqualTo(new CallChannel(1, 2, OptionalLong.empty()));
    assertThat(converter.convert("1:2:3")).isEqualTo(new CallChannel(1, 2, OptionalLong.of(3)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1:2:3:4"})
  void channelWithAnotherNumberOfIdsIsRefused(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "' is not valid; expected GUILD:CHANNEL or GUILD:CHANNEL:USER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1:0", "1:2:x", "1::3"})
  void channelWithAnInvalidIdIsRefused(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("is not a snowflake");
  }
}
