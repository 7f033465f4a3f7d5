package dev.antiphon.internal.flow;

/**
 * What the flow knows of its WebSocket.
 *
 * @param generation the number of the last dial; 0 before the first
 * @param held whether that socket is still ours
 * @param hello whether it has said Hello
 */
public record SocketMemory(int generation, boolean held, boolean hello) {

  static final SocketMemory NONE = new SocketMemory(0, false, false);

  /** Whether the generation is that of the socket held now. */
  public boolean isHeld(int candidate) {
    return held && candidate == generation;
  }

  SocketMemory dialled() {
    return new SocketMemory(generation + 1, true, false);
  }

  SocketMemory greeted() {
    return new SocketMemory(generation, held, true);
  }

  SocketMemory released() {
    return new SocketMemory(generation, false, hello);
  }
}
