package dev.antiphon.internal.flow;

/**
 * The state of the WebSocket as the flow knows it.
 *
 * @param generation the number of the last dial; 0 before the first one
 * @param held whether the connection still holds this WebSocket
 * @param hello whether Hello was received on it
 */
public record SocketMemory(int generation, boolean held, boolean hello) {

  static final SocketMemory NONE = new SocketMemory(0, false, false);

  /** Returns whether the generation is the one of the WebSocket that is held. */
  public boolean isHeld(int candidate) {
    return held && candidate == generation;
  }

  SocketMemory dialled() {
    return new SocketMemory(generation + 1, true, false);
  }

  SocketMemory withHello() {
    return new SocketMemory(generation, held, true);
  }

  SocketMemory released() {
    return new SocketMemory(generation, false, hello);
  }
}
