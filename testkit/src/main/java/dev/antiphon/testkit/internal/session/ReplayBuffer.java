package dev.antiphon.testkit.internal.session;

import dev.antiphon.protocol.GatewayMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The numbered messages of one session, newest last, kept for a Resume. Numbers are 16 bit and
 * wrap; far fewer messages are kept than there are numbers, so that each number in it is unique.
 * Confined to the server's loop. Source: Discord documentation, Voice Connections, "Buffered
 * Resume".
 */
public final class ReplayBuffer {

  private static final int MODULUS = 1 << 16;
  private static final int MAX_MESSAGES = 1024;
  private static final int MAX_BYTES = 1 << 20;

  private final Deque<Numbered> kept = new ArrayDeque<>();
  private int next;
  private long count;
  private long bytes;

  /** A message and its form on the wire. */
  public record Numbered(int sequence, GatewayMessage message, WireMessage wire) {}

  ReplayBuffer(int firstSequence) {
    this.next = firstSequence;
  }

  /** Number of the last message, -1 when there was none. */
  int last() {
    return count == 0 ? -1 : before(next);
  }

  /** Gives the message the next number and keeps it. */
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
   * What a client that received {@code sequence} last has missed; empty when that can not be told
   * or is no longer kept.
   *
   * @param sequence -1 for a client that received nothing
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

  /** Whether {@code sequence} is ahead of everything that was numbered so far. */
  boolean isAhead(int sequence) {
    int behind = (before(next) - sequence + MODULUS) % MODULUS;
    return behind > Math.min(count, MODULUS / 2);
  }

  private static int before(int sequence) {
    return (sequence + MODULUS - 1) % MODULUS;
  }
}
