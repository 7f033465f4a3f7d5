package dev.antiphon;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Thrown when a {@link Voice} was closed, but not every channel could be left: Discord may still
 * list the bot in a channel of {@link #guilds()}. The {@code Voice} is closed nevertheless. The
 * message explains what to do.
 */
public final class VoiceCloseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long[] guilds;

  VoiceCloseException(Collection<Long> guilds) {
    super(
        "The Voice is closed, but Discord may still list the bot in a voice channel of guild "
            + guilds.stream().map(Long::toUnsignedString).sorted().collect(Collectors.joining(", "))
            + ", because the application's DiscordGateway did not confirm that it sent the leave."
            + " When the main gateway is connected, send a voice state update (opcode 4) without a"
            + " channel for each of these guilds.");
    this.guilds = guilds.stream().mapToLong(Long::longValue).toArray();
  }

  /** The ids of the guilds in which Discord may still list the bot. Never empty. */
  public Set<Long> guilds() {
    return Arrays.stream(guilds).boxed().collect(Collectors.toUnmodifiableSet());
  }
}
