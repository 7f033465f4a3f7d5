package dev.antiphon.testkit.discord;

import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A log of opcode 4 commands and their times, up to a limit. Thread-safe. */
final class CommandLog {

  private static final int MOST = 100_000;

  private final long startedAt = System.nanoTime();
  private final List<Command> commands = new ArrayList<>();

  synchronized void add(UpdateVoiceState update) {
    if (commands.size() < MOST) {
      commands.add(new Command(Duration.ofNanos(System.nanoTime() - startedAt), update));
      notifyAll();
    }
  }

  synchronized List<Command> all() {
    return List.copyOf(commands);
  }

  List<UpdateVoiceState> updates() {
    return all().stream().map(Command::update).toList();
  }

  /** Waits until the log has at least this number of commands, and returns their updates. */
  synchronized List<UpdateVoiceState> await(int count, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (commands.size() < count) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError(
              "Expected %d opcode 4 within %s, found %s".formatted(count, limit, updates()));
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for an opcode 4.", e);
    }
    return updates();
  }
}
