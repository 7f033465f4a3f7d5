package dev.antiphon.cli.internal;

import dev.antiphon.protocol.EncryptionMode;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the arguments that are Discord's own are written on a command line. */
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
        // Refused below, like 0.
      }
      throw new TypeConversionException(
          "'" + text + "' is no snowflake; expected a decimal number from 1 to 2^64-1");
    }
  }

  /** The channel in which the call of a guild is. */
  record Place(long guildId, long channelId) {}

  /** Two ids with a colon between them. */
  static final class PlaceReader implements ITypeConverter<Place> {
    private static final int PARTS = 2;

    @Override
    public Place convert(String text) {
      String[] ids = text.split(":", -1);
      if (ids.length != PARTS) {
        throw new TypeConversionException("'" + text + "' is no GUILD:CHANNEL");
      }
      Snowflake snowflake = new Snowflake();
      return new Place(snowflake.convert(ids[0]), snowflake.convert(ids[1]));
    }
  }

  /** An encryption mode by its name on the wire. */
  static final class Mode implements ITypeConverter<EncryptionMode> {
    @Override
    public EncryptionMode convert(String text) {
      return EncryptionMode.of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is no encryption mode; there are " + names()));
    }

    private static String names() {
      return Arrays.stream(EncryptionMode.values())
          .map(EncryptionMode::wireName)
          .collect(Collectors.joining(", "));
    }
  }
}
