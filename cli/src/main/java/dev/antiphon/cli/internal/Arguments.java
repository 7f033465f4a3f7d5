package dev.antiphon.cli.internal;

import dev.antiphon.protocol.EncryptionMode;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters for command-line arguments with values of Discord. */
final class Arguments {
  private Arguments() {}

  /** An id: an unsigned decimal number of 64 bits, not 0. */
  static final class Snowflake implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        long id = text.startsWith("+") ? 0 : Long.parseUnsignedLong(text);
        if (id != 0) {
          return id;
        }
      } catch (NumberFormatException e) {
        // Rejected below, like 0.
      }
      throw new TypeConversionException(
          "'" + text + "' is not a snowflake; expected a decimal number from 1 to 2^64-1");
    }
  }

  /** The voice channel of a guild's call, or of one user of the guild. */
  record CallChannel(long guildId, long channelId, OptionalLong userId) {}

  /** Converts two or three ids that are separated by colons. */
  static final class CallChannelConverter implements ITypeConverter<CallChannel> {
    private static final int OF_GUILD = 2;
    private static final int OF_USER = 3;

    @Override
    public CallChannel convert(String text) {
      String[] ids = text.split(":", -1);
      if (ids.length != OF_GUILD && ids.length != OF_USER) {
        throw new TypeConversionException(
            "'" + text + "' is not valid; expected GUILD:CHANNEL or GUILD:CHANNEL:USER");
      }
      Snowflake snowflake = new Snowflake();
      return new CallChannel(
          snowflake.convert(ids[0]),
          snowflake.convert(ids[1]),
          ids.length == OF_USER
              ? OptionalLong.of(snowflake.convert(ids[2]))
              : OptionalLong.empty());
    }
  }

  /** Converts the protocol name of an encryption mode. */
  static final class Mode implements ITypeConverter<EncryptionMode> {
    @Override
    public EncryptionMode convert(String text) {
      return EncryptionMode.of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is not an encryption mode; expected one of " + names()));
    }

    private static String names() {
      return Arrays.stream(EncryptionMode.values())
          .map(EncryptionMode::wireName)
          .collect(Collectors.joining(", "));
    }
  }
}
