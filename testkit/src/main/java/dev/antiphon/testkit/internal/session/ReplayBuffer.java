package dev.antiphon.testkit.internal.session;

import dev.antiphon.protocol.GatewayMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The latest numbered messages of one session, kept for a Resume. Numbers have 16 bits and wrap
 * around. The buffer holds far fewer messages than there are numbers, so each number in it is
 * unique. Confined to the server's loop. Source: Discord documentation, Voice Connections,
 * "Buffered Resume".
 */
public final class ReplayBuffer {

  private static final int MODULUS = 1 << 16;
  private static final int MAX_MESSAGES = 1024;
  private static final int MAX_BYTES = 1 << 20;

  private final Deque<Numbered> kept = new ArrayDeque<>();
  private int next;
  private long count;
  private long bytes;

  /** A message, its number and its wire form. */
  public record Numbered(int sequence, GatewayMessage message, WireMessage wire) {}

  ReplayBuffer(int firstSequence) {
    this.next = firstSequence;
  }

  /** Returns the number of the last message, -1 if there is none. */
  int last() {
    return count == 0 ? -1 : before(next);
  }

  /** Gives the message the next number and stores it. */
  Numbered add(GatewayMessage message) {
    WireMessage wire = WireMessage.encode(message, next);
    Numbered numbered = new Numbered(next, message, wire);
    kept.addLast(numbered);
    bytes += wire.length();
    next = (next + 1) % MODULUS;
    count++;
    while (kept.size() > MAX_MESSAGES || (bytes > MAX_BYTES && kept.size() > 1)) {
      bytes -= kept.removeFirst().wire().length();
    }
    return numbered;
  }

  /**
   * Returns the messages that a client has missed. Empty if the number is unknown or a missed
   * message is no longer stored.
   *
   * @param sequence the number of the last message that the client received, -1 for no message
   */
  Optional<List<Numbered>> after(int sequence) {
    int oldest = kept.isEmpty() ? next : kept.getFirst().sequence();
    if (sequence == -1) {
      return count == kept.size() ? Optional.of(List.copyOf(kept)) : Optional.empty();
    }
    if (sequence == before(oldest)) {
      return Optional.of(List.copyOf(kept));
    }
    List<Numbered> missed = new ArrayList<>();
    boolean seen = false;
    for (Numbered numbered : kept) {
      if (seen) {
        missed.add(numbered);
      }
      seen |= numbered.sequence() == sequence;
    }
    return seen ? Optional.of(List.copyOf(missed)) : Optional.empty();
  }

  /** Returns true if {@code sequence} was not assigned yet. */
  boolean isAhead(int sequence) {
    int behind = (before(next) - sequence + MODULUS) % MODULUS;
    return behind > Math.min(count, MODULUS / 2);
  }

  private static int before(int sequence) {
    return (sequence + MODULUS - 1) % MODULUS;
  }
}
